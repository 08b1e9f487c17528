"""Officials from CSV: comma, semicolon or tab, with or without a byte order mark; read row by row."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TextIO

from django.utils.text import slugify

from tocsin.core.datasets import Refused
from tocsin.officials.bodies import Body, Office
from tocsin.officials.problems import Problems
from tocsin.officials.records import PersonRecord, Records, Term

CHUNK = 5_000
"""Rows that are in memory at once."""
COLUMNS: dict[str, int] = {
    "person": 200,
    "given_name": 100,
    "family_name": 100,
    "organization": 300,
    "organization_kind": 20,
    "role": 100,
    "division": 150,
    "party": 100,
    "email": 320,
    "phone": 60,
    "fax": 60,
    "address": 320,
    "webform": 320,
    "url": 320,
    "salutation": 200,
    "short_name": 100,
    "start_date": 10,
    "end_date": 10,
    "identifier": 500,
}
"""Every column, and how long its values may be."""
CONTACTS = (
    ("email", "email"),
    ("phone", "voice"),
    ("fax", "fax"),
    ("address", "address"),
    ("webform", "webform"),
    ("url", "url"),
)
WEB = ("webform", "url")
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
Row = Mapping[str, str]


def read(path: Path, source: str, problems: Problems) -> Iterator[Records]:
    try:
        with path.open(encoding=_encoding(path), newline="") as file:
            yield from _parts(file, source, problems)
    except UnicodeError as error:
        raise Refused(f"{path.name}: is not UTF-8 text; save it as “CSV UTF-8”") from error
    except csv.Error as error:
        raise Refused(f"{path.name}: cannot be read as CSV ({error})") from error


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(3)
    return next((name for mark, name in MARKS.items() if start.startswith(mark)), "utf-8")


def _parts(file: TextIO, source: str, problems: Problems) -> Iterator[Records]:
    header = file.readline()
    if "\0" in header:
        raise Refused(f"{problems.file}: is no text")
    delimiter = max(",;\t", key=header.count)
    names = [
        name.strip().casefold().replace(" ", "_")
        for name in next(csv.reader([header], delimiter=delimiter), [])
    ]
    _check_header(names, problems)
    rows = csv.reader(file, delimiter=delimiter, strict=True)
    part = _Part(source)
    for values in rows:
        place = f"line {rows.line_num + 1}"
        if not any(value.strip() for value in values):
            continue
        if len(values) > len(names):
            problems.add(place, f"{len(values)} values, but the first line names {len(names)} columns")
            continue
        row = {
            name: problems.text(place, name, value, COLUMNS[name])
            for name, value in zip(names, values, strict=False)
        }
        part.add(row, place, problems)
        if part.rows >= CHUNK:
            yield part.records()
            part = _Part(source)
    yield part.records()


def _check_header(names: list[str], problems: Problems) -> None:
    unknown = [name for name in names if name not in COLUMNS]
    if unknown:
        problems.add("line 1", f"unknown columns {', '.join(unknown)}; known are {', '.join(COLUMNS)}")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        problems.add("line 1", f"columns that stand there twice: {', '.join(twice)}")
    if "person" not in names or not {"role", "organization"} & set(names):
        problems.add("line 1", "the columns person, and role or organization, are needed")
    problems.refuse()


class _Part:
    """Some rows; those of one person are put together."""

    def __init__(self, source: str) -> None:
        self.source, self.rows = source, 0
        self.people: dict[tuple[str, str], PersonRecord] = {}
        self.bodies: dict[str, Body] = {}
        self.offices: dict[Office, None] = {}

    def records(self) -> Records:
        return Records(
            bodies=list(self.bodies.values()), offices=list(self.offices), people=list(self.people.values())
        )

    def add(self, row: Row, place: str, problems: Problems) -> None:
        self.rows += 1
        name = row.get("person", "")
        if not name or not (row.get("role") or row.get("organization")):
            problems.add(place, "a person, and a role or an organization, are needed")
            return
        identifiers = [
            found for text in row.get("identifier", "").split() if (found := problems.identifier(place, text))
        ]
        own = own_identifier(self.source, name, row.get("organization", ""))
        record = self.people.setdefault((identifiers or [own])[0], PersonRecord(name=name))
        record.given_name, record.family_name = row.get("given_name", ""), row.get("family_name", "")
        for pair in identifiers or [own]:
            record.add_identifier(*pair)
        _add_contacts(record, row, place, problems)
        record.terms.append(self._term(row, place, problems))

    def _term(self, row: Row, place: str, problems: Problems) -> Term:
        role, name = row.get("role", ""), row.get("organization", "")
        division = problems.division(place, row.get("division", ""))
        start = problems.day(place, "start_date", row.get("start_date"))
        end = problems.day(place, "end_date", row.get("end_date"))
        problems.order(place, start, end)
        body = (
            Body(slug=body_slug(name), name=name, kind=problems.kind(place, row.get("organization_kind", "")))
            if name
            else None
        )
        office = office_of(body, role, division)
        if body:
            self.bodies.setdefault(body.slug, body)
        if office:
            self.offices[office] = None
        return Term(
            office=office,
            body=body.slug if body else "",
            title="" if office else role,
            party=row.get("party", ""),
            start=start,
            end=end,
            salutation=row.get("salutation", ""),
            short_name=row.get("short_name", ""),
        )


def _add_contacts(record: PersonRecord, row: Row, place: str, problems: Problems) -> None:
    for column, kind in CONTACTS:
        value = row.get(column, "")
        if column == "email":
            problems.email(place, value)
        elif column in WEB:
            problems.url(place, column, value)
        record.add_contact(kind, value)


def own_identifier(source: str, name: str, organization: str) -> tuple[str, str]:
    """Who has no identifier is known by the name and the body."""
    text = f"{name} / {organization}".casefold()
    return source[:40], text if len(text) <= 200 else hashlib.sha256(text.encode()).hexdigest()


def body_slug(name: str) -> str:
    return slugify(name)[:90].strip("-") or f"body-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def office_of(body: Body | None, role: str, division: str | None) -> Office | None:
    """An office needs a body and a role; else the person is a mere member."""
    if not body or not role:
        return None
    label = role if body.name.casefold() in role.casefold() else f"{role}, {body.name}"
    return Office(body=body.slug, role=role[:100], label=label[:200], division=division)
