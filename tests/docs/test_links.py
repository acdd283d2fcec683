"""Every page's links, anchors and commands lead somewhere, and no page names a place on somebody's machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click
import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from course.cli import VERBS, ldt

ROOT = Path(__file__).parents[2]
_IGNORED = {line.rstrip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines() if line}
_MACHINE = re.compile(r"(?<![\w.~])/(?:home|root|tmp|work|Users|opt|mnt|var/folders)/|\b[A-Za-z]:\\")


def pages_of(root: Path) -> list[Path]:
    """Every Markdown file of a checkout that git does not ignore, by the names of the folders in .gitignore."""
    return sorted(
        path
        for path in root.rglob("*.md")
        if not any(part.startswith(".") or part in _IGNORED for part in path.relative_to(root).parts)
    )


@dataclass
class Page:
    """What a page holds: link targets, the anchors of its headings, and what stands in it as code."""

    links: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    code: list[str] = field(default_factory=list)


@cache
def page(path: Path) -> Page:
    found = Page()
    tokens = MarkdownIt("commonmark").enable("table").parse(path.read_text(encoding="utf-8"))
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            anchor = slug("".join(each.content for each in tokens[at + 1].children or []))
            number = 0
            while (name := f"{anchor}-{number}" if number else anchor) in found.anchors:
                number += 1
            found.anchors.add(name)
        for part in (token, *(token.children or [])):
            _look_at(part, found)
    return found


def _look_at(token: Token, found: Page) -> None:
    if token.type in ("link_open", "image"):
        found.links.append(str(token.attrs.get("href") or token.attrs.get("src")))
    elif token.type in ("code_inline", "fence", "code_block"):
        found.code += token.content.splitlines()


def slug(heading: str) -> str:
    """A heading's anchor, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def broken_links(path: Path) -> Iterator[str]:
    for link in page(path).links:
        target = urlsplit(link)
        if target.scheme or target.netloc:
            continue
        file = (path.parent / unquote(target.path)).resolve() if target.path else path
        if not file.exists():
            yield f"{link}: there is no such file"
        elif target.fragment and target.fragment not in page(file).anchors:
            yield f"{link}: {file.name} has no such heading"


def unknown_commands(path: Path, targets: set[str]) -> Iterator[str]:
    """Lines of code on the page that ask make or `ldt` for something they do not know."""
    for line in page(path).code:
        for asked in re.findall(r"(?:^|\s)make ([a-z]+)\b", line):
            if asked not in targets:
                yield f"{line}: the Makefile has no target {asked}"
        for asked in re.findall(r"(?:^|[\s/\\])ldt ([a-z-][^#|;&]*)", line):
            yield from (f"{line}: {why}" for why in _refused([word.rstrip(".,:;") for word in asked.split()]))


def _refused(words: list[str]) -> Iterator[str]:
    context = click.Context(ldt)
    command: click.Command = ldt
    if words and not words[0].startswith("-"):
        verb = words.pop(0)
        known = ldt.get_command(context, verb) if verb in VERBS else None
        if known is None:
            yield f"`ldt` has no verb {verb}"
            return
        command = known
    if isinstance(command, click.Group) and words and words[0][0].islower():
        inner = command.get_command(context, words[0])
        if inner is None:
            yield f"`ldt {command.name}` has no {words[0]}"
            return
        command = inner
    options = {option for parameter in command.get_params(context) for option in parameter.opts} | {"--help", "--"}
    for word in words:
        if word.startswith("--") and word.partition("=")[0] not in options:
            yield f"{command.name} has no option {word}"


def make_targets(root: Path) -> set[str]:
    return set(re.findall(r"^([a-z]+):", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


PAGES = pages_of(ROOT)
every_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())


def test_the_five_doors_and_the_rest_are_there() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in PAGES}
    doors = {f"docs/{who}.md" for who in ("participant", "self-learner", "tutor", "author", "operator")}
    assert doors | {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/architecture.md"} <= names


@every_page
def test_every_link_and_anchor_resolves(path: Path) -> None:
    assert list(broken_links(path)) == []


@every_page
def test_every_command_exists(path: Path) -> None:
    assert list(unknown_commands(path, make_targets(ROOT))) == []


@every_page
def test_no_place_on_somebodys_machine(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if _MACHINE.search(line)] == []


@pytest.mark.parametrize("start", ["README.md", "CONTRIBUTING.md"])
def test_every_page_in_docs_can_be_reached(start: str) -> None:
    reached: set[Path] = set()
    waiting = [ROOT / start]
    while waiting:
        path = waiting.pop()
        if path in reached:
            continue
        reached.add(path)
        parts = (urlsplit(link) for link in page(path).links)
        files = [(path.parent / unquote(part.path)).resolve() for part in parts if part.path and not part.scheme]
        waiting += [file for file in files if file.suffix == ".md" and file.exists()]
    assert [path.name for path in PAGES if path.is_relative_to(ROOT / "docs") and path not in reached] == []


def test_a_broken_page_is_found_out(tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text("# One & two\n\n# One & two\n", encoding="utf-8")
    broken = tmp_path / "page.md"
    broken.write_text(
        "[a](other.md) [b](other.md#one--two-1) [c](gone.md) [d](other.md#three) [e](#here) [f](https://example.org)\n\n"
        "`[no](link.md)` `make demo` `make tea` `ldt grade X --force` `ldt brew`\n"
        "`ldt cohort old` `ldt lab --port 1 --big`\n",
        encoding="utf-8",
    )
    assert [found.split(":")[0] for found in broken_links(broken)] == ["gone.md", "other.md#three", "#here"]
    found = [found.split(": ")[0] for found in unknown_commands(broken, {"demo"})]
    assert found == ["make tea", "ldt brew", "ldt cohort old", "ldt lab --port 1 --big"]
