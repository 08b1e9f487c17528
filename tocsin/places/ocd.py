"""Open Civic Data ids of the United States: how they are built, and what they say by themselves."""

from __future__ import annotations

import re
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tocsin.places.names import STATES, place_name

US = "ocd-division/country:us"
SEATS: dict[str, int] = {
    "AL": 7, "AK": 1, "AZ": 9, "AR": 4, "CA": 52, "CO": 8, "CT": 5, "DE": 1, "FL": 28, "GA": 14, "HI": 2,
    "ID": 2, "IL": 17, "IN": 9, "IA": 4, "KS": 4, "KY": 6, "LA": 6, "ME": 2, "MD": 8, "MA": 9, "MI": 13,
    "MN": 8, "MS": 4, "MO": 8, "MT": 2, "NE": 3, "NV": 4, "NH": 2, "NJ": 12, "NM": 3, "NY": 26, "NC": 14,
    "ND": 1, "OH": 15, "OK": 5, "OR": 6, "PA": 17, "RI": 2, "SC": 7, "SD": 1, "TN": 9, "TX": 38, "UT": 4,
    "VT": 1, "VA": 11, "WA": 10, "WV": 2, "WI": 8, "WY": 1,
    "DC": 1, "PR": 1, "GU": 1, "VI": 1, "AS": 1, "MP": 1,
}  # fmt: skip
"""Seats in the House by the census of 2020, with the six delegates."""
TERRITORIES = frozenset({"PR", "GU", "VI", "AS", "MP"})
STATE_BY_FIPS: dict[str, str] = {
    "01": "AL", "02": "AK", "04": "AZ", "05": "AR", "06": "CA", "08": "CO", "09": "CT", "10": "DE", "11": "DC",
    "12": "FL", "13": "GA", "15": "HI", "16": "ID", "17": "IL", "18": "IN", "19": "IA", "20": "KS", "21": "KY",
    "22": "LA", "23": "ME", "24": "MD", "25": "MA", "26": "MI", "27": "MN", "28": "MS", "29": "MO", "30": "MT",
    "31": "NE", "32": "NV", "33": "NH", "34": "NJ", "35": "NM", "36": "NY", "37": "NC", "38": "ND", "39": "OH",
    "40": "OK", "41": "OR", "42": "PA", "44": "RI", "45": "SC", "46": "SD", "47": "TN", "48": "TX", "49": "UT",
    "50": "VT", "51": "VA", "53": "WA", "54": "WV", "55": "WI", "56": "WY", "60": "AS", "66": "GU", "69": "MP",
    "72": "PR", "78": "VI",
}  # fmt: skip
ID = re.compile(
    rf"^{US}/(?P<area>state|district|territory):(?P<state>[a-z]{{2}})"
    r"(?:/(?P<kind>cd|sldu|sldl):(?P<number>[^/:]+))?$"
)
TENS_WITH_TH = (11, 12, 13)


def state_id(state: str) -> str:
    area = "district" if state == "DC" else "territory" if state in TERRITORIES else "state"
    return f"{US}/{area}:{state.lower()}"


def cd_id(state: str, number: int) -> str:
    """0 is at large: there the district is the state itself."""
    return f"{state_id(state)}/cd:{number}" if number and SEATS.get(state) != 1 else state_id(state)


def part_id(state: str, kind: str, number: str) -> str:
    """A district of a state legislature: `kind` is sldu or sldl, the number may have letters."""
    return f"{state_id(state)}/{kind}:{number.strip().lower().replace(' ', '-')}"


@lru_cache(maxsize=20_000)
def _read(division: str) -> dict[str, str | None]:
    match = ID.match(division)
    return match.groupdict() if match else {}


def state_of(division: str) -> str | None:
    state = (_read(division).get("state") or "").upper()
    return state if state in SEATS else None


def kind_of(division: str) -> str:
    """As in Division.Kind; empty for what is not in the United States."""
    if division == US:
        return "country"
    read = _read(division)
    return (read["kind"] or "state") if read else ""


def parents(division: str) -> list[str]:
    """From the next larger to the country."""
    state = state_of(division)
    if not state:
        return []
    return [US] if division == state_id(state) else [state_id(state), US]


def seats_of_state(state: str) -> int:
    return SEATS.get(state, 0)


def districts_of_state(state: str) -> list[str]:
    """By the apportionment in force until 2033."""
    seats = seats_of_state(state)
    return [cd_id(state, number) for number in range(1, seats + 1)]


def short_name(division: str) -> str:
    """NJ-6; NJ where it is the state; `NJ Senate 6` and `NJ House 6` in the legislature."""
    read = _read(division)
    state, number = (read.get("state") or "").upper(), (read.get("number") or "").upper()
    match read.get("kind"):
        case "cd":
            return f"{state}-{number}"
        case "sldu":
            return _("%(state)s Senate %(number)s") % {"state": state, "number": number}
        case "sldl":
            return _("%(state)s House %(number)s") % {"state": state, "number": number}
    return state or division.rpartition(":")[2].upper()


def name_of(division: str) -> str:
    """“New Jersey’s 6th congressional district”."""
    read = _read(division)
    if not read:
        return place_name(division.rpartition(":")[2].upper(), get_language() or "en")
    state = (read["state"] or "").upper()
    words = {"state": STATES.get(state, state), "number": ordinal(read["number"] or "")}
    match read["kind"]:
        case "cd":
            return _("%(state)s’s %(number)s congressional district") % words
        case "sldu":
            return _("%(state)s’s %(number)s state senate district") % words
        case "sldl":
            return _("%(state)s’s %(number)s state house district") % words
    return words["state"]


def ordinal(number: str) -> str:
    """“6th” in English; in other languages the pattern around it says so."""
    if not (get_language() or "en").startswith("en") or not number.isdigit():
        return number.title()
    last = 0 if int(number) % 100 in TENS_WITH_TH else int(number) % 10
    return f"{int(number)}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') }"


def sort_key(division: str) -> tuple[str, int, str]:
    """NJ-2 before NJ-10."""
    before, _colon, number = division.rpartition(":")
    return before, int(number) if number.isdigit() else 0, number
