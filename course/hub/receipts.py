"""A receipt for work that was handed in: a page that the person can open in JupyterLab, without the network."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from dateutil.parser import parse as parse_time

_STYLE = """
:root { color-scheme: light }
body { margin: 0; background: #fff; color: #1a1a1a; font: 1.05rem/1.5 system-ui, sans-serif }
main { max-width: 44rem; margin: 0 auto; padding: 1rem 1rem 2rem }
h1 { font-size: 1.7rem; line-height: 1.25 }
h2 { font-size: 1.25rem; margin-top: 2rem }
.done { border-left: 5px solid #155c2e; padding: .1rem 0 .1rem .9rem }
dt { font-weight: 600; margin-top: .8rem }
dd { margin: 0 }
code { font-size: .95em; overflow-wrap: anywhere }
"""


@dataclass(frozen=True)
class Receipt:
    """What was handed in.

    Args:
        workshop: its name.
        title: what the workshop is called by people.
        timestamp: when, as nbgrader writes it into the submission.
        fingerprints: notebook -> the SHA-256 of the file that was handed in.
        questions: how many there are.
        blank: the headings, in the notebook, of those that are as they were given out.
        gone: the grade_ids of cells that were deleted.
    """

    workshop: str
    title: str
    timestamp: str
    fingerprints: Mapping[str, str]
    questions: int
    blank: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def when(self) -> datetime:
        """The moment, in the time zone of the hub."""
        return parse_time(self.timestamp).astimezone(ZoneInfo(os.environ.get("LDT_TIMEZONE", "Europe/London")))


def fingerprint(file: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def write_receipt(folder: Path, receipt: Receipt) -> Path:
    """Write a receipt, and leave the earlier ones.

    Args:
        folder: the folder of this workshop's receipts.
        receipt: what was handed in.

    Returns:
        The file, named by the moment.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{receipt.when:%Y-%m-%d %H.%M.%S}"
    file, number = folder / f"{name}.html", 1
    while file.exists():  # handed in twice within a second
        number += 1
        file = folder / f"{name} ({number}).html"
    file.write_text(as_page(receipt), encoding="utf-8", newline="\n")
    return file


def as_page(receipt: Receipt) -> str:
    """The receipt as a page: what was handed in, when, how to recognise it, and how much of it is still blank."""
    when = f"{receipt.when:%A} {receipt.when.day} {receipt.when:%B %Y, %H:%M:%S %Z} ({receipt.when.tzinfo} time)"
    files = "".join(
        f"<dd>{escape(name)}:<br><code>{print_}</code></dd>" for name, print_ in receipt.fingerprints.items()
    )
    return f"""\
<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Receipt: {escape(receipt.title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>Receipt: {escape(receipt.title)}</h1>
<div class="done">
<p><strong>Your work was handed in</strong> on <time datetime="{receipt.when.isoformat()}">{when}</time>.</p>
<p>{_state(receipt)}</p>
</div>
{_blank(receipt)}<p>You may hand in again until the workshop is due; what you hand in last counts.</p>
<h2>What identifies it</h2>
<p>Keep this page: with what stands here, your tutor can find exactly what you handed in.</p>
<dl>
<dt>Workshop</dt>
<dd>{escape(receipt.workshop)}</dd>
<dt>Noted by the hub as</dt>
<dd>{escape(receipt.timestamp)}</dd>
<dt>Fingerprint of each notebook (SHA-256)</dt>
{files}
</dl>
</main>
</body>
</html>
"""


def _blank(receipt: Receipt) -> str:
    """The blank questions, unless all or none are."""
    if not 0 < len(receipt.blank) < receipt.questions:
        return ""
    names = "".join(f"<li>{escape(name)}</li>\n" for name in receipt.blank)
    return f"<h2>Still blank</h2>\n<ul>\n{names}</ul>\n"


def _state(receipt: Receipt) -> str:
    left = len(receipt.blank)
    if left == receipt.questions:
        words = f"None of its {receipt.questions} answers is filled in yet."
    elif left:
        filled = receipt.questions - left
        words = f"{filled} of its {receipt.questions} answers {_are(filled)} filled in; {left} {_are(left)} blank."
    else:
        words = f"All of its {receipt.questions} answers are filled in."
    if receipt.gone:
        words += (
            f" {len(receipt.gone)} of its cells {_are(len(receipt.gone))} not there any more "
            f"({escape(', '.join(receipt.gone))}). What was worth points in them cannot be marked: fetch a fresh copy, "
            "or ask your tutor."
        )
    return words


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
