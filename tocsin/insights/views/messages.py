"""Deciding about one message. A GET asks, a POST does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tocsin.delivery import states
from tocsin.delivery.models import Message
from tocsin.insights import deeds, queue
from tocsin.insights.access import StaffRequest, needs
from tocsin.insights.roles import SETTLE_MESSAGES
from tocsin.insights.views.base import CAMPAIGNS, ReasonForm, show


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """`moves_to` is the state that must be allowed from where the message is."""

    title: str | Promise
    words: str | Promise
    done: str | Promise
    moves_to: str
    do: Callable[..., bool]


DEEDS = {
    "again": Deed(
        title=gettext_lazy("Send again"),
        words=gettext_lazy("It gets a fresh start. If the office already has it, it will have it twice."),
        done=gettext_lazy("The message will be sent again."),
        moves_to=states.QUEUED,
        do=deeds.send_again,
    ),
    "accept": Deed(
        title=gettext_lazy("Mark as accepted"),
        words=gettext_lazy(
            "Only with evidence that the office has it: a ticket number, an answer, a log. Write it down as the reason."
        ),
        done=gettext_lazy("The message counts as handed over."),
        moves_to=states.ACCEPTED,
        do=deeds.accept,
    ),
    "cancel": Deed(
        title=gettext_lazy("Cancel"),
        words=gettext_lazy("It will not be sent. The supporter sees that on their own page."),
        done=gettext_lazy("The message was cancelled."),
        moves_to=states.CANCELLED,
        do=deeds.cancel,
    ),
}


def deeds_for(message: Message) -> list[tuple[str, Deed]]:
    """What may be done with a message as it stands; one that is only held is released by its office."""
    return [
        (name, deed)
        for name, deed in DEEDS.items()
        if states.may_move(message.state, deed.moves_to)
        and not (name == "again" and message.state == states.HELD)
    ]


@require_http_methods(["GET", "POST"])
@needs(SETTLE_MESSAGES)
def decide(request: StaffRequest, message_id: UUID, deed_name: str) -> HttpResponseBase:
    deed = DEEDS.get(deed_name)
    if deed is None:
        raise Http404
    message = get_object_or_404(Message, pk=message_id, purpose="action")
    back = reverse("campaign_dashboard", args=[deeds.campaign_of(message)])
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        done = deed.do(actor=request.user, message_id=message_id, reason=form.cleaned_data["reason"])
        _tell(request, deed, done)
        return redirect(back)
    return show(
        request,
        "confirm.html",
        title=str(deed.title),
        icon="mail",
        crumbs=(CAMPAIGNS, (back, _("Campaign"))),
        status=422 if form.errors else 200,
        form=form,
        words=deed.words,
        message=message,
        message_state=queue.STATE_LABELS[message.state],
        button=deed.title,
        back=back,
    )


def _tell(request: StaffRequest, deed: Deed, done: bool) -> None:
    if done:
        messages.success(request, str(deed.done))
    else:
        messages.error(request, _("Nothing was changed: the message has moved on in the meantime."))
