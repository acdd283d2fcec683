"""What is taken from a participant's process as an output is exactly what nbformat's own validation takes."""

from __future__ import annotations

from typing import Any

import nbformat
from hypothesis import given
from hypothesis import strategies as st

from course.grading.execution.attempt import _output

TEXT = st.text(max_size=5)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | TEXT,
    lambda part: st.lists(part, max_size=3) | st.dictionaries(TEXT, part, max_size=3),
    max_leaves=6,
)
MIME = st.sampled_from(["text/plain", "image/png", "application/json", "application/vnd.ldt.mark+json", "text/+json"])
BUNDLE = st.dictionaries(MIME, PLAIN, max_size=3)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "name": TEXT | PLAIN,
    "text": TEXT | PLAIN,
    "data": BUNDLE | PLAIN,
    "metadata": st.dictionaries(TEXT, PLAIN, max_size=2) | PLAIN,
    "execution_count": st.integers(0, 9) | PLAIN,
    "ename": TEXT | PLAIN,
    "evalue": TEXT | PLAIN,
    "traceback": st.lists(TEXT, max_size=2) | PLAIN,
    "strange": PLAIN,
}
OF_KIND = {
    "stream": ("name", "text"),
    "display_data": ("data", "metadata"),
    "execute_result": ("data", "metadata", "execution_count"),
    "error": ("ename", "evalue", "traceback"),
}


@st.composite
def outputs(draw: st.DrawFn) -> dict[str, Any]:
    """Mostly with the fields that their kind has, sometimes with one too many or too few."""
    kind = draw(st.sampled_from(list(OF_KIND)))
    names = set(OF_KIND[kind])
    names ^= draw(st.sets(st.sampled_from(list(FIELDS)), max_size=1))
    return {"output_type": kind} | {name: draw(FIELDS[name]) for name in sorted(names)}


def valid(item: dict[str, Any]) -> bool:
    """What nbformat says."""
    try:
        nbformat.validate(nbformat.from_dict(item), ref=item["output_type"], version=4)
    except nbformat.ValidationError:
        return False
    return not isinstance(item.get("text"), list)  # a process sends text as one piece


@given(outputs())
def test_as_nbformat_says(item: dict[str, Any]) -> None:
    assert (_output(item) is not None) == valid(item)


@given(PLAIN | st.fixed_dictionaries({"output_type": PLAIN}))
def test_nothing_else_is_an_output_and_nothing_raises(item: Any) -> None:
    assert _output(item) is None
