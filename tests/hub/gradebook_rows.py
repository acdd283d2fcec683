"""What a gradebook says, on whatever database, in words that do not depend on chance ids."""

from __future__ import annotations

from typing import Any

from nbgrader.api import Base
from sqlalchemy import create_engine, select

Row = tuple[tuple[str, Any], ...]


def rows(url: str, without: str = "") -> dict[str, list[Row]]:
    """Table -> its rows, without one column.

    In place of an id stands what it is of ("week05-appraisal / maria / w05-memo").
    """
    engine = create_engine(url)
    tables = Base.metadata.sorted_tables
    with engine.connect() as database:
        found = {table.name: [dict(row._mapping) for row in database.execute(select(table))] for table in tables}
    engine.dispose()
    names: dict[tuple[str, str], str] = {}
    told: dict[str, list[Row]] = {}
    for table in tables:  # those that others point at come first
        told[table.name] = []
        points_at = {column.name: key.column.table.name for column in table.columns for key in column.foreign_keys}
        for row in found[table.name]:
            said = {
                name: names.get((points_at[name], value), value) if name in points_at else value
                for name, value in row.items()
            }
            if table.name in ("student", "course") or "id" in points_at:
                names[table.name, row["id"]] = said["id"]
            else:
                owners = [str(said[name]) for name in points_at if name != "course_id"]
                own = [str(row[name]) for name in ("name", "type") if row.get(name)]
                names[table.name, row["id"]] = " / ".join([*owners, *own])
                del said["id"]
            said.pop(without, None)
            told[table.name].append(tuple(sorted(said.items())))
        told[table.name].sort(key=repr)
    return told
