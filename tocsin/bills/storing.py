"""Puts records in place: some hundred bills at a time, each whole or not at all, none by an older record of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

from django.db import connection, transaction

from tocsin.bills import backers
from tocsin.bills.models import Bill, BillAction, Referral
from tocsin.bills.readers import Document
from tocsin.bills.records import BillRecord, CommitteeRecord
from tocsin.bills.status import congress
from tocsin.bills.status.actions import Action, Roll
from tocsin.core.datasets import SAMPLE, Refused
from tocsin.officials.models import Organization

CHUNK = 100
"""Bills that are written at once; they are read by the handful."""
HANDFUL, HANDFUL_BYTES = 25, 8 * 2**20
FORMAT = b"1"
"""Changes when other facts are made of the same files, so that they are read again: with each change of the machine."""
COMMITTEES = (Organization.Classification.COMMITTEE, Organization.Classification.SUBCOMMITTEE)
FACTS = [
    "title", "official_title", "chamber", "introduced", "as_of", "updated", "source", "digest", "policy_area",
    "status", "status_at", "history", "unknown", "laws", "related", "summary",
]  # fmt: skip
ROLL_CALLS = """
INSERT INTO bills_rollcall (id, bill_id, at, question, source) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (id) DO UPDATE SET
    bill_id = coalesce(bills_rollcall.bill_id, excluded.bill_id),
    source = coalesce(nullif(bills_rollcall.source, ''), excluded.source)
"""
"""A roll call may be about several bills, and a list of votes may have brought it: what is known stays."""
LINK = """
UPDATE bills_referral SET organization_id = body.id FROM officials_organization body
WHERE organization_id IS NULL AND body.classification = ANY(%s)
    AND body.code = upper(regexp_replace(bills_referral.code, '00$', ''))
"""

Refuse = Callable[[Refused, bool], None]
"""Told of what cannot be read, and whether somebody named just that file."""


@dataclass(slots=True)
class Tally:
    """What a run did. `added` to `older` count bills, `backed` and `moved` new and changed sponsorships."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    older: int = 0
    refused: int = 0
    backed: int = 0
    moved: int = 0
    newest: date | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def read(self) -> int:
        return self.added + self.changed + self.unchanged + self.older


@dataclass(frozen=True, slots=True)
class Known:
    """What many bills share, asked once in a run."""

    people: dict[str, int]
    committees: dict[str, int]


def store(documents: Iterable[Document | Refused], refuse: Refuse) -> Tally:
    """Nothing is held but a chunk. `refuse` is told of each that cannot be read, and may raise to undo the run."""
    known = Known(backers.known_people(), _committees())
    tally, source = Tally(), iter(documents)
    while chunk := list(islice(_fresh(source, tally, refuse), CHUNK)):
        # Of two records of one bill the later counts; which one comes first in a folder means nothing.
        newest: dict[str, tuple[BillRecord, str]] = {}
        for record, digest in chunk:
            if record.id not in newest or record.updated >= newest[record.id][0].updated:
                newest[record.id] = (record, digest)
        tally.older += len(chunk) - len(newest)
        _put(list(newest.values()), known, tally)
    with connection.cursor() as cursor:
        cursor.execute(LINK, [list(COMMITTEES)])
    return tally


def _fresh(
    source: Iterator[Document | Refused], tally: Tally, refuse: Refuse
) -> Iterator[tuple[BillRecord, str]]:
    """Reads what is not stored already, byte by byte the same."""
    for some in _handfuls(source):
        found = [(_digest(item), item) for item in some if isinstance(item, Document)]
        same = set(
            Bill.objects.filter(digest__in=[digest for digest, _ in found]).values_list("digest", flat=True)
        )
        for problem in (item for item in some if isinstance(item, Refused)):
            tally.refused += 1
            refuse(problem, False)
        for digest, document in found:
            if digest in same:
                tally.unchanged += 1
                continue
            try:
                yield document.record(), digest
            except Refused as problem:
                tally.refused += 1
                refuse(problem, document.named)


def _handfuls(source: Iterator[Document | Refused]) -> Iterator[list[Document | Refused]]:
    """Few enough to be held at once, however large they are."""
    held: list[Document | Refused] = []
    size = 0
    for item in source:
        held.append(item)
        size += len(item.data) if isinstance(item, Document) else 0
        if len(held) == HANDFUL or size > HANDFUL_BYTES:
            yield held
            held, size = [], 0
    if held:
        yield held


def _digest(document: Document) -> str:
    return hashlib.sha256(FORMAT + document.data).hexdigest()


def _committees() -> dict[str, int]:
    rows = Organization.objects.filter(classification__in=COMMITTEES).exclude(code="")
    return {code.lower(): pk for code, pk in rows.values_list("code", "pk")}


