"""Public lists as the sources publish them, with invented people: one in every seat of Congress."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from tocsin.core import datasets
from tocsin.core.datasets import Outcome
from tocsin.officials.loaders import COMMITTEES, OFFICIALS
from tocsin.officials.roster import forget
from tocsin.places import ocd

AS_OF, LATER = "2026-06-15", "2026-07-15"
DAY = date(2026, 8, 1)
NJ, NJ6 = "ocd-division/country:us/state:nj", "ocd-division/country:us/state:nj/cd:6"
OH, AK, PR = (f"ocd-division/country:us/{place}" for place in ("state:oh", "state:ak", "territory:pr"))
STATES = sorted(ocd.SEATS)
Entry = dict[str, Any]
IN_HOUSE = {"type": "rep", "start": "2025-01-03", "end": "2027-01-03"}
IN_SENATE = {"type": "sen", "start": "2023-01-03", "end": "2029-01-03"}


def quiet(done: int, total: int) -> None:
    assert 0 <= done <= total


def load(folder: Path) -> Outcome:
    outcome = datasets.load(OFFICIALS, folder, quiet)
    forget()
    return outcome


def load_committees(folder: Path) -> Outcome:
    outcome = datasets.load(COMMITTEES, folder, quiet)
    forget()
    return outcome


def member(number: int, **term: Any) -> Entry:
    """`bioguide` T000001 is Ada Able-A, and so on."""
    family = f"Able{''.join(chr(65 + int(digit)) for digit in f'{number:03d}').title()}"
    about = {"phone": f"202-555-{number:04d}", "url": f"https://{family.lower()}.example.org"}
    return {
        "id": {
            "bioguide": f"T{number:06d}",
            "govtrack": 900000 + number,
            "fec": [f"H{number}", f"S{number}"],
        },
        "name": {"first": "Ada", "last": family, "official_full": f"Ada {family}"},
        "terms": [{"party": "Democrat" if number % 2 else "Republican"} | about | term],
    }


def congress() -> list[Entry]:
    seats = [
        {"state": state, "district": n} | IN_HOUSE
        for state in STATES
        for n in ([0] if ocd.seats_of_state(state) == 1 else range(1, ocd.seats_of_state(state) + 1))
    ]
    senate = [
        {"state": s, "class": c} | IN_SENATE
        for s in STATES
        if s not in ocd.TERRITORIES | {"DC"}
        for c in (1, 2)
    ]
    return [member(number, **seat) for number, seat in enumerate([*seats, *senate], 1)]


def seat_of(members: Iterable[Entry], state: str, district: int) -> Entry:
    return next(
        m for m in members if (m["terms"][0]["state"], m["terms"][0].get("district")) == (state, district)
    )


def executive() -> list[Entry]:
    people = (
        ("J.D.", "Vance", "viceprez", "V000137"),
        ("Pat", "Presider", "prez", None),
        ("Old", "Times", "prez", None),
    )
    found = []
    for first, last, kind, bioguide in people:
        end = "2021-01-20" if first == "Old" else "2029-01-20"
        ids = {"bioguide": bioguide} if bioguide else {"govtrack": sum(map(ord, last))}
        name = {"first": first, "last": last, "official_full": f"{first} {last}"}
        term = {
            "type": kind,
            "start": "2017-01-20" if first == "Old" else "2025-01-20",
            "end": end,
            "party": "Republican",
        }
        found.append({"id": ids, "name": name, "terms": [term]})
    return found


def write(
    folder: Path, members: list[Entry] | None = None, *, as_of: str = AS_OF, social: list[Entry] | None = None
) -> Path:
    place = folder / "congress-legislators"
    place.mkdir(parents=True, exist_ok=True)
    save(place / "legislators-current.yaml", congress() if members is None else members)
    save(place / "executive.yaml", executive())
    if social is not None:
        save(place / "legislators-social-media.yaml", social)
    (place / "SOURCE.txt").write_text(f"commit: 0123456789 ({as_of})\n")
    return folder


def save(path: Path, data: object) -> None:
    path.write_text(yaml.dump(data, Dumper=yaml.CSafeDumper), encoding="utf-8")


def state_person(
    number: int, *, state: str = "nj", kind: str = "lower", district: str = "6", **more: Any
) -> Entry:
    role = {
        "type": kind,
        "jurisdiction": f"ocd-jurisdiction/country:us/state:{state}/government",
        "start_date": "2024-01-09",
    }
    return {
        "id": f"ocd-person/{number:08d}",
        "name": f"Sam Stately {number}",
        "given_name": "Sam",
        "family_name": f"Stately {number}",
        "party": [{"name": "Democratic/Working Families"}],
        "roles": [role | ({"district": district} if kind in ("upper", "lower", "legislature") else {})],
    } | more


def write_states(folder: Path, people: Iterable[Entry | bytes], *, as_of: str = "2026-06-20") -> Path:
    place = folder / "openstates-people"
    place.mkdir(parents=True, exist_ok=True)
    with tarfile.open(place / "people.tar.gz", "w:gz") as archive:
        for number, person in enumerate(people):
            text = (
                person if isinstance(person, bytes) else yaml.dump(person, Dumper=yaml.CSafeDumper).encode()
            )
            federal = isinstance(person, dict) and "country:us/government" in str(person["roles"])
            info = tarfile.TarInfo(f"data/{'us' if federal else 'nj'}/legislature/{number}.yml")
            info.size = len(text)
            archive.addfile(info, io.BytesIO(text))
    (place / "SOURCE.txt").write_text(f"commit: 0123456789 ({as_of})\n")
    return folder


def write_committees(folder: Path, members: dict[str, list[Entry]], *, as_of: str = AS_OF) -> Path:
    """House Foreign Affairs with a part, and a hundred others that have no members."""
    place = folder / "congress-legislators"
    whole = {
        "type": "house",
        "name": "House Committee on Foreign Affairs",
        "thomas_id": "HSFA",
        "url": "https://x.example.org",
    }
    parts = [{"name": "Europe", "thomas_id": "14"}]
    others = [{"type": "joint", "name": f"Joint Committee {n}", "thomas_id": f"J{n:03d}"} for n in range(100)]
    save(place / "committees-current.yaml", [whole | {"subcommittees": parts}, *others])
    lists: dict[str, list[Entry]] = {other["thomas_id"]: [] for other in others}
    save(place / "committee-membership-current.yaml", lists | members)
    (place / "SOURCE.txt").write_text(f"commit: 0123456789 ({as_of})\n")
    return folder
