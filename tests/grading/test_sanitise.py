from __future__ import annotations

import base64
import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from course.checks.card import Card, as_html
from course.grading.sanitise import Headings, clean_html, plain_text, text_without_paths

PIXEL = "data:image/png;base64,iVBORw0KGgo="

HOSTILE = [
    "<script>alert(1)</script>",
    "<<script>script>alert(1)<</script>/script>",
    "<img src=x onerror=alert(1)>",
    f'<img src="{PIXEL}" onload="alert(1)">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" JaVa\tScRiPt:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="vbscript:x">x</a>',
    '<iframe src="https://example.org"></iframe>',
    '<object data="https://example.org/x.swf"></object><embed src="//example.org">',
    '<svg onload="alert(1)"><script>alert(1)</script><title>T</title></svg>',
    '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
    '<style>@import "https://example.org/x.css"; body { display: none }</style>',
    '<link rel="stylesheet" href="https://example.org/x.css">',
    '<meta http-equiv="refresh" content="0;url=https://example.org">',
    '<base href="https://example.org/">',
    '<form action="https://example.org"><input name=a><button formaction="javascript:alert(1)">x</button></form>',
    '<div style="background:url(https://example.org/x.png)">x</div>',
    '<div style="background-image:url(https://example.org/x.png);width:expression(alert(1))">x</div>',
    '<div style="position:fixed;inset:0;z-index:9999;margin:-100px">x</div>',
    '<p onclick="alert(1)" onmouseover=alert(2)>x</p>',
    '<img src="https://example.org/track.png">',
    '<img srcset="https://example.org/track.png 2x" src="">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "<textarea></textarea><img src=x onerror=alert(1)></textarea>",
    "<!--><img src=x onerror=alert(1)>-->",
    "</main></body><main>second</main>",
    '<video src="https://example.org/x.mp4"></video><audio src="//example.org"></audio>',
]


_ELEMENTS = """
script iframe object embed style link meta base form input svg math button textarea noscript video audio main body html
"""
ACTIVE = set(_ELEMENTS.split())
ATTRIBUTES = {"srcset", "formaction", "action", "background", "id", "class"}


def _active(html: str) -> list[str]:
    """Whatever in the HTML could run, load, cover or leave the page, as a browser's parser would see it."""
    soup = BeautifulSoup(html, "html.parser")
    found = [tag.name for tag in soup.find_all(sorted(ACTIVE))]
    for tag in soup.find_all(True):
        for name, value in tag.attrs.items():
            text = " ".join(value) if isinstance(value, list) else str(value)
            if name.startswith("on") or (name in ATTRIBUTES and (name, text) != ("class", "scroll")):
                found.append(name)
            if name == "href" and not re.match(r"(https?://|mailto:|#)", text):
                found.append(text)
            if name == "src" and not text.startswith("data:image/"):
                found.append(text)
            if name == "style" and re.search(
                r"url|expression|position|z-index|import|margin[^;]*-", text, re.IGNORECASE
            ):
                found.append(text)
    return found


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_hostile_survives(html: str) -> None:
    assert _active(clean_html(f"<p>before</p>{html}<p>after</p>", Headings())) == []


def test_the_detector_sees_what_it_should() -> None:
    assert all(_active(html) for html in HOSTILE if not html.startswith(("<<script", "<!-->")))


@given(
    st.lists(st.sampled_from([*HOSTILE, "<", ">", '"', "'", "<b>", "</div>", "&lt;script&gt;", "\x00", "`", "<h1>"]))
)
def test_no_mixture_of_it_survives(parts: list[str]) -> None:
    assert _active(clean_html("".join(parts), Headings())) == []


