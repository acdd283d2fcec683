"""Text and notebook say the same: nothing is lost in either direction, or the cell that would lose it is named."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

from course.authoring.pairs import as_json, canonical, read_notebook, to_notebook, to_text
from course.authoring.settling import Master, settle
from course.errors import CourseError

# What a py:percent text could misread, and what people and Jupyter write.
_PIECES = [
    *['"""', "'''", '"', '\\"', '\\\\"""', "\\", "$\\alpha$", 'r"""', '"""doc"""'],
    *[
        "# %%",
        "#%%",
        "  # %%",
        "# \\%%",
        "# %% [markdown]",
        "# In[3]:",
        "# <codecell>",
        "# +",
        "# -",
        "# region",
        "# ---",
        "---",
    ],
    *[
        "%%bash",
        "%%time",
        "%matplotlib inline",
        "# %matplotlib inline",
        "!ls -l",
        "?help",
        "x?",
        "x = !ls",
        "ls",
        "cd ..",
    ],
    *["x = 1", "def f():\n    return 1", "for i in range(3):\n    %time x", "import os", "@f\ndef g(): pass"],
    *[
        's = """\n# %%\n"""',
        's = """\n%%time\n\n\n"""',
        "s = '''a\n!ls\n'''",
        "### BEGIN SOLUTION",
        "# noescape",
        "# escape",
    ],
    *["£ ÷ 日本 é", "  ", "\n", "\n\n", "\t", "", "```", "```python", "<b>", "| a | b |", "// x", "[markdown]", "it's"],
]
_TEXT = st.lists(
    st.one_of(st.sampled_from(_PIECES), st.text(alphabet="ab #%\"\\'\n`£=", max_size=6)), max_size=6
).flatmap(lambda parts: st.sampled_from(["\n", "", " "]).map(lambda between: between.join(parts)))
_LEAF = st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False) | st.text(max_size=6)
_VALUE = st.recursive(
    _LEAF,
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(min_size=1, max_size=4), each, max_size=3),
    max_leaves=5,
)
# Names that nbformat leaves free: jupytext's own, a browser's, and any other.
_FREE = st.sampled_from(
    [
        *("title", "active", "language", "magic_args", "cell_type", "region_name", "cell_depth"),
        *("incorrectly_encoded_metadata", "a b", "my key", "ldt", "other_metadata", "mystnb", "é"),
    ]
) | st.text(alphabet="abc_-.=/é {}\"'[]", min_size=1, max_size=5)
_TAGS = st.lists(st.sampled_from(["hide", "active-ipynb", "a=b", "é"]), min_size=1, max_size=2, unique=True)
_NBGRADER = st.fixed_dictionaries(
    {
        "grade_id": st.text(alphabet="abc-01é .", min_size=1, max_size=70),
        "points": st.integers(0, 9),
        "grade": st.booleans(),
        "solution": st.booleans(),
        "locked": st.booleans(),
        "schema_version": st.just(3),
    }
)
_METADATA = st.builds(
    lambda free, tags, marks: {**free, **({"tags": tags} if tags else {}), **({"nbgrader": marks} if marks else {})},
    st.dictionaries(_FREE, _VALUE, max_size=2),
    st.none() | _TAGS,
    st.none() | _NBGRADER,
)
_MAKERS = {
    "code": nbformat.v4.new_code_cell,
    "markdown": nbformat.v4.new_markdown_cell,
    "raw": nbformat.v4.new_raw_cell,
}
_GENEROUS = settings(suppress_health_check=list(HealthCheck), max_examples=150)


def cell(kind: str, source: str, metadata: dict[str, Any] | None = None) -> NotebookNode:
    return _MAKERS[kind](source, metadata=nbformat.from_dict(metadata or {}))


def notebook(*cells: NotebookNode) -> NotebookNode:
    return nbformat.v4.new_notebook(cells=list(cells))


