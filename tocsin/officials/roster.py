"""Who holds office today: a picture kept in memory, made anew when the data, an edit or the date changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.utils.timezone import localdate

from tocsin.core import datasets
from tocsin.officials import bodies, sittings
from tocsin.officials.holders import Holder, Roster, Seat

__all__ = ["SEAT_CODES", "Holder", "Roster", "Seat", "forget", "officials_of", "roster"]

SEAT_CODES = ("us-house", "us-senate", "state-executive", "state-upper", "state-lower")
ENDINGS = {"state-executive": "-executive", "state-upper": "-upper", "state-lower": "-lower"}
DATASETS = ("officials", "committees", "edits")
Stamp = tuple[object, ...]


def roster(day: date | None = None) -> Roster:
    return _roster(day or localdate(), _stamp())


def _stamp() -> Stamp:
    """The time beside the version: a version that was rolled back may come again with other data."""
    known = datasets.all_sets()
    sets = (known.get(name) for name in DATASETS)
    return tuple((found.version, found.loaded_at) if found else None for found in sets)


@lru_cache(maxsize=3)
def _roster(day: date, stamp: Stamp) -> Roster:
    return sittings.roster_of(day)


def forget() -> None:
    """For tests that roll back."""
    _roster.cache_clear()
    datasets.forget()


def officials_of(
    divisions: Iterable[str], seats: Iterable[str] = SEAT_CODES, *, among: Roster | None = None
) -> list[Seat]:
    """The seats of these divisions in the order of SEAT_CODES; those of Congress also where no list is loaded."""
    picture, places, wanted = among or roster(), list(divisions), set(seats)
    found = [
        seat
        for code in SEAT_CODES
        if code in wanted
        for division in places
        for seat in _seats(code, division, picture)
    ]
    return list(dict.fromkeys(found))


def _seats(code: str, division: str, picture: Roster) -> list[Seat]:
    known = [seat for seat in picture.seats.get(division, ()) if _is(code, seat)]
    office = {bodies.HOUSE: bodies.house_offices, bodies.SENATE: bodies.senate_offices}.get(code, dict)().get(
        division
    )
    return known or ([_unknown(office)] if office else [])


def _is(code: str, seat: Seat) -> bool:
    ending = ENDINGS.get(code)
    if ending is None:
        return seat.body == code
    is_of_a_state = (
        len(seat.body) == len(ending) + 2 and seat.body.endswith(ending) and seat.body != bodies.EXECUTIVE
    )
    return is_of_a_state and (code != "state-executive" or seat.role == "Governor")


def _unknown(office: bodies.Office) -> Seat:
    return Seat(
        body=office.body,
        role=office.role,
        label=office.label,
        division=office.division,
        holders=(),
        seats=office.seats,
        known=False,
    )
