"""What the index reads of the boundaries that are stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from psycopg import Cursor

from tocsin.places.models import Boundary


@dataclass(frozen=True, slots=True)
class Row:
    """A boundary without its shape."""

    pk: int
    division: str
    gap: bool
    vintage: str
    margin: float
    valid_from: date | None
    valid_to: date | None


def rows() -> Iterator[tuple[str, Row]]:
    names = ("kind", "pk", "division_id", "layer", "vintage", "margin", "valid_from", "valid_to")
    for kind, pk, division, layer, *rest in Boundary.objects.order_by("pk").values_list(*names):
        yield kind, Row(pk, division, layer == Boundary.Layer.GAP, *rest)


def in_force(row: Row, day: date) -> bool:
    return (row.valid_from is None or row.valid_from <= day) and (row.valid_to is None or day < row.valid_to)


def newest(rows: Iterable[Row]) -> list[Row]:
    """Of several maps in force on the same day the one with the latest name."""
    rows = list(rows)
    latest = max((row.vintage for row in rows if not row.gap), default="")
    return [row for row in rows if row.vintage == latest]


def shapes_of(rows: Sequence[Row]) -> tuple[list[bytes], list[bytes]]:
    """Binary transfer halves what goes over the wire, and needs no decoding."""
    connection.ensure_connection()
    with Cursor(connection.connection) as cursor:
        query = "SELECT id, pieces, cells FROM places_boundary WHERE id = ANY(%s)"
        cursor.execute(query, [[row.pk for row in rows]], binary=True)
        found = {pk: (pieces, cells) for pk, pieces, cells in cursor}
    return [found[row.pk][0] for row in rows], [found[row.pk][1] for row in rows]