def test_cards_keep_their_looks_and_words() -> None:
    card = as_html(Card("Payback", "close", "Not yet: grant left out", ("Who pays <that> part?",), "1 of 4 points."))
    clean = clean_html(card, Headings())
    before, after = BeautifulSoup(card, "html.parser"), BeautifulSoup(clean, "html.parser")
    assert after.get_text() == before.get_text()
    assert [tag.name for tag in after.find_all(True)] == [tag.name for tag in before.find_all(True)]
    assert after.div["role"] == "group"
    assert after.div["aria-label"] == "Check: Payback"
    for tag_before, tag_after in zip(before.find_all(True), after.find_all(True), strict=True):
        wanted = {part.strip() for part in str(tag_before.get("style", "")).split(";") if part.strip()}
        kept = {part.strip() for part in str(tag_after.get("style", "")).split(";") if part.strip()}
        assert kept == wanted


def test_pictures_folds_and_tables_survive() -> None:
    html = (
        f'<section><figure><img src="{PIXEL}" alt="Five years" width="40%"><figcaption>Savings</figcaption></figure>'
        "<details open><summary>Hint</summary><p>Divide.</p></details>"
        '<table style="border-collapse:collapse"><caption>By year</caption><thead><tr><th></th>'
        "<th>Saving</th></tr></thead>"
        "<tbody><tr><th>Year 1</th><td>£9</td></tr></tbody></table></section>"
    )
    soup = BeautifulSoup(clean_html(html, Headings()), "html.parser")
    assert soup.section.figure.img["src"] == PIXEL
    assert soup.section.figure.img["alt"] == "Five years"
    assert soup.figcaption.text == "Savings"
    assert soup.details.has_attr("open")
    assert soup.summary.text == "Hint"
    assert soup.caption.text == "By year"
    assert [(th.text, th["scope"]) for th in soup.find_all("th")] == [("Saving", "col"), ("Year 1", "row")]


def test_every_picture_gets_a_text_alternative() -> None:
    html = f'<img src="{PIXEL}"><img src="{PIXEL}" alt=""><img src="{PIXEL}" alt="Own words">'
    soup = BeautifulSoup(clean_html(html, Headings(), "Picture under “The case”."), "html.parser")
    assert [image["alt"] for image in soup.find_all("img")] == [
        "Picture under “The case”.",
        "Picture under “The case”.",
        "Own words",
    ]


def test_an_inline_drawing_becomes_a_picture_that_keeps_its_shape_and_title() -> None:
    html = (
        '<svg viewBox="0 0 9 9" onload="x()"><title>A bar</title><script>x()</script><rect width="9" height="9"/></svg>'
    )
    image = BeautifulSoup(clean_html(html, Headings()), "html.parser").img
    assert image["alt"] == "A bar"
    drawing = base64.b64decode(str(image["src"]).split(",")[1]).decode()
    assert 'viewBox="0 0 9 9"' in drawing
    assert "<rect" in drawing
    assert "script" not in drawing
    assert "onload" not in drawing


@given(st.lists(st.integers(1, 6)))
def test_headings_start_below_the_pages_own_and_skip_no_level(levels: list[int]) -> None:
    html = "".join(f"<h{level}>heading</h{level}>" for level in levels)
    found = [
        int(tag.name[1])
        for tag in BeautifulSoup(clean_html(html, Headings()), "html.parser").find_all(re.compile("^h"))
    ]
    assert len(found) == len(levels)
    assert all(2 <= level <= 6 for level in found)
    assert all(after <= before + 1 for before, after in zip([2, *found], found, strict=False))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("File /srv/marking/alice/week05/x.py, line 3", "File x.py, line 3"),
        ("~/cohorts/salford/notes.txt:7", "notes.txt:7"),
        (r"C:\Users\tutor\cohort\a.csv not found", "a.csv not found"),
        ("\x1b[0;31mNameError\x1b[0m: x\x07", "NameError: x"),
        ("12 km/h, 1/2, and/or, https://example.org/a/b", "12 km/h, 1/2, and/or, https://example.org/a/b"),
    ],
)
def test_terminal_text_loses_colours_and_the_tutors_folders(text: str, shown: str) -> None:
    assert plain_text(text) == shown


def test_paths_go_from_words_but_not_from_addresses() -> None:
    html = '<p>in /srv/marking/alice/x.csv <a href="https://example.org/srv/marking/x">page</a></p>'
    assert text_without_paths(html) == '<p>in x.csv <a href="https://example.org/srv/marking/x">page</a></p>'
