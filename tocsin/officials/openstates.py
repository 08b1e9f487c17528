"""Reads openstates/people (CC0): state legislators and executives. Members of Congress only gain identifiers."""

from __future__ import annotations

import re
import tarfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tocsin.core.datasets import Progress, Refused
from tocsin.officials import bodies
from tocsin.officials.congress import NETWORKS, SOURCE, date_of, day_of
from tocsin.officials.records import Name, PersonRecord, Records, Term

FOLDER = "openstates-people"
LARGEST = 1_000_000
"""Bytes of one record; a larger one is no record."""
OFFICES = {"capitol": "Capitol office", "district": "District office", "primary": "Office"}
"""Which addresses are public offices. Homes are left out."""
WEBFORM = re.compile(r"\b(contact|webform)", re.IGNORECASE)
WEBSITE = re.compile(r"^$|\b(homepage|website)", re.IGNORECASE)
JURISDICTION = re.compile(r"country:us/(?:state|district|territory):([a-z]{2})/")
NO_PARTY = ("Nonpartisan",)
STEP = 100


class Member(NamedTuple):
    path: str
    text: bytes


def paths(folder: Path) -> list[Path]:
    place = folder / FOLDER
    return sorted(place.glob("*.tar.gz")) + ([place / SOURCE] if (place / SOURCE).is_file() else [])


def read(
    folder: Path, federal: list[PersonRecord], as_of: date, warnings: list[str], progress: Progress
) -> Records:
    """State officials as of the list's own date. `federal` is changed in place."""
    found, day = Records(), date_of(folder / FOLDER) or as_of
    by_bioguide = {record.key[1]: record for record in federal}
    idle: list[str] = []
    files = [member for path in paths(folder) if path.name.endswith(".gz") for member in _members(path)]
    for done, file in enumerate(files):
        if done % STEP == 0:
            progress(done, len(files))
        data = _parsed(file, warnings)
        if data is None:
            continue
        if "/us/" in file.path:
            _join(data, by_bioguide)
            continue
        record = _guarded(data, file.path, day, warnings)
        if record and record.terms:
            found.people.append(record)
        elif record:
            idle.append(record.name)
    if idle:
        warnings.append(f"{len(idle)} left out, without an office on {day}: {', '.join(sorted(idle))}")
    found.offices = _with_seats(found.people)
    found.bodies = _bodies(found.people)
    return found


def _members(path: Path) -> Iterator[Member]:
    try:
        with tarfile.open(path, "r:gz") as archive:
            for entry in archive:
                wanted = (
                    entry.isfile()
                    and entry.name.endswith((".yml", ".yaml"))
                    and "/municipalities/" not in entry.name
                    and "/retired/" not in entry.name
                )
                file = archive.extractfile(entry) if wanted and entry.size <= LARGEST else None
                if file:
                    yield Member(entry.name, file.read())
    except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
        raise Refused(f"{path.name}: cannot be read to its end ({error}); the file looks cut off") from error


def _parsed(file: Member, warnings: list[str]) -> Mapping[str, Any] | None:
    try:
        data = yaml.load(file.text, yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError):
        data = None
    if isinstance(data, Mapping):
        return data
    warnings.append(f"{file.path}: left out, cannot be read")
    return None


def _join(data: Mapping[str, Any], by_bioguide: Mapping[str, PersonRecord]) -> None:
    others = [(other.get("scheme"), other.get("identifier")) for other in data.get("other_identifiers", [])]
    record = next(
        (by_bioguide[value] for scheme, value in others if scheme == "bioguide" and value in by_bioguide),
        None,
    )
    if record:
        record.add_identifier("openstates", data["id"])


def _guarded(data: Mapping[str, Any], path: str, day: date, warnings: list[str]) -> PersonRecord | None:
    try:
        return _person(data, day)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        warnings.append(f"{path}: left out, the record is incomplete ({error})")
        return None


def _person(data: Mapping[str, Any], day: date) -> PersonRecord:
    record = PersonRecord(
        name=data["name"],
        given_name=data.get("given_name", ""),
        family_name=data.get("family_name", ""),
        checked=day,
    )
    record.add_identifier("openstates", data["id"])
    for other in data.get("other_identifiers", []):
        if other["scheme"] == "wikidata":
            record.add_identifier("wikidata", other["identifier"])
    record.names = [
        Name(other["name"]) for other in data.get("other_names", []) if other["name"] != record.name
    ]
    parties = [party["name"] for party in data.get("party", []) if party["name"] not in NO_PARTY]
    record.terms = list(_terms(data["roles"], parties[0].partition("/")[0] if parties else "", day))
    record.state = (
        (record.terms[0].office or bodies.EXECUTIVE_OFFICES[0]).body[:2].upper() if record.terms else ""
    )
    _add_contacts(record, data)
    return record


def _terms(roles: list[Mapping[str, Any]], party: str, day: date) -> Iterator[Term]:
    for role in roles:
        start, end = day_of(role.get("start_date")), day_of(role.get("end_date"))
        if (end or date.max) <= day:
            continue
        place = JURISDICTION.search(role["jurisdiction"])
        if place is None:
            raise ValueError(f"unknown jurisdiction {role['jurisdiction']}")
        yield Term(office=_office(place[1].upper(), role), party=party, start=start, end=end)


def _office(state: str, role: Mapping[str, Any]) -> bodies.Office:
    kind = role["type"]
    if kind in bodies.CHAMBERS:
        return bodies.state_seat(state, bodies.CHAMBERS[kind], str(role["district"]))
    return bodies.state_executive(state, bodies.EXECUTIVE_ROLES[kind])


def _add_contacts(record: PersonRecord, data: Mapping[str, Any]) -> None:
    email = data.get("email", "")
    record.add_contact("webform" if "://" in email else "email", email)
    for office in data.get("offices", []):
        if label := OFFICES.get(office["classification"]):
            for kind in ("voice", "fax", "address"):
                record.add_contact(kind, office.get(kind), label)
    for link in data.get("links", []):
        note = link.get("note", "")
        if WEBFORM.search(note):
            record.add_contact("webform", link["url"])
        elif WEBSITE.search(note) and not any(contact.type == "url" for contact in record.contacts):
            record.add_contact("url", link["url"])
    for network, handle in data.get("ids", {}).items():
        if network in NETWORKS:
            record.add_contact(
                "social", f"{'x' if network == 'twitter' else network}:{handle}", NETWORKS[network]
            )


def _with_seats(people: list[PersonRecord]) -> list[bodies.Office]:
    """A district that several people sit for has at least as many seats."""
    sitting = Counter(term.office for record in people for term in record.terms if term.office)
    return [replace(office, seats=count) for office, count in sitting.items()]


def _bodies(people: list[PersonRecord]) -> list[bodies.Body]:
    slugs = dict.fromkeys(term.office.body for record in people for term in record.terms if term.office)
    return [bodies.state_body(slug[:2].upper(), slug[3:]) for slug in slugs]
