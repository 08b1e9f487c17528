"""From a frozen letter to what the templates print: the letter, the press version, the share image."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_bidi, get_language_info, override, pgettext
from django.utils.translation import gettext as _

from tocsin.content.brand import site_brand
from tocsin.content.templatetags.tocsin_tags import longdate, number
from tocsin.core.countries import language_name
from tocsin.core.links import absolute
from tocsin.letters import roll
from tocsin.letters.addressed import recipients
from tocsin.letters.counting import counted, from_countries
from tocsin.letters.models import Freeze, Letter
from tocsin.letters.moments import with_utc
from tocsin.letters.print import data as shapes
from tocsin.letters.roll import Entry, Roll


def letter(freeze: Freeze, logos: dict[str, Path]) -> shapes.Letter:
    """`logos`: name of the image → its file; see `logos_of`."""
    version, kept = freeze.version, freeze.letter
    code, text = version.text_in(version.authoritative)
    with override(code):
        found = roll.frozen(kept, freeze, code)
        return {
            "title": text["title"],
            "organization": ", ".join(kept.host_names(code)) or site_brand().organization,
            "paper": paper(),
            "day": _day(kept, freeze.at),
            "hosts": _hosts(kept, code, logos),
            "versions": [language_version(freeze, code) for code in version.languages],
            "signatories": _("Signed by"),
            "signatories_note": counted(freeze.organizations, freeze.people),
            "groups": groups(found),
            "check": check(freeze),
        }


def paper() -> Literal["a4", "us-letter"]:
    return "a4" if settings.BOOK_PAPER == "a4" else "us-letter"


def _day(kept: Letter, moment: datetime) -> tuple[int, int, int]:
    day = timezone.localtime(moment, kept.zone).date()
    return (day.year, day.month, day.day)


def logos_of(kept: Letter) -> dict[str, Path]:
    """The hosts' logos that are really there."""
    if not kept.letterhead:
        return {}
    bodies = [
        host.organization for host in kept.hosts.select_related("organization") if host.organization.logo
    ]
    files = {
        f"logo-{n}{Path(one.logo).suffix}": Path(settings.MEDIA_ROOT) / one.logo
        for n, one in enumerate(bodies)
    }
    return {name: file for name, file in files.items() if file.is_file()}


def _hosts(kept: Letter, code: str, logos: dict[str, Path]) -> list[shapes.Host]:
    if not kept.letterhead:
        return []
    by_file = {str(file): name for name, file in logos.items()}
    found = kept.hosts.select_related("organization")
    return [
        {
            "name": {"text": host.organization.name_in(code), "lang": ""},
            "logo": by_file.get(str(Path(settings.MEDIA_ROOT) / host.organization.logo), ""),
            "alt": host.organization.name_in(code),
        }
        for host in found
    ]


def language_version(freeze: Freeze, code: str) -> shapes.Version:
    """The letter in one of its languages, with the words around it in that language."""
    version, kept = freeze.version, freeze.letter
    text = version.texts[code]
    with override(code):
        return {
            "lang": code,
            "dir": "rtl" if get_language_bidi() else "ltr",
            "language": get_language_info(code)["name_local"],
            "note": standing_note(code, version.authoritative, len(version.texts)),
            "short": text["title"],
            "page_of": _("Page {page} of {pages}"),
            "date": longdate(timezone.localtime(freeze.at, kept.zone).date()),
            "addressees": [{"name": one.name, "office": one.office} for one in recipients(kept)],
            "title": text["title"],
            "salutation": text["salutation"],
            "body": [{"kind": part["kind"], "text": part["text"]} for part in text["body"]],
            "closing": text["closing"],
        }


def standing_note(code: str, authoritative: str, languages: int) -> str:
    if languages == 1:
        return ""
    if code == authoritative:
        return _("This text is authoritative; the others are translations of it.")
    holds = _("A translation. Where it differs, the text in %(language)s holds.")
    return holds % {"language": language_name(authoritative)}


def groups(found: Roll) -> list[shapes.Group]:
    bodies: list[shapes.Part] = [
        {"label": group.name, "signatories": [signatory(entry) for entry in group.entries]}
        for group in found.groups
    ]
    made: list[shapes.Group] = []
    if bodies:
        made.append({"label": _("Organizations"), "count": number(found.organizations), "parts": bodies})
    if found.people:
        people: list[shapes.Part] = [
            {"label": "", "signatories": [signatory(entry) for entry in found.people]}
        ]
        made.append({"label": _("People"), "count": number(len(found.people)), "parts": people})
    return made