def cells_of(text: st.SearchStrategy[str], metadata: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[Any]:
    one = st.builds(cell, st.sampled_from(sorted(_MAKERS)), text, metadata)
    return st.lists(one, max_size=4)


def assert_lossless(original: NotebookNode) -> None:
    text = to_text(original)
    assert to_notebook(text) == canonical(original)
    assert to_notebook(to_text(to_notebook(text))) == canonical(original)


def compiles(source: str) -> bool:
    try:
        compile(TransformerManager().transform_cell(source), "cell", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


@_GENEROUS
@given(cells_of(_TEXT, st.just({})))
def test_any_text_survives_or_its_cell_is_named(cells: list[NotebookNode]) -> None:
    original = notebook(*cells)
    try:
        assert_lossless(original)
    except CourseError as refused:
        named = re.match(r"cell (\d+) \((.+?)\)", str(refused))
        assert named is not None
        assert canonical(original).cells[int(named[1]) - 1].id == named[2]


@_GENEROUS
@given(cells_of(_TEXT, st.just({})))
def test_text_and_code_that_runs_are_never_refused(cells: list[NotebookNode]) -> None:
    # A cell in another language (%%bash) is not this course's code: what is in it may be refused.
    ours = [
        each for each in cells if each.cell_type != "code" or (compiles(each.source) and "%%" not in each.source[:9])
    ]
    assert_lossless(notebook(*ours))


@_GENEROUS
@given(cells_of(st.just("x = 1"), _METADATA))
def test_any_metadata_survives(cells: list[NotebookNode]) -> None:
    assert_lossless(notebook(*cells))


@_GENEROUS
@given(_TEXT)
def test_text_to_notebook_to_text_is_stable(text: str) -> None:
    first = to_notebook(text)
    try:
        again = to_text(first)
    except CourseError:
        return
    assert to_notebook(again) == first
    assert to_text(to_notebook(again)) == again


@pytest.mark.parametrize("source", ["---\ntitle: x\n---", "---\na: 1\n---\n\nbody"])
@pytest.mark.parametrize("kind", ["raw", "markdown"])
def test_a_first_cell_that_looks_like_a_header_stays_a_cell(kind: str, source: str) -> None:
    assert_lossless(notebook(cell(kind, source), cell("code", "x = 1")))


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_other_systems_become_plain(end: str) -> None:
    made = canonical(notebook(cell("code", f"a = 1{end}b = 2"), cell("markdown", f"one{end}{end}two{end}")))
    assert [each.source for each in made.cells] == ["a = 1\nb = 2", "one\n\ntwo"]
    assert_lossless(made)
    assert to_notebook(to_text(made).replace("\n", end)) == made


@pytest.mark.parametrize("odd", ["\u2028", "\x0b", "\x0c", "\x85"])
def test_an_unusual_line_break_is_refused_by_its_name(odd: str) -> None:
    with pytest.raises(CourseError, match=rf"cell 2 \(cell-02\).*U\+{ord(odd):04X}.*Press|press Enter"):
        to_text(notebook(cell("code", "x"), cell("markdown", f"pasted{odd}text")))


def test_half_a_character_is_refused() -> None:
    with pytest.raises(CourseError, match=r"cell 1 \(cell-01\).*half a character"):
        to_text(notebook(cell("markdown", "a\ud800b")))


def test_a_pasted_picture_is_refused_and_not_dropped() -> None:
    picture = cell("markdown", "![x](attachment:x.png)")
    picture.attachments = {"x.png": {"image/png": "aGVsbG8="}}
    with pytest.raises(CourseError, match=r"cell 2 \(cell-02\).*picture"):
        to_text(notebook(cell("code", "x"), picture))
    assert canonical(notebook(picture)).cells[0].attachments == {"x.png": {"image/png": "aGVsbG8="}}


@_GENEROUS
@given(
    st.lists(
        st.none() | st.sampled_from(["a", "a-02", "a-03", "cell-02", "cell-01-03", "é", "è", "x" * 64, "x" * 80]),
        max_size=6,
    )
)
def test_ids_are_derived_unique_and_valid(grade_ids: list[str | None]) -> None:
    cells = [cell("code", "x", {"nbgrader": {"grade_id": each}} if each else {}) for each in grade_ids]
    made = canonical(notebook(*cells))
    ids = [each.id for each in made.cells]
    assert len(set(ids)) == len(ids)
    nbformat.validate(made)
    assert ids == [each.id for each in canonical(made).cells]
    for each, given_id in zip(ids, grade_ids, strict=True):
        if given_id == "a":
            assert each.startswith("a")


def edited_in_jupyterlab(made: NotebookNode) -> NotebookNode:
    """The same cells as JupyterLab leaves them after a run: outputs, counts, its own ids and metadata."""
    after = nbformat.reads(as_json(canonical(made)), as_version=4)
    after.metadata = {
        "kernelspec": {"name": "other", "display_name": "Other"},
        "widgets": {"state": {}},
        "trusted": True,
    }
    for number, each in enumerate(after.cells):
        each.id = f"chance-{number}"
        each.metadata.update({"trusted": True, "editable": True, "tags": [], "slideshow": {"slide_type": ""}})
        each.metadata.update({"scrolled": True, "collapsed": False, "jp-MarkdownHeadingCollapsed": True})
        each.metadata["jupyter"] = {"outputs_hidden": True}
        if each.cell_type == "code":
            each.execution_count = number + 1
            each.metadata["execution"] = {"iopub.execute_input": "2027-01-11T09:00:00Z"}
            each.outputs = [nbformat.v4.new_output("stream", name="stdout", text="hello\n")]
    return after


def test_a_run_in_jupyterlab_changes_no_text() -> None:
    made = notebook(
        cell("markdown", "# A question?"),
        cell("code", "x = 1", {"nbgrader": {"grade_id": "w-answer", "solution": True}, "tags": ["keep"]}),
    )
    after = edited_in_jupyterlab(made)
    after.cells[1].metadata["tags"] = ["keep"]
    assert to_text(after) == to_text(made)
    assert "hello" not in as_json(canonical(after))


def test_metadata_that_says_something_is_kept() -> None:
    meant = {
        "tags": ["hide-input"],
        "editable": False,
        "jupyter": {"source_hidden": True},
        "slideshow": {"slide_type": "sub"},
    }
    (kept,) = canonical(notebook(cell("code", "x", meant))).cells
    assert kept.metadata == meant


# ---- reading files


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null", "3", "{}", '{"nbformat": 4}', '{"nbformat": 9}', "<<<<<<< HEAD\n{}\n", "[" * 100_000]
    + [
        json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})
        for cells in (5, [{}], [None], [{"cell_type": "heading", "source": "x", "metadata": {}}])
    ],
)
def test_a_damaged_notebook_is_one_sentence_with_its_name(content: str, tmp_path: Path) -> None:
    path = tmp_path / "damaged.ipynb"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CourseError, match=re.escape(str(path))) as refused:
        read_notebook(path)
    assert "\n" not in str(refused.value)
    assert "attribute" not in str(refused.value)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "damaged.ipynb"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CourseError, match="not JSON"):
        read_notebook(path)


