"""Making what came out of a participant's notebook safe to put on a page: no scripts, no network, no tutor's paths."""

from __future__ import annotations

import base64
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import tinycss2
from bleach.css_sanitizer import CSSSanitizer
from bleach.sanitizer import Cleaner
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Elements that go with all they hold; anything else that is not allowed below loses its tags but keeps its words.
_DROPPED: Final = _words("""
    script style template noscript iframe frame frameset object embed applet form input button select textarea option
    link meta base title head audio video source track canvas math dialog portal slot
""")

_ALLOWED: Final = _words("""
    a abbr b blockquote br caption code col colgroup dd del details dfn div dl dt em figcaption figure
    h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp section small span strong sub summary sup
    table tbody td tfoot th thead time tr u ul var
""")
_ANYWHERE: Final = frozenset({"style", "role", "aria-label", "aria-hidden", "lang", "title"})
_ROLES: Final = frozenset({"group", "img", "note", "presentation", "none", "region"})
_OF_TAG: Final[dict[str, frozenset[str]]] = {
    "a": frozenset({"href"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "details": frozenset({"open"}),
    "ol": frozenset({"start"}),
    "time": frozenset({"datetime"}),
}
_LINK: Final = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
_PICTURE: Final = re.compile(r"data:image/(?:png|jpe?g|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]+", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[0-9]{1,4}(?:\.[0-9]+)?(?:px|%|em)?")

_CSS: Final = _words("""
    background background-color border-collapse border-radius border-spacing box-sizing clear color display flex
    flex-basis flex-direction flex-grow flex-shrink flex-wrap align-items justify-content gap column-gap row-gap
    grid-template-columns font font-family font-size font-style font-variant font-variant-numeric font-weight height
    hyphens letter-spacing line-height list-style list-style-type max-height max-width min-height min-width overflow
    overflow-wrap overflow-x overflow-y text-align text-decoration text-indent text-transform vertical-align
    white-space width word-break word-wrap float
""")
_CSS_FAMILIES: Final = ("border", "margin", "padding")
_CSS_FUNCTIONS: Final = frozenset({"rgb", "rgba", "hsl", "hsla", "calc", "min", "max", "minmax", "repeat", "clamp"})
# html.parser writes attributes in small letters, and SVG minds.
_SVG_NAMES: Final = {
    name.lower(): name
    for name in ("viewBox", "preserveAspectRatio", "gradientUnits", "gradientTransform", "clipPathUnits", "markerWidth",
                 "markerHeight", "refX", "refY", "textLength", "patternUnits")
}  # fmt: skip
_SVG_TAGS: Final = {name.lower(): name for name in ("clipPath", "linearGradient", "radialGradient", "textPath")}


class _Css(CSSSanitizer):
    """Keeps the declarations that lay out and colour; drops whatever could load, cover or move something."""

    def sanitize_css(self, style: str) -> str:
        """Called by bleach with the value of each style attribute."""
        kept = []
        for part in tinycss2.parse_declaration_list(style, skip_comments=True, skip_whitespace=True):
            if part.type != "declaration":
                continue
            name = part.lower_name
            if name not in _CSS and name.split("-")[0] not in _CSS_FAMILIES:
                continue
            value = tinycss2.serialize(part.value).strip()
            if _harmless(part.value) and not (name.startswith("margin") and "-" in value):
                kept.append(f"{name}:{value}")
        return ";".join(kept)


def _harmless(tokens: list[Any]) -> bool:
    for token in tokens:
        if token.type in ("url", "error", "at-keyword", "{} block", "[] block", "() block"):
            return False
        if token.type == "function" and (token.lower_name not in _CSS_FUNCTIONS or not _harmless(token.arguments)):
            return False
    return True


def _allowed(tag: str, name: str, value: str) -> bool:
    if name == "role":
        return value.strip().lower() in _ROLES
    if name in _ANYWHERE:
        return True
    if name not in _OF_TAG.get(tag, ()):
        return False
    if name == "href":
        return _LINK.match(value.strip()) is not None
    if name == "src":
        return _PICTURE.fullmatch(value.strip()) is not None
    if name in ("width", "height", "colspan", "rowspan", "span", "start"):
        return _NUMBER.fullmatch(value.strip()) is not None
    return True


_CLEANER: Final = Cleaner(
    tags=_ALLOWED,
    attributes=_allowed,
    protocols={"http", "https", "mailto", "data"},
    strip=True,
    strip_comments=True,
    css_sanitizer=_Css(),
)


class Headings:
    """Gives each heading of a page its level: the page's own h1 stays the only one, and no level is skipped."""

    def __init__(self, last: int = 2) -> None:
        self.last = last
        self.text = ""

    def place(self, level: int, text: str) -> int:
        """The level that a notebook's heading of `level` gets; remembers it and its words."""
        self.last = min(max(level + 1, 2), self.last + 1, 6)
        self.text = text
        return self.last


def clean_html(html: str, headings: Headings, picture: str = "") -> str:
    """Make HTML safe and fit for the page.

    Args:
        html: anything, hostile or broken.
        headings: where the page's headings stand; moved on by the headings found here.
        picture: what to say of a picture that says nothing itself.

    Returns:
        HTML of allowed elements only; headings one below the page's own; every picture with a text alternative.
    """
    soup = BeautifulSoup(html, "html.parser")
    for svg in soup.find_all("svg"):
        if svg.find_parent("svg") is None:
            svg.replace_with(_as_picture(soup, svg))
    for element in soup.find_all(sorted(_DROPPED)):
        element.decompose()
    for heading in soup.find_all(re.compile(r"^h[1-6]$")):
        text = heading.get_text(" ", strip=True)
        if text:
            heading.name = f"h{headings.place(int(heading.name[1]), text)}"
        else:
            heading.unwrap()
    for image in soup.find_all("img"):
        _mend_image(image, picture)
    for cell in soup.find_all("th"):
        if not cell.get_text(strip=True) and not cell.find("img"):
            cell.name = "td"  # pandas leaves an empty heading in the corner of each table
    _scope_headers(soup)
    cleaned = _CLEANER.clean(str(soup))
    number = 0

    def frame(_: re.Match[str]) -> str:
        nonlocal number
        number += 1
        return '<div class="scroll" role="group" tabindex="0" aria-label="Table"><table'

    cleaned = re.sub(r"<table\b", frame, cleaned)
    return cleaned.replace("</table>", "</table></div>") if number else cleaned


def _scope_headers(soup: BeautifulSoup) -> None:
    for cell in soup.find_all("th"):
        row = cell.find_parent("tr")
        beside = row.find("td") if isinstance(row, Tag) else None
        in_head = cell.find_parent("thead") is not None
        cell["scope"] = "row" if beside is not None and not in_head else "col"


def _mend_image(image: Tag, picture: str) -> None:
    source = str(image.get("src", ""))
    alt = str(image.get("alt") or "").strip()
    if not _PICTURE.fullmatch(source.strip()):
        note = f"[A picture from elsewhere is left out{': ' + alt if alt else ''}.]"
        image.replace_with(NavigableString(note))
        return
    decorative = image.get("alt") == "" and image.get("role") in ("presentation", "none")
    if alt in ("", "No description has been provided for this image") and not decorative:
        image["alt"] = picture or "Picture drawn by the notebook."


def _as_picture(soup: BeautifulSoup, svg: Tag) -> Tag:
    """An inline drawing as an image: browsers run no scripts in those and load nothing for them."""
    title = svg.find("title")
    alt = svg.get("aria-label") or (title.get_text(" ", strip=True) if title else "")
    for active in svg.find_all(["script", "foreignobject"]):
        active.decompose()
    for element in [svg, *svg.find_all(True)]:
        element.attrs = {name: value for name, value in element.attrs.items() if not name.lower().startswith("on")}
    image = soup.new_tag("img", src=_svg_address(str(svg)))
    if alt:
        image["alt"] = str(alt)
    return image


def _svg_address(svg: str) -> str:
    """A drawing as a data: address for an img element."""
    for lower, name in _SVG_NAMES.items():
        svg = re.sub(rf"(?<=\s){lower}=", f"{name}=", svg)
    for lower, name in _SVG_TAGS.items():
        svg = re.sub(rf"(</?){lower}\b", rf"\1{name}", svg)
    if "xmlns=" not in svg:
        svg = svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


_ANSI: Final = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-_])")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# A path from the root or the home folder, or from a drive; the last part stays, for it is what helps.
_PATH: Final = re.compile(
    r"(?<![\w.:/<~])(?:~?/(?:[\w.@+-]+/)+|(?<![A-Za-z])[A-Za-z]:\\(?:[^\\/:*?\"<>|\r\n]+\\)+)(?=[\w.@+<-])"
)


def plain_text(text: str) -> str:
    """Terminal output as plain text: no colours, no control characters, no folders of the machine that marked it."""
    return _without_paths(_CONTROL.sub("", _ANSI.sub("", text)))


def text_without_paths(html: str) -> str:
    """The words of an HTML fragment without folders of this machine; its tags and addresses stay as they are."""
    return "".join(part if part.startswith("<") else _without_paths(part) for part in _parts(html))


def _without_paths(text: str) -> str:
    # Folders that are known are taken out as they stand, for their names may hold spaces.
    for folder in {str(Path.cwd()), str(Path.home()), sys.prefix, tempfile.gettempdir()}:
        if len(folder) > 3:
            text = text.replace(folder + os.sep, "").replace(folder, "")
    return _PATH.sub("", text)


def _parts(html: str) -> Iterator[str]:
    at = 0
    for tag in re.finditer(r"<[^>]*>", html):
        yield html[at : tag.start()]
        yield tag[0]
        at = tag.end()
    yield html[at:]
