"""The order of names in the alphabet of a reader's language. Pure."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

SCRIPTS = {
    "hy": "ARMENIAN",
    "ru": "CYRILLIC",
    "ar": "ARABIC",
    "ka": "GEORGIAN",
    "el": "GREEK",
    "he": "HEBREW",
}
QUOTES = str.maketrans("", "", "“”„«»\"'’‘()[]՛՝․")


LETTERS = str.maketrans(
    {"ё": "е\uffff", "й": "и\uffff", "ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"}
)
"""Letters that would lose their place, or that no decomposition takes to it."""


@lru_cache(maxsize=20_000)
def collation(name: str, code: str) -> tuple[int, str]:
    """By the alphabet of the reader's language: its own script first, letters before their marks, quotes ignored.

    The code points of Armenian, Cyrillic, Arabic and unaccented Latin stand in their alphabets' order; the letters
    that do not are put right. Not the database's collation: its order changes with its version, and a frozen
    list must not. Remembered, since a page sorts two thousand names anew each time.
    """
    own = unicodedata.normalize("NFC", name.translate(QUOTES).strip().casefold()).translate(LETTERS)
    plain = unicodedata.normalize("NFKD", own)
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    first = next((char for char in bare if char.isalpha()), "")
    script = unicodedata.name(first, "").split(" ")[0] if first else ""
    return (0 if script == SCRIPTS.get(code, "LATIN") else 1, bare)
