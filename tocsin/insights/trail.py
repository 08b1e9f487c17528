"""What staff did, in one line of time: our audit trail, and Wagtail's log of pages and of other objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import ModelLogEntry, PageLogEntry

from tocsin.core.models import AuditEntry
from tocsin.insights.filters import ANY, midnight

SIZE = 50
KINDS = (
    (
        "read", _("Read personal data"),
        (
            "action.read", "actions.listed", "message.read", "messages.listed", "letter.people_read",
            "letter.signature_read", "organization.read", "mandate.downloaded",
        ),
    ),
    (
        "export", _("Exported"),
        ("actions.export", "actions.exported", "audit.exported", "letter.export", "letter.exported"),
    ),
    ("action", _("Ended actions"), ("action.void", "action.withdrawn")),
    (
        "message", _("Decided about messages"),
        (
            "message.requeued", "message.accepted", "message.cancelled", "messages.released",
            "messages.requeued", "messages.accepted", "messages.failed", "messages.cancelled", "messages.held",
        ),
    ),
    (
        "lane", _("Stopped, paused and paced delivery"),
        (
            "delivery.stopped", "delivery.resumed", "lane.paused", "lane.resumed", "lane.changed", "lane.reset",
        ),
    ),
    (
        "answer", _("Answers and links of offices"),
        ("answer.entered", "answer.approved", "answer.rejected", "office.link_rotated"),
    ),
    (
        "letter", _("Ran open letters"),
        (
            "letter.version", "letter.put_up", "letter.suggestion_taken", "letter.suggestion_declined",
            "letter.comment_settled", "letter.invited", "letter.invitation_corrected", "letter.reminded",
            "letter.frozen", "letter.made", "letter.made_again", "letter.sent", "letter.stopped",
            "letter.answer_entered", "letter.answer_published",
        ),
    ),
    (
        "body", _("Decided about organizations"),
        (
            "mandate.approved", "proof.refused", "proof.ended", "organization.different", "organization.same",
            "organization.false", "organization.merged", "organization.blocked", "organization.unblocked",
            "organization.added", "organization.owner_added",
        ),
    ),
    ("login", _("Signed in and out"), ("login", "login.failed", "logout")),
    (
        "account", _("Accounts, roles and factors"),
        ("staff.created", "roles.changed", "factor.added", "factor.removed", "password.changed"),
    ),
)  # fmt: skip
EDITS = "edits"
VERBS = {
    "action.read": _("read an action"),
    "actions.listed": _("read the list of actions"),
    "actions.export": _("started an export"),
    "actions.exported": _("finished an export"),
    "audit.exported": _("exported this trail"),
    "action.void": _("voided an action"),
    "action.withdrawn": _("withdrew an action"),
    "message.requeued": _("sent a message again"),
    "message.accepted": _("marked a message as accepted"),
    "message.cancelled": _("cancelled a message"),
    "messages.released": _("released held messages"),
    "message.read": _("read a letter"),
    "messages.listed": _("read why letters did not leave"),
    "messages.requeued": _("sent letters again"),
    "messages.accepted": _("marked letters as accepted"),
    "messages.failed": _("marked letters as not taken"),
    "messages.cancelled": _("cancelled letters"),
    "messages.held": _("held letters back again"),
    "delivery.stopped": _("stopped all sending"),
    "delivery.resumed": _("let sending go on"),
    "lane.paused": _("paused a lane"),
    "lane.resumed": _("let a lane go on"),
    "lane.changed": _("changed the rules of a lane"),
    "lane.reset": _("reset the rules of a lane"),
    "answer.entered": _("entered an office’s answer"),
    "answer.approved": _("passed on an office’s answer"),
    "answer.rejected": _("stopped an answer"),
    "office.link_rotated": _("took back an office’s link"),
    "letter.version": _("took a version of an open letter"),
    "letter.put_up": _("put an open letter up for signing"),
    "letter.suggestion_taken": _("took over a suggestion"),
    "letter.suggestion_declined": _("declined a suggestion"),
    "letter.comment_settled": _("settled a comment"),
    "letter.invited": _("invited organizations"),
    "letter.invitation_corrected": _("corrected an invitation"),
    "letter.reminded": _("reminded the invited"),
    "letter.frozen": _("froze an open letter"),
    "letter.made": _("typeset an open letter"),
    "letter.made_again": _("had an open letter typeset again"),
    "letter.sent": _("sent an open letter"),
    "letter.stopped": _("stopped an open letter"),
    "letter.answer_entered": _("entered an addressee’s answer"),
    "letter.answer_published": _("published an addressee’s answer"),
    "letter.people_read": _("read who signs an open letter"),
    "letter.signature_read": _("read a signature"),
    "letter.export": _("started an export of signatories"),
    "letter.exported": _("finished an export of signatories"),
    "mandate.approved": _("approved a mandate"),
    "mandate.downloaded": _("downloaded a mandate"),
    "proof.refused": _("refused a proof"),
    "proof.ended": _("ended a proof"),
    "organization.read": _("read an organization"),
    "organization.added": _("added an organization"),
    "organization.owner_added": _("added an owner to an organization"),
    "organization.different": _("found two organizations different"),
    "organization.same": _("found two organizations the same"),
    "organization.false": _("found an impostor"),
    "organization.merged": _("merged two organizations"),
    "organization.blocked": _("blocked an organization"),
    "organization.unblocked": _("opened an organization again"),
    "login": _("signed in"),
    "login.failed": _("failed to sign in"),
    "logout": _("signed out"),
    "staff.created": _("made an account"),
    "roles.changed": _("changed roles"),
    "factor.added": _("added a second factor"),
    "factor.removed": _("removed a second factor"),
    "password.changed": _("changed the password"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    at: datetime
    who: str
    what: str
    subject: str
    detail: str


class TrailFilter(forms.Form):
    who = forms.CharField(
        label=_("Who"), required=False, max_length=200, help_text=_("Part of the account's email")
    )
    what = forms.ChoiceField(
        label=_("What"),
        required=False,
        choices=[
            ANY,
            *((key, label) for key, label, _verbs in KINDS),
            (EDITS, _("Edited pages and settings")),
        ],
    )
    since = forms.DateField(
        label=pgettext_lazy("first day", "From"), required=False, widget=forms.DateInput({"type": "date"})
    )
    until = forms.DateField(
        label=pgettext_lazy("last day", "To"), required=False, widget=forms.DateInput({"type": "date"})
    )
    before = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def entries(self) -> Iterator[Entry]:
        """Newest first, read as far as they are asked for. Call it on a valid form."""
        what = self.cleaned_data["what"]
        sources: list[Iterable[Entry]] = []
        if what != EDITS:
            sources.append(_read(self._ours(what), "-id", _from_audit))
        if what in ("", EDITS):
            sources.append(_read(self._wagtails(PageLogEntry), "-timestamp", _from_log))
            sources.append(_read(self._wagtails(ModelLogEntry), "-timestamp", _from_log))
        return iter(merge(*sources, key=lambda entry: entry.at, reverse=True))

    def page(self) -> tuple[list[Entry], datetime | None]:
        """One page, and the time to go on from; what happened at one time stays together."""
        entries = self.entries()
        found = list(islice(entries, SIZE))
        for entry in entries:
            if entry.at != found[-1].at:
                return found, found[-1].at
            found.append(entry)
        return found, None

    def _ours(self, what: str) -> QuerySet[AuditEntry]:
        found = AuditEntry.objects.filter(self._times("at"), actor_name__icontains=self.cleaned_data["who"])
        verbs = next((verbs for key, _label, verbs in KINDS if key == what), None)
        return found.filter(verb__in=verbs) if verbs else found

    def _wagtails(self, model: type[Any]) -> QuerySet[Any]:
        found: QuerySet[Any] = model.objects.filter(self._times("timestamp")).select_related("user")
        who = self.cleaned_data["who"]
        return found.filter(user__username__icontains=who) if who else found

    def _times(self, field: str) -> Q:
        data = self.cleaned_data
        bounds = {
            f"{field}__gte": midnight(data["since"]),
            f"{field}__lt": min(filter(None, (midnight(data["until"], 1), data["before"])), default=None),
        }
        return Q(**{name: at for name, at in bounds.items() if at})


def _read(found: QuerySet[Any], order: str, make: Callable[[Any], Entry]) -> Iterator[Entry]:
    return (make(row) for row in found.order_by(order).iterator(chunk_size=SIZE * 2))


def _from_audit(row: AuditEntry) -> Entry:
    return Entry(row.at, row.actor_name, str(VERBS.get(row.verb, row.verb)), row.subject, plain(row.detail))


def plain(detail: Any) -> str:
    """`{"added": ["editor"], "rows": 3}` as `added: editor; rows: 3`; what is empty is left out."""
    match detail:
        case dict():
            return "; ".join(
                f"{name}: {plain(value)}" for name, value in detail.items() if value not in ({}, [], "")
            )
        case list():
            return ", ".join(plain(value) for value in detail)
    return str(detail)


def _from_log(row: Any) -> Entry:
    who = row.user.get_username() if row.user else "system"
    return Entry(row.timestamp, who, row.message, row.label, "")


def about(subject: object) -> list[Entry]:
    """The latest deeds about one thing."""
    return [_from_audit(row) for row in AuditEntry.objects.filter(subject=str(subject))[:20]]
