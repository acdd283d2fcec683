"""Two fingerprints of a file: of its bytes, and of what a person can put into a notebook."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Signature:
    """The fingerprints of one version of a file.

    Args:
        content: SHA-256 of the bytes.
        work: SHA-256 of a notebook's cells – kinds, sources, attachments and outputs, in order; None for other files.
    """

    content: str
    work: str | None = None


def sign(name: str, raw: bytes) -> Signature:
    """Take both fingerprints of a file called `name` that holds `raw`."""
    return Signature(hashlib.sha256(raw).hexdigest(), _work(raw) if name.lower().endswith(".ipynb") else None)


def _work(raw: bytes) -> str | None:
    """Fingerprint what a person put into a notebook; None if the bytes are not a notebook.

    Opening a notebook and saving it rewrites the kernel's name, the language's version, cell ids and counters. None of
    it is anybody's work. Everything typed is, and so is every result on the page: a picture somebody decided by cannot
    always be had back by running the next version of the notebook.
    """
    try:
        cells = json.loads(raw)["cells"]
        parts = [
            [cell["cell_type"], _text(cell["source"]), cell.get("attachments") or {}, _results(cell)] for cell in cells
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def cell_ids(raw: bytes) -> frozenset[str]:
    """The ids of a notebook's cells, by which it is known again under another name; none if it is not a notebook."""
    try:
        return frozenset(str(cell["id"]) for cell in json.loads(raw)["cells"] if "id" in cell)
    except (ValueError, KeyError, TypeError, RecursionError):
        return frozenset()


def _text(source: Any) -> str:
    return source if isinstance(source, str) else "".join(source)


def _results(cell: dict[str, Any]) -> list[dict[str, Any]]:
    outputs = cell.get("outputs") or []
    return [{key: value for key, value in output.items() if key != "execution_count"} for output in outputs]
