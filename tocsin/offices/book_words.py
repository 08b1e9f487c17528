"""What a book says in its own voice, in the language it is made in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tocsin.offices.book_data import Text
from tocsin.offices.book_text import EDITED, OTHER, TEMPLATE
from tocsin.offices.wording import KIND_WORDS

WORDS: dict[str, str | Promise] = {
    "to": gettext_lazy("Messages to"),
    "parts": gettext_lazy("Contents"),
    "reading": gettext_lazy("How to read this book"),
    "shares": gettext_lazy("How far the messages are in people’s own words"),
    "contents": gettext_lazy("Messages by state and district"),
    "contents_note": gettext_lazy("The bar shows the share of all messages."),
    "where": gettext_lazy("Where"),
    "messages": gettext_lazy("Messages"),
    "numbers": gettext_lazy("Numbers"),
    "page": gettext_lazy("Page"),
    "texts": gettext_lazy("Texts that several people sent"),
    "texts_note": gettext_lazy("Each is printed once, here. The messages refer to it by its letter."),
    "proof": gettext_lazy("Proof"),
    "check": gettext_lazy("How to check"),
}
KINDS = {**KIND_WORDS, TEMPLATE: gettext_lazy("The suggested text, unchanged")}
READING: tuple[str | Promise, ...] = (
    gettext_lazy(
        "Each message was confirmed by its sender from their own email address. A person is in it once."
    ),
    gettext_lazy(
        "Messages are in the order of states and districts. Within a district, those in people’s own words come "
        "first, then edited ones, each in the order of names. The number beside a message is the same in the file "
        "messages.csv."
    ),
    gettext_lazy(
        "Nothing is made to look more than it is: a text that many people sent alike is printed once, and those who "
        "signed it unchanged are listed under its letter. Where somebody edited such a text, what they added is "
        "underlined and what they took out is struck through. What people wrote themselves is printed in full."
    ),
    gettext_lazy(
        "Names and places are those the senders signed with. Email and street addresses are not in this book. "
        "Districts are worked out from what the senders said of where they live."
    ),
)
HASHES = gettext_lazy(
    "What proves this book are the hashes below. They are not entered in a public register: whoever relies on them "
    "keeps the list SHA256SUMS that came with the book."
)
CHECK: tuple[str | Promise, ...] = (
    gettext_lazy(
        "Each line above is the SHA-256 of a file. The command “sha256sum” prints it for the file you have; if one "
        "character of the file were changed, the result would be another."
    ),
    gettext_lazy(
        "The file messages.csv has one line for each message: its number, the day it was confirmed, the name and place "
        "as signed, its kind, the SHA-256 of its words, and the volume and page where it stands."
    ),
    gettext_lazy(
        "The hash of this file cannot stand in the file itself; it is in SHA256SUMS. The SHA-256 of SHA256SUMS is one "
        "name for the whole book. The messages are settled under the first twelve characters of it when the book is "
        "handed over."
    ),
    gettext_lazy(
        "A hash shows that nothing was changed since; it does not show who somebody is. Each sender pressed a button "
        "in a mail to the address they gave. Identity papers were not checked."
    ),
)


def words() -> dict[str, str]:
    return {name: str(text) for name, text in WORDS.items()}


def number(n: int, language: str) -> str:
    return str(format_decimal(n, locale=_locale(language)))


def day(value: date, language: str) -> str:
    return str(format_date(value, "long", locale=_locale(language)))


def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")


def percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def shares(kinds: Mapping[str, int], language: str) -> list[list[str | float]]:
    total = sum(kinds.values())
    return [
        [str(KINDS[kind]), number(kinds.get(kind, 0), language), f"{percent(kinds.get(kind, 0), total):.0f} %",
         percent(kinds.get(kind, 0), total)]
        for kind in KINDS
        if kinds.get(kind) or kind != OTHER
    ]  # fmt: skip


def people(n: int) -> str:
    return ngettext(
        "person confirmed their message from their own email address",
        "people confirmed their messages from their own email addresses",
        n,
    )


def messages(n: int, language: str) -> str:
    return ngettext("%(n)s message", "%(n)s messages", n) % {"n": number(n, language)}


def text_label(key: str) -> str:
    return _("Text %(letter)s") % {"letter": key}


def text_note(text: Text, *, language: str) -> str:
    """Who wrote it, and how many signed it as it is."""
    whose = _("Suggested by the campaign")
    if text.kind == EDITED:
        whose = _("The suggested text, edited alike by several people")
    elif text.kind != TEMPLATE:
        whose = _("Not suggested by the campaign; sent by %(n)s people, in one version or another") % {
            "n": number(text.versions, language)
        }
    signed = ngettext("signed unchanged by %(n)s person", "signed unchanged by %(n)s people", text.signed)
    about = _(" · under the subject “%(subject)s”") % {"subject": text.subject} if text.subject else ""
    return f"{whose}; {signed % {'n': number(text.signed, language)}}{about}"


def versions(n: int) -> str:
    return ngettext(
        "One of %(n)s version of the same text.", "One of %(n)s versions of the same text.", n
    ) % {"n": n}


def signed_label(key: str, n: int, language: str) -> str:
    words = ngettext(
        "Text %(letter)s, signed unchanged by %(n)s person",
        "Text %(letter)s, signed unchanged by %(n)s people",
        n,
    )
    return words % {"letter": key, "n": number(n, language)}


def followed(key: str) -> str:
    return _("Followed by text %(letter)s, unchanged.") % {"letter": key}


def edited(key: str) -> str:
    return _("Text %(letter)s, edited:") % {"letter": key}


def continued(label: str) -> str:
    return _("%(section)s (continued)") % {"section": label}


def volume(n: int, total: int) -> str:
    return _("Volume %(n)s of %(total)s") % {"n": n, "total": total}


def missing(scripts: list[str]) -> str:
    if not scripts:
        return ""
    return _(
        "The fonts on the machine that made this book have no letters for: %(scripts)s. Where these stood, the name of "
        "the script stands in brackets; messages.csv has the names as they were signed."
    ) % {"scripts": ", ".join(scripts)}


def proof(*, entries: int, confirmed: int, made: date, language: str) -> list[str]:
    known = {"n": messages(entries, language), "day": day(made, language), "all": number(confirmed, language)}
    counted = _("At that moment the campaign counted %(all)s confirmed people in all.")
    if confirmed > entries:
        counted = _(
            "At that moment the campaign counted %(all)s confirmed people in all; some of them wrote to others only."
        )
    closed = _("This book was closed on %(day)s with %(n)s. Nothing was changed in it afterwards.")
    return [closed % known, counted % known, str(HASHES)]
