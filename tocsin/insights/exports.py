"""The export of actions: streamed, so its size does not matter, and written down, so its use does."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.http import StreamingHttpResponse
from django.utils import timezone

from tocsin.actions.models import SubmissionQuerySet
from tocsin.core import audit, csvsafe
from tocsin.insights.columns import ColumnSpec, allowed

CHUNK = 2_000


def export(
    *, actor: User, found: SubmissionQuerySet, asked: dict[str, str], personal: bool, bom: bool
) -> StreamingHttpResponse:
    """The audit trail tells of the start here, and of the rows that left when the stream ends."""
    columns = allowed(personal=personal)
    audit.record(
        actor=actor, verb="actions.export", subject="actions", filter=asked, columns=[c.name for c in columns]
    )
    content = csvsafe.lines([c.name for c in columns], _rows(actor, found, columns), bom=bom)
    return csvsafe.response(f"actions-{timezone.now():%Y-%m-%d}", content)


def _rows(actor: User, found: SubmissionQuerySet, columns: list[ColumnSpec]) -> Iterator[list[object]]:
    sent = 0
    try:
        for submission in found.iterator(chunk_size=CHUNK):
            yield [column.value(submission) for column in columns]
            sent += 1
    finally:
        audit.record(actor=actor, verb="actions.exported", subject="actions", rows=sent)
