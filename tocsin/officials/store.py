"""Puts records in place. Rows of this source are its own; what editors and other sources made stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from tocsin.core.datasets import BATCH, SAMPLE, Diff
from tocsin.officials import identity
from tocsin.officials.bodies import Body, Office
from tocsin.officials.models import ContactDetail, Membership, Organization, Post
from tocsin.officials.records import PersonRecord, Records, Term, distinct_offices
from tocsin.officials.rows import analyze, differ, ensure_divisions, upsert
from tocsin.people.models import Identifier, OtherName, Person

MEMBERSHIP = ("post_id", "organization_id", "role", "party_id", "rank", "leads", "start_date", "end_date")
OVERRIDES = ("salutation", "short_name", "source")
PERSON = ("name", "given_name", "family_name")
BODY = ("name", "classification", "parent_id", "division_id", "url", "code", "end_date")
OfficeKey = tuple[str, str, str | None]


@dataclass(slots=True, kw_only=True)
class Store:
    """`put` any number of parts, then `leave`: who was in none of them holds office no longer."""

    source: str
    as_of: date
    may_create: bool = True
    """Whether people who are not known yet are new people, or a mistake."""
    warnings: list[str] = field(default_factory=list)
    _bodies: dict[str, int] = field(default_factory=dict)
    _posts: dict[OfficeKey, int] = field(default_factory=dict)
    _met: set[int] = field(default_factory=set)
    _reached: set[int] = field(default_factory=set)
    _seen: set[int] = field(default_factory=set)

    def put(self, records: Records) -> Diff:
        self._know_bodies(records)
        diff = self._put_bodies(records.bodies)
        diff += self._put_posts(distinct_offices(records.offices))
        diff += self._put_people(records.people)
        return diff

    # --- Bodies and posts --------------------------------------------------------------------------------------

    def _know_bodies(self, records: Records) -> None:
        terms = [term for person in records.people for term in person.terms]
        slugs = {office.body for office in records.offices} | {body.parent for body in records.bodies}
        slugs |= {term.body for term in terms} | {identity.party_slug(term.party) for term in terms}
        slugs |= {term.office.body for term in terms if term.office}
        known = Organization.objects.filter(slug__in=slugs - self._bodies.keys() - {""})
        self._bodies |= dict(known.values_list("slug", "pk"))
        parties = {term.party for term in terms if term.party}
        new = [name for name in sorted(parties) if identity.party_slug(name) not in self._bodies]
        self._put_bodies(Body(slug=identity.party_slug(name), name=name, kind="party") for name in new)

    def _put_bodies(self, bodies: Iterable[Body]) -> Diff:
        diff = Diff()
        listed = list(bodies)
        ensure_divisions(body.division for body in listed)
        for level in (
            [body for body in listed if not body.parent],
            [body for body in listed if body.parent in self._bodies],
            [body for body in listed if body.parent and body.parent not in self._bodies],
        ):
            diff += self._put_level(level)
        return diff

    def _put_level(self, bodies: Sequence[Body]) -> Diff:
        stored = {row.slug: row for row in Organization.objects.filter(slug__in=[b.slug for b in bodies])}
        wanted = {body.slug: self._organization(body) for body in bodies}
        diff = upsert(Organization, wanted, stored, BODY, source=self.source)
        self._bodies |= {slug: row.pk for slug, row in wanted.items()}
        return diff

    def _organization(self, body: Body) -> Organization:
        return Organization(
            slug=body.slug,
            name=body.name,
            classification=body.kind,
            parent_id=self._bodies.get(body.parent) if body.parent else None,
            division_id=body.division,
            url=body.url,
            code=body.code,
            source=self.source,
        )

    def _put_posts(self, offices: Mapping[OfficeKey, Office]) -> Diff:
        ensure_divisions(office.division for office in offices.values())
        names = {pk: slug for slug, pk in self._bodies.items()}
        found = Post.objects.filter(organization_id__in={self._bodies[o.body] for o in offices.values()})
        found = found.filter(role__in={office.role for office in offices.values()})
        stored = {(names[row.organization_id], row.role, row.division_id): row for row in found}
        wanted = {key: self._post(office, stored.get(key)) for key, office in offices.items()}
        diff = upsert(Post, wanted, stored, ("label", "seats"), source=self.source)
        self._posts |= {key: row.pk for key, row in wanted.items()}
        return diff

    def _post(self, office: Office, stored: Post | None) -> Post:
        return Post(
            organization_id=self._bodies[office.body],
            role=office.role,
            label=office.label[:200],
            division_id=office.division,
            seats=max(office.seats, stored.seats if stored else 1),
            source=self.source,
        )

    # --- People ------------------------------------------------------------------------------------------------

    def _put_people(self, records: Sequence[PersonRecord]) -> Diff:
        records = identity.listed_once(records, self.warnings)
        people, stored = identity.who_is_who(records)
        if not self.may_create:
            self.warnings += [f"{r.name}: left out, not known here" for r in records if id(r) not in people]
            records = [record for record in records if id(record) in people]
        new = {id(record): self._person(record) for record in records if id(record) not in people}
        identity.give_slugs(records, new)
        known = {key: stored[person] for key, person in people.items()}
        wanted = {id(r): new.get(id(r)) or self._person(r) for r in records}
        diff = upsert(Person, wanted, known, PERSON, source=self.source)
        ids = {key: row.pk for key, row in wanted.items()}
        self._put_names(records, ids)
        diff += self._put_contacts(records, ids)
        diff += self._put_terms(records, ids)
        return diff

    def _person(self, record: PersonRecord) -> Person:
        return Person(
            name=record.name[:200],
            given_name=record.given_name[:100],
            family_name=record.family_name[:100],
            source=self.source,
        )

    def _put_names(self, records: Sequence[PersonRecord], ids: Mapping[int, int]) -> None:
        mine = list(ids.values())
        known = set(Identifier.objects.filter(person_id__in=mine).values_list("scheme", "value"))
        rows = [(ids[id(r)], pair) for r in records for pair in r.identifiers if pair not in known]
        new = [Identifier(person_id=person, scheme=scheme, value=value) for person, (scheme, value) in rows]
        Identifier.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
        called = set(OtherName.objects.filter(person_id__in=mine).values_list("person_id", "name"))
        others = {(ids[id(r)], n.name[:200]): n for r in records for n in r.names}
        names = [
            OtherName(person_id=person, name=name, language=n.language, note=n.note)
            for (person, name), n in others.items()
            if (person, name) not in called
        ]
        OtherName.objects.bulk_create(names, batch_size=BATCH)

    def _put_contacts(self, records: Sequence[PersonRecord], ids: Mapping[int, int]) -> Diff:
        mine = ContactDetail.objects.filter(source=self.source, person_id__in=list(ids.values()))
        stored = {(row.person_id, row.type, row.value): row for row in mine}
        wanted = {
            (ids[id(r)], c.type, c.value): self._contact(ids[id(r)], c, r.checked or self.as_of)
            for r in records
            for c in r.contacts
        }
        diff = upsert(ContactDetail, wanted, stored, ("label", "note"), source=self.source)
        for day in {row.checked_at for row in wanted.values()}:
            checked = [row.pk for row in wanted.values() if row.checked_at == day]
            ContactDetail.objects.filter(pk__in=checked).exclude(checked_at=day).update(checked_at=day)
        self._met |= set(ids.values())
        self._reached |= {row.pk for row in wanted.values()}
        return diff

    def _contact(self, person: int, contact: Any, day: date) -> ContactDetail:
        return ContactDetail(person_id=person, checked_at=day, source=self.source, **contact._asdict())

    # --- Who sits where ----------------------------------------------------------------------------------------

    def _put_terms(self, records: Sequence[PersonRecord], ids: Mapping[int, int]) -> Diff:
        stored: dict[int, list[Membership]] = {}
        for row in Membership.objects.filter(
            Q(source=self.source) | Q(source=""), person_id__in=list(ids.values())
        ):
            stored.setdefault(row.person_id, []).append(row)
        new, changed = [], []
        for record in records:
            person = ids[id(record)]
            mine = stored.get(person, [])
            for term in record.terms:
                row = self._membership(person, term)
                was = identity.same_term(row, term, mine)
                if was is None:
                    new.append(row)
                    continue
                mine.remove(was)
                self._seen.add(was.pk)
                row.pk = was.pk
                row.salutation = row.salutation or was.salutation
                row.short_name = row.short_name or was.short_name
                if differ(row, was, (*MEMBERSHIP, *OVERRIDES)):
                    changed.append(row)
        Membership.objects.bulk_create(new, batch_size=BATCH)
        Membership.objects.bulk_update(changed, [*MEMBERSHIP, *OVERRIDES], batch_size=BATCH // 4)
        self._seen |= {row.pk for row in new}
        return Diff(len(new), len(changed))

    def _membership(self, person: int, term: Term) -> Membership:
        office = term.office
        return Membership(
            person_id=person,
            post_id=self._posts[office.body, office.role, office.division] if office else None,
            organization_id=self._bodies.get(office.body if office else term.body),
            role=term.title[:200],
            party_id=self._bodies[identity.party_slug(term.party)] if term.party else None,
            rank=term.rank,
            leads=term.leads,
            start_date=term.start,
            end_date=term.end,
            salutation=term.salutation[:200],
            short_name=term.short_name[:100],
            source=self.source,
        )

    def leave(self) -> Diff:
        """The record of who left stays; the office ends on the day of the list."""
        open_ = Membership.objects.filter(Q(end_date=None) | Q(end_date__gt=self.as_of), source=self.source)
        rows = open_.values_list("pk", "person__name", "role", "post__label", "organization__name")
        gone = [
            (pk, f"- {name}, {label or role or body}")
            for pk, name, role, label, body in rows
            if pk not in self._seen
        ]
        for start in range(0, len(gone), BATCH):
            part = [pk for pk, _ in gone[start : start + BATCH]]
            Membership.objects.filter(pk__in=part).update(end_date=self.as_of)
        contacts = self._drop_contacts()
        analyze()
        return Diff(removed=len(gone) + contacts, notes=[note for _, note in gone[:SAMPLE]])

    def _drop_contacts(self) -> int:
        """Ways to reach those who are still there that the list no longer has."""
        rows = ContactDetail.objects.filter(source=self.source).values_list("pk", "person_id").iterator()
        gone = [pk for pk, person in rows if person in self._met and pk not in self._reached]
        for start in range(0, len(gone), BATCH):
            ContactDetail.objects.filter(pk__in=gone[start : start + BATCH]).delete()
        return len(gone)
