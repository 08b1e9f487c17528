"""The list of letters, as page and as data: the same lines with the same counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tocsin.core.links import absolute
from tocsin.letters import moments
from tocsin.letters.addressed import recipients
from tocsin.letters.counting import counted
from tocsin.letters.published import Line, lines

COLUMNS = (
    "slug", "url", "state", "title", "language", "hosts", "addressees", "organizations", "people", "version",
    "opened_at", "deadline", "frozen_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Card:
    """One letter in a list, in the reader's language where it has it."""

    line: Line
    code: str
    title: str
    lead: str
    hosts: str
    addressees: list[str]
    counted: str
    deadline: str

    @property
    def url(self) -> str:
        return self.line.letter.path


def all_cards(language: str) -> list[Card]:
    return [_card(line, language) for line in lines()]


def _card(line: Line, language: str) -> Card:
    code, text = line.version.text_in(language)
    return Card(
        line=line,
        code=code,
        title=text["title"],
        lead=text["lead"],
        hosts=", ".join(line.letter.host_names(language)),
        addressees=[one.name for one in recipients(line.letter)],
        counted=_counted(line),
        deadline=moments.deadline_words(line.letter),
    )


def _counted(line: Line) -> str:
    if not line.organizations and not line.people:
        return _("Nobody has signed yet.")
    return counted(line.organizations, line.people)


def facts(card: Card) -> dict[str, Any]:
    """One line of the data: the keys are `COLUMNS`, and they stay."""
    line = card.line
    deadline, frozen = line.letter.deadline, line.freeze.at if line.freeze else None
    return {
        "slug": line.letter.slug,
        "url": absolute(card.url),
        "state": line.letter.state,
        "title": card.title,
        "language": card.code,
        "hosts": card.hosts,
        "addressees": card.addressees,
        "organizations": line.organizations,
        "people": line.people,
        "version": line.version.number,
        "opened_at": line.letter.opened_at.isoformat(timespec="seconds") if line.letter.opened_at else None,
        "deadline": deadline.isoformat(timespec="seconds") if deadline else None,
        "frozen_at": frozen.isoformat(timespec="seconds") if frozen else None,
    }
