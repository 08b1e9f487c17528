"""Who is where: from a point, an address or a postal code to a district, never surer than the data allow.

The ladder: a point on the main map, else on the coarse map, else the nearest shape; an address through a geocoder;
a ZIP code that lies in one district; the state. What cannot be told is asked, with the candidates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from math import isfinite

import numpy as np

from tocsin.core import datasets
from tocsin.places import atlas, geocoders, maps, ocd, postal
from tocsin.places.areas import ABROAD, clean_zip, is_military, state_of_zip
from tocsin.places.grid import Floats
from tocsin.places.located import APPROXIMATE, HIGH, LOW, NONE, Located, choose, nothing
from tocsin.places.models import PostalPoint
from tocsin.places.postal import Postal

__all__ = ["Located", "by_points", "by_zip", "choose", "locate"]

Point = tuple[float, float]
"""Latitude and longitude."""
SOUTH, NORTH = -15.0, 72.0
FULL_NAMES = {"USA": "US", "UNITED STATES": "US", "": "US"}
ORDER = (NONE, LOW, APPROXIMATE, HIGH)


def locate(
    *,
    point: Point | None = None,
    zip_code: str = "",
    address: str = "",
    country: str = "US",
    day: date | None = None,
) -> Located:
    """The best answer that what is given allows; on that day's boundaries."""
    when = day or atlas.today()
    found = Located()
    if point is not None:
        found = by_point(point, when)
        if found.division or not (address or zip_code):
            return found
    return _by_words(zip_code, address, country, when) if address or zip_code else _of_country(country, found)


def _by_words(zip_code: str, address: str, country: str, day: date) -> Located:
    code = FULL_NAMES.get(country.strip().upper(), country.strip().upper())
    if code in ocd.TERRITORIES:
        return _of_country(code, Located())
    if code != "US":
        return nothing("foreign", "address" if address else "zip")
    found = by_address(address, zip_code, day) if address.strip() else None
    if found and (found.division or found.candidates or not zip_code):
        return found
    return by_zip(zip_code, day) if zip_code else found or nothing("no-zip", "address")


def _of_country(country: str, found: Located) -> Located:
    """A territory of the United States has a country code of its own, and is one district."""
    code = country.strip().upper()
    if code not in ocd.TERRITORIES:
        return found if FULL_NAMES.get(code, code) == "US" or found.reason else nothing("foreign")
    division = ocd.state_id(code)
    return Located(
        division=division,
        method="state",
        confidence=APPROXIMATE,
        candidates=(division,),
        state=code,
        reason="one-district",
    )


# --- Points ---------------------------------------------------------------------------------------------------


def by_point(point: Point, day: date) -> Located:
    book = atlas.book(day)
    read = _numbers(point)
    if read is None:
        return nothing("out-of-range", "point")
    lat, lon = read
    if book.main is None:
        return nothing("no-data", "point")
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return nothing("swapped" if _is_swapped(book.main, lat, lon) else "out-of-range", "point")
    found = book.main.find(lat, lon)
    if found.division is None:
        return replace(found, reason="swapped") if _is_swapped(book.main, lat, lon) else found
    return _joined(found, [part.find(lat, lon) for part in book.parts]) if book.parts else found


def _numbers(point: Point) -> Point | None:
    try:
        lat, lon = point
        lat, lon = float(lat), float(lon)
    except (TypeError, ValueError, OverflowError):
        return None
    return (lat, lon) if isfinite(lat) and isfinite(lon) else None


def _is_swapped(main: atlas.Atlas, lat: float, lon: float) -> bool:
    """Whether it would be a place in the United States the other way round."""
    return SOUTH <= lon <= NORTH and -180 <= lat <= 180 and main.find(lon, lat).division is not None


def _joined(found: Located, placed: Iterable[Located]) -> Located:
    """With the districts of the state legislature."""
    others = tuple(
        p.division for p in placed if p.division and p.confidence != LOW and p.state == found.state
    )
    return replace(found, others=others) if found.division else found


def by_points(lats: Sequence[float] | Floats, lons: Sequence[float] | Floats, day: date) -> list[Located]:
    """Many at once, for batches; they must be within ±90 and ±180."""
    book = atlas.book(day)
    if book.main is None:
        return [nothing("no-data", "point")] * len(lats)
    north, east = np.asarray(lats, dtype=np.float64), np.asarray(lons, dtype=np.float64)
    found = book.main.find_many(north, east)
    for number, answer in enumerate(found):
        if answer.division is None and _is_swapped(book.main, float(north[number]), float(east[number])):
            found[number] = replace(answer, reason="swapped")
    if not book.parts:
        return found
    placed = zip(*(part.find_many(north, east) for part in book.parts), strict=True)
    return [_joined(answer, parts) for answer, parts in zip(found, placed, strict=True)]


