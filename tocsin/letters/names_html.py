"""The names under a letter as HTML, written by hand: a template takes ten times as long for two thousand of them."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.conf import settings
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tocsin.content.templatetags.tocsin_tags import number
from tocsin.letters.roll import Entry, Group

PROOFS: dict[str, tuple[str, str | Promise]] = {
    "mail": ("m", gettext_lazy("by a message to an address of its domain")),
    "dns": ("d", gettext_lazy("by an entry in its domain’s records")),
    "mandate": ("s", gettext_lazy("by a signed mandate that two people approved")),
}
"""Proof → the small letter behind a name, and what it stands for."""
BETWEEN = "\0"


def groups(found: Iterable[Group], language: str, *, marks: bool, logos: bool) -> SafeString:
    """Every group under its country; one without a heading where the list is not grouped."""
    words = _Words(language, marks, logos)
    return mark_safe("".join([_group(one, words) for one in found]))  # noqa: S308


def names(entries: Iterable[Entry], language: str) -> SafeString:
    return mark_safe(_list(list(entries), _Words(language, marks=False, logos=False)))  # noqa: S308


def _list(entries: list[Entry], words: _Words) -> str:
    """All that was written by others is escaped in one go, since most of the time would be spent on that."""
    texts = BETWEEN.join([text for one in entries for text in _texts(one)])
    safe = iter(escape(texts).split(BETWEEN))
    rows = [
        _row(one, words, *pieces)
        for one, *pieces in zip(entries, safe, safe, safe, safe, safe, safe, strict=False)
    ]
    return f'<ul class="{"names logos" if words.logos else "names"}">{"".join(rows)}</ul>'


def _texts(entry: Entry) -> tuple[str, ...]:
    """None of them holds what parts them: the database takes no such character."""
    said = ", ".join([part for part in (entry.signer, entry.title, entry.affiliation) if part])
    return entry.name, entry.other, entry.language, said, entry.website, entry.logo


def _group(group: Group, words: _Words) -> str:
    listed = _list(group.entries, words)
    if not group.country and not group.name:
        return listed
    count = len(group.entries)
    said = ngettext("%(n)s organization", "%(n)s organizations", count) % {"n": number(count)}
    head = f'<h3>{escape(group.name)} <span class="soft">{said}</span></h3>'
    return f'<section class="country">{head}{listed}</section>'


class _Words:
    """What is the same in every row, translated once."""

    def __init__(self, language: str, marks: bool, logos: bool) -> None:
        self.language, self.logos = language, logos
        self.host = f' <span class="tag plain">{escape(_("host"))}</span>'
        self.media = settings.MEDIA_URL
        self.marks = {kind: _mark(kind) for kind in PROOFS} if marks else {}


def _mark(kind: str) -> str:
    sign, words = PROOFS[kind]
    said = escape(_("Proven %(how)s") % {"how": words})
    return f'<abbr class="proof" title="{said}">{sign}</abbr>'


def _row(
    entry: Entry, words: _Words, name: str, other: str, code: str, said: str, website: str, logo: str
) -> str:
    foreign = f' lang="{code}"' if not other and code != words.language else ""
    name = f"<bdi{foreign}>{name}</bdi>"
    if website.startswith(("https://", "http://")):
        name = f'<a href="{website}" rel="nofollow">{name}</a>'
    mark, host = words.marks.get(entry.proof, ""), words.host if entry.host else ""
    below = f'<bdi class="other" lang="{code}">{other}</bdi>' if other else ""
    who = f'<bdi class="who">{said}</bdi>' if said else ""
    picture = _logo(entry, logo, words.media) if words.logos else ""
    return f"<li>{picture}<div><b>{name}</b>{mark}{host}{below}{who}</div></li>"


def _logo(entry: Entry, logo: str, media: str) -> str:
    """Where there is none, the first letter of the name keeps its place."""
    if not logo:
        first = next((char for char in entry.name if char.isalnum()), "")
        return f'<span class="logo none" aria-hidden="true">{first}</span>'
    size = f' width="{entry.logo_width}" height="{entry.logo_height}"' if entry.logo_width else ""
    return f'<span class="logo"><img src="{media}{logo}"{size} alt="" loading="lazy"></span>'
