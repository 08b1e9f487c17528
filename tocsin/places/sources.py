"""Boundary files as they are published: GeoJSON, plain or gzipped, and zipped shapefiles of the Census Bureau."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import shapefile
import shapely
from shapely.geometry import shape as to_shape
from shapely.geometry.base import BaseGeometry

from tocsin.core.datasets import Refused
from tocsin.places import ocd
from tocsin.places.margins import COARSE, EXACT, GENERALIZED

SUFFIXES = (".geojson", ".geojson.gz", ".json.gz", ".zip")
CENSUS_FIELD = re.compile(r"^(?:CD(?P<congress>\d{3})FP|(?P<kind>SLDU|SLDL)ST)\d{0,2}$")
UNASSIGNED = frozenset({"ZZ", "ZZZ"})
AT_LARGE = frozenset({0, 98})
"""How the Census Bureau numbers the only district of a state, and a delegate’s."""
CONGRESS = re.compile(r"(?:cd|boundaries|congress)[_-]?(\d{3})(?!\d)")
YEAR = re.compile(r"(?:cb|tl)_(?:rd\d+_)?(\d{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One shape of one map."""

    division: str
    kind: str
    gap: bool
    vintage: str
    margin: float
    source: str
    shape: BaseGeometry

    @property
    def key(self) -> tuple[str, str, bool]:
        return self.division, self.vintage, self.gap


def validity(vintage: str) -> tuple[date | None, date | None]:
    """A Congress sits for two years from January 3; a map that is named for a year is in force until another comes."""
    if len(vintage) != 3:
        return None, None
    first = 1789 + 2 * (int(vintage) - 1)
    return date(first, 1, 3), date(first + 2, 1, 3)


def read(path: Path) -> list[Sheet]:
    """All shapes of one file, or Refused with the file's name and what is wrong."""
    try:
        records = _shapefile(path) if path.suffix == ".zip" else _geojson(path)
        return [sheet for sheet in (_sheet(path, *record) for record in records) if sheet]
    except Refused as error:
        raise Refused(f"districts: {path.name}: {error}") from error
    except (
        OSError,
        EOFError,
        ValueError,
        zlib.error,
        zipfile.BadZipFile,
        shapefile.ShapefileException,
    ) as error:
        raise Refused(
            f"districts: {path.name} cannot be read; it looks truncated or damaged ({error})"
        ) from error
    except (AttributeError, KeyError, TypeError, IndexError, shapely.errors.ShapelyError) as error:
        raise Refused(f"districts: {path.name} is not a map of districts ({error!r})") from error


def _geojson(path: Path) -> Iterator[tuple[Mapping[str, Any], Any]]:
    raw = path.read_bytes()
    data = json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)
    if data["type"] != "FeatureCollection" or not data["features"]:
        raise Refused("it has no features")
    for feature in data["features"]:
        yield feature["properties"], feature["geometry"]


def _shapefile(path: Path) -> Iterator[tuple[Mapping[str, Any], Any]]:
    with zipfile.ZipFile(path) as archive:
        names = {Path(name).suffix.lower(): name for name in archive.namelist()}
        missing = {".shp", ".shx", ".dbf"} - set(names)
        if missing:
            raise Refused(f"it has no {', '.join(sorted(missing))} inside")
        parts = {part: io.BytesIO(archive.read(names[f".{part}"])) for part in ("shp", "shx", "dbf")}
    with shapefile.Reader(**parts, encoding="utf-8", encodingErrors="replace") as reader:
        for row in reader.iterShapeRecords():
            yield row.record.as_dict(), row.shape.__geo_interface__


def _sheet(path: Path, facts: Mapping[str, Any], geometry: Any) -> Sheet | None:
    named = _name(path, facts)
    if named is None:
        return None
    division, kind, vintage = named
    source = str(facts.get("source") or path.name)
    return Sheet(
        division=division,
        kind=kind,
        gap="20m" in path.name.lower(),
        vintage=vintage,
        margin=_margin(path, source),
        source=source[:200],
        shape=_checked(division, geometry),
    )


def _margin(path: Path, source: str) -> float:
    if "20m" in path.name.lower():
        return COARSE
    return EXACT if source.lower().startswith(("tiger", "tl_")) else GENERALIZED


def _name(path: Path, facts: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """Division, kind and vintage. None for water that belongs to no district."""
    if "ocd_id" in facts:
        division = str(facts["ocd_id"])
        state = ocd.state_of(division)
        if not state:
            raise Refused(f"{division!r} is not the id of a district in the United States")
        kind = ocd.kind_of(division)
        return division, "cd" if kind == "state" else kind, _vintage(path, facts)
    field, match = _census_field(facts)
    number = str(facts[field]).strip().upper()
    if number in UNASSIGNED:
        return None
    if str(facts.get("STATEFP")) not in ocd.STATE_BY_FIPS:
        raise Refused(f"{facts.get('STATEFP')!r} is not the number of a state")
    state = ocd.STATE_BY_FIPS[str(facts["STATEFP"])]
    if match["congress"]:
        place = 0 if int(number) in AT_LARGE else int(number)
        return ocd.cd_id(state, place), "cd", match["congress"]
    kind = match["kind"].lower()
    plain = number.lstrip("0") or number
    return ocd.part_id(state, kind, plain), kind, _vintage(path, facts)


def _census_field(facts: Mapping[str, Any]) -> tuple[str, re.Match[str]]:
    for field in facts:
        match = CENSUS_FIELD.match(field)
        if match and "STATEFP" in facts:
            return field, match
    raise Refused("its shapes have no ocd_id, and no STATEFP with CD…FP, SLDUST or SLDLST")


def _vintage(path: Path, facts: Mapping[str, Any]) -> str:
    given = str(facts.get("congress") or facts.get("CDSESSN") or facts.get("vintage") or "")
    found = CONGRESS.search(path.name.lower()) or CONGRESS.search(path.parent.name.lower())
    year = YEAR.search(path.name.lower())
    name = given or (found[1] if found else year[1] if year else "")
    if not name:
        raise Refused("neither its name nor its folder says for which Congress it is (as in cd119)")
    return name


def _checked(division: str, geometry: Any) -> BaseGeometry:
    shape = shapely.force_2d(to_shape(geometry)) if geometry else None
    if shape is None or shape.is_empty or shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise Refused(f"{division} has no area")
    left, low, right, high = shape.bounds
    if not (-180 <= left <= right <= 180 and -90 <= low <= high <= 90):
        raise Refused(f"{division} has coordinates that are not longitude and latitude")
    if high < -15 or low > 72:
        raise Refused(f"{division} lies outside the United States; longitude and latitude may be swapped")
    return shape


def best(sheets: Iterable[Sheet]) -> list[Sheet]:
    """One of each, the most exact; an official file before one that was derived from it."""
    chosen: dict[tuple[str, str, bool], Sheet] = {}
    for sheet in sheets:
        known = chosen.get(sheet.key)
        official = (sheet.margin, not sheet.source.endswith(".zip"))
        if known is None or official < (known.margin, not known.source.endswith(".zip")):
            chosen[sheet.key] = sheet
    return list(chosen.values())
