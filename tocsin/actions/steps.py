"""The steps of a form whose rule depends on the place: what must still be asked, and whom the answer leads to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from django.utils.timezone import localdate

from tocsin.core import datasets
from tocsin.officials import rules
from tocsin.officials.roster import Seat
from tocsin.officials.rules import Resolution, Rule, Target
from tocsin.places import ocd
from tocsin.places.locate import Located, choose, locate

WHERE, STATE, WHICH, NOBODY, WRITE = "where", "state", "which", "nobody", "write"
"""Ask for the ZIP code; ask for the state; ask which of several districts; there is nobody; write the letter."""
PRESS, THANK = "press", "thank"
FINE = frozenset({"sldu", "sldl"})
"""What no ZIP code tells: the districts of a state's legislature."""
BODIES = {PRESS: "body", THANK: "body_thanks"}
"""The field of the form that carries the letter for each stance."""
REMEMBERED = 8_192


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a person said of where they live; only `country` and `postal_code` are ever needed by everybody."""

    country: str = "US"
    postal_code: str = ""
    address: str = ""
    state: str = ""
    division: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far the form has come for one place."""

    step: str
    place: Place
    located: Located
    resolution: Resolution

    @property
    def targets(self) -> tuple[Target, ...]:
        return self.resolution.targets

    @property
    def vacant(self) -> tuple[Seat, ...]:
        """Seats that are known to be empty."""
        return tuple(seat for seat in self.resolution.vacant if seat.known)

    @property
    def unknown(self) -> tuple[Seat, ...]:
        """Seats of which nobody here knows who holds them."""
        return tuple(seat for seat in self.resolution.vacant if not seat.known)

    @property
    def is_settled(self) -> bool:
        """The letter may go: there is somebody to write to, and they are whom the person was shown."""
        return self.step == WRITE and self.place.division in ("", self.located.division)


def letters(targets: Iterable[Target], *, thanks: bool) -> frozenset[str]:
    """Which letters are written; one for everybody where the page has no thank-you."""
    found = {BODIES[target.stance if thanks else PRESS] for target in targets}
    return frozenset(found or {BODIES[PRESS]})


def stand(rule: Rule, place: Place) -> Standing:
    """The next step for somebody at this place."""
    needs = rules.needs(rule)
    located = find(place, needs)
    resolution = rules.resolve(rule, located.divisions)
    step = _missing(needs, located, place)
    if not step:
        step = WRITE if resolution.targets else NOBODY
    return Standing(step=step, place=place, located=located, resolution=resolution)


def _missing(needs: frozenset[str], located: Located, place: Place) -> str:
    """The question that is left; empty if none is."""
    if place.country != "US" or not needs:
        return ""
    if "cd" in needs and not located.division:
        return WHICH if located.candidates else STATE
    return "" if located.state else STATE


def find(place: Place, needs: frozenset[str]) -> Located:
    """Where that is. A division that was chosen counts only where it is one of the candidates.

    An address is looked up only where the ZIP code does not tell enough.
    """
    version = datasets.version("districts", "zips")
    by_zip = _of_state(place.state, _by_zip(place.country, place.postal_code, version, localdate()))
    if by_zip.division and not needs & FINE:
        return by_zip
    chosen = choose(place.division, by_zip) if place.division and not needs & FINE else None
    return chosen or _by_address(place) or by_zip


def _by_address(place: Place) -> Located | None:
    if not place.address:
        return None
    located = locate(zip_code=place.postal_code, address=place.address, country=place.country)
    return (choose(place.division, located) if place.division else None) or located


@lru_cache(maxsize=REMEMBERED)
def _by_zip(country: str, postal_code: str, version: tuple[int, ...], day: date) -> Located:
    return locate(zip_code=postal_code, country=country, day=day)


def answer(located: Located) -> str:
    """What is kept of the answer with the act, so that nothing need be looked up again: OCD ids, parted by spaces."""
    if located.division:
        return " ".join((located.division, *located.others))
    return ocd.state_id(located.state) if located.state else ""


def state_of(division: str) -> str:
    """The state of a chosen division, for a place whose postal code does not tell it."""
    return (ocd.state_of(division) or "") if division else ""


def _of_state(state: str, located: Located) -> Located:
    """Where the postal code tells nothing, the state that the person names."""
    if not state or located.division or located.state not in (None, state):
        return located
    if located.candidates and located.state == state:
        return located
    among = tuple(ocd.districts_of_state(state))
    only = among[0] if len(among) == 1 else None
    return replace(
        located,
        division=only,
        method="choice",
        confidence="approximate",
        state=state,
        candidates=among,
        reason="chosen",
    )


def forget() -> None:
    """For tests that roll back."""
    _by_zip.cache_clear()
