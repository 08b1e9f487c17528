"""Countries and languages, by their names in the reader's language."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from babel import Locale
from django.utils.translation import get_language

NOT_COUNTRIES = frozenset(
    {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ", "AC", "CP", "DG", "EA", "IC", "TA", "CQ"}
)


@lru_cache(maxsize=16)
def country_choices(language: str) -> list[tuple[str, str]]:
    """Every country by its name in the reader's language, the United States first."""
    names = {str(code): name for code, name in Locale.parse(language).territories.items()}
    codes = [c for c in names if len(c) == 2 and c.isalpha() and c not in NOT_COUNTRIES]
    rest = sorted(
        (c for c in codes if c != "US"), key=lambda c: unicodedata.normalize("NFKD", names[c]).casefold()
    )
    return [(code, names[code]) for code in ("US", *rest)]


def countries() -> list[tuple[str, str]]:
    """The choices in the active language; asked for only where the list is drawn."""
    return country_choices(get_language() or "en")


@lru_cache(maxsize=16)
def country_codes(language: str) -> frozenset[str]:
    return frozenset(code for code, _name in country_choices(language))


@lru_cache(maxsize=2_000)
def country_name(code: str, language: str) -> str:
    """As people who read `language` call it; the code where nobody knows it; empty stays empty."""
    return str(Locale.parse(language).territories.get(code, code)) if code else ""


def language_name(code: str) -> str:
    """In the active language, as it stands in the middle of a sentence; the code where nobody knows it."""
    return str(Locale.parse(get_language() or "en").languages.get(code, code))
