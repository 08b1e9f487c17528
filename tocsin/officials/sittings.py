"""Puts the picture of a day together from six queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import NamedTuple

from tocsin.core import datasets
from tocsin.officials import addressing, bodies, holders
from tocsin.officials.holders import HeldSeat, Holder, Member, OrganizationFacts, Roster, Seat, Sitting
from tocsin.officials.models import Membership, Organization, Post
from tocsin.people.models import OtherName, Person
from tocsin.places import ocd

COMMITTEES = (bodies.Kind.COMMITTEE, bodies.Kind.SUBCOMMITTEE)
WITH_A_PARTY_OF_ONE_WORD = " Party"


class PersonRow(NamedTuple):
    id: int
    slug: str
    name: str
    family_name: str
    portrait_id: int | None


class PostRow(NamedTuple):
    id: int
    organization_id: int
    role: str
    label: str
    division_id: str | None
    seats: int


class MemberRow(NamedTuple):
    id: int
    person_id: int
    organization_id: int | None
    post_id: int | None
    role: str
    party_id: int | None
    rank: int | None
    leads: bool
    salutation: str
    short_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    people: list[PersonRow]
    posts: dict[int, PostRow]
    organizations: dict[int, OrganizationFacts]
    memberships: dict[int, list[MemberRow]]
    """By person."""
    lapsed: set[int]
    """Posts whose last holder's term ran out after the lists were made: who sits there now is not known."""
    other_names: dict[int, list[str]]


def roster_of(day: date) -> Roster:
    as_of = datasets.as_of("officials")
    rows = _rows(day, as_of)
    people = {row.id: holder for row in rows.people if (holder := _holder(row, rows))}
    return Roster(
        day=day,
        as_of=as_of,
        by_id=people,
        by_slug={holder.slug: holder for holder in people.values()},
        organizations={facts.slug: facts for facts in rows.organizations.values()},
        seats=holders.by_division(_seats(rows, people)),
        members=_members(rows, people),
        words=cache(partial(_words, rows.other_names, people)),
    )


def _rows(day: date, as_of: date | None) -> Rows:
    by_person: dict[int, list[MemberRow]] = defaultdict(list)
    for row in map(
        MemberRow._make, Membership.objects.on(day).order_by("pk").values_list(*MemberRow._fields)
    ):
        by_person[row.person_id].append(row)
    posts = map(PostRow._make, Post.objects.on(day).values_list(*PostRow._fields))
    return Rows(
        people=list(map(PersonRow._make, Person.objects.values_list(*PersonRow._fields))),
        posts={row.id: row for row in posts},
        organizations=_organizations(),
        memberships=by_person,
        lapsed=set(_lapsed(day, as_of)),
        other_names=_other_names(day),
    )


def _organizations() -> dict[int, OrganizationFacts]:
    rows = Organization.objects.values_list("pk", "slug", "name", "classification", "parent__slug", "code")
    return {
        pk: OrganizationFacts(slug, name, kind, parent or "", code)
        for pk, slug, name, kind, parent, code in rows
    }


def _lapsed(day: date, as_of: date | None) -> Iterable[int]:
    if as_of is None:
        return ()
    ended = Membership.objects.exclude(post=None).filter(end_date__gt=as_of, end_date__lte=day)
    return ended.values_list("post_id", flat=True)


def _other_names(day: date) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for person, name in OtherName.objects.values_list("person_id", "name"):
        found[person].append(name)
    return found


