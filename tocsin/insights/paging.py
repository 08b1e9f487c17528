"""Pages that stay fast however many rows there are: by key, never by counting."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import OperationalError, connection, transaction

from tocsin.actions.models import Submission, SubmissionQuerySet

SIZE = 50
PATIENCE = 8
"""Seconds a list may take before we ask for a narrower one."""


class TooBroad(Exception):  # noqa: N818
    """The search did not end in time."""


@dataclass(frozen=True, slots=True)
class Page:
    """`older` and `newer` are the keys to go on from; None where there is nothing more."""

    rows: list[Submission]
    older: UUID | None
    newer: UUID | None


def page(found: SubmissionQuerySet, *, before: UUID | None = None, after: UUID | None = None) -> Page:
    """The rows that are older than `before`, or the nearest that are newer than `after`."""
    if after:
        rows = _fetch(found.filter(id__gt=after).order_by("id"))
        more, rows = len(rows) > SIZE, rows[:SIZE][::-1]
        return Page(rows, rows[-1].pk if rows else None, rows[0].pk if more else None)
    rows = _fetch(found.filter(id__lt=before) if before else found)
    more, rows = len(rows) > SIZE, rows[:SIZE]
    return Page(rows, rows[-1].pk if more else None, rows[0].pk if before and rows else None)


def _fetch(found: SubmissionQuerySet) -> list[Submission]:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{PATIENCE}s"])
            return list(found[: SIZE + 1])
    except OperationalError as error:
        raise TooBroad from error
