"""Officials from YAML in Popolo's shape (popoloproject.com): persons, organizations, posts, memberships."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tocsin.core.datasets import Refused
from tocsin.officials.bodies import Body, Office
from tocsin.officials.congress import load_yaml
from tocsin.officials.models import ContactDetail
from tocsin.officials.problems import Problems
from tocsin.officials.records import Name, PersonRecord, Records, Term
from tocsin.officials.tabular import WEB, body_slug, office_of, own_identifier

LISTS = ("persons", "organizations", "posts", "memberships")
TYPES = frozenset(ContactDetail.Type.values)
SAME_TYPE = {"phone": "voice", "telephone": "voice", "cell": "voice", "website": "url"}
Entry = Mapping[str, Any]


def read(path: Path, source: str, problems: Problems) -> Iterator[Records]:
    data = load_yaml(path)
    if not isinstance(data, Mapping):
        raise Refused(f"{path.name}: must have lists named {', '.join(LISTS)}")
    for name in data:
        if name not in LISTS:
            problems.add(str(name), f"unknown; known are {', '.join(LISTS)}")
    yield _Document(data, source, problems).records()


@dataclass(slots=True)
class _Document:
    data: Entry
    source: str
    problems: Problems

    def records(self) -> Records:
        bodies = {_key(entry): body for entry, body in self._bodies()}
        self._parents(bodies)
        offices = {_key(entry): office for entry, office in self._posts(bodies)}
        people = {_key(entry): person for entry, person in self._people()}
        for place, entry in self._list("memberships"):
            person = people.get(str(entry.get("person_id")))
            if person is None:
                self.problems.add(place, f"person_id “{entry.get('person_id')}” is not among the persons")
                continue
            person.terms.append(self._term(place, entry, bodies, offices))
        self._identify(people)
        found = [term.office for person in people.values() for term in person.terms if term.office]
        return Records(
            bodies=list(bodies.values()),
            offices=list(dict.fromkeys([*offices.values(), *found])),
            people=list(people.values()),
        )

    def _list(self, name: str) -> Iterator[tuple[str, Entry]]:
        found = self.data.get(name) or []
        if not isinstance(found, list):
            self.problems.add(name, "must be a list")
            return
        for n, entry in enumerate(found):
            if isinstance(entry, Mapping):
                yield f"{name}[{n}]", entry
            else:
                self.problems.add(f"{name}[{n}]", "must be an object")

    def _text(self, place: str, entry: Entry, name: str, longest: int, *, needed: bool = False) -> str:
        text = self.problems.text(place, name, entry.get(name), longest)
        if needed and not text:
            self.problems.add(place, f"{name} is needed")
        return text

    # --- Organizations and posts -------------------------------------------------------------------------------

    def _bodies(self) -> Iterator[tuple[Entry, Body]]:
        for place, entry in self._list("organizations"):
            name = self._text(place, entry, "name", 300, needed=True)
            kind = self.problems.kind(place, self._text(place, entry, "classification", 20))
            division = self.problems.division(place, self._text(place, entry, "area_id", 150))
            url = self.problems.url(place, "url", self._text(place, entry, "url", 300))
            yield entry, Body(slug=body_slug(name), name=name, kind=kind, division=division, url=url)

    def _parents(self, bodies: dict[str, Body]) -> None:
        for place, entry in self._list("organizations"):
            parent = str(entry.get("parent_id") or "")
            if parent in bodies:
                bodies[_key(entry)] = replace(bodies[_key(entry)], parent=bodies[parent].slug)
            elif parent:
                self.problems.add(place, f"parent_id “{parent}” is not among the organizations")

    def _posts(self, bodies: dict[str, Body]) -> Iterator[tuple[Entry, Office]]:
        for place, entry in self._list("posts"):
            body = bodies.get(str(entry.get("organization_id")))
            role = self._text(place, entry, "role", 100, needed=True)
            division = self.problems.division(place, self._text(place, entry, "area_id", 150))
            label = self._text(place, entry, "label", 200)
            office = office_of(body, role, division)
            if body is None:
                name = entry.get("organization_id")
                self.problems.add(place, f"organization_id “{name}” is not among the organizations")
            elif office:
                yield entry, replace(office, label=label or office.label)

    def _term(self, place: str, entry: Entry, bodies: dict[str, Body], offices: dict[str, Office]) -> Term:
        start = self.problems.day(place, "start_date", entry.get("start_date"))
        end = self.problems.day(place, "end_date", entry.get("end_date"))
        self.problems.order(place, start, end)
        for name, known in (("organization_id", bodies), ("post_id", offices), ("on_behalf_of_id", bodies)):
            if entry.get(name) and str(entry[name]) not in known:
                self.problems.add(place, f"{name} “{entry[name]}” is not in the file")
        role = self._text(place, entry, "role", 100)
        body = bodies.get(str(entry.get("organization_id")))
        office = offices.get(str(entry.get("post_id"))) or office_of(body, role, None)
        party = bodies.get(str(entry.get("on_behalf_of_id")))
        if not (office or body or role or entry.get("post_id")):
            self.problems.add(place, "a post_id, an organization_id or a role is needed")
        return Term(
            office=office,
            body=body.slug if body else "",
            title="" if office else role,
            party=party.name if party else "",
            start=start,
            end=end,
            salutation=self._text(place, entry, "salutation", 200),
            short_name=self._text(place, entry, "short_name", 100),
        )

    # --- Persons -----------------------------------------------------------------------------------------------

    def _people(self) -> Iterator[tuple[Entry, PersonRecord]]:
        for place, entry in self._list("persons"):
            record = PersonRecord(
                name=self._text(place, entry, "name", 200, needed=True),
                given_name=self._text(place, entry, "given_name", 100),
                family_name=self._text(place, entry, "family_name", 100),
            )
            for other in _entries(entry, "identifiers"):
                pair = f"{other.get('scheme', '')}:{other.get('identifier', '')}"
                if found := self.problems.identifier(place, pair):
                    record.add_identifier(*found)
            record.names = [self._name(place, other) for other in _entries(entry, "other_names")]
            self._contacts(place, entry, record)
            yield entry, record

    def _name(self, place: str, other: Entry) -> Name:
        language, note = (str(other.get(part) or "") for part in ("language", "note"))
        return Name(self._text(place, other, "name", 200, needed=True), language[:10], note[:100])

    def _contacts(self, place: str, entry: Entry, record: PersonRecord) -> None:
        if email := self._text(place, entry, "email", 320):
            record.add_contact("email", self.problems.email(place, email))
        for contact in _entries(entry, "contact_details"):
            kind, value = (
                str(contact.get("type") or ""),
                self._text(place, contact, "value", 320, needed=True),
            )
            kind = SAME_TYPE.get(kind, kind)
            if kind not in TYPES:
                self.problems.add(place, f"type “{kind}” is unknown; known are {', '.join(sorted(TYPES))}")
            elif kind == "email":
                self.problems.email(place, value)
            elif kind in WEB:
                self.problems.url(place, kind, value)
            record.add_contact(kind, value, str(contact.get("label") or ""), str(contact.get("note") or ""))
        for link in _entries(entry, "links"):
            record.add_contact("url", self.problems.url(place, "url", str(link.get("url") or "")))

    def _identify(self, people: dict[str, PersonRecord]) -> None:
        for key, record in people.items():
            if not record.identifiers:
                record.add_identifier(*own_identifier(self.source, record.name, key))


def _key(entry: Entry) -> str:
    return str(entry.get("id") or entry.get("name"))


def _entries(entry: Entry, name: str) -> list[Entry]:
    found = entry.get(name) or []
    return [part for part in found if isinstance(part, Mapping)] if isinstance(found, list) else []
