"""Names as people write them, out of records that shout: “ANN”, “DeLAURO”, “McCARTHY”."""

from __future__ import annotations

import re

FULL = re.compile(
    r"^(?:(?:Rep|Sen|Del)\.|Resident Commissioner|Rescom\.)?\s*(?P<name>.*?)\s*(?:\[[^\]]*\])?$"
)
NUMERALS = frozenset({"II", "III", "IV"})
WORD = re.compile(r"[^\W\d_]+")


def cased(name: str) -> str:
    """A name with sensible capitals; initials and what is written in mixed letters stay."""
    return WORD.sub(lambda found: _word(found.group()), " ".join(name.split()))


def _word(word: str) -> str:
    prefix = next((p for p in ("Mc", "Mac", "De", "La", "Le", "Van") if word.startswith(p)), "")
    rest = word.removeprefix(prefix)
    if prefix and len(rest) > 1 and rest.isupper():
        return prefix + rest.capitalize()
    if len(word) < 2 or not word.isupper() or word in NUMERALS:
        return word
    if word.startswith("MC") and len(word) > 3:
        return "Mc" + word[2:].capitalize()
    return word.capitalize()


def parts(full: str, given: str, family: str) -> tuple[str, str]:
    """Given and family name. The full name, “Rep. DeLauro, Rosa L. [D-CT-3]”, is often spelled better."""
    found = FULL.match(full.strip())
    last, _, first = (found.group("name") if found else "").partition(",")
    if first and (not family or last.strip().casefold() == family.strip().casefold()):
        family = last
        given = given if given and given.casefold() != first.split()[0].casefold() else first.split()[0]
    return cased(given), cased(family)