def _holder(person: PersonRow, rows: Rows) -> Holder | None:
    mine = rows.memberships.get(person.id, [])
    offices = sorted((row for row in mine if not _is_committee(row, rows)), key=lambda row: _order(row, rows))
    if not mine:
        return None
    seats = tuple(_seat(row, rows) for row in offices)
    first, seat = offices[0] if offices else None, seats[0] if seats else HeldSeat("", "", None, "")
    form = addressing.form_of(seat.role, name=person.name, family_name=person.family_name)
    return Holder(
        person_id=person.id,
        slug=person.slug,
        name=person.name,
        family_name=person.family_name,
        office=seat.label,
        role=seat.role,
        body=seat.body,
        division=seat.division,
        state=bodies.state_of(seat.division),
        party=_party(mine, rows),
        short_name=(first.short_name if first else "") or form.short_name,
        salutation=(first.salutation if first else "") or form.salutation,
        initials=holders.initials_of(person.name, person.family_name),
        title=next((row.role for row in offices if row.leads), ""),
        leads=any(row.leads for row in offices),
        seats=seats,
        committees=tuple(_sitting(row, rows) for row in mine if _is_committee(row, rows)),
        portrait_id=person.portrait_id,
    )


def _is_committee(row: MemberRow, rows: Rows) -> bool:
    return row.organization_id is not None and rows.organizations[row.organization_id].kind in COMMITTEES


def _order(row: MemberRow, rows: Rows) -> tuple[bool, int, int]:
    return row.post_id is None, bodies.place_in_order(_body(row, rows)), row.id


def _body(row: MemberRow, rows: Rows) -> str:
    post = rows.posts.get(row.post_id) if row.post_id else None
    organization = post.organization_id if post else row.organization_id
    return rows.organizations[organization].slug if organization else ""


def _seat(row: MemberRow, rows: Rows) -> HeldSeat:
    post, body = rows.posts.get(row.post_id) if row.post_id else None, _body(row, rows)
    if post:
        return HeldSeat(body, post.role, post.division_id, post.label)
    name = rows.organizations[row.organization_id].name if row.organization_id else ""
    return HeldSeat(body, row.role, None, row.role or name)


def _party(mine: list[MemberRow], rows: Rows) -> str:
    party = next((row.party_id for row in mine if row.party_id), None)
    return rows.organizations[party].name.removesuffix(WITH_A_PARTY_OF_ONE_WORD) if party else ""


def _sitting(row: MemberRow, rows: Rows) -> Sitting:
    body = rows.organizations[row.organization_id or 0]
    return Sitting(body.slug, body.name, row.rank, row.role, row.leads)


def _seats(rows: Rows, people: dict[int, Holder]) -> Iterable[Seat]:
    sitting: dict[int, dict[int, Holder]] = defaultdict(dict)
    for row in (row for mine in rows.memberships.values() for row in mine if row.post_id):
        sitting[row.post_id or 0][row.person_id] = people[row.person_id]
    for post in rows.posts.values():
        held = sorted(sitting.get(post.id, {}).values(), key=lambda holder: (holder.family_name, holder.name))
        yield Seat(
            body=rows.organizations[post.organization_id].slug,
            role=post.role,
            label=post.label,
            division=post.division_id,
            holders=tuple(held),
            seats=max(post.seats, len(held)),
            known=bool(held) or post.id not in rows.lapsed,
        )


def _members(rows: Rows, people: dict[int, Holder]) -> dict[str, list[Member]]:
    found: dict[str, dict[int, Member]] = defaultdict(dict)
    for mine in rows.memberships.values():
        for row in mine:
            body = _body(row, rows)
            if body:
                member = Member(row.rank, row.role, row.leads, people[row.person_id])
                found[body].setdefault(row.person_id, member)
    return {body: sorted(members.values(), key=lambda m: m.order) for body, members in found.items()}


def _words(other_names: dict[int, list[str]], people: dict[int, Holder]) -> list[tuple[str, Holder]]:
    found = []
    for holder in sorted(
        people.values(), key=lambda h: (bodies.place_in_order(h.body), h.family_name, h.name)
    ):
        district = ocd.short_name(holder.division) if holder.division else ""
        parts = [holder.name, *other_names.get(holder.person_id, ()), holder.office, holder.title]
        text = holders.folded(" ".join([*parts, holder.state, district, holder.party]))
        found.append((f" {text}", holder))
    return found
