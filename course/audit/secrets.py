"""What a workshop's source holds that no participant may be shown: answers, hidden tests, the model memo."""

from __future__ import annotations

import ast
import io
import math
import re
import tokenize
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from course.audit.workshop import Workshop
from course.checks import Exercise

_REGION = re.compile(r"^[ \t]*### BEGIN SOLUTION\n(.*?)^[ \t]*### END SOLUTION", re.M | re.S)
_HIDDEN = re.compile(r"^[ \t]*### BEGIN HIDDEN TESTS\n(.*?)^[ \t]*### END HIDDEN TESTS", re.M | re.S)
_FOR_TUTORS = re.compile(r"^[ \t]*### BEGIN MARK SCHEME\n(.*?)^[ \t]*### END MARK SCHEME", re.M | re.S)

_FEWEST_WORDS = 5
"""A sentence of fewer words ("We should buy it.") may stand anywhere by chance."""

_ENOUGH = 12
"""So many figures of a long list make it known."""

_EVERYDAY = 100
"""Whole numbers up to this stand everywhere; a case made of nothing else is known only by its names beside them."""


@dataclass(frozen=True)
class Secret:
    """Something that gives an answer away wherever it is shown.

    Args:
        of: the cell of source that it comes from.
        says: what it is, for a finding ("the model answer").
        shows: finds it in a text.
        everywhere: whether it counts in other workshops too; a formula may be known by then, a memo not.
        by_line: whether it counts only within one line of a data file, where any figure stands somewhere.
    """

    of: str
    says: str
    shows: re.Pattern[str]
    everywhere: bool
    by_line: bool = False


def solution_statements(source: str) -> list[tuple[ast.Assign, str]]:
    """The `name = value` statements of a cell's solution regions, each with the text that it was read from."""
    found: list[tuple[ast.Assign, str]] = []
    for region in _REGION.findall(source):
        body = "\n".join(["if True:", *(f" {line}" for line in region.split("\n"))])
        try:
            tree = ast.parse(body)
        except SyntaxError:  # the build refuses such a region
            continue
        found += [(node, body) for node in ast.walk(tree) if isinstance(node, ast.Assign)]
    return found


