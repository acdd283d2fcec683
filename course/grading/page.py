"""A marked notebook as the parts of a feedback page: marks, cards, the participant's answers, the tutor's comments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any, Final, Literal

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat.notebooknode import NotebookNode
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers.python import PythonLexer

from course import mime
from course.checks import definition
from course.checks.mark import OUTCOMES
from course.grading.sanitise import Headings, clean_html, plain_text, text_without_paths

Kind = Literal["text", "answer", "check", "code"]

_HIDDEN: Final = re.compile(
    r"^[^\n]*BEGIN HIDDEN TESTS.*?(?:^[^\n]*END HIDDEN TESTS[^\n]*$|\Z)", re.MULTILINE | re.DOTALL
)
_LITERAL: Final = re.compile(r"(?<![\w.])\d[\d_,]*(?:\.\d+)?(?!\w)")
_WITHHELD: Final = '<p class="aside">What this cell printed is left out: it would show figures kept for marking.</p>'
_SOLUTION_MARKS: Final = re.compile(r"^[ \t]*#+ (?:BEGIN|END) (?:SOLUTION|MARK SCHEME)[^\n]*\n?", re.MULTILINE)

_ERRORS: Final = {
    "NameError": "it uses a name that is not known there: is it spelt right, and was the cell that makes it run first?",
    "SyntaxError": "Python could not read it: is a bracket, a quotation mark or a comma missing?",
    "IndentationError": "the spaces at the beginning of a line do not fit the lines around it.",
    "ZeroDivisionError": "it divides by zero.",
    "TypeError": "it mixes things that do not go together, such as text and a number.",
    "KeyError": "it asks for a name that the table or list of names does not have.",
    "ValueError": "a value does not fit what is done with it.",
    "FileNotFoundError": "it looks for a file that is not there.",
    "ModuleNotFoundError": "it asks for a library that is not installed.",
    "CellTimeoutError": "it ran longer than allowed and was stopped: does a loop never end?",
    "KeyboardInterrupt": "it ran longer than allowed and was stopped: does a loop never end?",
}


@dataclass(frozen=True)
class Row:
    """One line of the table of marks."""

    title: str
    anchor: str
    points: float
    out_of: float
    found: str
    waiting: bool = False


@dataclass(frozen=True)
class Block:
    """One cell of the notebook, ready for the page; the HTML in it is clean."""

    kind: Kind
    anchor: str
    label: str = ""
    text: str = ""
    code: str = ""
    outputs: str = ""
    comment: str = ""
    mark: str = ""


@dataclass
class Page:
    """A feedback page."""

    title: str
    participant: str
    rows: list[Row] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    score: float = 0.0
    out_of: float = 0.0
    penalty: float = 0.0


def page_of(nb: NotebookNode, participant: str, waiting: Mapping[str, bool], deleted: Mapping[str, float]) -> Page:
    """Take a marked notebook apart.

    Args:
        nb: autograded, with scores and comments put in by nbgrader's GetGrades.
        participant: the name shown.
        waiting: grade_id -> whether it still waits for a tutor.
        deleted: grade_id -> points, for marked cells that are no longer in the notebook.
    """
    return _Reader(nb, waiting).page(participant, deleted)


class _Reader:
    """Goes through the notebook once, in order, for headings depend on what came before."""

    def __init__(self, nb: NotebookNode, waiting: Mapping[str, bool]) -> None:
        self.nb = nb
        self.waiting = waiting
        self.headings = Headings()
        self.secrets = _secret_numbers(nb)

    def page(self, participant: str, deleted: Mapping[str, float]) -> Page:
        page = Page(_title(self.nb), participant)
        for number, cell in enumerate(self.nb.cells, start=1):
            about = cell.metadata.get("nbgrader", {})
            anchor = _anchor(about.get("grade_id")) or f"step-{number}"
            block = self._text(cell, about, anchor) if cell.cell_type == "markdown" else None
            if cell.cell_type == "code":
                block = self._code(cell, about, anchor)
            if block is None:
                continue
            page.blocks.append(block)
            if about.get("grade"):
                page.rows.append(self._row(cell, about, anchor))
        page.rows += [
            Row(_name(each) or each, "", 0, points, "the cell was deleted", True) for each, points in deleted.items()
        ]
        return page

    def _row(self, cell: NotebookNode, about: Any, anchor: str) -> Row:
        grade_id = str(about.get("grade_id", ""))
        waiting = self.waiting.get(grade_id, False)
        mark = mark_in(cell)
        found = "waits for your tutor" if waiting else _found(mark) if mark else ""
        if not found and about.get("solution"):
            found = "nothing written" if about.get("comment") == "No response." else "marked by your tutor"
        if not found and any(output.output_type == "error" for output in cell.get("outputs", [])):
            found = "stopped with an error"
        title = _name(grade_id) or self.headings.text or grade_id
        return Row(title, anchor, float(about.get("score") or 0), float(about.get("points") or 0), found, waiting)

    def _text(self, cell: NotebookNode, about: Any, anchor: str) -> Block:
        text = self._markdown(cell.source, cell.get("attachments", {}))
        if not about.get("solution"):
            return Block("text", anchor, text=text)
        label = "Your text"
        return Block("answer", anchor, label, text=text, comment=self._comment(about), mark=_mark(about, self.waiting))

    def _code(self, cell: NotebookNode, about: Any, anchor: str) -> Block | None:
        source = _without_hidden(cell.source)
        code = highlight(source, PythonLexer(), HtmlFormatter(nowrap=True)).rstrip("\n") if source.strip() else ""
        if about.get("solution"):
            outputs = self._outputs(cell, own=True)
            mark = _mark(about, self.waiting) if about.get("grade") else ""
            return Block(
                "answer", anchor, "Your answer", code=code, outputs=outputs, comment=self._comment(about), mark=mark
            )
        if about.get("grade"):
            return Block(
                "check", anchor, "Check", code=code, outputs=self._check(cell), mark=_mark(about, self.waiting)
            )
        outputs = self._outputs(cell, own=not about.get("locked"))
        return Block("code", anchor, "Step of the notebook", code=code, outputs=outputs) if code or outputs else None

    def _comment(self, about: Any) -> str:
        comment = str(about.get("comment") or "").strip()
        if comment == "No response.":
            return "<p>Nothing was filled in here.</p>"
        return self._markdown(comment, {}) if comment else ""

    def _markdown(self, source: str, attachments: Any) -> str:
        renderer = IPythonRenderer(escape=False, attachments=attachments, exclude_anchor_links=True)
        html = MarkdownWithMath(renderer=renderer).render(_without_hidden(source))
        return self._clean(html, "Picture in the notebook's text.")

    def _clean(self, html: str, picture: str) -> str:
        return clean_html(text_without_paths(html), self.headings, picture)

    # ---- outputs

    def _check(self, cell: NotebookNode) -> str:
        """Only the card: whatever else a check cell put out may come from, or show, what is hidden in it."""
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                return (
                    f'<p class="stopped">The check stopped with an error ({escape(_ename(output))}), so it gave no '
                    "points. Look for an error under the answer above, or in a cell before it.</p>"
                )
        for output in reversed(cell.get("outputs", [])):
            if output.output_type == "execute_result" and mime.MARK in output.get("data", {}):
                html = _joined(output["data"].get("text/html", ""))
                return (
                    self._clean(html, "") if html else f"<p>{escape(_joined(output['data'].get('text/plain', '')))}</p>"
                )
        return ""

    def _outputs(self, cell: NotebookNode, *, own: bool) -> str:
        shown = [html for output in cell.get("outputs", []) for html in self._output(output)]
        if own and any(self._tells(output) for output in cell.get("outputs", [])):
            return _WITHHELD
        return "\n".join(shown)

    def _output(self, output: NotebookNode) -> Iterator[str]:
        if output.output_type == "stream":
            text = plain_text(_joined(output.text)).rstrip()
            if text and output.name == "stderr":
                yield f"<details><summary>Messages from Python</summary><pre>{escape(text)}</pre></details>"
            elif text:
                yield f"<pre>{escape(text)}</pre>"
        elif output.output_type == "error":
            yield self._error(output)
        elif output.output_type in ("display_data", "execute_result"):
            yield from self._data(output.get("data", {}), output.get("metadata", {}))

    def _error(self, output: NotebookNode) -> str:
        name = _ename(output)
        meaning = _ERRORS.get(name, "Python's own words are folded below.")
        trace = plain_text("\n".join(output.get("traceback", []))) or plain_text(f"{name}: {output.get('evalue', '')}")
        return (
            f'<p class="stopped">This cell stopped with an error ({escape(name)}): {escape(meaning)}</p>'
            "<details><summary>Python's own words</summary>"
            f"<pre>{escape(_without_hidden(trace).strip())}</pre></details>"
        )

    def _data(self, data: Any, metadata: Any) -> Iterator[str]:
        under = f" under “{self.headings.text}”" if self.headings.text else ""
        says = f"Picture drawn by the notebook{under}."
        if "text/html" in data:
            yield self._clean(_joined(data["text/html"]), says)
        elif "text/markdown" in data:
            yield self._markdown(_joined(data["text/markdown"]), {})
        elif "image/svg+xml" in data:
            yield self._clean(_joined(data["image/svg+xml"]), says)
        elif "image/png" in data or "image/jpeg" in data:
            kind = "image/png" if "image/png" in data else "image/jpeg"
            own = metadata.get(kind, {})
            alt = str((own.get("alt") if isinstance(own, Mapping) else "") or metadata.get("alt") or says)
            source = re.sub(r"\s", "", _joined(data[kind]))
            yield self._clean(f'<img src="data:{kind};base64,{escape(source)}" alt="{escape(plain_text(alt))}">', says)
        elif "application/vnd.jupyter.widget-view+json" in data:
            yield '<p class="aside">Sliders stood here. Open the notebook to move them.</p>'
        elif "text/plain" in data or "text/latex" in data:
            yield f"<pre>{escape(plain_text(_joined(data.get('text/plain') or data['text/latex'])))}</pre>"

    def _tells(self, output: NotebookNode) -> bool:
        """Whether an output shows figures that stand only in hidden tests (a participant's code can note them down)."""
        data = output.get("data", {})
        words = [_joined(data[kind]) for kind in data if str(kind).startswith("text/")]
        words += [_joined(output.get("text", "")), str(output.get("evalue", "")), *output.get("traceback", [])]
        text = plain_text(re.sub(r"data:image/[^\"']*", "", "\n".join(words)))
        if "HIDDEN TESTS" in text:
            return True
        found = self.secrets & _numbers(text)
        return bool(found) and len(found) >= min(2, len(self.secrets))


def mark_in(cell: NotebookNode) -> dict[str, Any] | None:
    """The mark that a check cell's result carries, or None; only results count, not what was displayed on the way."""
    for output in reversed(cell.get("outputs", [])):
        if output.output_type == "execute_result" and mime.MARK in output.get("data", {}):
            mark = output["data"][mime.MARK]
            if isinstance(mark, str):
                try:
                    mark = json.loads(mark)
                except ValueError:
                    return None
            return dict(mark) if isinstance(mark, Mapping) else None
    return None


def _found(mark: Mapping[str, Any]) -> str:
    outcome = str(mark.get("outcome", ""))
    words = f"slip: {mark.get('slip')}" if outcome == "slip" else OUTCOMES.get(outcome, outcome)
    return plain_text(str(words))[:80]


def _mark(about: Any, waiting: Mapping[str, bool]) -> str:
    out_of = float(about.get("points") or 0)
    if not about.get("grade"):
        return ""
    if waiting.get(str(about.get("grade_id")), False):
        return f"Up to {out_of:g} points: waits for your tutor."
    return f"{float(about.get('score') or 0):g} of {out_of:g} points."


def _name(grade_id: str) -> str:
    """The exercise's title, when the course has one for this grade_id."""
    stem = re.sub(r"-(?:task|answer|check)$", "", grade_id)
    try:
        known = definition(stem)
    except KeyError:
        return ""
    return known.title


def _title(nb: NotebookNode) -> str:
    for cell in nb.cells:
        found = re.search(r"^# +(.+?) *#*$", cell.source, re.MULTILINE) if cell.cell_type == "markdown" else None
        if found:
            return plain_text(re.sub(r"<[^>]*>|[*_`]", "", found[1])).strip()
    return ""


def _ename(output: NotebookNode) -> str:
    return re.sub(r"\W", "", plain_text(str(output.get("ename", ""))))[:60] or "error"


def _joined(text: Any) -> str:
    return "".join(text) if isinstance(text, list) else str(text)


def _anchor(grade_id: Any) -> str:
    return "cell-" + re.sub(r"[^A-Za-z0-9_-]", "-", str(grade_id)) if grade_id else ""


def _without_hidden(source: str) -> str:
    return _SOLUTION_MARKS.sub("", _HIDDEN.sub("", source)).rstrip() + "\n"


def _secret_numbers(nb: NotebookNode) -> frozenset[float]:
    """Numbers of three digits or more that stand in hidden regions and nowhere else in the notebook's cells."""
    hidden: set[float] = set()
    visible: set[float] = set()
    for cell in nb.cells:
        for region in _HIDDEN.findall(cell.source):
            hidden |= _numbers(region)
        visible |= _numbers(_HIDDEN.sub("", cell.source))
    return frozenset(
        number for number in hidden - visible if len(f"{number:.6g}".replace(".", "").strip("0")) >= 2 and number >= 100
    )


def _numbers(text: str) -> set[float]:
    return {float(found.replace("_", "").replace(",", "").rstrip(".")) for found in _LITERAL.findall(text)}