def test_an_old_or_a_windows_notebook_is_read(tmp_path: Path) -> None:
    path = tmp_path / "old.ipynb"
    data = {"nbformat": 4, "nbformat_minor": 2, "metadata": {}}
    data["cells"] = [
        {"cell_type": "code", "source": ["a\n", "b"], "metadata": {}, "outputs": [], "execution_count": None}
    ]
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(data, indent=1).replace("\n", "\r\n").encode())
    assert [each.source for each in canonical(read_notebook(path)).cells] == ["a\nb"]


# ---- which half is newer


class Room:
    """A folder with one pair, and what the last build remembers of it."""

    def __init__(self, folder: Path) -> None:
        self.stem = folder / "talk"
        self.memory: dict[str, str] = {}
        self.py, self.ipynb = self.stem.with_suffix(".py"), self.stem.with_suffix(".ipynb")

    def settle(self, master: Master | None = None) -> tuple[list[str], str]:
        before = {path: path.read_bytes() for path in (self.py, self.ipynb) if path.exists()}
        pair = settle(self.stem, "talk", self.memory, master)
        assert before == {path: path.read_bytes() for path in (self.py, self.ipynb) if path.exists()}
        assert pair.cells == to_notebook(pair.text)
        assert as_json(pair.cells) == pair.notebook
        return [each.source for each in pair.cells.cells], pair.mark

    def write(self, half: Master, *sources: str) -> None:
        made = notebook(*(cell("code", source) for source in sources))
        if half == "py":
            self.py.write_text(to_text(made), encoding="utf-8")
        else:
            self.ipynb.write_text(as_json(made), encoding="utf-8")


