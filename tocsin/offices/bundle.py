"""All that people sent to one official in one campaign, in the order an office reads it: own words, district, name."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import connection, transaction

from tocsin.core.ids import uuid7
from tocsin.offices.wording import Shares
from tocsin.places import ocd

SIZE = 25
CHUNK = 2000
KINDS = ("own", "edited", "template")
LONGEST_SEARCH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What the reader asked for; empty asks for everything."""

    kind: str = ""
    area: str = ""
    text: str = ""

    @property
    def is_set(self) -> bool:
        return bool(self.kind or self.area or self.text)

    def conditions(self) -> tuple[str, list[Any]]:
        parts: list[tuple[str, Any]] = []
        if self.kind:
            parts.append(("AND kind = %s", self.kind))
        if self.area:
            parts.append(("AND %s IN (area, short, replace(area, 'US-', ''))", self.area))
        if self.text:
            pattern = "%" + self.text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
            parts.append((f"AND {WORDS} ILIKE %s", pattern))
        return " ".join(text for text, _ in parts), [value for _, value in parts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One message. `letter` is empty once its time is over; `reply_to`, unless an answer is wanted there."""

    submission: UUID
    message: UUID
    kind: str
    district: str
    area: str
    confirmed_at: datetime
    rank: int
    place_order: str
    sort: str
    letter: dict[str, str]
    reply_to: str
    versions: int
    """How many messages are versions of the same text."""

    @property
    def key(self) -> str:
        """Where a page goes on."""
        return str(self.message)

    @property
    def name(self) -> str:
        return self.letter.get("signature", "")

    @property
    def opening(self) -> str:
        """What the person wrote themselves, where it stands apart; else the letter."""
        return self.letter.get("own_words") or self.letter.get("body", "")

    @property
    def place(self) -> str:
        return ocd.short_name(self.district) if self.district else self.letter.get("place", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    items: list[Item] = field(default_factory=list)
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """All messages of one campaign to one person, by kind, and by state or country."""

    shares: Shares
    areas: list[tuple[str, int]]

    @property
    def people(self) -> int:
        return self.shares.measured + self.shares.unmeasured


def campaigns(person_id: int) -> list[int]:
    """Those in which somebody wrote to this person, the newest message first; known for a minute."""
    found: list[int] | None = cache.get(f"office-campaigns:{person_id}")
    if found is None:
        with connection.cursor() as cursor:
            cursor.execute(CAMPAIGNS, [str(person_id)])
            found = [row[0] for row in cursor.fetchall()]
        cache.set(f"office-campaigns:{person_id}", found, 60 if found else 5)
    return found


def people(campaign_id: int) -> dict[int, int]:
    """The persons who were written to, and by how many; those with most first."""
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, [campaign_id])
        return {int(key): n for key, n in cursor.fetchall() if key.isdigit()}


def count(campaign_id: int, person_id: int) -> Counts:
    kinds: Counter[str] = Counter()
    areas: Counter[str] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, [campaign_id, str(person_id)])
        for kind, area, n in cursor.fetchall():
            kinds[kind] += n
            areas[area] += n
    return Counts(shares=Shares(**kinds), areas=areas.most_common())


def page(campaign_id: int, person_id: int, asked: Filter, after: UUID | None = None) -> Page:
    """`after` is the message that the page before ended with."""
    where, values = asked.conditions()
    if after:
        last = one(campaign_id, person_id, after)
        if last is None:
            return Page()
        where += " AND (rank, place_order, sort, submission) > (%s, %s, %s, %s)"
        values += [last.rank, last.place_order, last.sort, last.submission]
    sql = _sql(where, f"{ORDER} LIMIT {SIZE + 1}")
    with connection.cursor() as cursor:
        cursor.execute(sql, [campaign_id, str(person_id), *values])
        found = [_item(row) for row in cursor.fetchall()]
    return Page(items=found[:SIZE], after=found[SIZE - 1].key if len(found) > SIZE else "")


def one(campaign_id: int, person_id: int, message_id: UUID) -> Item | None:
    with connection.cursor() as cursor:
        cursor.execute(REF, [message_id])
        ref = cursor.fetchone()
        values = [campaign_id, str(person_id), ref and ref[0], message_id]
        cursor.execute(_sql("AND submission = %s AND message = %s"), values)
        row = cursor.fetchone()
    return _item(row) if row else None


def everything(campaign_id: int, person_id: int, asked: Filter) -> Iterator[Item]:
    """All of them in order, from one reading of the database, few at a time in memory."""
    where, values = asked.conditions()
    name = f"bundle_{uuid7().hex}"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"DECLARE {name} NO SCROLL CURSOR FOR {_sql(where, ORDER)}",
            [campaign_id, str(person_id), *values],
        )
        while True:
            cursor.execute(f"FETCH {CHUNK} FROM {name}")
            rows = cursor.fetchall()
            yield from map(_item, rows)
            if len(rows) < CHUNK:
                return


def _sql(where: str, rest: str = "") -> str:
    """The order is found from narrow rows, so that no join holds the words; they are fetched for what is shown."""
    return f"""
        SELECT {COLUMNS}, d.data->'letter', coalesce(d.data->>'reply_to', ''),
            (SELECT count(*) FROM offices_wording v WHERE v.cluster = chosen.cluster)
        FROM (SELECT {COLUMNS}, cluster FROM ({LISTED}) AS listed WHERE true {where} {rest}) AS chosen
        JOIN delivery_message d ON d.id = chosen.message {ORDER}
    """  # noqa: S608


def _item(row: tuple[Any, ...]) -> Item:
    *plain, letter, reply_to, versions = row
    given = dict(zip(COLUMNS.split(", "), plain, strict=True))
    words = json.loads(letter) if isinstance(letter, str) else letter
    return Item(**given, letter=words or {}, reply_to=reply_to, versions=versions)


COLUMNS = "submission, message, kind, district, area, confirmed_at, rank, place_order, sort"
ORDER = "ORDER BY rank, place_order, sort, submission"
WORDS = """(
    SELECT concat_ws(' ', l->>'signature', l->>'own_words', l->>'body')
    FROM delivery_message x, LATERAL (SELECT x.data->'letter' AS l) AS part WHERE x.id = message
)"""
LISTED = """
    SELECT s.id AS submission, m.id AS message, coalesce(w.kind, 'unmeasured') AS kind, w.cluster,
        coalesce(t.division, '') AS district,
        upper(regexp_replace(coalesce(t.division, ''), '^.*:([a-z]{2})/cd:', '\\1-')) AS short,
        CASE s.country WHEN 'US' THEN '0' ELSE '1' || s.area END
            || upper(coalesce(substring(t.division from 'country:us/[a-z]+:([a-z]{2})'), split_part(s.area, '-', 2)))
            || lpad(coalesce(substring(t.division from '/cd:([0-9]+)$'), ''), 3, '0') AS place_order,
        s.area, s.confirmed_at,
        CASE w.kind WHEN 'own' THEN 0 WHEN 'edited' THEN 1 WHEN 'template' THEN 3 ELSE 2 END AS rank,
        lower(coalesce(nullif(s.family_name, ''), substring(s.name from '[^ ]+$'), '')) AS sort
    FROM (SELECT %s::int AS campaign, %s::text AS person) AS wanted
    JOIN actions_submission s ON s.campaign_id = wanted.campaign AND s.state = 'confirmed'
    JOIN delivery_message m ON m.key = 'action:' || s.id || ':' || wanted.person AND m.state <> 'cancelled'
    LEFT JOIN offices_wording w ON w.submission_id = s.id
    LEFT JOIN actions_match t ON t.submission_id = s.id
"""
"""Confirmed acts with the message that this person was sent: its key names the act and the official; keys that go on
are other ways for the same message."""
REF = "SELECT ref FROM delivery_message WHERE id = %s"
COUNTS = """
    SELECT coalesce(w.kind, 'unmeasured'), s.area, count(*)
    FROM (SELECT %s::int AS campaign, %s::text AS person) AS wanted
    JOIN actions_submission s ON s.campaign_id = wanted.campaign AND s.state = 'confirmed'
    JOIN delivery_message m ON m.key = 'action:' || s.id || ':' || wanted.person AND m.state <> 'cancelled'
    LEFT JOIN offices_wording w ON w.submission_id = s.id
    GROUP BY 1, 2
"""
CAMPAIGNS = """
    SELECT s.campaign_id FROM delivery_message m JOIN actions_submission s ON s.id = m.ref
    WHERE m.purpose = 'action' AND m.state <> 'cancelled' AND s.state = 'confirmed' AND split_part(m.key, ':', 3) = %s
    GROUP BY 1 ORDER BY max(m.created_at) DESC
"""
PEOPLE = """
    SELECT split_part(m.key, ':', 3), count(DISTINCT s.id) FROM actions_submission s
    JOIN delivery_message m ON m.ref = s.id AND m.purpose = 'action' AND m.state <> 'cancelled'
    WHERE s.campaign_id = %s AND s.state = 'confirmed' GROUP BY 1 ORDER BY 2 DESC, 1
"""