@transaction.atomic
def _put(read: list[tuple[BillRecord, str]], known: Known, tally: Tally) -> None:
    stored = {
        pk: updated or _end_of(as_of)
        for pk, updated, as_of in Bill.objects.select_for_update()
        .filter(pk__in=[record.id for record, _ in read])
        .values_list("pk", "updated", "as_of")
    }
    taken = [pair for pair in read if (at := stored.get(pair[0].id)) is None or pair[0].updated >= at]
    tally.older += len(read) - len(taken)
    _count([record for record, _ in taken], stored, tally)
    records = [record for record, _ in taken]
    backers.add_former(records, known.people)
    Bill.objects.bulk_create(
        [_bill(*pair) for pair in taken], update_conflicts=True, unique_fields=["id"], update_fields=FACTS
    )
    added, moved = backers.settle(records, known.people)
    tally.backed, tally.moved = tally.backed + len(added), tally.moved + moved
    _replace(records, list(stored), added, known)


def _end_of(as_of: date | None) -> datetime | None:
    """The age of what was stored before its hour was kept: any record of that day or later replaces it."""
    return datetime.combine(as_of, time.min, UTC) if as_of else None


def _count(records: Sequence[BillRecord], stored: dict[str, Any], tally: Tally) -> None:
    new = [record for record in records if record.id not in stored]
    tally.added += len(new)
    tally.changed += len(records) - len(new)
    tally.notes += [f"+ {record.id} {record.title}" for record in new[: SAMPLE - len(tally.notes)]]
    for record in records:
        tally.newest = max(tally.newest or record.as_of, record.as_of)


def _bill(record: BillRecord, digest: str) -> Bill:
    progress = congress.replay(
        reversed(record.actions),  # as records are: the newest first
        bill_type=record.kind,
        number=record.id.rsplit("/", 1)[1],
        title=record.official_title,
        introduced=record.introduced,
        today=record.as_of + timedelta(days=1),
    )
    late = [f"{action.at}: {action.text}" for action in progress.ahead]
    return Bill(
        id=record.id,
        title=record.title,
        official_title=record.official_title,
        chamber=record.chamber,
        introduced=record.introduced,
        as_of=record.as_of,
        updated=record.updated,
        source=record.source[:300],
        digest=digest,
        policy_area=record.policy_area,
        status=progress.status,
        status_at=progress.status_at,
        history=[{"status": step.status, "at": step.at} for step in progress.history],
        unknown=[*progress.unknown, *late],
        laws=list(record.laws),
        related=list(record.related),
        summary=record.summary,
    )


def _replace(
    records: Sequence[BillRecord], stored: Sequence[str], added: Sequence[backers.Row], known: Known
) -> None:
    """Actions and referrals as the record has them today; sponsorships and roll calls only grow."""
    ids = [record.id for record in records]
    if stored:
        BillAction.objects.filter(bill__in=ids).delete()
        Referral.objects.filter(bill__in=ids).delete()
    _copy(f"bills_sponsorship ({backers.COLUMNS})", added)
    _copy(
        "bills_billaction (bill_id, position, at, time, text, kind, code, system, committees, rolls)",
        (_action(record.id, place, a) for record in records for place, a in enumerate(record.actions)),
    )
    _copy(
        "bills_referral (bill_id, code, organization_id, name, chamber, activities)",
        (
            _referral(record.id, committee, known.committees)
            for record in records
            for committee in {c.code: c for c in record.committees}.values()
        ),
    )
    calls: dict[str, tuple[Any, ...]] = {}
    for record, action, roll in ((r, a, roll) for r in records for a in r.actions for roll in a.rolls):
        key = roll_id(roll)
        calls.setdefault(key, (key, record.id, roll.at or action.at, action.text[:300], roll.url))
    with connection.cursor() as cursor:
        cursor.executemany(ROLL_CALLS, list(calls.values()))


def _copy(table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _action(bill: str, place: int, action: Action) -> tuple[Any, ...]:
    rolls = json.dumps(list(dict.fromkeys(roll_id(roll) for roll in action.rolls)))
    return (
        bill, place, action.at, action.time, action.text, action.kind, action.code, action.source,
        json.dumps(action.committees), rolls,
    )  # fmt: skip


def _referral(bill: str, committee: CommitteeRecord, known: dict[str, int]) -> tuple[Any, ...]:
    done = [{"name": name, "at": at} for name, at in committee.activities]
    body = known.get(committee.code.removesuffix("00"))
    return bill, committee.code, body, committee.name, committee.chamber, json.dumps(done, ensure_ascii=False)


def roll_id(roll: Roll) -> str:
    """As in `119-1-house-123`."""
    return f"{roll.congress}-{roll.session}-{roll.chamber}-{roll.number}"[:60]
