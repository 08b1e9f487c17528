"""Puts bills, their sponsors and recorded votes in place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.text import slugify

from tocsin.bills.models import Bill, RollCall, Sponsorship, Vote
from tocsin.bills.readers import Backer, BillRecord, VoteRecord, read_bill, read_votes
from tocsin.core.datasets import SAMPLE, Diff, Missing, Progress, Refused, Snapshot, merge
from tocsin.people.models import Identifier, Person

SOURCE = "bills"


@dataclass(frozen=True, slots=True)
class Read:
    bills: list[BillRecord]
    votes: list[VoteRecord]


class BillsLoader:
    name = "bills"
    label = "bills and votes"
    additive = True

    def files(self, folder: Path) -> list[Path]:
        found = [*(folder / "billstatus").glob("*.xml"), *(folder / "billstatus").glob("*_snapshot_*.json")]
        return sorted([*found, *(folder / "votes").glob("*.csv")])

    def read(self, folder: Path, progress: Progress) -> Snapshot:
        """The newest record of each bill counts; a file that cannot be read is left out with a warning."""
        paths = self.files(folder)
        if not paths:
            raise Missing(f"bills: no BILLSTATUS-*.xml or *_snapshot_*.json in {folder / 'billstatus'}")
        bills: dict[str, BillRecord] = {}
        votes: list[VoteRecord] = []
        warnings: list[str] = []
        for done, path in enumerate(paths, 1):
            progress(done, len(paths))
            if path.suffix == ".csv":
                votes += read_votes(path)
                continue
            try:
                record = read_bill(path)
            except Refused as error:
                warnings.append(str(error))
                continue
            known = bills.get(record.id)
            if known is None or known.as_of < record.as_of:
                bills[record.id] = record
        if not bills:
            raise Refused(warnings[0] if warnings else "bills: nothing could be read")
        newest = max(record.as_of for record in bills.values())
        return Snapshot(
            as_of=newest,
            rows=len(bills),
            source="GovInfo BILLSTATUS, Congress.gov",
            payload=Read([*bills.values()], votes),
            warnings=warnings,
        )

    def apply(self, snapshot: Snapshot, progress: Progress) -> Diff:
        read: Read = snapshot.payload
        people = _people(read.bills)
        bills = [_bill(record) for record in _newer(read.bills)]
        mine = Bill.objects.filter(pk__in=[bill.pk for bill in bills])
        diff = _upsert(bills)
        backed = [_sponsorship(record, backer, people) for record in read.bills for backer in record.backers]
        stored = Sponsorship.objects.filter(bill__in=mine)
        wanted = [row for row in backed if row.bill_id in {bill.pk for bill in bills}]
        diff += merge(Sponsorship, wanted, key=("bill_id", "person_id", "role", "at"), within=stored)
        return _votes(read.votes, diff)


def _newer(records: Iterable[BillRecord]) -> list[BillRecord]:
    """Leaves out what is older than what is stored: each bill has its own age."""
    known: dict[str, date | None] = dict(Bill.objects.values_list("pk", "as_of"))
    return [r for r in records if (stored := known.get(r.id)) is None or r.as_of >= stored]


def _bill(record: BillRecord) -> Bill:
    return Bill(
        id=record.id,
        title=record.title,
        chamber=record.chamber,
        introduced=record.introduced,
        as_of=record.as_of,
        source=record.source,
    )


def _upsert(bills: list[Bill]) -> Diff:
    """Bills that are not in these files stay: a folder may hold a few of many."""
    fields = ["title", "chamber", "introduced", "as_of", "source"]
    known = Bill.objects.in_bulk([bill.pk for bill in bills])
    added = [bill for bill in bills if bill.pk not in known]
    differs = [bill for bill in bills if bill.pk in known and not _same(bill, known[bill.pk], fields)]
    Bill.objects.bulk_create(added)
    if differs:
        Bill.objects.bulk_update(differs, fields)
    return Diff(len(added), len(differs), 0, [f"+ {bill.pk} {bill.title}" for bill in added[:SAMPLE]])


def _same(one: Bill, other: Bill, fields: list[str]) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in fields)


def _sponsorship(record: BillRecord, backer: Backer, people: dict[str, int]) -> Sponsorship:
    return Sponsorship(
        bill_id=record.id,
        person_id=people[backer.bioguide],
        role=backer.role,
        at=backer.at,
        withdrawn_at=backer.withdrawn_at,
    )


def _people(records: Iterable[BillRecord]) -> dict[str, int]:
    """Person by bioguide; a member who has left, and whom no list of officials holds, is added by name."""
    known = dict(Identifier.objects.filter(scheme="bioguide").values_list("value", "person_id"))
    for record in records:
        for backer in record.backers:
            if backer.bioguide not in known:
                known[backer.bioguide] = _former(backer).pk
    return known


def _former(backer: Backer) -> Person:
    name = f"{backer.given_name} {backer.family_name}".strip() or backer.name
    person = Person.objects.create(
        name=name,
        given_name=backer.given_name,
        family_name=backer.family_name,
        slug=f"{slugify(name)[:80]}-{backer.bioguide.lower()}",
        source=SOURCE,
    )
    Identifier.objects.create(person=person, scheme="bioguide", value=backer.bioguide)
    return person


def _votes(records: list[VoteRecord], diff: Diff) -> Diff:
    people = dict(Identifier.objects.filter(scheme="bioguide").values_list("value", "person_id"))
    calls = {record.roll_call: record for record in records}
    known_bills = set(Bill.objects.values_list("pk", flat=True))
    for record in calls.values():
        RollCall.objects.update_or_create(
            id=record.roll_call,
            defaults={
                "at": record.at,
                "question": record.question,
                "bill_id": record.bill if record.bill in known_bills else None,
            },
        )
    rows = {
        (r.roll_call, people[r.bioguide]): Vote(
            roll_call_id=r.roll_call, person_id=people[r.bioguide], option=r.option
        )
        for r in records
        if r.bioguide in people
    }
    stored = Vote.objects.filter(roll_call__in=list(calls))
    diff += merge(Vote, list(rows.values()), key=("roll_call_id", "person_id"), within=stored)
    return diff


BILLS = BillsLoader()
