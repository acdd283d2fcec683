# Each line asks `ldt` for one thing; the only work done here is to make .venv and put the course's libraries in it.
# Without make (Windows), see the README: the same three commands by hand.

PYTHON ?= python3
VENV := .venv
LDT := $(VENV)/bin/ldt

# Compiled modules are kept: without them every kernel and every process would compile the libraries again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo lab build test check audit bench hub

help: ## list these lines
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile

demo: $(VENV)/.tutor ## show the whole loop on a simulated cohort of twelve
	@$(LDT) demo $(ARGS)

lab: $(VENV)/.tutor ## open the course in JupyterLab, on your own copy in my-course/
	@$(LDT) lab $(ARGS)

build: $(VENV)/.tutor ## make release/ and the seed gradebook from source/
	@$(LDT) build $(ARGS)

test: $(VENV)/.dev ## set up what the tests need and run them all
	@$(LDT) test $(ARGS)

check: $(VENV)/.dev ## lint, types and the quick tests: about three minutes
	@$(LDT) test --quick $(ARGS)

audit: $(VENV)/.dev ## prove that the course is right: a table, a row a workshop, a column a rule
	@$(LDT) audit $(ARGS)

bench: $(VENV)/.dev ## measure what the course promises
	@$(LDT) bench $(ARGS)

hub: $(VENV)/.hub ## start a JupyterHub on this machine, with a tutor and two participants made for it
	@$(LDT) hub $(ARGS)

# A stamp says which libraries .venv holds; a changed pyproject.toml or lock brings them up to date.
INSTALL = $(VENV)/bin/python -m pip install -qq --disable-pip-version-check --constraint requirements.lock --editable

$(VENV)/.made:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'The course needs Python 3.11 or newer, and $(PYTHON) is older: say make PYTHON=python3.12, or whichever newer one you have.')"
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.tutor: $(VENV)/.made pyproject.toml requirements.lock
	@echo "Installing the course's libraries (a minute or two) …"
	@$(INSTALL) '.[tutor]'
	@touch $@

$(VENV)/.dev: $(VENV)/.made pyproject.toml requirements.lock
	@echo "Installing the course's libraries and what its tests need (a minute or two) …"
	@$(INSTALL) '.[dev]'
	@touch $(VENV)/.tutor $@

$(VENV)/.hub: $(VENV)/.made pyproject.toml requirements.lock
	@echo "Installing the course's libraries and the hub's (a minute or two) …"
	@$(INSTALL) '.[tutor,hub]'
	@touch $(VENV)/.tutor $@
