"""What the two chambers call things: offices, prefixes, bills, topics. Data and pure functions."""

from __future__ import annotations

import re

HOUSE, SENATE = "house", "senate"
CHAMBERS = {"H": HOUSE, "S": SENATE}
OFFICE = re.compile(r"H[A-Z]{2}[0-9]{2}|S[A-Z]{2}0[1-3]")
STATES = frozenset({
    *("AK", "AL", "AR", "AS", "AZ", "CA", "CO", "CT", "DC", "DE", "FL", "GA", "GU", "HI"),
    *("IA", "ID", "IL", "IN", "KS", "KY", "LA", "MA", "MD", "ME", "MI", "MN", "MO", "MP"),
    *("MS", "MT", "NC", "ND", "NE", "NH", "NJ", "NM", "NV", "NY", "OH", "OK", "OR", "PA"),
    *("PR", "RI", "SC", "SD", "TN", "TX", "UT", "VA", "VI", "VT", "WA", "WI", "WV", "WY"),
})  # fmt: skip
HOUSE_STATES = {"AS": "AQ"}
"""American Samoa goes by a code of its own in the House."""
PREFIXES = ("Mr.", "Mrs.", "Miss", "Ms.", "Dr.")
"""The Senate takes these alone, and the House takes them too."""
SENATE_BILLS = {
    "hamdt": "H.Amdt.",
    "hconres": "H.Con.Res",  # the one without a final dot
    "hjres": "H.J.Res.",
    "hr": "H.R.",
    "hres": "H.Res.",
    "s": "S.",
    "samdt": "S.Amdt.",
    "sconres": "S.Con.Res.",
    "sjres": "S.J.Res.",
    "sres": "S.Res.",
}
TOPICS = (
    "Agriculture and Food",
    "Animals",
    "Armed Forces and National Security",
    "Arts, Culture, Religion",
    "Civil Rights and Liberties, Minority Issues",
    "Commerce",
    "Congress",
    "Crime and Law Enforcement",
    "Economics and Public Finance",
    "Education",
    "Emergency Management",
    "Energy",
    "Environmental Protection",
    "Families",
    "Finance and Financial Sector",
    "Foreign Trade and International Finance",
    "Government Operations and Politics",
    "Health",
    "Housing and Community Development",
    "Immigration",
    "International Affairs",
    "Labor and Employment",
    "Law",
    "Native Americans",
    "Public Lands and Natural Resources",
    "Science, Technology, Communications",
    "Social Sciences and History",
    "Social Welfare",
    "Sports and Recreation",
    "Taxation",
    "Transportation and Public Works",
    "Water Resources Development",
)


def chamber_of(office: str) -> str:
    """Raises ValueError for what is no office code."""
    if not OFFICE.fullmatch(office):
        raise ValueError(f"{office!r} is not an office code such as HNJ08 or SCA03")
    return CHAMBERS[office[0]]


def office_code(chamber: str, state: str, district: int = 0, senate_class: int = 0) -> str:
    """`HNJ08` or `SCA03`. At-large districts and delegates are 0. Raises ValueError."""
    state = state.upper()
    if state not in STATES:
        raise ValueError(f"{state!r} is not a state")
    if chamber == HOUSE and 0 <= district <= 99:
        return f"H{HOUSE_STATES.get(state, state)}{district:02d}"
    if chamber == SENATE and senate_class in (1, 2, 3):
        return f"S{state}0{senate_class}"
    raise ValueError("an office needs the House and a district, or the Senate and a class of 1 to 3")


def bill_type(chamber: str, kind: str) -> str:
    """As the chamber spells it. Raises ValueError."""
    if kind not in SENATE_BILLS:
        raise ValueError(f"{kind!r} is not a kind of bill")
    return kind if chamber == HOUSE else SENATE_BILLS[kind]


def prefix_of(title: str) -> str:
    """The prefix that a title such as `mr` stands for, or nothing."""
    plain = title.strip().rstrip(".").lower()
    return next((prefix for prefix in PREFIXES if prefix.rstrip(".").lower() == plain), "")
