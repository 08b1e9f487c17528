"""What in an open letter needs somebody."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tocsin.insights.open_letter_path import Sight, deed_url, page_url
from tocsin.letters import states
from tocsin.letters.models import Freeze


class Need(NamedTuple):
    text: str
    url: str


def needs_of(found: Sight) -> list[Need]:
    if found.letter.state == states.STOPPED:
        return []
    return [*_open_needs(found), *_late_needs(found), *_end_needs(found)]


def _open_needs(found: Sight) -> list[Need]:
    n = found.counts
    told = [
        (
            n.comments,
            ngettext("%d comment is open.", "%d comments are open.", n.comments),
            page_url("comments", found),
        ),
        (
            n.bounced,
            ngettext("%d invitation came back.", "%d invitations came back.", n.bounced),
            page_url("invitations", found),
        ),
        (
            n.unproven,
            ngettext(
                "%d organization signed and has not proven who it is; it is not listed.",
                "%d organizations signed and have not proven who they are; they are not listed.",
                n.unproven,
            ),
            f"{page_url('signatories', found)}?group=unproven",
        ),
    ]
    return [Need(words % count, url) for count, words, url in told if count]


def _late_needs(found: Sight) -> list[Need]:
    here = reverse("open_letter", args=[found.letter.pk])
    if not found.overdue:
        return []
    if not found.counts.organizations + found.counts.people:
        return [Need(_("The deadline has passed and nobody has signed. Move it, or stop the letter."), here)]
    if not found.letter.freezes_itself:
        return [
            Need(
                _("The deadline has passed. It waits for you to freeze it."), deed_url(found.letter, "freeze")
            )
        ]
    return []


def _end_needs(found: Sight) -> list[Need]:
    frozen, n = found.freeze, found.counts
    here = reverse("open_letter", args=[found.letter.pk])
    told = [
        (
            frozen and frozen.state == Freeze.State.FAILED,
            _("The document could not be typeset."),
            "#document",
        ),
        (
            frozen and frozen.state == Freeze.State.MADE and frozen.sent_at is None,
            _("The document is made and has not been sent."),
            "#document",
        ),
        (
            n.undelivered,
            ngettext(
                "At %d addressee the letter has not arrived by itself.",
                "At %d addressees the letter has not arrived by itself.",
                n.undelivered,
            )
            % n.undelivered,
            "#delivery",
        ),
        (
            n.unpublished,
            ngettext("%d answer is not published.", "%d answers are not published.", n.unpublished)
            % n.unpublished,
            "#answers",
        ),
    ]
    return [Need(words, f"{here}{place}") for is_so, words, place in told if is_so]
