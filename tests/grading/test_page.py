from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course.grading.page import Page, page_of
from course.mime import MARK as MIME

HIDDEN = (
    "check(size)\n### BEGIN HIDDEN TESTS\ncheck(size, also={'cost': 71_300, 'grant': 13_700})\n### END HIDDEN TESTS"
)
MARK = {"exercise": "w98-x", "points": 1.0, "max_points": 2.0, "outcome": "slip", "slip": "grant left out"}


def _cell(source: str, outputs: list[Any] | None = None, grade_id: str = "", **about: Any) -> Any:
    cell = new_code_cell(source, outputs=outputs or [])
    if grade_id:
        cell.metadata["nbgrader"] = {"grade_id": grade_id, "grade": False, "solution": False, "locked": False} | about
    return cell


def _check(source: str = HIDDEN, outputs: list[Any] | None = None) -> Any:
    return _cell(source, outputs, "w98-x-check", grade=True, locked=True, points=2.0, score=1.0)


def _result(data: dict[str, Any]) -> Any:
    return new_output("execute_result", data=data)


def _page(*cells: Any, **waiting: bool) -> Page:
    return page_of(new_notebook(cells=list(cells)), "Ann", waiting, {})


def _html(page: Page) -> str:
    return "\n".join(part for block in page.blocks for part in (block.text, block.code, block.outputs, block.comment))


def test_hidden_tests_are_gone_from_the_code() -> None:
    html = _html(_page(_check()))
    assert "check" in html
    for secret in ("71_300", "13_700", "HIDDEN", "also"):
        assert secret not in html


def test_hidden_tests_that_never_end_are_gone_too() -> None:
    assert "71_300" not in _html(_page(_check(HIDDEN.rsplit("\n", 1)[0])))


def test_a_check_shows_its_card_and_nothing_that_was_printed_on_the_way() -> None:
    card = _result({"text/plain": "1", "text/html": "<p>Not yet</p>", MIME: MARK})
    shown = new_output("display_data", data={"text/html": "<p>71300</p>"})
    html = _html(_page(_check(outputs=[new_output("stream", name="stdout", text="cost=71300"), shown, card])))
    assert "<p>Not yet</p>" in html
    assert "71300" not in html


def test_a_check_that_stopped_says_so_without_its_traceback() -> None:
    error = new_output("error", ename="AssertionError", evalue="71300 != 4", traceback=["/srv/x/y.py", "71_300"])
    html = _html(_page(_check(outputs=[error])))
    assert "The check stopped with an error (AssertionError)" in html
    assert "71" not in html


def test_a_participants_cell_that_tells_hidden_figures_is_withheld() -> None:
    spy = _cell("seen", [new_output("stream", name="stdout", text="[{'cost': 71300, 'grant': 13,700}]")])
    honest = _cell("x", [new_output("stream", name="stdout", text="the cost is 42,000, not 71300")])
    page = _page(_check(), spy, honest)
    assert "kept for marking" in page.blocks[1].outputs
    assert "13,700" not in page.blocks[1].outputs
    assert "the cost is 42,000" in page.blocks[2].outputs


def test_printing_the_notebooks_own_history_is_withheld() -> None:
    spy = _cell(
        "print(In)",
        [new_output("stream", name="stdout", text=repr([HIDDEN.replace("71_300", "7").replace("13_700", "8")]))],
    )
    assert "kept for marking" in _page(_check(), spy).blocks[1].outputs


def test_an_error_is_a_sentence_with_the_traceback_folded_and_no_path() -> None:
    trace = [
        "\x1b[31mNameError\x1b[0m",
        "File /srv/cohorts/ann/week05/x.py:1, in <module>",
        "NameError: name 'cots' is not defined",
    ]
    html = _html(_page(_cell("cots", [new_output("error", ename="NameError", evalue="", traceback=trace)])))
    assert "This cell stopped with an error (NameError): it uses a name" in html
    before, folded = html.split("<details>", 1)
    assert "is not defined" not in before
    assert "name &#x27;cots&#x27; is not defined" in folded
    assert "/srv" not in html
    assert "\x1b" not in html


def test_sliders_are_replaced_by_a_sentence_or_by_what_stands_in_for_them() -> None:
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "text/plain": "interactive(...)"}
    alone, with_table = _cell("a", [_result(view)]), _cell("b", [_result(view | {"text/html": "<p>Table</p>"})])
    page = _page(alone, with_table)
    assert "Sliders stood here" in page.blocks[0].outputs
    assert "interactive(" not in page.blocks[0].outputs
    assert page.blocks[1].outputs == "<p>Table</p>"


def test_a_picture_without_words_is_described_by_the_heading_above_it() -> None:
    page = _page(
        new_markdown_cell("## The case"), _cell("plot", [_result({"image/png": "iVBORw0KGgo=", "text/plain": "<F>"})])
    )
    assert 'alt="Picture drawn by the notebook under “The case”."' in page.blocks[1].outputs


def test_a_pictures_own_words_are_kept() -> None:
    output = new_output(
        "display_data", data={"image/png": "iVBORw0KGgo="}, metadata={"image/png": {"alt": 'Bars: "five" years'}}
    )
    image = BeautifulSoup(_page(_cell("plot", [output])).blocks[0].outputs, "html.parser").img
    assert image["alt"] == 'Bars: "five" years'


def test_marks_name_what_was_found_and_lead_to_the_place() -> None:
    page = _page(new_markdown_cell("### Payback"), _check(outputs=[_result({"text/plain": "1", MIME: MARK})]))
    (row,) = page.rows
    assert (row.title, row.points, row.out_of, row.found) == ("Payback", 1.0, 2.0, "slip: grant left out")
    assert row.anchor == page.blocks[1].anchor == "cell-w98-x-check"


def test_a_comment_stands_with_the_answer_and_is_cleaned() -> None:
    comment = "**Good**, but see <script>x</script><a href='javascript:x'>this</a>"
    page = _page(_cell("answer = 1", grade_id="w98-x-answer", solution=True, comment=comment))
    assert page.blocks[0].kind == "answer"
    assert "<strong>Good</strong>" in page.blocks[0].comment
    assert "javascript" not in page.blocks[0].comment
    assert "script" not in page.blocks[0].comment


def test_markdown_a_participant_typed_cannot_act() -> None:
    memo = new_markdown_cell(
        "# Big\n\n<img src=x onerror=alert(1)>\n\n[go](javascript:alert(1)) $a<b$ <script>alert(2)</script>"
    )
    memo.metadata["nbgrader"] = {"grade_id": "w98-memo", "grade": True, "solution": True, "points": 2.0}
    html = _html(_page(memo, **{"w98-memo": True}))
    for trace in ("onerror", "javascript", "<script", "alert(2)"):
        assert trace not in html
    assert "<h2>Big</h2>" in html


def test_a_mark_cell_that_was_deleted_is_listed() -> None:
    page = page_of(new_notebook(cells=[]), "Ann", {}, {"w98-x-check": 4.0})
    assert [(row.out_of, row.found, row.anchor) for row in page.rows] == [(4.0, "the cell was deleted", "")]


@pytest.mark.parametrize("grade_id", ['x" onmouseover="alert(1)', "a b", "<script>"])
def test_anchors_hold_only_plain_characters(grade_id: str) -> None:
    page = _page(_cell("answer = 1", grade_id=grade_id, solution=True))
    assert page.blocks[0].anchor.replace("-", "").replace("_", "").isalnum()
