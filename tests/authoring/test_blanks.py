"""What is left of a model answer: its names and labels, and nothing of its values."""

from __future__ import annotations

import ast
import re

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.authoring.blanks import LeaveBlanks, blank

# Every value that these tests hide holds this word, so that any rest of one is seen.
_SECRET = "sesame"
_WORDS = st.sampled_from(
    ["# no label", "=", "a = 3", "£5", "dict(", ")", "]", "...", "it's", '\\"', "\n", "\n# x\n", "### END"]
)
_STRING = st.lists(_WORDS, max_size=3).map(lambda words: _SECRET + " ".join(words))
_NAME = st.from_regex(r"[a-z_é]{1,8}", fullmatch=True).filter(
    lambda name: (
        name.isidentifier()
        and not re.fullmatch(r"(and|as|def|del|dict|elif|else|for|from|if|in|is|not|or|pass|try|with)", name)
    )
)


def _literal(text: str) -> st.SearchStrategy[str]:
    """Ways of writing one string, some over several lines."""
    triple = '"""' + text.replace("\\", "\\\\").replace('"', '\\"') + '"""'
    return st.sampled_from([repr(text), triple, "(\n        " + repr(text) + "\n    )", f"[{text!r},\n {text!r}]"])


_VALUE = st.one_of(
    _STRING.flatmap(_literal),
    st.sampled_from(
        [
            f"{_SECRET} + 1",
            f"({_SECRET} -\n        1) / 2",
            f"npv({_SECRET},\n    [1, 2])",
            f"({_SECRET}, 2)",
            f'{{"{_SECRET}": 1,\n "b": [2]}}',
            f"{_SECRET} \\\n  * 3",
            f"lambda x={_SECRET}: x",
            f"{_SECRET} == 4",
            f"dict({_SECRET}, a=1)",
            f"[{_SECRET} for x in y]",
        ]
    ),
)
_LABEL = st.sampled_from(["", "  # ← your formula, in £", "  # what = you pay", "  # (0 if none)"])
_FIELDS = st.lists(st.tuples(_NAME, _VALUE, _LABEL), min_size=1, max_size=4, unique_by=lambda field: field[0])


def as_dict(fields: list[tuple[str, str, str]], indent: str) -> str:
    lines = [f"{indent}    {name}={value},{label}" for name, value, label in fields]
    return "dict(\n" + "\n".join(lines) + f"\n{indent})"


@settings(suppress_health_check=list(HealthCheck), max_examples=300)
@given(_FIELDS, st.booleans(), st.sampled_from(["", "    "]))
def test_nothing_of_a_value_is_left_and_every_label_is(
    fields: list[tuple[str, str, str]], in_dict: bool, indent: str
) -> None:
    if in_dict:
        region = f"{indent}# fill this in\n{indent}answer = {as_dict(fields, indent)}"
    else:
        region = f"{indent}# fill this in\n" + "\n".join(
            f"{indent}{name} = {value}{label}" for name, value, label in fields
        )
    left = blank(region)
    assert _SECRET not in left
    assert "# fill this in" in left
    body = left if not indent else f"if True:\n{left}"
    tree = ast.parse(body)
    assert all(constant.value in (..., True) for constant in ast.walk(tree) if isinstance(constant, ast.Constant))
    names = {
        each.arg if isinstance(each, ast.keyword) else each.id
        for each in ast.walk(tree)
        if isinstance(each, ast.keyword | ast.Name)
    }
    for name, _, label in fields:
        assert ast.parse(name, mode="eval").body.id in names  # type: ignore[attr-defined]
        assert label in left


