"""All that people sent to one official in one campaign, in the order an office reads it: kind, district, name."""

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
from django.utils.translation import get_language

from tocsin.core.ids import uuid7
from tocsin.offices.book_text import Change
from tocsin.offices.bundle_sql import CAMPAIGNS, COLUMNS, COUNTS, LISTED, ORDER, PEOPLE, REF, WORDS
from tocsin.offices.wording import KIND_WORDS, Shares
from tocsin.places import ocd
from tocsin.places.names import place_name

SIZE = 25
CHUNK = 2000
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
    likeness: int | None
    """Percent of word groups in common with the suggested text."""
    cluster: UUID | None
    version: int
    versions: int
    """How many messages are versions of the same text, which was not suggested."""
    changes: list[list[Change]] = field(default_factory=list)
    """Where a known text was edited: what was added and taken out; see `edits`."""
    repeats: bool = False
    """Word for word the text that stands above it in the list."""

    @property
    def key(self) -> str:
        """Where a page goes on."""
        return str(self.message)

    @property
    def name(self) -> str:
        return self.letter.get("signature", "")

    @property
    def kind_label(self) -> str:
        return str(KIND_WORDS.get(self.kind, ""))

    @property
    def where(self) -> str:
        """The state or the country, by name."""
        return place_name(self.area, get_language() or "en")

    @property
    def part(self) -> str:
        """What stands below one head in a list: a text that several sent, or a state."""
        return str(self.cluster or self.area)

    @property
    def opening(self) -> str:
        """What the person wrote themselves, where it stands apart; else the letter."""
        return self.letter.get("own_words") or self.letter.get("body", "")

    @property
    def whole(self) -> str:
        return "\n\n".join(filter(None, (self.letter.get("own_words"), self.letter.get("body"))))

    @property
    def place(self) -> str:
        return ocd.short_name(self.district) if self.district else self.letter.get("place", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    items: list[Item] = field(default_factory=list)
    after: str = ""


@dataclass(slots=True, kw_only=True)
class Area:
    """A state or country, by name, with its districts in the order of their numbers."""

    code: str
    name: str
    people: int = 0
    districts: list[tuple[str, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """All messages of one campaign to one person, by kind, and by state or country."""

    shares: Shares
    areas: list[Area]

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
    areas: dict[str, Area] = {}
    districts: Counter[tuple[str, str, str]] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, [campaign_id, str(person_id)])
        for kind, code, order, short, n in cursor.fetchall():
            kinds[kind] += n
            area = areas.setdefault(code, Area(code=code, name=place_name(code, get_language() or "en")))
            area.people += n
            districts[code, order, short] += n
    for (code, _order, short), n in sorted(districts.items()):
        areas[code].districts += [(short.replace("/CD:", "-"), n)] if short else []
    by_number = sorted(areas.values(), key=lambda area: (-area.people, area.name))
    return Counts(shares=Shares(**kinds), areas=by_number)


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
        WITH chosen AS (SELECT {COLUMNS} FROM ({LISTED}) AS listed WHERE true {where} {rest}),
        sizes AS (
            SELECT v.cluster, count(*) AS versions
            FROM offices_wording v JOIN actions_submission s ON s.id = v.submission_id AND s.state = 'confirmed'
            WHERE v.kind = 'own' AND v.cluster IN (SELECT cluster FROM chosen) GROUP BY 1
        )
        SELECT {COLUMNS}, d.data->'letter', coalesce(d.data->>'reply_to', ''), coalesce(versions, 1)
        FROM chosen JOIN delivery_message d ON d.id = chosen.message LEFT JOIN sizes USING (cluster) {ORDER}
    """  # noqa: S608


def _item(row: tuple[Any, ...]) -> Item:
    *plain, letter, reply_to, versions = row
    given = dict(zip(COLUMNS.split(", "), plain, strict=True))
    words = json.loads(letter) if isinstance(letter, str) else letter
    return Item(**given, letter=words or {}, reply_to=reply_to, versions=versions)
