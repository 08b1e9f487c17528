"""The columns of an action, declared once: the list, the export and its explanation all read them here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.actions import states
from tocsin.actions.models import Submission
from tocsin.places.names import place_name

Words = str | Promise

STATE_WORDS: dict[str, Words] = {
    states.PENDING: _("Waiting"),
    states.CONFIRMED: _("Confirmed"),
    states.REPEAT: _("Repeat"),
    states.VOID: _("Voided"),
    states.WITHDRAWN: _("Withdrawn"),
    states.EXPIRED: _("Expired"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnSpec:
    """`personal`: only for those who may see personal data. `listed`: also in the list, not only in exports."""

    name: str
    label: Words
    help: Words
    value: Callable[[Submission], object]
    personal: bool = False
    listed: bool = False


def _time(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""


def _yes(flag: object) -> str:
    return "yes" if flag else "no"


COLUMNS = (
    ColumnSpec(name="id", label=_("ID"), help=_("Stays the same for ever."), value=lambda s: s.pk),
    ColumnSpec(
        name="created_at", label=_("Started"), help=_("When the form was sent, with its time zone."),
        value=lambda s: _time(s.created_at), listed=True,
    ),
    ColumnSpec(
        name="confirmed_at", label=_("Confirmed at"), help=_("When the link in the email was used; else empty."),
        value=lambda s: _time(s.confirmed_at),
    ),
    ColumnSpec(
        name="state", label=_("State"), help=_("pending, confirmed, repeat, void, withdrawn or expired."),
        value=lambda s: s.state, listed=True,
    ),
    ColumnSpec(
        name="campaign", label=_("Campaign"), help=_("Its short name."), value=lambda s: s.campaign.slug, listed=True,
    ),
    ColumnSpec(
        name="name", label=_("Name"), help=_("As it was typed."), value=lambda s: s.name, personal=True, listed=True,
    ),
    ColumnSpec(
        name="email", label=_("Email"), help=_("As it was typed, its domain in lower case."),
        value=lambda s: s.email, personal=True, listed=True,
    ),
    ColumnSpec(
        name="area", label=_("Place"), help=_("US-NJ for a state of the United States, else the ISO country code."),
        value=lambda s: s.area, listed=True,
    ),
    ColumnSpec(name="country", label=_("Country"), help=_("ISO 3166 code."), value=lambda s: s.country),
    ColumnSpec(
        name="postal_code", label=_("Postal code"), help=_("As it was typed; five digits in the United States."),
        value=lambda s: s.postal_code, personal=True,
    ),
    ColumnSpec(
        name="address", label=_("Street address"), help=_("Where the campaign asks for it."),
        value=lambda s: s.address, personal=True,
    ),
    ColumnSpec(
        name="own_words", label=_("In their own words"), help=_("Exactly as it was typed."),
        value=lambda s: s.own_words, personal=True,
    ),
    ColumnSpec(
        name="wrote_own_words", label=_("Own words"), help=_("yes or no."),
        value=lambda s: _yes(s.own_words), listed=True,
    ),
    ColumnSpec(
        name="show_name", label=_("Shown on the page"), help=_("yes or no, by consent."),
        value=lambda s: _yes(s.show_name),
    ),
    ColumnSpec(
        name="reply_ok", label=_("Office may answer"), help=_("yes or no, by consent."),
        value=lambda s: _yes(s.reply_ok),
    ),
    ColumnSpec(
        name="language", label=_("Language"), help=_("Of the page that was answered."),
        value=lambda s: s.language, listed=True,
    ),
    ColumnSpec(
        name="source", label=_("Source"), help=_("The partner or link that brought the person."),
        value=lambda s: s.source, listed=True,
    ),
)  # fmt: skip


def allowed(*, personal: bool, listed: bool = False) -> list[ColumnSpec]:
    """The columns this reader may see."""
    return [c for c in COLUMNS if (personal or not c.personal) and (c.listed or not listed)]


def place(submission: Submission) -> str:
    return place_name(submission.area)


def state(submission: Submission) -> Words:
    return STATE_WORDS[submission.state]
