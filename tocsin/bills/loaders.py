"""Bills and recorded votes as one of the public data sets: what `tocsin data sync bills` loads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db.models import F
from django.utils.timezone import now

from tocsin.bills.models import Bill, RollCall, Vote
from tocsin.bills.readers import VoteRecord, document, read_bill, read_votes
from tocsin.bills.storing import Tally, store
from tocsin.core import datasets
from tocsin.core.datasets import Diff, Missing, Progress, Refused, Snapshot, merge
from tocsin.core.models import Dataset
from tocsin.people.models import Identifier

NAME, SOURCE = "bills", "GovInfo BILLSTATUS, Congress.gov"


@dataclass(frozen=True, slots=True)
class Read:
    """The files to take, each read once and found sound: the records of many bills are not held at once."""

    bills: list[Path]
    votes: list[VoteRecord]


class BillsLoader:
    name = NAME
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
        bills: dict[str, tuple[datetime, Path]] = {}
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
            if record.id not in bills or bills[record.id][0] < record.updated:
                bills[record.id] = record.updated, path
        if not bills:
            raise Refused(warnings[0] if warnings else "bills: nothing could be read")
        newest = max(updated for updated, _ in bills.values())
        taken = [path for _, path in bills.values()]
        return Snapshot(
            as_of=newest.date(), rows=len(bills), source=SOURCE, payload=Read(taken, votes), warnings=warnings
        )

    def apply(self, snapshot: Snapshot, progress: Progress) -> Diff:
        read: Read = snapshot.payload
        tally = store((document(path) for path in read.bills), _changed_meanwhile)
        diff = Diff(tally.added + tally.backed, tally.changed + tally.moved, 0, tally.notes)
        return _votes(read.votes, diff)


def _changed_meanwhile(problem: Refused, named: bool) -> None:
    raise problem


def note(tally: Tally) -> None:
    """Tells caches and pages that bills came in beside the data set's own files. Call it in the transaction."""
    if not (tally.added or tally.changed):
        return
    known, _ = Dataset.objects.get_or_create(name=NAME)
    newest = max((day for day in (known.as_of, tally.newest) if day), default=None)
    Dataset.objects.filter(pk=NAME).update(
        version=F("version") + 1,
        as_of=newest,
        source=known.source or SOURCE,
        rows=Bill.objects.exclude(as_of=None).count(),
        loaded_at=now(),
    )
    datasets.forget()


def _votes(records: Iterable[VoteRecord], diff: Diff) -> Diff:
    records = list(records)
    people = dict(Identifier.objects.filter(scheme="bioguide").values_list("value", "person_id"))
    calls = {record.roll_call: record for record in records}
    known_bills = set(
        Bill.objects.filter(pk__in={r.bill for r in calls.values()}).values_list("pk", flat=True)
    )
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
