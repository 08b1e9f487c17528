"""Freezing an open letter to PDF: 2,000 organizations and five languages; seconds, memory, pages per second."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date

from bench import book, harness
from bench.harness import SCALE, Site
from bench.results import Figure
from tocsin.letters.print import setting
from tocsin.letters.print.data import Block, Check, Group, Letter, Name, Part, Signatory, Version

ORGANIZATIONS = max(int(2_000 * SCALE), 1)
COUNTRIES = 40
NAMES = (
    ("River Friends of the Lower Valley {n}", ""),
    ("Գետի բարեկամներ {n}", "hy"),
    ("Общество друзей реки {n}", "ru"),
    ("جمعية أصدقاء النهر {n}", "ar"),
    ("Fédération des associations pour la protection des rivières et des ponts, section {n}", "fr"),
    ("A name that does not end " * 11 + "{n}", ""),
)
"""The last one stands once in a hundred."""
TEXTS = (
    (
        "en",
        "ltr",
        "English",
        "The ferry must run at night again, for the bakers and the nurses who cross before dawn. ",
    ),
    ("hy", "ltr", "Հայերեն", "Լաստանավը պետք է կրկին գիշերը աշխատի հացթուխների և բուժքույրերի համար։ "),
    (
        "ru",
        "ltr",
        "Русский",
        "Паром снова должен ходить ночью, для пекарей и медсестёр, которые едут до рассвета. ",
    ),
    (
        "ar",
        "rtl",
        "العربية",
        "يجب أن تعمل العبّارة ليلاً من جديد من أجل الخبازين والممرضات الذين يعبرون قبل الفجر. ",
    ),
    (
        "fr",
        "ltr",
        "Français",
        "Le bac doit de nouveau circuler la nuit, pour ceux qui passent avant l'aube. ",
    ),
)


def run(site: Site) -> Iterator[Figure]:
    output, started = site.folder / "letter.pdf", time.monotonic()
    volume = setting.letter(letter(ORGANIZATIONS), output=output, day=date(2026, 11, 27))
    seconds, memory = time.monotonic() - started, volume.rss * 1024 / 1e6
    harness.say(f"{ORGANIZATIONS} organizations: {volume.pages} pages in {seconds:.1f} s, {memory:.0f} MB")
    yield Figure(
        name="letter.pdf",
        value=volume.pages / seconds,
        unit="pages/s",
        limit=book.plain(site, volume.pages),
        of="Typst setting as many pages of plain text",
    )
    yield Figure(name="letter.pdf_seconds", value=seconds, unit="s", limit=10, of="a promise")
    yield Figure(name="letter.pdf_memory", value=memory, unit="MB", limit=300, of="a promise")


def letter(organizations: int) -> Letter:
    parts: list[Part] = [{"label": f"Country {n + 1}", "signatories": []} for n in range(COUNTRIES)]
    for n in range(organizations):
        parts[n * COUNTRIES // organizations]["signatories"].append(signatory(n))
    groups: list[Group] = [
        {
            "label": "Organizations",
            "count": f"{organizations:,}",
            "parts": [part for part in parts if part["signatories"]],
        }
    ]
    return {
        "title": "Let the ferry run at night",
        "organization": "The ferry coalition",
        "paper": "a4",
        "day": (2026, 11, 27),
        "hosts": [{"name": named(n), "logo": "", "alt": ""} for n in range(3)],
        "versions": [version(*text) for text in TEXTS],
        "signatories": "Signatories",
        "signatories_note": "In the order of the alphabet, as of the moment of freezing.",
        "groups": groups,
        "check": check(organizations),
    }


def named(n: int) -> Name:
    text, lang = NAMES[-1 if n % 100 == 99 else n % 5]
    return {"text": text.format(n=n), "lang": lang}


def signatory(n: int) -> Signatory:
    others: list[Name] = [] if n % 3 else [named(n + 1)]
    return {"name": named(n), "others": others, "signer": f"Person {n}", "role": "Director"}


def version(lang: str, way: str, language: str, sentence: str) -> Version:
    title = sentence.split(",", maxsplit=1)[0]
    body: list[Block] = [{"kind": "paragraph", "text": sentence * 5} for _ in range(6)]
    return {
        "lang": lang,
        "dir": "rtl" if way == "rtl" else "ltr",
        "language": language,
        "note": "This text is authoritative; the others are translations.",
        "short": title[:60],
        "page_of": "{page} / {pages}",
        "date": "2026-11-27",
        "addressees": [{"name": "The council of the lower town", "office": "Town hall"}],
        "title": title,
        "salutation": sentence[:20],
        "body": body,
        "closing": sentence[:20],
    }


def check(organizations: int) -> Check:
    return {
        "title": "How to check this document",
        "text": ["This letter was frozen: neither its words nor its signatories can change any more."],
        "facts": [("SHA-256 of the text", "0f" * 32), ("Number of signatories", f"{organizations:,}")],
        "address_label": "Check it here",
        "address": "https://example.org/letters/ferry/check/",
        "steps_label": "What to do",
        "steps": ["Open the address above.", "Give it this file.", "Compare what it says with this page."],
    }
