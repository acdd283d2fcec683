"""Tables that read well aloud, in a narrow window and in light and dark pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from course.display.style import GROUND, TEXT
from course.quantities import NUMBER, Unit, show

HEAD_GROUND: Final = "#e8eef5"
_EDGE: Final = "#7a8694"
_CELL: Final = f"border:1px solid {_EDGE};padding:.3em .5em;vertical-align:top;"
_WORDS: Final = "text-align:left"
_NUMBER: Final = "text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums"


@dataclass(frozen=True)
class Amount:
    """A number with its own unit, for a table whose rows are of different kinds.

    Args:
        value: the number, in `unit`.
        unit: its unit.
        nearest: shown to the nearest of this step instead of the unit's own.
    """

    value: float
    unit: Unit = NUMBER
    nearest: float | None = None


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Args:
        heading: plain text.
        unit: the unit of its numbers; it is shown with each of them.
        nearest: numbers are shown to the nearest of this step instead of the unit's own.
    """

    heading: str
    unit: Unit = NUMBER
    nearest: float | None = None


Cell = str | float | Amount | None


@dataclass(frozen=True)
class Table:
    """A table as Jupyter shows it: HTML for the page, aligned text for everything else.

    Make one with `table`.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __repr__(self) -> str:
        shown = [[column.heading for column in self.columns]]
        shown += [[_shown(cell, column) for cell, column in zip(row, self.columns, strict=True)] for row in self.rows]
        widths = [max(len(line[place]) for line in shown) for place in range(len(self.columns))]
        right = [self._is_numeric(place) for place in range(len(self.columns))]
        lines = (
            "  ".join(
                text.rjust(width) if to_right else text.ljust(width)
                for text, width, to_right in zip(line, widths, right, strict=True)
            ).rstrip()
            for line in shown
        )
        return "\n".join([self.caption, *lines])

    def _repr_html_(self) -> str:
        heads = "".join(
            f'<th scope="col" style="{_CELL}background:{HEAD_GROUND};color:{TEXT};font-weight:bold;'
            f'text-align:{"right" if self._is_numeric(place) else "left"}">{escape(column.heading)}</th>'
            for place, column in enumerate(self.columns)
        )
        body = "".join(f"<tr>{self._row(row)}</tr>" for row in self.rows)
        label = escape(self.caption, quote=True)
        # The box scrolls, not the page, when the table is wider than the window; tabindex lets a keyboard scroll it.
        return (
            f'<div role="region" tabindex="0" aria-label="{label}" '
            f'style="overflow-x:auto;max-width:100%;margin:.3em 0">'
            f'<table style="border-collapse:collapse;margin:0;font-size:14px;line-height:1.4;'
            f'background:{GROUND};color:{TEXT}">'
            f'<caption style="caption-side:top;text-align:left;font-weight:bold;padding:.4em .6em;'
            f'background:{GROUND};color:{TEXT}">{escape(self.caption)}</caption>'
            f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/plain": repr(self), "text/html": self._repr_html_()}

    def _row(self, row: tuple[Cell, ...]) -> str:
        first = (
            f'<th scope="row" style="{_CELL}background:{HEAD_GROUND};color:{TEXT};font-weight:normal;text-align:left">'
            f"{escape(_shown(row[0], self.columns[0]))}</th>"
        )
        rest = "".join(
            f'<td style="{_CELL}background:{GROUND};color:{TEXT};{_NUMBER if self._is_numeric(place) else _WORDS}">'
            f"{escape(_shown(row[place], column))}</td>"
            for place, column in enumerate(self.columns)
            if place > 0
        )
        return first + rest

    def _is_numeric(self, place: int) -> bool:
        """Whether the column holds numbers, so that its heading stands over them on the right."""
        return place > 0 and any(isinstance(row[place], (float, int, Amount)) for row in self.rows)


def table(rows: Sequence[Sequence[Cell]], columns: Sequence[Column | str], caption: str) -> Table:
    """A table whose first column heads the rows.

    Args:
        rows: each a sequence of cells, as many as there are columns. Text is shown as it stands, a number with its
            column's unit, an `Amount` with its own, None as a dash.
        columns: a `Column`, or just its heading.
        caption: what the table shows; read out before it.

    Raises:
        ValueError: when the caption or a heading is empty, or a row has not as many cells as there are columns.
    """
    headed = tuple(Column(column) if isinstance(column, str) else column for column in columns)
    if not caption.strip():
        raise ValueError("The table has no caption; say in a few words what it shows.")
    if not headed or not all(column.heading.strip() for column in headed):
        raise ValueError(f"The table “{caption}” has a column without a heading; give every column one.")
    kept = tuple(tuple(row) for row in rows)
    for number, row in enumerate(kept, start=1):
        if len(row) != len(headed):
            raise ValueError(
                f"Row {number} of the table “{caption}” has {len(row)} cells for {len(headed)} columns; "
                "give it one cell for each column."
            )
    return Table(caption.strip(), headed, kept)


def _shown(cell: Cell, column: Column) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Amount):
        return show(cell.value, cell.unit, cell.nearest)
    return show(cell, column.unit, column.nearest)
