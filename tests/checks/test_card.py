"""The card: safe, the same in sound and in sight, and readable in its colours."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sane import html_tags, html_words

from course.checks import check
from course.checks.card import Card, Tone, as_html, as_text

TONES = get_args(Tone)
NASTY = "<img src=x onerror=alert(1)> & \"quotes\" 'single' </div><script>"


def card(tone: Tone = "close", text: str = "words", label: str = "Payback") -> Card:
    return Card(label, tone, f"Not yet: {text}", (f"First {text}.", f"Second {text}."), f"1 of 4 points. {text}")


@given(st.text(max_size=60), st.sampled_from(TONES))
def test_nothing_in_a_card_becomes_an_element_or_is_lost(text: str, tone: Tone) -> None:
    made = card(tone, text, label=f"“{text}”")
    html = as_html(made)
    assert html_tags(html) == {"div", "p", "span"}
    assert html.count("<p ") == 4
    label, *_ = as_text(made).split(". Not yet")
    assert html_words(html) == as_text(made).removeprefix(f"{label}. ").split()


def test_what_a_participant_typed_is_escaped_on_its_way_to_the_page() -> None:
    html = as_html(check("w05-payback", NASTY[:40]).card)
    assert html_tags(html) == {"div", "p", "span"}
    assert "<img src=x onerror=alert(1)>" in " ".join(html_words(html))


def test_the_label_cannot_leave_its_attribute() -> None:
    html = as_html(card(label=NASTY))
    assert re.search(r'aria-label="Check: [^"<>]*"', html)
    assert html_tags(html) == {"div", "p", "span"}


def test_signs_that_no_file_or_reader_can_take_become_spaces() -> None:
    made = card(text="a\ud800b\u202ec\x00d\ne")
    assert "a b c d e" in as_text(made)
    assert "a b c d e" in as_html(made)
    as_html(made).encode("utf-8")


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_worked_out_as_the_guidelines_say() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("tone", TONES)
def test_text_and_edge_stand_out_from_their_ground(tone: Tone) -> None:
    html = as_html(card(tone))
    (ground,) = re.findall(r"background:(#\w{6})", html)
    inks = re.findall(r"(?<![-\w])color:(#\w{6})", html)
    edges = re.findall(r"border[-\w]*:\d+px solid (#\w{6})", html)
    assert len(inks) == 5  # the card itself and each of its four paragraphs: a dark theme must not colour any of them
    assert len(edges) == 2
    assert min(contrast(ink, ground) for ink in inks) >= 4.5
    assert min(contrast(edge, other) for edge in edges for other in (ground, "#ffffff")) >= 3


def test_each_tone_has_a_sign_of_its_own_beside_its_colour() -> None:
    signs = {tone: re.findall(r'aria-hidden="true">(\S+) </span>', as_html(card(tone))) for tone in TONES}
    assert all(len(found) == 1 for found in signs.values())
    assert len({found[0] for found in signs.values()}) == len(TONES)


def test_the_first_words_say_right_only_when_it_is() -> None:
    right = check("w05-size", "two machines").card
    assert right.tone == "right"
    assert right.headline.startswith("Right")
    for given_ in ("one machine", "neither", ..., 3, "three"):
        wrong = check("w05-size", given_).card
        assert wrong.tone != "right"
        assert "right" not in wrong.headline.lower()
