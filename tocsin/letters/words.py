"""The words of a version in one language, as a page sets them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import get_language_bidi, get_language_info, override

from tocsin.letters.models import LetterVersion
from tocsin.letters.page import ITEM


@dataclass(frozen=True, slots=True)
class Words:
    """The letter in one language. `blocks`: a kind, and its texts; points that follow each other are one list."""

    code: str
    name: str
    dir: str
    title: str
    lead: str
    salutation: str
    blocks: list[tuple[str, list[str]]]
    closing: str


def words_of(version: LetterVersion, code: str) -> Words:
    text = version.texts[code]
    with override(code):
        way = "rtl" if get_language_bidi() else "ltr"
    return Words(
        code=code,
        name=get_language_info(code)["name_local"],
        dir=way,
        title=text["title"],
        lead=text["lead"],
        salutation=text["salutation"],
        blocks=blocks_of(text["body"]),
        closing=text["closing"],
    )


def blocks_of(body: list[dict[str, str]]) -> list[tuple[str, list[str]]]:
    """A list is the points that stand together; everything else is one block of its own."""
    numbered = enumerate(body)
    runs = groupby(numbered, key=lambda pair: -1 if pair[1]["kind"] == ITEM else pair[0])
    return [
        (parts[0][1]["kind"], [part["text"] for _n, part in parts])
        for parts in (list(run) for _k, run in runs)
    ]


def name_of(code: str) -> str:
    """As in the reader's language."""
    return str(get_language_info(code)["name_translated"])
