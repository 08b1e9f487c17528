"""Who holds office today, as plain values: nothing here asks the database."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tocsin.officials import bodies


class HeldSeat(NamedTuple):
    body: str
    role: str
    division: str | None
    label: str


class Sitting(NamedTuple):
    """A place on a committee."""

    body: str
    name: str
    rank: int | None
    title: str
    leads: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A person in office. `office`, `role`, `body` and `division` are those of the first seat."""

    person_id: int
    slug: str
    name: str
    family_name: str
    office: str
    role: str
    body: str
    division: str | None
    state: str
    party: str
    short_name: str
    salutation: str
    initials: str
    title: str
    """What this member leads, as in “Speaker of the House”."""
    leads: bool
    seats: tuple[HeldSeat, ...]
    committees: tuple[Sitting, ...]
    portrait_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """No holders: vacant, or, where `known` is False, one of which nothing is known."""

    body: str
    role: str
    label: str
    division: str | None
    holders: tuple[Holder, ...]
    seats: int = 1
    known: bool = True

    @property
    def is_vacant(self) -> bool:
        return self.known and not self.holders


class Member(NamedTuple):
    rank: int | None
    title: str
    leads: bool
    holder: Holder

    @property
    def order(self) -> tuple[int, int, str, str]:
        """The chair before the ranking member, who has the first rank too."""
        own = self.rank if self.rank is not None else 9_999
        chairs = 0 if self.leads and self.title.startswith(("Chair", "Cochair", "Speaker")) else 1
        return own, chairs, self.holder.family_name, self.holder.name


class OrganizationFacts(NamedTuple):
    slug: str
    name: str
    kind: str
    parent: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """A picture of one day. `as_of` is the date of the official lists; None: none is loaded."""

    day: date
    as_of: date | None
    by_id: Mapping[int, Holder]
    by_slug: Mapping[str, Holder]
    organizations: Mapping[str, OrganizationFacts]
    seats: Mapping[str, list[Seat]]
    members: Mapping[str, list[Member]]
    words: Callable[[], list[tuple[str, Holder]]] = list
    """What `find` looks through; made when somebody searches."""

    def seats_of(self, division_id: str) -> list[Seat]:
        """All seats of exactly this division, in the order of `bodies.ORDER`."""
        return list(self.seats.get(division_id, ()))

    def members_of(self, org_slug: str) -> list[Holder]:
        """By rank, then by name; of a legislature, the members of its chambers."""
        return [member.holder for member in self.ranked(org_slug)]

    def ranked(self, org_slug: str) -> list[Member]:
        direct = self.members.get(org_slug)
        if direct is not None:
            return list(direct)
        known = self.organizations.get(org_slug)
        if known is None or known.kind != bodies.Kind.LEGISLATURE:
            return []
        parts = [part for part in self.organizations.values() if part.parent == org_slug]
        chambers = sorted(part.slug for part in parts if part.kind == bodies.Kind.CHAMBER)
        return [member for chamber in chambers for member in self.members.get(chamber, ())]

    def find(self, query: str) -> list[Holder]:
        """Whose name, other name, office, state or party has all these words, in whatever case and accents."""
        words = folded(query).split()
        return [holder for text, holder in self.words() if all(f" {word}" in text for word in words)]


def folded(text: str) -> str:
    """Small letters without accents and dots."""
    if text.isascii():
        return text.casefold().replace(".", "")
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return plain.casefold().replace(".", "").replace("’", "'")


def initials_of(name: str, family_name: str) -> str:
    """“Frank Pallone, Jr.” is FP."""
    words = [word for word in name.replace(".", ". ").split() if word[0].isalpha()]
    if not words:
        return name[:1]
    last = family_name if family_name and family_name in name else words[-1]
    return words[0][0] + last[0] if len(words) > 1 else words[0][0]


def in_order(seats: Iterable[Seat]) -> list[Seat]:
    return sorted(seats, key=lambda seat: (bodies.place_in_order(seat.body), seat.label))


def by_division(seats: Iterable[Seat]) -> dict[str, list[Seat]]:
    found: dict[str, list[Seat]] = defaultdict(list)
    for seat in in_order(seats):
        if seat.division:
            found[seat.division].append(seat)
    return dict(found)
