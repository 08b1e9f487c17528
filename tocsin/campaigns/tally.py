"""Counting. An entry in the journal moves the counters by a trigger; a read sums at most 64 slots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import connection, transaction

from tocsin.campaigns.models import Metric, TallyEntry


@dataclass(frozen=True, slots=True)
class Tally:
    """What a campaign has reached: people who started, people confirmed, messages handed over."""

    started: int = 0
    confirmed: int = 0
    delivered: int = 0


@dataclass(frozen=True, slots=True)
class Disagreement:
    campaign: int
    metric: str
    scope: str
    key: str
    counted: int
    journal: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a count."""

    campaign_id: int
    metric: Metric
    delta: int
    area: str
    ref: UUID


def move(*, campaign_id: int, metric: Metric, delta: int, area: str, ref: UUID) -> None:
    """One step of a count; call it in the transaction of the deed it counts."""
    move_many([Step(campaign_id=campaign_id, metric=metric, delta=delta, area=area, ref=ref)])


def move_many(steps: Iterable[Step]) -> None:
    """In one order, so that two who count the same never wait for each other in a ring."""
    ordered = sorted(steps, key=lambda step: (step.campaign_id, step.area))
    TallyEntry.objects.bulk_create([TallyEntry(**asdict(step)) for step in ordered])


def read(campaign_id: int) -> Tally:
    """The totals now: exact, at a cost that does not grow with them."""
    return read_many([campaign_id])[campaign_id]


def read_many(campaign_ids: Iterable[int]) -> dict[int, Tally]:
    """The totals of several campaigns in one query."""
    wanted = list(campaign_ids)
    found: dict[int, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(READ_TOTALS, [wanted])
        for campaign_id, metric, n in cursor.fetchall():
            found[campaign_id][metric] = int(n)
    return {campaign_id: Tally(**found[campaign_id]) for campaign_id in wanted}


def series(campaign_id: int, scope: str) -> dict[str, Tally]:
    """The counts by `day` (ISO date, UTC) or by `area` (`US-NJ`, `AM`), in the order of their keys."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(READ_SERIES, [campaign_id, scope])
        for key, metric, n in cursor.fetchall():
            found[key][metric] = int(n)
    return {key: Tally(**found[key]) for key in sorted(found)}


def disagreements() -> list[Disagreement]:
    """Where the counters differ from the journal. Empty, or something is broken."""
    with connection.cursor() as cursor:
        cursor.execute(COMPARE)
        return [Disagreement(*row) for row in cursor.fetchall()]


@transaction.atomic
def rebuild() -> None:
    """Makes every counter anew from the journal; writers wait for the moment it takes."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE campaigns_tallyentry, campaigns_tallycounter IN EXCLUSIVE MODE")
        cursor.execute("DELETE FROM campaigns_tallycounter")
        cursor.execute(f"INSERT INTO campaigns_tallycounter ({COLUMNS}) {FROM_JOURNAL}")


COLUMNS = "campaign_id, metric, scope, key, slot, n"
READ_TOTALS = """
    SELECT campaign_id, metric, sum(n) FROM campaigns_tallycounter
    WHERE campaign_id = ANY(%s) AND scope = 'all' GROUP BY campaign_id, metric
"""
READ_SERIES = """
    SELECT key, metric, sum(n) FROM campaigns_tallycounter
    WHERE campaign_id = %s AND scope = %s GROUP BY key, metric
"""
FROM_JOURNAL = """
    SELECT campaign_id, metric, scope, key, 0 AS slot, sum(delta) AS n
    FROM campaigns_tallyentry, LATERAL (VALUES
        ('all', ''), ('day', to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD')), ('area', area)
    ) AS place (scope, key)
    GROUP BY campaign_id, metric, scope, key
"""
COMPARE = f"""
    SELECT campaign_id, metric, scope, key, coalesce(c.n, 0), coalesce(j.n, 0)
    FROM (SELECT campaign_id, metric, scope, key, sum(n) AS n FROM campaigns_tallycounter GROUP BY 1, 2, 3, 4) c
    FULL JOIN ({FROM_JOURNAL}) j USING (campaign_id, metric, scope, key)
    WHERE coalesce(c.n, 0) <> coalesce(j.n, 0) ORDER BY 1, 2, 3, 4
"""  # noqa: S608
