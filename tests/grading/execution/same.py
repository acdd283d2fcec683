"""Whether two runs of a notebook left the same outputs, apart from what differs from run to run."""

from __future__ import annotations

import base64
import io
import re
from typing import Any

import numpy as np
from nbformat import NotebookNode
from PIL import Image

ANSI = re.compile(r"\x1b\[[0-9;]*m")
ALWAYS = (r"0x[0-9a-f]{6,}", r"(?<![\w./-])[\w./-]*/ipykernel_\d+/\d+\.py", r"<ipython-input[^>]*>")
SVG_VARIES = re.compile(r"<dc:date>[^<]*</dc:date>|#?\b[mp][0-9a-f]{10}\b")
MOST_APART = 2.0
"""By how much two pictures may differ, as the mean over all pixels, of 255."""


def shown(cell: NotebookNode, blur: tuple[str, ...] = ()) -> list[Any]:
    """What of a cell's outputs must be the same in every run."""
    return [cell.execution_count, *(_shown(output, blur) for output in merged(cell.outputs))]


def merged(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Consecutive texts of the same stream as one output: how a kernel cuts them up hangs on timing."""
    kept: list[NotebookNode] = []
    for output in outputs:
        last = kept[-1] if kept else None
        if last is not None and output.output_type == "stream" == last.output_type and output.name == last.name:
            last.text += output.text
        else:
            kept.append(NotebookNode(output))
    return kept


def pictures(cell: NotebookNode) -> list[np.ndarray[Any, Any]]:
    """The cell's pictures, as pixels."""
    found = []
    for output in cell.outputs:
        for kind in ("image/png", "image/jpeg"):
            data = base64.b64decode(output.get("data", {}).get(kind, ""))
            if len(data) > 200:  # a real one, not the few bytes of a test
                found.append(np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), dtype=float))
    return found


def _shown(output: NotebookNode, blur: tuple[str, ...]) -> Any:
    clean = lambda text: _clean(text, blur)  # noqa: E731
    match output.output_type:
        case "stream":
            return "stream", output.name, clean(output.text)
        case "error":
            drawn = [line for line in clean("\n".join(output.traceback)).splitlines() if line.strip()]
            return "error", output.ename, clean(output.evalue), drawn[-1] if drawn else None
        case "execute_result":
            return "execute_result", output.execution_count, _bundle(output.data, clean), _plain(output.metadata)
    return output.output_type, _bundle(output.data, clean), _plain(output.metadata)


def _bundle(data: NotebookNode, clean: Any) -> dict[str, Any]:
    return {kind: _value(kind, value, clean) for kind, value in sorted(data.items())}


def _value(kind: str, value: Any, clean: Any) -> Any:
    if kind in ("image/png", "image/jpeg") and len(value) > 300:
        return "a picture"  # compared pixel by pixel
    if kind == "image/svg+xml":
        return SVG_VARIES.sub("…", value)
    if kind == "application/vnd.jupyter.widget-view+json":
        return sorted(value)
    return clean(value) if isinstance(value, str) else _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _clean(text: str, blur: tuple[str, ...]) -> str:
    text = ANSI.sub("", text)
    for pattern in (*ALWAYS, *blur):
        text = re.sub(pattern, "…", text)
    return text