@pytest.fixture
def room(tmp_path: Path) -> Room:
    found = Room(tmp_path)
    found.write("py", "a = 1")
    found.write("ipynb", "a = 1")
    _, found.memory["talk"] = found.settle()
    return found


@pytest.mark.parametrize("half", ["py", "ipynb"])
@pytest.mark.parametrize("master", [None, "py", "ipynb"])
def test_the_half_that_changed_wins_whatever_was_to_be_kept(room: Room, half: Master, master: Master | None) -> None:
    room.write(half, "a = 2")
    assert room.settle(master)[0] == ["a = 2"]


def test_both_changed_is_refused_and_keep_decides(room: Room) -> None:
    room.write("py", "a = 2")
    room.write("ipynb", "a = 3")
    with pytest.raises(CourseError, match=r"talk: .*both changed.*--keep py.*--keep ipynb"):
        room.settle()
    assert room.settle("py")[0] == ["a = 2"]
    assert room.settle("ipynb")[0] == ["a = 3"]


def test_both_changed_to_the_same_is_settled(room: Room) -> None:
    room.write("py", "a = 2")
    room.write("ipynb", "a = 2")
    assert room.settle()[0] == ["a = 2"]


def test_without_memory_a_difference_is_refused_and_keep_decides(room: Room) -> None:
    room.memory.clear()
    assert room.settle()[0] == ["a = 1"]
    room.write("ipynb", "a = 2")
    with pytest.raises(CourseError, match="--keep"):
        room.settle()
    assert room.settle("py")[0] == ["a = 1"]
    assert room.settle("ipynb")[0] == ["a = 2"]


def test_a_text_that_was_only_laid_out_anew_has_not_changed(room: Room) -> None:
    room.py.write_text(room.py.read_text(encoding="utf-8") + "\n\n", encoding="utf-8")
    room.write("ipynb", "a = 2")
    assert room.settle()[0] == ["a = 2"]


def test_a_notebook_that_was_only_run_has_not_changed(room: Room) -> None:
    room.write("py", "a = 2")
    room.ipynb.write_text(as_json(edited_in_jupyterlab(read_notebook(room.ipynb))), encoding="utf-8")
    assert room.settle()[0] == ["a = 2"]


def test_a_missing_half_is_made_from_the_other(room: Room) -> None:
    room.ipynb.unlink()
    assert room.settle()[0] == ["a = 1"]
    room.write("ipynb", "a = 2")
    room.py.unlink()
    assert room.settle()[0] == ["a = 2"]


def test_a_damaged_half_is_refused_by_name(room: Room) -> None:
    room.ipynb.write_text("{", encoding="utf-8")
    with pytest.raises(CourseError, match=r"talk\.ipynb"):
        room.settle("py")
    room.write("ipynb", "a = 1")
    room.py.write_bytes(b"\xff")
    with pytest.raises(CourseError, match=r"talk\.py.*UTF-8"):
        room.settle()


def test_a_text_from_a_windows_editor_is_the_same_text(room: Room) -> None:
    text = room.py.read_text(encoding="utf-8")
    room.py.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert room.settle() == (["a = 1"], room.memory["talk"])


def test_what_cannot_be_written_as_text_names_the_pair_and_the_cell(room: Room) -> None:
    room.write("ipynb", "a = 1", "b = '\u2028'")
    with pytest.raises(CourseError, match=r"talk: cell 2 \(cell-02\)"):
        room.settle()