def leaves(value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """The values of a model answer: those inside a `dict(...)` of names, each with its name, or the value itself."""
    match value:
        case ast.Call(func=ast.Name("dict"), args=[], keywords=[_, *_] as named) if all(each.arg for each in named):
            for each in named:
                for inner, leaf in leaves(each.value):
                    yield inner or str(each.arg), leaf
        case _:
            yield "", value


def secrets(workshop: Workshop) -> list[Secret]:
    """Everything of a workshop that must not be shown, as far as it can be told apart from what stands in a task."""
    found: list[Secret] = []
    for cell in workshop.source.cells:
        about = cell.metadata.get("nbgrader", {})
        name = about.get("grade_id", cell.id)
        if cell.cell_type == "code":
            for statement, text in solution_statements(cell.source):
                for _, leaf in leaves(statement.value):
                    found += _of_value(name, leaf, ast.get_source_segment(text, leaf) or "")
            found += _hidden_lines(name, cell.source)
        elif about.get("solution"):
            found += _of_prose(name, cell.source, "the model answer's sentence")
        for note in _FOR_TUTORS.findall(cell.source):
            found += _of_prose(name, note, "the tutors' note")
    for exercise in workshop.exercises:
        for case in workshop.hidden_cases(exercise.id):
            found += _of_case(exercise, case)
    return found


def _of_value(name: str, value: ast.expr, text: str) -> Iterator[Secret]:
    """A formula, a list of figures or a sentence; a single number, name or choice is no secret: tasks state them."""
    if isinstance(value, ast.Constant):
        if isinstance(value.value, str) and len(value.value.split()) >= _FEWEST_WORDS:
            yield Secret(name, "the model answer", _words(value.value), True)
        return
    if isinstance(value, ast.UnaryOp) and isinstance(value.operand, ast.Constant):
        return
    if isinstance(value, ast.Name | ast.Attribute):
        return
    if isinstance(value, ast.List | ast.Tuple) and len(value.elts) < 3:
        return
    plain = ast.unparse(value)
    ways = [plain] if _compact(plain) == _compact(text) else [plain, text]  # brackets that change nothing
    shows = "|".join(code_pattern(way).pattern for way in ways if way)
    yield Secret(name, "the model answer", re.compile(shows), False)


def _hidden_lines(name: str, source: str) -> Iterator[Secret]:
    """The statements of a hidden test that do not stand in the visible part as well."""
    visible = {ast.unparse(statement) for statement in _statements(_HIDDEN.sub("", source))}
    for region in _HIDDEN.findall(source):
        for statement in _statements(region):
            plain = ast.unparse(statement)
            if plain not in visible:
                yield Secret(name, "the hidden test", code_pattern(plain), True)


def _statements(source: str) -> list[ast.stmt]:
    try:
        return ast.parse(source).body
    except SyntaxError:  # running the notebook finds it
        return []


def _of_prose(name: str, text: str, says: str) -> Iterator[Secret]:
    for sentence in re.split(r"(?<=[.!?])\s+|\n\s*\n|\|", text):
        if len(re.findall(r"\w+", sentence)) >= _FEWEST_WORDS:
            quoted = " ".join(sentence.split())
            shown = quoted if len(quoted) <= 60 else f"{quoted[:57]}..."
            yield Secret(name, f"{says} “{shown}”", _words(sentence), True)


def _of_case(exercise: Exercise, case: Mapping[str, Any]) -> Iterator[Secret]:
    """The figures of a hidden case that are not those of the visible one, where they stand together."""
    figures = {
        name: numbers(value)[:_ENOUGH]
        for name, value in case.items()
        if numbers(value) and numbers(value) != numbers(exercise.inputs.get(name, ()))
    }
    if not figures:
        return
    named = [rf"\b{re.escape(name)}\b['\"`]*\s*[:=]\s*[\[(]*\s*{_run(each)}" for name, each in figures.items()]
    patterns = [named]
    many = sum(map(len, figures.values())) >= 2
    if many and not all(number == int(number) <= _EVERYDAY for each in figures.values() for number in each):
        patterns.append([_run(each) for each in figures.values()])
    for parts in patterns:
        together = "".join(rf"(?=.*?{part})" for part in parts)
        yield Secret(
            f"{exercise.id}-check", "the figures of a hidden case", re.compile(rf"\A{together}", re.S), True, True
        )


def numbers(value: Any) -> tuple[float, ...]:
    """The numbers in a value of a case: itself, or those of a list, a dict or a table, in order."""
    if isinstance(value, bool | str) or value is None:
        return ()
    if isinstance(value, Mapping):
        return tuple(number for each in value.values() for number in numbers(each))
    if hasattr(value, "to_numpy"):
        value = value.to_numpy()
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return tuple(number for each in value for number in numbers(each))
    return (float(value),) if isinstance(value, int | float) and math.isfinite(value) else ()


def _run(values: tuple[float, ...]) -> str:
    """A pattern for numbers that stand one after another, however they are set: 64_000, 64,000, £64,000, 64000.0."""
    return r"[^\w]{1,8}".join(number_pattern(value) for value in values)


def number_pattern(value: float) -> str:
    """A pattern for one number, however it is set."""
    whole, _, part = f"{abs(value):.10f}".rstrip("0").rstrip(".").partition(".")
    grouped = re.sub(r"(?<=\d)(?=(\d{3})+$)", "[_,]?", whole)
    decimal = rf"\.{part}0*" if part else r"(?:\.0+)?"
    ways = [grouped + decimal]
    if 0 < abs(value) < 1:
        ways += [_percent(abs(value)), rf"\.{part}0*"]
    # A comma between digits may group thousands or part two numbers; only three digits can be a group.
    before = r"(?<![\w.])(?<!\d,)" if len(whole) == 3 else r"(?<![\w.])"
    return rf"{before}(?:{'|'.join(ways)})(?![\d_]|\.\d|,\d{{3}}(?!\d))"


def _percent(share: float) -> str:
    return re.escape(f"{100 * share:.8f}".rstrip("0").rstrip(".")) + r"\s?(?:%|per\s?cent)"


def code_pattern(code: str) -> re.Pattern[str]:
    """A pattern for a piece of Python however it is spaced, quoted, and grouped in thousands; comments do not count."""
    reader = tokenize.generate_tokens(io.StringIO(code).readline)
    skipped = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
    parts = []
    for token in reader:
        if token.type in skipped:
            continue
        if token.type == tokenize.NUMBER:
            parts.append("_?".join(re.escape(sign) for sign in token.string.replace("_", "")))
        elif token.type == tokenize.STRING:
            parts.append(rf"['\"]{re.escape(token.string.strip('rbfu').strip(chr(34) + chr(39)))}['\"]")
        else:
            parts.append(re.escape(token.string))
    return re.compile(r"(?<![\w.])" + r"[\s\\]*".join(parts) + r"(?!\w)")


def _words(text: str) -> re.Pattern[str]:
    """A pattern for a sentence however it is spaced, marked up and capitalised."""
    return re.compile(r"\b" + r"[\W_]+".join(map(re.escape, re.findall(r"\w+", text))) + r"\b", re.IGNORECASE)


def _compact(code: str) -> str:
    """A line of code without spaces and without its comment."""
    return re.sub(r"\s+", "", re.sub(r"\s#.*", "", code))
