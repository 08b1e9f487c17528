"""Reads unitedstates/congress-legislators (CC0): members of Congress, the President, the Vice President, accounts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from tocsin.core.datasets import Missing, Refused
from tocsin.delivery.channels.cwc.client.codes import HOUSE, SENATE, office_code
from tocsin.officials import bodies
from tocsin.officials.records import Name, PersonRecord, Term
from tocsin.places import ocd

FOLDER = "congress-legislators"
MEMBERS, EXECUTIVE, SOCIAL = "legislators-current.yaml", "executive.yaml", "legislators-social-media.yaml"
SOURCE = "SOURCE.txt"
FEWEST = 500
"""There are 541 seats. A list with fewer members than this is cut off."""
IDENTIFIERS = (
    "bioguide",
    "lis",
    "govtrack",
    "wikidata",
    "fec",
    "icpsr",
    "opensecrets",
    "votesmart",
    "thomas",
    "cspan",
    "house_history",
    "maplight",
    "ballotpedia",
)
NETWORKS = {
    "twitter": "X",
    "facebook": "Facebook",
    "youtube": "YouTube",
    "instagram": "Instagram",
    "threads": "Threads",
    "mastodon": "Mastodon",
    "bluesky": "Bluesky",
}
CONTACTS = (
    ("phone", "voice", "Washington office"),
    ("fax", "fax", "Washington office"),
    ("address", "address", "Washington office"),
    ("contact_form", "webform", ""),
    ("url", "url", ""),
)
PARTIES = {"Democrat": "Democratic"}
DATED = re.compile(r"\((\d{4}-\d{2}-\d{2})\)")
Entry = Mapping[str, Any]


def paths(folder: Path) -> list[Path]:
    names = (MEMBERS, EXECUTIVE, SOCIAL, SOURCE)
    return [path for name in names if (path := folder / FOLDER / name).is_file()]


def read(folder: Path, warnings: list[str]) -> tuple[date, list[PersonRecord]]:
    """As of when, and everybody who sits in Congress or presides."""
    place = folder / FOLDER
    if not (place / MEMBERS).is_file():
        raise Missing(f"officials: there is no {FOLDER}/{MEMBERS} in {folder}")
    members = entries(place / MEMBERS)
    if len(members) < FEWEST:
        raise Refused(
            f"officials: {MEMBERS} has {len(members):,} members of Congress; the file looks cut off"
        )
    as_of = date_of(place) or _latest_start(members)
    people = [record for entry in members if (record := _guarded(entry, as_of, warnings))]
    people = _one_each(people, warnings)
    presidents = entries(place / EXECUTIVE) if (place / EXECUTIVE).is_file() else []
    serving = [entry for entry in presidents if any(_is_open(term, as_of) for term in _terms(entry))]
    people += [record for entry in serving if (record := _guarded(entry, as_of, warnings))]
    if (place / SOCIAL).is_file():
        _add_accounts(people, entries(place / SOCIAL))
    return as_of, people


def entries(path: Path) -> list[Entry]:
    found = load_yaml(path)
    if not isinstance(found, list):
        raise Refused(f"{path.name}: not a list of records")
    return found


def load_yaml(path: Path) -> Any:
    try:
        return yaml.load(path.read_bytes(), yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" (line {mark.line + 1})" if mark else ""
        raise Refused(
            f"{path.name}: cannot be read as YAML{line}; the file looks damaged or cut off"
        ) from error


def date_of(place: Path) -> date | None:
    """What SOURCE.txt says of the commit, as in `commit: … (2026-06-15)`."""
    path = place / SOURCE
    found = DATED.search(path.read_text("utf-8", errors="replace")) if path.is_file() else None
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _latest_start(members: Iterable[Entry]) -> date:
    today = date.today()  # noqa: DTZ011  the day is all that matters
    starts = [
        day
        for entry in members
        for term in _terms(entry)
        if (day := day_of(term.get("start"))) and day <= today
    ]
    if not starts:
        raise Refused(f"officials: {MEMBERS} has no dates")
    return max(starts)


def day_of(value: object) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def _terms(entry: object) -> list[Entry]:
    terms = entry.get("terms") if isinstance(entry, Mapping) else None
    return [term for term in terms if isinstance(term, Mapping)] if isinstance(terms, list) else []


def _is_open(term: Entry, as_of: date) -> bool:
    return (day_of(term.get("end")) or date.max) > as_of


def _guarded(entry: object, as_of: date, warnings: list[str]) -> PersonRecord | None:
    """A record that is wrong in some way of its own is left out and named."""
    try:
        record = _person(entry, as_of)  # type: ignore[arg-type]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        warnings.append(f"{_called(entry)}: left out, the record is incomplete ({error})")
        return None
    if not record.terms:
        warnings.append(f"{record.name}: left out, no term on {as_of}")
    return record if record.terms else None


def _called(entry: object) -> str:
    name = entry.get("name") if isinstance(entry, Mapping) else None
    return (
        str(name.get("official_full") or name.get("last"))
        if isinstance(name, Mapping)
        else "a record without a name"
    )


def _person(entry: Entry, as_of: date) -> PersonRecord:
    name = entry["name"]
    full = name.get("official_full") or " ".join(filter(None, (name["first"], name["last"])))
    record = PersonRecord(name=full, given_name=_given(name, full), family_name=name["last"])
    for scheme in IDENTIFIERS:
        values = entry["id"].get(scheme, [])
        for value in values if isinstance(values, list) else [values]:
            record.add_identifier(scheme, value or "")
    if not record.identifiers:
        raise ValueError("no identifier")
    record.names = _other_names(name, full)
    terms = [term for term in entry["terms"] if _is_open(term, as_of)]
    record.terms = [_term(term, entry, as_of) for term in terms]
    if terms:
        record.state = str(terms[-1].get("state", ""))
        for field, kind, label in CONTACTS:
            record.add_contact(kind, terms[-1].get(field), label)
        record.add_contact("cwc", _code(terms[-1]), "")
    return record


def _code(term: Entry) -> str:
    """The office in Communicating With Congress; it follows from the seat."""
    chamber = {"rep": HOUSE, "sen": SENATE}.get(term["type"])
    if chamber is None:
        return ""
    district, senate_class = int(term.get("district") or 0), int(term.get("class") or 0)
    return office_code(chamber, term["state"], district, senate_class)


def _given(name: Entry, full: str) -> str:
    nickname = name.get("nickname", "")
    return nickname if nickname and full.startswith(nickname) else name["first"]


def _other_names(name: Entry, full: str) -> list[Name]:
    formal = " ".join(filter(None, (name.get(part) for part in ("first", "middle", "last", "suffix"))))
    common = " ".join(filter(None, (name.get("nickname"), name["last"]))) if name.get("nickname") else ""
    found = [Name(formal, note="full name"), Name(common, note="nickname")]
    return [other for other in found if other.name and other.name != full]


def _term(term: Entry, entry: Entry, as_of: date) -> Term:
    start, end = day_of(term["start"]), day_of(term["end"])
    if term.get("end-type") == "special-election":
        end = None  # the day of the election: whoever was appointed stays until the successor is sworn in
    office = _office(term)
    title = _title(entry, as_of, office.body) if start and start <= as_of else ""
    named = str(term.get("party") or "")
    party = PARTIES.get(named, named)
    return Term(office=office, title=title, leads=bool(title), party=party, start=start, end=end)


def _office(term: Entry) -> bodies.Office:
    kind = term["type"]
    if kind in ("prez", "viceprez"):
        return bodies.EXECUTIVE_OFFICES[kind == "viceprez"]
    state = term["state"]
    if kind == "sen":
        return bodies.senate_offices()[ocd.state_id(state)]
    division = ocd.cd_id(state, int(term["district"]))
    known = bodies.house_offices().get(division)
    if known is None:
        raise ValueError(f"{state} has no district {term['district']}")
    return known


def _title(entry: Entry, as_of: date, body: str) -> str:
    for role in entry.get("leadership_roles", []):
        ended = day_of(role.get("end"))
        if f"us-{role.get('chamber')}" == body and (ended is None or ended > as_of):
            return str(role["title"])
    return ""


def _one_each(people: list[PersonRecord], warnings: list[str]) -> list[PersonRecord]:
    """As many in each seat as it has places; who came later stays."""
    sitting: dict[bodies.Office, list[PersonRecord]] = defaultdict(list)
    for record in people:
        if office := record.terms[0].office:
            sitting[office].append(record)
    out: set[int] = set()
    for office, held in sitting.items():
        held.sort(key=lambda record: record.terms[0].start or date.min, reverse=True)
        later = ", ".join(record.name for record in held[: office.seats])
        for record in held[office.seats :]:
            warnings.append(f"{record.name}: left out, {later} came later as {office.label}")
            out.add(id(record))
    return [record for record in people if id(record) not in out]


def _add_accounts(people: Iterable[PersonRecord], accounts: Iterable[Entry]) -> None:
    known = {record.key: record for record in people}
    for entry in accounts:
        ids, social = (
            (entry.get(part) for part in ("id", "social")) if isinstance(entry, Mapping) else (None, None)
        )
        record = known.get(("bioguide", str(ids.get("bioguide")))) if isinstance(ids, Mapping) else None
        for network, handle in social.items() if record and isinstance(social, Mapping) else ():
            if record and network in NETWORKS:
                record.add_contact(
                    "social", f"{'x' if network == 'twitter' else network}:{handle}", NETWORKS[network]
                )