def signatory(entry: Entry) -> shapes.Signatory:
    others: list[shapes.Name] = [{"text": entry.other, "lang": entry.language}] if entry.other else []
    role = ", ".join(part for part in (entry.title, entry.affiliation) if part)
    return {
        "name": {"text": entry.name, "lang": "" if entry.other else entry.language},
        "others": others,
        "signer": entry.signer,
        "role": role if entry.signer or entry.kind == roll.PERSON else "",
    }


def check(freeze: Freeze) -> shapes.Check:
    """How an outsider finds out whether this document is what was signed."""
    kept = freeze.letter
    address = absolute(reverse("letter_verify", args=[kept.slug]))
    return {
        "title": _("How to check this document"),
        "text": [
            _("Text and names were fixed in one moment and have not changed since."),
            _("Who withdrew or joined later is told on the page of the letter, not here."),
        ],
        "facts": [
            (_("Version of the text"), str(freeze.version.number)),
            (_("Frozen"), with_utc(kept, freeze.at)),
            (_("Signatories"), counted(freeze.organizations, freeze.people)),
            (_("SHA-256 of the text"), freeze.text_sha256),
            (_("SHA-256 of the list of signatories"), freeze.names_sha256),
        ],
        "address_label": _("Check it at"),
        "address": address,
        "steps_label": _("In three steps"),
        "steps": [
            _(
                "Open the address above and choose this file. Your device measures it; the file does not leave it."
            ),
            _("Or compute its SHA-256 yourself, and compare it with the one on that page."),
            _("Text and names are there as data too: their SHA-256 are the two above."),
        ],
    }


# --- For the press ----------------------------------------------------------------------------------------------------
def press(freeze: Freeze, code: str) -> shapes.Press:
    kept = freeze.letter
    with override(code):
        found = roll.frozen(kept, freeze, code)
        version = language_version(freeze, code)
        text = freeze.version.texts[code]
        return {
            "lang": code,
            "dir": version["dir"],
            "organization": ", ".join(kept.host_names(code)) or site_brand().organization,
            "paper": paper(),
            "day": _day(kept, freeze.at),
            "embargo": _embargo(kept, freeze),
            "held": kept.embargo_until is not None and kept.embargo_until > freeze.at,
            "headline": text["title"],
            "dateline": version["date"],
            "lead": text["lead"],
            "facts_label": _("In short"),
            "facts": _facts(freeze, found),
            "quotes": _quotes(text),
            "letter_label": _("The letter in full"),
            "letter": version,
            "signatories_label": _("Signed by"),
            "names": _names(found),
            "contact_label": _("Contact"),
            "contact": [one for one in (kept.contact_name, kept.contact_email, kept.contact_phone) if one],
            "note_label": _("Note to editors"),
            "note": [
                _("Each organization proved who it is before it was counted."),
                _("The list and the document can be checked here:"),
            ],
            "address": absolute(reverse("letter_verify", args=[kept.slug]), lang=code),
            "page_of": _("Page {page} of {pages}"),
        }  # fmt: skip


def _quotes(text: dict[str, Any]) -> list[shapes.Quote]:
    found = [part["text"] for part in text["body"] if part["kind"] == "quote"]
    return [{"text": words, "by": _("From the letter")} for words in found[:2]]


def _embargo(kept: Letter, freeze: Freeze) -> str:
    if kept.embargo_until is not None and kept.embargo_until > freeze.at:
        return _("Not to be published before %(moment)s") % {"moment": with_utc(kept, kept.embargo_until)}
    return _("For immediate release")


def _facts(freeze: Freeze, found: Roll) -> list[shapes.Fact]:
    to = ", ".join(one.name for one in recipients(freeze.letter))
    facts = [
        (pgettext("addressees of a letter", "To"), to),
        (_("Signed by"), counted(freeze.organizations, freeze.people)),
    ]
    if found.countries > 1:
        facts.append((pgettext("countries of the signatories", "From"), from_countries(found.countries)))
    facts.append((_("Frozen"), with_utc(freeze.letter, freeze.at)))
    return [{"label": label, "text": text} for label, text in facts if text]


def _names(found: Roll) -> list[tuple[str, list[shapes.Name]]]:
    listed = [(group.name, _listed(group.entries)) for group in found.groups]
    return [*listed, (_("People"), _listed(found.people))] if found.people else listed


def _listed(entries: Iterable[Entry]) -> list[shapes.Name]:
    return [{"text": entry.name, "lang": "" if entry.other else entry.language} for entry in entries]
