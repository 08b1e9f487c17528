"""The two sets of public data of this app, as `core.datasets` loads them."""

from __future__ import annotations

from pathlib import Path

from tocsin.core.datasets import Diff, Progress, Refused, Snapshot
from tocsin.officials import bodies, committees, congress, openstates
from tocsin.officials.models import Membership, Organization
from tocsin.officials.records import Records
from tocsin.officials.store import Store

CHUNK = 1_000
"""People who are put in place at once; progress is told after each."""
SHOWN = 20
"""Lines of what changed."""


class Officials:
    """Congress, the President and the Vice President; state legislators and executives where their list is there."""

    name, label, additive = "officials", "Officials", False

    def files(self, folder: Path) -> list[Path]:
        return congress.paths(folder) + openstates.paths(folder)

    def read(self, folder: Path, progress: Progress) -> Snapshot:
        warnings: list[str] = []
        as_of, federal = congress.read(folder, warnings)
        records = openstates.read(folder, federal, as_of, warnings, progress)
        records.people = [*federal, *records.people]
        records.offices = [*bodies.federal_offices(), *records.offices]
        records.bodies = [*bodies.FEDERAL, *records.bodies]
        source = "unitedstates/congress-legislators" + (
            ", openstates/people" if openstates.paths(folder) else ""
        )
        return Snapshot(
            as_of=as_of, rows=len(records.people), source=source, payload=records, warnings=warnings
        )

    def apply(self, snapshot: Snapshot, progress: Progress) -> Diff:
        return _put(self.name, snapshot, progress)


class Committees:
    """The committees and subcommittees of Congress. Their members must be known already."""

    name, label, additive = "committees", "Committees", False

    def files(self, folder: Path) -> list[Path]:
        return committees.paths(folder)

    def read(self, folder: Path, progress: Progress) -> Snapshot:
        warnings: list[str] = []
        as_of, records = committees.read(folder, warnings)
        rows = sum(len(person.terms) for person in records.people)
        return Snapshot(
            as_of=as_of,
            rows=rows,
            source="unitedstates/congress-legislators",
            payload=records,
            warnings=warnings,
        )

    def apply(self, snapshot: Snapshot, progress: Progress) -> Diff:
        if not Membership.objects.filter(source=OFFICIALS.name).exists():
            raise Refused("committees: load the officials first: tocsin data sync officials committees")
        diff = _put(self.name, snapshot, progress, may_create=False)
        gone = Organization.objects.filter(source=self.name, end_date=None)
        gone = gone.exclude(slug__in=[body.slug for body in snapshot.payload.bodies])
        diff.removed += gone.update(end_date=snapshot.as_of)
        return diff


def _put(source: str, snapshot: Snapshot, progress: Progress, *, may_create: bool = True) -> Diff:
    records: Records = snapshot.payload
    store = Store(source=source, as_of=snapshot.as_of, may_create=may_create, warnings=snapshot.warnings)
    diff = store.put(Records(bodies=records.bodies, offices=records.offices))
    for start in range(0, len(records.people), CHUNK):
        progress(start, len(records.people))
        diff += store.put(Records(people=records.people[start : start + CHUNK]))
    left = store.leave()
    left.notes += diff.notes
    left += Diff(diff.added, diff.changed, diff.removed)
    diff = left
    progress(len(records.people), len(records.people))
    diff.notes = diff.notes[:SHOWN]
    return diff


OFFICIALS, COMMITTEES = Officials(), Committees()
