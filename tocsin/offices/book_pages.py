"""The pages of a book as data for the typesetter: its opening, its messages by district, its letters, its proof."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from tocsin.offices import book_text, book_words
from tocsin.offices.book_data import Contents, Entry, whole_name
from tocsin.offices.book_text import EDITED, OTHER, OWN, Line
from tocsin.offices.models import Book
from tocsin.places import ocd

Data = dict[str, Any]
FRESH = 12
"""A state with so many messages begins on a new page; smaller ones follow each other."""


@dataclass(frozen=True, slots=True)
class Row:
    """A state, a country or a district: which lines are in it. Those of level 0 with districts have no own lines."""

    level: int
    label: str
    start: int
    end: int
    leaf: bool


def outline(lines: Sequence[Line], language: str) -> list[Row]:
    rows: list[Row] = []
    start = 0
    for _where, found in groupby(lines, key=lambda line: line.place[:2]):
        inside = list(found)
        end, districts = start + len(inside), {line.place[4] for line in inside}
        rows.append(Row(0, whole_name(inside[0].place, language), start, end, leaf=districts == {""}))
        if districts != {""}:
            rows += _districts(inside, start)
        start = end
    return rows


def _districts(lines: Sequence[Line], start: int) -> Iterator[Row]:
    for district, found in groupby(lines, key=lambda line: line.place[4]):
        end = start + len(list(found))
        yield Row(1, ocd.name_of(district) if district else _("District not known"), start, end, leaf=True)
        start = end


def base(book: Book, *, office: str, title: str, day: date, lines: Sequence[Line]) -> Data:
    """What every volume says of the book."""
    language, campaign, count = book.language, book.campaign, len(lines)
    occasion = campaign.occasion_date
    own = sum(line.kind == OWN for line in lines)
    facts = [[_("Organization"), campaign.organization]]
    facts += [[_("Before"), book_words.day(occasion, language)]] if occasion else []
    facts += [[_("Closed on"), book_words.day(day, language)]]
    facts += [[_("Own words"), book_words.messages(own, language)]]
    return {
        "title": title,
        "organization": campaign.organization,
        "official": book.person.name,
        "office": office,
        "lang": language,
        "dir": "rtl" if get_language_info(language)["bidi"] else "ltr",
        "day": [day.year, day.month, day.day],
        "paper": settings.BOOK_PAPER,
        "people": book_words.number(count, language),
        "facts": facts,
        "words": book_words.words() | {"people": book_words.people(count)},
        "volume": "",
        "front": False,
        "parts": [],
        "first": 1,
        "sections": [],
        "proof": None,
    }


def opening(
    book: Book,
    contents: Contents,
    rows: Sequence[Row],
    pages: Mapping[int, str],
    missing: str,
    parts: Sequence[Sequence[str]] = (),
) -> Data:
    """`parts`: what stands in other files, with their pages."""
    language, total = book.language, len(contents.lines)
    return {
        "front": True,
        "parts": parts,
        "reading": [str(text) for text in book_words.READING],
        "missing": missing,
        "shares": book_words.shares(Counter(line.kind for line in contents.lines), language),
        "contents": [_row(row, pages, total, language) for row in rows],
        "texts": [
            {
                "label": book_words.text_label(text.key),
                "note": book_words.text_note(text, language=language),
                "paras": book_text.paragraphs(text.body),
            }
            for text in contents.texts.values()
        ],
    }


def _row(row: Row, pages: Mapping[int, str], total: int, language: str) -> Data:
    n, first = row.end - row.start, row.start + 1
    numbers = book_words.number(first, language)
    return {
        "label": row.label,
        "level": row.level,
        "n": book_words.number(n, language),
        "numbers": numbers if n == 1 else f"{numbers}–{book_words.number(row.end, language)}",
        "page": pages.get(first, ""),
        "share": book_words.percent(n, total),
    }


def sections(contents: Contents, rows: Sequence[Row], lines: Sequence[Line], language: str) -> list[Data]:
    """The sections of one volume; `lines` are its part of the book."""
    first, last = lines[0].number - 1, lines[-1].number
    found = []
    for row in rows:
        if row.end <= first or row.start >= last:
            continue
        label = row.label if row.start >= first else book_words.continued(row.label)
        part = contents.lines[max(row.start, first) : min(row.end, last)] if row.leaf else []
        found.append(
            {
                "label": label,
                "level": row.level,
                "fresh": row.level == 0 and row.end - row.start >= FRESH,
                "note": book_words.messages(row.end - row.start, language),
                **_messages(contents, part, language),
            }
        )
    return found


def _messages(contents: Contents, lines: Sequence[Line], language: str) -> Data:
    entries: list[Data] = []
    signed: dict[str, list[list[Any]]] = {}
    for line, entry in contents.entries(lines):
        if line.signature:
            name = entry["signature"]
            key = contents.texts[line.digest].key
            signed.setdefault(key, []).append([line.number, name, book_text.direction(name)])
        else:
            entries.append(_entry(contents, line, entry))
    lists = [
        {"label": book_words.signed_label(key, len(names), language), "names": names}
        for key, names in signed.items()
    ]
    return {"entries": entries, "signed": lists}


def _entry(contents: Contents, line: Line, entry: Entry) -> Data:
    known = contents.texts.get(line.digest)
    changed, key = ([], "") if known else _changes(contents, line, entry)
    note = book_words.followed(known.key) if known else book_words.edited(key) if changed else ""
    if not note and line.cluster:
        note = book_words.versions(contents.versions[line.cluster])
    return {
        "n": line.number,
        "name": entry["signature"],
        "dir": book_text.direction(entry["signature"]),
        "place": entry["place"],
        "lang": entry["language"],
        "own": book_text.paragraphs(entry["own"]),
        "body": [] if known or changed else book_text.paragraphs(entry["body"]),
        "changes": [
            {"parts": parts, "dir": book_text.direction("".join(words for _verb, words in parts))}
            for parts in changed
        ],
        "note": note,
    }


def _changes(contents: Contents, line: Line, entry: Entry) -> tuple[list[list[list[str]]], str]:
    """Against the text of which most was kept: one suggested to this person, or one that went from hand to hand."""
    known = contents.base.get(entry["version"], []) if line.kind == EDITED else []
    if line.kind == OTHER and line.cluster in contents.common:
        known = [contents.common[line.cluster]]
    for digest in known:
        text = contents.texts.get(digest)
        if text and (found := book_text.changes(text.body, entry["body"])):
            return found, text.key
    return [], ""


def letters(contents: Contents, lines: Sequence[Line], address: list[str]) -> Data:
    """Each letter whole, as it was confirmed."""
    found = []
    for line, entry in contents.entries(lines):
        paras = book_text.paragraphs(entry["own"]) + book_text.paragraphs(entry["body"])
        kept = {name: entry[name] for name in ("subject", "salutation", "closing", "place")}
        on = book_words.day(date.fromisoformat(entry["on"]), entry["language"])
        found.append(
            {
                **kept,
                "n": line.number,
                "name": entry["signature"],
                "lang": entry["language"],
                "dir": book_text.direction(entry["salutation"] + entry["closing"] + entry["body"]),
                "date": on,
                "paras": paras,
            }
        )
    return {"address": address, "letters": found}
