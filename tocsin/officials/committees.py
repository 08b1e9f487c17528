"""Reads the committees of Congress, and who sits on them with which rank, from congress-legislators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from tocsin.core.datasets import Missing, Refused
from tocsin.officials import bodies
from tocsin.officials.bodies import Body
from tocsin.officials.congress import FOLDER, SOURCE, date_of, entries, load_yaml
from tocsin.officials.records import PersonRecord, Records, Term

COMMITTEES, MEMBERS = "committees-current.yaml", "committee-membership-current.yaml"
PARENTS = {"house": bodies.HOUSE, "senate": bodies.SENATE, "joint": bodies.CONGRESS}
LEADS = ("Chair", "Cochair", "Co-Chair", "Ranking Member", "Vice Chair", "Speaker")
FEWEST = 100
"""There are some 230 committees and subcommittees. A file with fewer than this is cut off."""


def paths(folder: Path) -> list[Path]:
    names = (COMMITTEES, MEMBERS, SOURCE)
    return [path for name in names if (path := folder / FOLDER / name).is_file()]


def read(folder: Path, warnings: list[str]) -> tuple[date, Records]:
    place = folder / FOLDER
    for name in (COMMITTEES, MEMBERS):
        if not (place / name).is_file():
            raise Missing(f"committees: there is no {FOLDER}/{name} in {folder}")
    found = Records(bodies=list(_bodies(place / COMMITTEES, warnings)))
    if len(found.bodies) < FEWEST:
        raise Refused(f"committees: {COMMITTEES} has {len(found.bodies)} committees; the file looks cut off")
    lists = load_yaml(place / MEMBERS)
    if not isinstance(lists, Mapping) or len(lists) < FEWEST:
        raise Refused(f"committees: {MEMBERS} has too few lists of members; the file looks cut off")
    found.people = _people(lists, {body.slug for body in found.bodies}, warnings)
    return date_of(place) or date.today(), found  # noqa: DTZ011  the day is all that matters


def _bodies(path: Path, warnings: list[str]) -> Iterator[Body]:
    for entry in entries(path):
        try:
            yield from _committee(entry)
        except (KeyError, TypeError, AttributeError) as error:
            warnings.append(f"{path.name}: a committee is left out, its record is incomplete ({error})")


def _committee(entry: Mapping[str, Any]) -> list[Body]:
    code, kinds = entry["thomas_id"], bodies.Kind
    parent = PARENTS[entry["type"]]
    whole = Body(
        slug=code.lower(),
        name=entry["name"],
        kind=kinds.COMMITTEE,
        parent=parent,
        url=entry.get("url", ""),
        code=code,
    )
    parts = [
        Body(
            slug=(code + part["thomas_id"]).lower(),
            name=f"{part['name']} ({_short(entry['name'])})",
            kind=kinds.SUBCOMMITTEE,
            parent=whole.slug,
            code=code + part["thomas_id"],
        )
        for part in entry.get("subcommittees", [])
    ]
    return [whole, *parts]


def _short(name: str) -> str:
    """A subcommittee's own name may be that of another one elsewhere."""
    return name.replace(" Committee on the ", " ").replace(" Committee on ", " ")


def _people(lists: Mapping[str, Any], known: set[str], warnings: list[str]) -> list[PersonRecord]:
    found: dict[str, PersonRecord] = {}
    for code, members in lists.items():
        if str(code).lower() not in known:
            warnings.append(f"{code}: left out, no committee has this code")
            continue
        for member in members or ():
            _add(str(code).lower(), member, found, warnings)
    return list(found.values())


def _add(body: str, member: Any, found: dict[str, PersonRecord], warnings: list[str]) -> None:
    try:
        bioguide, name = str(member["bioguide"]), str(member["name"])
        rank = int(member["rank"]) if member.get("rank") is not None else None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        warnings.append(f"{body.upper()}: a member is left out, the record is incomplete ({error})")
        return
    record = found.setdefault(bioguide, PersonRecord(name=name, identifiers=[("bioguide", bioguide)]))
    if any(term.body == body for term in record.terms):
        warnings.append(f"{body.upper()}: {name} is listed twice")
        return
    title = member.get("title") or ""
    record.terms.append(Term(body=body, title=title, rank=rank, leads=title.startswith(LEADS)))
