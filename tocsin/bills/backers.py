"""Who stands behind bills: joined to the people that are known, by bioguide id alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.text import slugify

from tocsin.bills.models import Sponsorship
from tocsin.bills.names import parts
from tocsin.bills.records import Backer, BillRecord
from tocsin.core.datasets import BATCH
from tocsin.people.models import Identifier, Person

SOURCE = "bills"
FIELDS = ["at", "withdrawn_at", "original", "missing_since"]

Key = tuple[int, str, date | None]
Row = tuple[str, int, str, date | None, date | None, bool]
COLUMNS = "bill_id, person_id, role, at, withdrawn_at, original"
"""Of a new row. No models are made of them: a Congress has hundreds of thousands."""


def known_people() -> dict[str, int]:
    return dict(Identifier.objects.filter(scheme="bioguide").values_list("value", "person_id"))


def add_former(records: Iterable[BillRecord], people: dict[str, int]) -> None:
    """A member who has left, and whom no list of officials holds, is added by the name in the record."""
    new = {b.bioguide: b for record in records for b in record.backers if b.bioguide not in people}
    for bioguide, backer in new.items():
        people[bioguide] = _former(backer).pk


def _former(backer: Backer) -> Person:
    given, family = parts(backer.name, backer.given_name, backer.family_name)
    name = f"{given} {family}".strip() or backer.name
    person = Person.objects.create(
        name=name[:200],
        given_name=given[:100],
        family_name=family[:100],
        slug=f"{slugify(name)[:80]}-{backer.bioguide.lower()}",
        source=SOURCE,
    )
    Identifier.objects.create(person=person, scheme="bioguide", value=backer.bioguide)
    return person


def settle(records: list[BillRecord], people: dict[str, int]) -> tuple[list[Row], int]:
    """The rows to add, and how many it changed. Nobody is removed: who vanished is marked.

    A record sometimes loses cosponsors for a day. Who is missing is listed until a later record confirms it,
    and comes back unmarked.
    """
    stored: dict[str, list[Sponsorship]] = {record.id: [] for record in records}
    for row in Sponsorship.objects.filter(bill__in=list(stored)):
        stored[row.bill_id].append(row)
    added: list[Row] = []
    changed: list[Sponsorship] = []
    for record in records:
        _settle(record, stored[record.id], people, added, changed)
    Sponsorship.objects.bulk_update(changed, FIELDS, batch_size=BATCH // 4)
    return added, len(changed)


def _settle(
    record: BillRecord,
    stored: list[Sponsorship],
    people: dict[str, int],
    added: list[Row],
    changed: list[Sponsorship],
) -> None:
    wanted: dict[Key, Backer] = {(people[b.bioguide], b.role, b.at): b for b in record.backers}
    old = {(row.person_id, row.role, row.at): row for row in stored}
    gone = {key[:2]: row for key, row in old.items() if key not in wanted}
    for key, backer in wanted.items():
        row = old.get(key) or gone.pop(key[:2], None)  # the second: its date was corrected
        if row is None:
            added.append((record.id, *key, backer.withdrawn_at, backer.original))
        elif _differs(row, backer):
            row.at, row.withdrawn_at, row.original = backer.at, backer.withdrawn_at, backer.original
            row.missing_since = None
            changed.append(row)
    for row in gone.values():
        if row.missing_since is None and row.withdrawn_at is None:
            row.missing_since = record.as_of
            changed.append(row)


def _differs(row: Sponsorship, backer: Backer) -> bool:
    stored = (row.at, row.withdrawn_at, row.original, row.missing_since)
    return stored != (backer.at, backer.withdrawn_at, backer.original, None)
