"""What a list of officials says, whichever its form: read from a file, not yet stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from tocsin.officials.bodies import Body, Office


class Name(NamedTuple):
    name: str
    language: str = ""
    note: str = ""


class Contact(NamedTuple):
    type: str
    value: str
    label: str = ""
    note: str = ""


@dataclass(slots=True, kw_only=True)
class Term:
    """In an office (which has a post), or in a body without one; `title` is what is led."""

    office: Office | None = None
    body: str = ""
    title: str = ""
    party: str = ""
    rank: int | None = None
    leads: bool = False
    start: date | None = None
    end: date | None = None
    salutation: str = ""
    short_name: str = ""

    @property
    def role(self) -> str:
        return self.office.role if self.office else self.title


@dataclass(slots=True, kw_only=True)
class PersonRecord:
    """`identifiers` has the one that the list itself goes by first."""

    name: str
    given_name: str = ""
    family_name: str = ""
    identifiers: list[tuple[str, str]] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    state: str = ""
    checked: date | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.identifiers[0]

    def add_identifier(self, scheme: str, value: object) -> None:
        pair = (scheme[:40], str(value).strip()[:200])
        if pair[1] and pair not in self.identifiers:
            self.identifiers.append(pair)

    def add_contact(self, type: str, value: object, label: str = "", note: str = "") -> None:
        text = " ".join(str(value or "").split())
        known = {(contact.type, contact.value) for contact in self.contacts}
        if type in ("url", "webform") and not text.startswith(("https://", "http://")):
            return
        if text and len(text) <= 320 and (type, text) not in known:
            self.contacts.append(Contact(type, text, label[:60], note[:200]))


@dataclass(slots=True, kw_only=True)
class Records:
    bodies: list[Body] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)
    people: list[PersonRecord] = field(default_factory=list)


def distinct_offices(offices: Iterable[Office]) -> dict[tuple[str, str, str | None], Office]:
    """By body, role and division; the one with more seats where two differ."""
    found: dict[tuple[str, str, str | None], Office] = {}
    for office in offices:
        key = (office.body, office.role, office.division)
        if key not in found or found[key].seats < office.seats:
            found[key] = office
    return found
