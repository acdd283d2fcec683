"""Formgrader's page of a submission shows a rubric as a table with lines."""

from __future__ import annotations

from nbformat import v4
from test_harmless import page


def test_the_rubric_has_lines_and_code_keeps_its_colours() -> None:
    soup = page(v4.new_markdown_cell("| What counts | 2 points |\n| :-- | :-- |\n| Advice | says what to do |"))
    style = "".join(each.get_text() for each in soup.find_all("style"))
    assert soup.select_one(".rendered_html th") is not None
    assert ".rendered_html th, .rendered_html td {\n  border: 1px solid" in style
    assert ".highlight" in style
