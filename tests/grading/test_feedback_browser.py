from __future__ import annotations

import json

import axe
import pytest
import tiny

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("kind", ["error", "all right"])
def test_a_feedback_page_has_no_barrier(marked: tiny.Marked, width: int, kind: str) -> None:
    plan = json.loads((marked.cohort.path / "simulated.json").read_text(encoding="utf-8"))
    people = plan["assignments"][tiny.WORKSHOP]["planted"]
    who = next(each for each, planted in people.items() if planted["kind"] == kind)
    page = marked.cohort.path / "feedback" / who / tiny.WORKSHOP / f"{tiny.WORKSHOP}.html"
    seen = axe.look(page, width)
    assert seen.violations == []
    assert seen.passes > 15
    assert seen.overflow <= 0
    assert seen.requests == [page.as_uri()]
    assert seen.messages == []
