"""Where a supporter lives, as coarse as a public count needs it: a state of the US, else a country.

The three-digit ZIP prefixes of each state are the Postal Service's own assignment (Publication 65, L002).
"""

from __future__ import annotations

import re

STATE_PREFIXES: dict[str, str] = {
    "AL": "350-352 354-369", "AK": "995-999", "AZ": "850-853 855-857 859-860 863-865", "AR": "716-729",
    "CA": "900-908 910-928 930-961", "CO": "800-816", "CT": "060-069", "DE": "197-199",
    "DC": "200 202-205 569", "FL": "320-339 341-342 344 346-347 349", "GA": "300-319 398-399",
    "HI": "967-968", "ID": "832-838", "IL": "600-620 622-629", "IN": "460-479", "IA": "500-516 520-528",
    "KS": "660-662 664-679", "KY": "400-427", "LA": "700-701 703-708 710-714", "ME": "039-049",
    "MD": "206-212 214-219", "MA": "010-027 055", "MI": "480-499", "MN": "550-551 553-567",
    "MS": "386-397", "MO": "630-631 633-641 644-658", "MT": "590-599", "NE": "680-681 683-693",
    "NV": "889-891 893-895 897-898", "NH": "030-038", "NJ": "070-089", "NM": "870-871 873-875 877-884",
    "NY": "005 100-149", "NC": "270-289", "ND": "580-588", "OH": "430-459", "OK": "730-731 734-749",
    "OR": "970-979", "PA": "150-196", "RI": "028-029", "SC": "290-299", "SD": "570-577", "TN": "370-385",
    "TX": "733 750-770 772-799 885", "UT": "840-847", "VT": "050-054 056-059", "VA": "201 220-246",
    "WA": "980-986 988-994", "WV": "247-268", "WI": "530-532 534-535 537-549", "WY": "820-831",
    "PR": "006-007 009", "VI": "008", "GU": "969",
}  # fmt: skip
STATE_EXCEPTIONS: dict[str, str] = {
    "06390": "NY", "20588": "MD", "20598": "VA", "72643": "MO", "73960": "TX", "83414": "WY", "96799": "AS",
    "96950": "MP", "96951": "MP", "96952": "MP",
}  # fmt: skip
"""Codes that lie in another state than the rest of their prefix."""
ABROAD = frozenset({"96939", "96940", "96941", "96942", "96943", "96944", "96960", "96970"})
"""Palau, Micronesia and the Marshall Islands: served by the Postal Service, but countries of their own."""
MILITARY_PREFIXES = frozenset({*(f"{p:03d}" for p in range(90, 99)), "340", *map(str, range(962, 967))})
ZIP = re.compile(r"^(\d{5})(?:-?\d{4})?$")
NOISE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
DASHES = re.compile("[\u2010-\u2015\u2212\uff0d]")


def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for state, spans in STATE_PREFIXES.items():
        for span in spans.split():
            first, _, last = span.partition("-")
            for prefix in range(int(first), int(last or first) + 1):
                table.setdefault(f"{prefix:03d}", state)
    return table


STATE_BY_PREFIX = _table()


def clean_zip(text: str) -> str | None:
    """The five digits of a US ZIP or ZIP+4 code, in whatever script; None if it is neither."""
    match = ZIP.match(DASHES.sub("-", NOISE.sub("", text)))
    return f"{int(match[1]):05d}" if match else None


def state_of_zip(digits: str) -> str | None:
    """The state of five digits, where they tell one."""
    return None if digits in ABROAD else STATE_EXCEPTIONS.get(digits) or STATE_BY_PREFIX.get(digits[:3])


def is_military(digits: str) -> bool:
    return digits[:3] in MILITARY_PREFIXES


def area_of(country: str, postal_code: str) -> str:
    """`US-NJ` where the ZIP code tells the state, else the ISO country code."""
    if country != "US":
        return country
    digits = clean_zip(postal_code)
    state = state_of_zip(digits) if digits else None
    return f"US-{state}" if state else "US"
