"""Postal codes: which districts they touch, by the Census Bureau; what kind of code they are, by the Postal Service."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import zipcodes

from tocsin.core.datasets import Refused
from tocsin.places import ocd
from tocsin.places.models import PostalDistrict, PostalPoint
from tocsin.places.sources import AT_LARGE, UNASSIGNED

FILES = ("zccd.csv", "tab20_cd*_zcta520_natl.txt")
CONGRESS = re.compile(r"cd(\d{3})")
CURRENT = "119"
"""What zccd.csv is for; it does not say so itself."""
KINDS = {
    "STANDARD": PostalPoint.Kind.STANDARD,
    "PO BOX": PostalPoint.Kind.PO_BOX,
    "UNIQUE": PostalPoint.Kind.UNIQUE,
    "MILITARY": PostalPoint.Kind.MILITARY,
}
CODE = re.compile(r"^\d{5}$", re.ASCII)

Pairs = set[tuple[str, str]]


def read(path: Path) -> tuple[str, Pairs, list[str]]:
    """Vintage, pairs of code and division, and warnings of lines that were left out."""
    census = path.suffix == ".txt"
    found = CONGRESS.search(path.name)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.DictReader(file, delimiter="|" if census else ","))
    except (UnicodeDecodeError, csv.Error) as error:
        raise Refused(f"zips: {path.name} is not a table of postal codes ({error})") from error
    pairs: Pairs = set()
    warnings = []
    for number, line in enumerate(lines, start=2):
        try:
            pair = _census(line) if census else _plain(line)
        except (KeyError, TypeError, ValueError):
            warnings.append(f"{path.name}, line {number}: no postal code and district in it")
            continue
        if pair:
            pairs.add(pair)
    if len(warnings) > len(lines) / 100:
        raise Refused(f"zips: {path.name}: {warnings[0].partition(': ')[2]} (line 2 and more)")
    if not pairs:
        raise Refused(f"zips: {path.name} has no postal code in it")
    return found[1] if found else CURRENT, pairs, warnings


def _plain(line: Mapping[str, str]) -> tuple[str, str]:
    return _pair(line["zcta"], line["state_abbr"], line["cd"])


def _census(line: Mapping[str, str]) -> tuple[str, str] | None:
    """GEOID_CD119_20 is state and district; lines without a ZCTA are land that has no code."""
    field = next(name for name in line if name.startswith("GEOID_CD"))
    geoid, code = line[field].strip(), line["GEOID_ZCTA5_20"].strip()
    if not code or geoid[2:] in UNASSIGNED:
        return None
    return _pair(code, ocd.STATE_BY_FIPS[geoid[:2]], geoid[2:])


def _pair(code: str, state: str, district: str) -> tuple[str, str]:
    number = int(district)
    if not CODE.match(code) or state not in ocd.SEATS or not 0 <= number < 100:
        raise ValueError(code)
    return code, ocd.cd_id(state, 0 if number in AT_LARGE else number)


def points() -> Iterator[dict[str, object]]:
    for row in zipcodes.list_all():  # type: ignore[no-untyped-call]
        if row["active"] and row["zip_code_type"] in KINDS:
            yield {
                "code": row["zip_code"],
                "kind": KINDS[row["zip_code_type"]],
                "state": row["state"],
                "lat": float(row["lat"] or 0),
                "lon": float(row["long"] or 0),
            }


@dataclass(frozen=True, slots=True)
class Postal:
    """What is known of one code; (0, 0) where its middle is not."""

    divisions: tuple[str, ...] = ()
    vintage: str = ""
    kind: str = ""
    state: str = ""
    lat: float = 0.0
    lon: float = 0.0

    @property
    def middle(self) -> tuple[float, float] | None:
        return (self.lat, self.lon) if self.lat or self.lon else None


def known(codes: Iterable[str], day: date) -> dict[str, Postal]:
    """By code, for all that are asked; two queries."""
    wanted = set(codes)
    touched: dict[str, list[str]] = defaultdict(list)
    vintages: dict[str, str] = {}
    rows = PostalDistrict.objects.filter(code__in=wanted).on(day)
    for code, division, vintage in rows.values_list("code", "division_id", "vintage"):
        touched[code].append(division)
        vintages[code] = vintage
    points = PostalPoint.objects.in_bulk(wanted)
    return {code: _postal(touched[code], vintages.get(code, ""), points.get(code)) for code in wanted}


def _postal(divisions: Iterable[str], vintage: str, point: PostalPoint | None) -> Postal:
    ordered = tuple(sorted(divisions, key=ocd.sort_key))
    if point is None:
        return Postal(ordered, vintage)
    return Postal(ordered, vintage, point.kind, point.state, point.lat, point.lon)