@pytest.mark.parametrize(
    ("region", "left"),
    [
        ("answer = 1 + (cost - grant) / full_year  # ← years", "answer = ...  # ← years"),
        ("    answer = 100 * irr([1])  # ← in %", "    answer = ...  # ← in %"),
        (
            "answer = dict(\n    a=1,  # £\n    b='# =',  # words\n)",
            "answer = dict(\n    a=...,  # £\n    b=...,  # words\n)",
        ),
        ("answer = dict(a=1, b=dict(c=2))", "answer = dict(a=..., b=dict(c=...))"),
        ("answer = [\n    1,\n    2,\n]  # two numbers", "answer = ...  # two numbers"),
        ("a = 1; b = 2", "a = ...; b = ..."),
        ("answer=5 #tight", "answer=... #tight"),
        ('answer = """\n# 42\nx = 1\n"""', "answer = ..."),
        ("é = '£' + x  # ünits", "é = ...  # ünits"),
        ("# only a label", "# only a label"),
        ("", ""),
    ],
)
def test_blanks_as_they_are_written(region: str, left: str) -> None:
    assert blank(region) == left


@pytest.mark.parametrize(
    "region",
    [
        "a, b = 1, 2",
        "a = b = 3",
        "total += 4",
        "x: int = 4",
        "x == 4",
        "print(4)",
        "return 4",
        "import secret",
        "%time x = 4",
        "cost=64_000, grant=9_000",
        "answer[0] = 4",
        "answer = [",
        "    a = 1\nb = 2",
        "if x:\n    a = 1",
        '"""words"""',
        "a = 1\n)",
    ],
)
def test_what_is_not_a_plain_assignment_is_refused(region: str) -> None:
    with pytest.raises(RuntimeError, match="cannot be blanked"):
        blank(region)


def test_a_label_inside_a_value_is_refused_since_it_would_be_lost() -> None:
    with pytest.raises(RuntimeError, match="comment stands inside the value"):
        blank("answer = [\n    1,  # first\n    2,\n]")


# ---- whole cells, as nbgrader hands them over


def release(source: str, *, solution: bool = True, kind: str = "code") -> str:
    make = nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell
    marks = {"grade_id": "w-answer", "solution": solution, "grade": False, "locked": False, "schema_version": 3}
    cell = make(source, metadata={"nbgrader": marks})
    made, _ = LeaveBlanks().preprocess_cell(cell, {"language": "python"}, 0)
    return str(made.source)


_BEGIN, _END = "### BEGIN SOLUTION", "### END SOLUTION"


def test_the_frame_round_a_solution_stays() -> None:
    source = f"def f(cost):\n    {_BEGIN}\n    answer = cost * 2  # ← here\n    {_END}\n    return answer"
    assert release(source) == "def f(cost):\n    answer = ...  # ← here\n    return answer"


def test_two_solutions_in_one_cell() -> None:
    source = f"{_BEGIN}\na = 1\n{_END}\nx = a\n{_BEGIN}\nb = 2\n{_END}"
    assert release(source) == "a = ...\nx = a\nb = ..."


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (f"{_BEGIN}\na = 1\n{_BEGIN}\nb = 2\n{_END}", "begins inside"),
        (f"{_BEGIN}\na = 1", "does not end"),
        (f"a = 1\n{_END}\n{_BEGIN}\nb = 2\n{_END}", "never began"),
        (f"a = 1\n{_END}", "marks no solution"),
        ("a = 1", "marks no solution"),
        (f"{_BEGIN}\nprint(1)\n{_END}", "cannot be blanked"),
        (f"answer = [\n{_BEGIN}\n1, 2\n{_END}\n]", "cannot be blanked"),
    ],
)
def test_a_cell_that_would_leak_is_refused_by_its_name(source: str, why: str) -> None:
    with pytest.raises(RuntimeError, match=f"(w-answer.*{why}|{why}.*w-answer)"):
        release(source)


@pytest.mark.parametrize("source", [f"{_BEGIN}\na = 1\n{_END}", f"x = 2\n{_END}"])
def test_solution_marks_outside_an_answer_cell_are_refused(source: str) -> None:
    with pytest.raises(RuntimeError):
        release(source, solution=False)


def test_a_written_answer_is_replaced_whole() -> None:
    assert _SECRET not in release(f"We should {_SECRET}.", kind="markdown")