# --- Addresses ------------------------------------------------------------------------------------------------


def by_address(text: str, zip_code: str, day: date) -> Located:
    """An address that no geocoder finds is as good as the ZIP code in it, if that can be read for sure."""
    asked = geocoders.current().find(text, zip_code)
    found = [by_point(place, day) for place in asked.points]
    divisions = tuple(dict.fromkeys(f.division for f in found if f.division))
    if len(divisions) == 1:
        least = min((f for f in found if f.division), key=lambda f: ORDER.index(f.confidence))
        return replace(least, method="address")
    if divisions:
        return nothing("several", "address", confidence=LOW, candidates=divisions, state=_common(divisions))
    return by_zip(asked.zip_code, day) if asked.zip_code else nothing(asked.problem or "no-zip", "address")


# --- ZIP codes ------------------------------------------------------------------------------------------------


def by_zip(text: str, day: date, known: Postal | None = None) -> Located:
    """`known` is what the tables say, where a caller has looked up many codes at once."""
    digits = clean_zip(text)
    if digits is None:
        return nothing("foreign" if any(c.isalpha() for c in text) else "unknown-zip", "zip")
    facts = postal.known([digits], day)[digits] if known is None else known
    if is_military(digits) or facts.kind == PostalPoint.Kind.MILITARY:
        return nothing("military", "zip")
    if digits in ABROAD:
        return nothing("foreign", "zip")
    touched = _with_own_state(facts, day)
    if len(touched) == 1:
        return _told("unique-zip", touched[0], "zip", facts.vintage, APPROXIMATE)
    if touched:
        return Located(
            method="zip",
            confidence=LOW,
            vintage=facts.vintage,
            candidates=_ordered(touched, facts),
            state=_common(touched),
            reason="split-zip",
        )
    return _by_state(digits, facts, day)


def _with_own_state(facts: Postal, day: date) -> tuple[str, ...]:
    """Where the Postal Service puts a code into a state that the districts are not in, one of the tables errs."""
    if not facts.divisions or facts.state not in ocd.SEATS:
        return facts.divisions
    if facts.state in {ocd.state_of(division) for division in facts.divisions}:
        return facts.divisions
    return (*facts.divisions, *_districts(facts.state, day))


def _told(reason: str, division: str, method: str, vintage: str, confidence: str) -> Located:
    return Located(
        division=division,
        method=method,
        confidence=confidence,
        vintage=vintage,
        candidates=(division,),
        state=ocd.state_of(division),
        reason=reason,
    )


def _by_state(digits: str, facts: Postal, day: date) -> Located:
    """A code that no table of districts has: where mail goes, not where somebody lives."""
    state = facts.state if facts.state in ocd.SEATS else state_of_zip(digits)
    reason = _unknown(facts)
    if state is None:
        return nothing(reason, "zip")
    districts = _districts(state, day)
    if len(districts) == 1:
        return _told("one-district", districts[0], "state", facts.vintage, APPROXIMATE)
    return nothing(reason, "state", confidence=LOW, candidates=_ordered(districts, facts), state=state)


def _unknown(facts: Postal) -> str:
    if not any(datasets.version("zips")):
        return "no-data"
    return "po-box" if facts.kind == PostalPoint.Kind.PO_BOX else "unknown-zip"


def _districts(state: str, day: date) -> tuple[str, ...]:
    """Those on the map, else those of the apportionment."""
    main = atlas.book(day).main
    loaded = [name for name in main.names if ocd.state_of(name) == state] if main else []
    return tuple(sorted(loaded, key=ocd.sort_key)) or tuple(ocd.districts_of_state(state))


def _ordered(divisions: Sequence[str], facts: Postal) -> tuple[str, ...]:
    """The nearest to the middle of the code first, where that is known."""
    if facts.middle is None:
        return tuple(divisions)
    away = maps.distances(facts.middle, divisions)
    return tuple(sorted(divisions, key=lambda d: (away.get(d, 0.0), ocd.sort_key(d))))


def _common(divisions: Sequence[str]) -> str | None:
    states = {ocd.state_of(division) for division in divisions}
    return states.pop() if len(states) == 1 else None
