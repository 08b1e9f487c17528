"""What an address says by itself: its ZIP code, if it is an address in the United States at all."""

from __future__ import annotations

import re
import unicodedata

from tocsin.places.areas import clean_zip, state_of_zip
from tocsin.places.geocoders.base import Geocoded
from tocsin.places.names import STATES

NAMES = {name.upper(): code for code, name in STATES.items()} | {code: code for code in STATES}
NAMES |= {"D.C.": "DC", "WASHINGTON DC": "DC", "WASHINGTON D.C.": "DC"}
COUNTRY = r"(?:[\s,]+(?:USA|U\.S\.A\.|US|U\.S\.|UNITED STATES(?: OF AMERICA)?))?"
AT_END = re.compile(
    rf"(?:^|[\s,])(?P<state>{'|'.join(sorted(map(re.escape, NAMES), key=len, reverse=True))})[\s,]+"
    rf"(?P<zip>\d{{5}}(?:-?\d{{4}})?){COUNTRY}[\s,.]*$"
)


class Offline:
    is_remote = False

    def find(self, address: str, zip_code: str) -> Geocoded:
        if zip_code:
            return Geocoded(zip_code=zip_code)
        return zip_of(address)


def zip_of(address: str) -> Geocoded:
    """Five digits can be a house number or the postal code of another country: a state must stand before them.

    The middle of a ZIP code is no place where somebody lives, so no point is made of it.
    """
    text = unicodedata.normalize("NFKC", address).strip()
    if clean_zip(text):
        return Geocoded(zip_code=text)
    if any(c.isalpha() and not unicodedata.name(c, "").startswith("LATIN") for c in text):
        return Geocoded(problem="other-script")
    found = AT_END.search(text.upper())
    digits = clean_zip(found["zip"]) if found else None
    if not found or not digits:
        return Geocoded(problem="no-zip")
    if state_of_zip(digits) not in (None, NAMES[found["state"]]):
        return Geocoded(problem="disagrees")
    return Geocoded(zip_code=digits)
