"""The bodies of the United States by rule: what they are called, who sits in them, and for what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils import translation

from tocsin.officials.models import Organization
from tocsin.places import ocd

Kind = Organization.Classification

CONGRESS, HOUSE, SENATE, EXECUTIVE = "us-congress", "us-house", "us-senate", "us-executive"
COUNTRY = ocd.US
ORDER = (HOUSE, SENATE, EXECUTIVE, "-executive", "-upper", "-lower")
"""In which order the seats of a place are listed: whole names, or how they end."""
PRESIDENT = "President of the United States"
VICE_PRESIDENT = "Vice President of the United States"
NO_STATE = ocd.TERRITORIES | {"DC"}
"""They send a delegate, or a resident commissioner, to the House, and nobody to the Senate."""

ASSEMBLIES = ("CA", "NJ", "NV", "NY", "WI")
HOUSES_OF_DELEGATES = ("MD", "VA", "WV")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    slug: str
    name: str
    kind: str
    parent: str = ""
    division: str | None = None
    url: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What a post is, before it is stored."""

    body: str
    role: str
    label: str
    division: str | None
    seats: int = 1


FEDERAL = (
    Body(slug=CONGRESS, name="US Congress", kind=Kind.LEGISLATURE, division=COUNTRY, url="https://www.congress.gov"),
    Body(slug=HOUSE, name="US House of Representatives", kind=Kind.CHAMBER, parent=CONGRESS, division=COUNTRY, url="https://www.house.gov"),
    Body(slug=SENATE, name="US Senate", kind=Kind.CHAMBER, parent=CONGRESS, division=COUNTRY, url="https://www.senate.gov"),
    Body(slug=EXECUTIVE, name="The White House", kind=Kind.EXECUTIVE, division=COUNTRY, url="https://www.whitehouse.gov"),
)  # fmt: skip
EXECUTIVE_OFFICES = tuple(
    Office(body=EXECUTIVE, role=role, label=role, division=COUNTRY) for role in (PRESIDENT, VICE_PRESIDENT)
)


@lru_cache(maxsize=1024)
def place_in_order(body: str) -> int:
    return next((n for n, end in enumerate(ORDER) if body == end or body.endswith(end)), len(ORDER))


@lru_cache(maxsize=1)
def house_offices() -> dict[str, Office]:
    """All 435 seats and six without a vote, by division."""
    found = {}
    for state in ocd.SEATS:
        for division in ocd.districts_of_state(state):
            found[division] = house_office(division)
    return found


def house_office(division: str) -> Office:
    state = state_of(division)
    role = "Representative"
    if state in NO_STATE:
        role = "Resident Commissioner" if state == "PR" else "Delegate"
    return Office(body=HOUSE, role=role, label=_label(role, division), division=division)


@lru_cache(maxsize=1)
def senate_offices() -> dict[str, Office]:
    """Two seats for each of the fifty states, by division."""
    states = [ocd.state_id(state) for state in ocd.SEATS if state not in NO_STATE]
    return {state: senate_office(state) for state in states}


def senate_office(division: str) -> Office:
    return Office(body=SENATE, role="Senator", label=_label("Senator", division), division=division, seats=2)


def state_of(division: str | None) -> str:
    """Also of what lies in a state in a way of its own, as a ward."""
    return ocd.state_of("/".join((division or "").split("/")[:3])) or ""


def in_english(division: str) -> str:
    """What is stored is in English, whoever loads it."""
    with translation.override("en"):
        return ocd.name_of(division)


def _label(role: str, division: str) -> str:
    place = in_english(division)
    return f"{role} for {'the ' if place.startswith('District of ') else ''}{place}"


def federal_offices() -> Iterable[Office]:
    return [*house_offices().values(), *senate_offices().values(), *EXECUTIVE_OFFICES]


# --- The states ------------------------------------------------------------------------------------------------

EXECUTIVE_ROLES = {
    "governor": "Governor",
    "lt_governor": "Lieutenant Governor",
    "attorney general": "Attorney General",
    "secretary of state": "Secretary of State",
    "treasurer": "Treasurer",
    "auditor": "Auditor",
    "chief election officer": "Chief Election Officer",
}
CHAMBERS = {"upper": "upper", "lower": "lower", "legislature": "upper"}
"""What Open States calls a chamber, and how the slug of ours ends; a single chamber is taken for an upper one."""


WHOLE_STATE = ("At-Large", "Chairman", "")


def state_name(state: str) -> str:
    return in_english(ocd.state_id(state))


def state_body(state: str, part: str) -> Body:
    """`part` is upper, lower or executive."""
    kind = Kind.EXECUTIVE if part == "executive" else Kind.CHAMBER
    name = _chamber_name(state, part)
    return Body(slug=f"{state.lower()}-{part}", name=name, kind=kind, division=ocd.state_id(state))


def _chamber_name(state: str, part: str) -> str:
    name = state_name(state)
    if part == "executive":
        return f"Government of {name}"
    if state == "DC":
        return "Council of the District of Columbia"
    if part == "upper":
        return "Nebraska Legislature" if state == "NE" else f"{name} Senate"
    if state in ASSEMBLIES:
        return f"{name} Assembly"
    return f"{name} House of {'Delegates' if state in HOUSES_OF_DELEGATES else 'Representatives'}"


def state_role(state: str, part: str) -> str:
    if state == "DC":
        return "Council Member"
    if state == "PR":
        return "Senator" if part == "upper" else "Representative"
    if part == "upper":
        return "State Senator"
    if state in ASSEMBLIES:
        return "Assembly Member"
    return "State Delegate" if state in HOUSES_OF_DELEGATES else "State Representative"


def state_seat(state: str, part: str, district: str) -> Office:
    """`district` as the state calls it: 6, 10A, First Essex, At-Large."""
    role = state_role(state, part)
    number = f"District {district}" if district[:1].isdigit() and " " not in district else district
    label = f"{role} for {state_name(state)}, {number}"
    return Office(
        body=f"{state.lower()}-{part}", role=role, label=label, division=state_division(state, part, district)
    )


def state_division(state: str, part: str, district: str) -> str:
    if district in WHOLE_STATE:
        return ocd.state_id(state)
    name = district.replace(",", "")
    if state == "DC":
        return f"{ocd.state_id(state)}/ward:{name.casefold().removeprefix('ward ')}"
    return ocd.part_id(state, f"sld{part[0]}", name)


def state_executive(state: str, role: str) -> Office:
    label = f"{role} of {state_name(state)}"
    return Office(body=f"{state.lower()}-executive", role=role, label=label, division=ocd.state_id(state))
