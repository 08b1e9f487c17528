"""“Which of these is yours?”: districts that a place may lie in, with who sits for each and where it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tocsin.officials.roster import Holder, Seat, roster
from tocsin.places import maps, ocd
from tocsin.places.maps import DistrictMap

TO_TAP = 8
"""More than these are a list to choose from: a map of so many is too small for a finger."""
BODY = "us-house"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One district to choose; `path` is its part of the map, empty without one."""

    division: str
    label: str
    name: str
    holders: tuple[Holder, ...] = ()
    vacant: bool = False
    path: str = ""
    x: float = 0
    y: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What `components/district_question.html` asks."""

    candidates: tuple[Candidate, ...]
    map: DistrictMap | None = None

    @property
    def is_long(self) -> bool:
        return len(self.candidates) > TO_TAP


def ask(divisions: Iterable[str]) -> Question | None:
    """None where there is nothing to choose from."""
    wanted = list(dict.fromkeys(divisions))
    if not wanted:
        return None
    drawn = maps.district_map(wanted) if 1 < len(wanted) <= TO_TAP else None
    parts = {part.division: part for part in drawn.parts} if drawn else {}
    if len(parts) < len(wanted):
        drawn, parts = None, {}
    candidates = []
    for division in wanted:
        part = parts.get(division)
        candidates.append(
            Candidate(
                division=division,
                label=ocd.short_name(division),
                name=ocd.name_of(division),
                holders=holders_of(division),
                vacant=is_vacant(division),
                path=part.path if part else "",
                x=part.x if part else 0,
                y=part.y if part else 0,
            )
        )
    return Question(candidates=tuple(candidates), map=drawn)


def seats_of(division: str) -> list[Seat]:
    return [seat for seat in roster().seats_of(division) if seat.body == BODY]


def holders_of(division: str) -> tuple[Holder, ...]:
    return tuple(holder for seat in seats_of(division) for holder in seat.holders)


def is_vacant(division: str) -> bool:
    """Nobody holds the seat; that nobody is known to is something else."""
    return any(seat.known and not seat.holders for seat in seats_of(division))
