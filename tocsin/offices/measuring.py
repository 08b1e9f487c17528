"""Measures confirmed messages in batches. Stopped at any point, it goes on with those that are not measured yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.timezone import now

from tocsin.actions import states
from tocsin.actions.models import Submission
from tocsin.core import retention
from tocsin.core.retention import Holding
from tocsin.offices import clusters, sketch, wording
from tocsin.offices.models import Wording

BATCH = 500
LATELY = timedelta(minutes=15)


def measure_new(*, batches: int, everything: bool = False) -> set[int]:
    """The campaigns in which something was measured. Looks back as far as a confirmation may take."""
    touched: set[int] = set()
    for _ in range(batches):
        found = _waiting(everything)
        touched |= {submission.campaign_id for submission in found}
        Wording.objects.bulk_create(
            [_row(submission) for submission in found], ignore_conflicts=True, batch_size=BATCH
        )
        if len(found) < BATCH:
            break
    return touched


def _waiting(everything: bool) -> Sequence[Submission]:
    rows = Submission.objects.filter(state=states.CONFIRMED, wording=None).exclude(email="")
    if not everything:
        # The key tells the time, so that its index finds the latest without reading the others.
        since = now() - timedelta(days=settings.CONFIRM_DAYS + 1)
        rows = rows.filter(pk__gte=UUID(int=int(since.timestamp() * 1000) << 80))
    return list(rows.select_related("version").order_by("pk")[:BATCH])


def _row(submission: Submission) -> Wording:
    found = wording.measure_submission(submission)
    return Wording(submission=submission, kind=found.kind, likeness=found.likeness, sketch=found.sketch)


def lately_measured() -> list[int]:
    """The campaigns that had new messages in the last quarter of an hour."""
    rows = Wording.objects.filter(measured_at__gt=now() - LATELY)
    return list(rows.order_by().values_list("submission__campaign_id", flat=True).distinct())


def group(campaign_id: int) -> int:
    """Finds the texts that several people sent though nobody suggested them here. Returns how many changed their group.

    Texts near to the suggested one are left out: what they share is the suggested text.
    """
    rows = Wording.objects.filter(submission__campaign_id=campaign_id, submission__state=states.CONFIRMED)
    found = list(
        rows.filter(kind=Wording.Kind.OWN)
        .exclude(sketch=b"")
        .order_by("pk")
        .values_list("pk", "sketch", "cluster")
    )
    if not found:
        return 0
    labels = clusters.cluster(sketch.unpack([bytes(row[1]) for row in found])).tolist()
    many = {label for place, label in enumerate(labels) if label != place}
    wanted = [found[label][0] if label in many else None for label in labels]
    changed = [(row[0], new) for row, new in zip(found, wanted, strict=True) if row[2] != new]
    with connection.cursor() as cursor:
        for start in range(0, len(changed), BATCH):
            part = changed[start : start + BATCH]
            cursor.execute(REGROUP, [[key for key, _ in part], [new for _, new in part]])
    return len(changed)


REGROUP = """
    UPDATE offices_wording w SET cluster = n.cluster
    FROM unnest(%s::uuid[], %s::uuid[]) AS n (submission, cluster) WHERE w.submission_id = n.submission
"""


def forget(before: datetime) -> int:
    """The sketch goes with the words it was made of; what kind of message it was goes on counting."""
    old = Wording.objects.filter(submission__created_at__lt=before).exclude(sketch=b"")
    return old.update(sketch=b"")


def register() -> None:
    retention.register(
        Holding(
            model="offices.Wording",
            fields=("sketch",),
            why="to group messages that are versions of one text",
            keep=timedelta(days=settings.KEEP_DAYS),
            purge=forget,
        )
    )
