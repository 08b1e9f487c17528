"""Letters that need a person: why, one by one or a whole group, and what can be done. A GET asks, a POST does it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from tocsin.core import audit
from tocsin.delivery import states
from tocsin.delivery.channels.base import Outgoing
from tocsin.delivery.models import Message
from tocsin.delivery.purposes import PURPOSES
from tocsin.insights import deeds, desk
from tocsin.insights.access import StaffRequest, may, needs
from tocsin.insights.desk import Chosen
from tocsin.insights.letter_forms import FixForm, LetterFilter
from tocsin.insights.queue import STATE_LABELS
from tocsin.insights.roles import SETTLE_MESSAGES, VIEW_PERSONAL
from tocsin.insights.views.base import Crumb, ReasonForm, show
from tocsin.insights.views.delivery import DELIVERY

LETTERS: Crumb = ("/admin/delivery/letters/", gettext_lazy("Letters that need a person"))
AGAIN = "again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """`to` is the state it leads to; it is offered where that move is legal."""

    title: str | Promise
    words: str | Promise
    to: str


DEEDS = {
    AGAIN: Deed(
        title=gettext_lazy("Send again"),
        words=gettext_lazy("It gets a fresh start, as it is or with what you correct here."),
        to=states.QUEUED,
    ),
    "accept": Deed(
        title=gettext_lazy("The other side has it"),
        words=gettext_lazy(
            "Only by what its own records say: a log, a ticket, an answer. What you write here is kept as its reply."
        ),
        to=states.ACCEPTED,
    ),
    "fail": Deed(
        title=gettext_lazy("The other side does not have it"),
        words=gettext_lazy(
            "By its own records. It then stands as not taken and can be sent again without doubling."
        ),
        to=states.FAILED,
    ),
    "cancel": Deed(
        title=gettext_lazy("Cancel"),
        words=gettext_lazy("It will not be sent, and the supporter sees that. This cannot be undone."),
        to=states.CANCELLED,
    ),
}


@require_safe
@needs(VIEW_PERSONAL)
def index(request: StaffRequest) -> HttpResponseBase:
    """Grouped by the same reply; a group opens into its letters."""
    form = LetterFilter(request.GET)
    chosen = form.chosen() if form.is_valid() else Chosen()
    groups = chosen.groups() if form.is_valid() else []
    if groups:
        audit.record(actor=request.user, verb="messages.listed", subject="letters")
    return show(
        request,
        "delivery_letters.html",
        title=str(LETTERS[1]),
        icon="mail",
        crumbs=(DELIVERY,),
        form=form,
        asked=any(value for value in asdict(chosen).values()),
        groups=[_group(request, row) for row in groups],
        letters=[_line(letter) for letter in chosen.letters()[: desk.LISTED]] if chosen.group else [],
        group=chosen.group,
        may_settle=may(request.user, SETTLE_MESSAGES),
    )


def _group(request: StaffRequest, row: dict[str, Any]) -> dict[str, Any]:
    """With the links that narrow the list to it, or do something with all of it."""
    query = request.GET.copy()
    query["group"] = row["group"]
    doable = deeds_for(row["state"])
    return {**row, "label": STATE_LABELS[row["state"]], "query": query.urlencode(), "deeds": doable}


def _line(letter: Message) -> dict[str, Any]:
    return {"message": letter, "label": STATE_LABELS[letter.state]}


def deeds_for(state: str) -> list[tuple[str, Deed]]:
    return [(name, deed) for name, deed in DEEDS.items() if states.may_move(state, deed.to)]


@require_safe
@needs(VIEW_PERSONAL)
def detail(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Stays open after it moved on, so that a link in a note still leads somewhere."""
    message = get_object_or_404(Message, pk=pk, purpose="action")
    audit.record(actor=request.user, verb="message.read", subject=pk)
    needs_person = desk.needing().filter(pk=pk).exists()
    return show(
        request,
        "delivery_letter.html",
        title=_("Letter to %s") % message.data.get("official", {}).get("name", "–"),
        icon="mail",
        crumbs=(DELIVERY, LETTERS),
        message=message,
        label=STATE_LABELS[message.state],
        outgoing=_outgoing(message),
        path=[(receipt, STATE_LABELS[receipt.new_state]) for receipt in message.receipts.order_by("id")],
        events=message.events.order_by("id"),
        doubtful=message.state == states.AMBIGUOUS,
        deeds=deeds_for(message.state) if needs_person and may(request.user, SETTLE_MESSAGES) else [],
        query=urlencode({"message": str(pk)}),
    )


def _outgoing(message: Message) -> Outgoing | None:
    """As it would leave; nothing once its text was erased on schedule."""
    return PURPOSES[message.purpose].compose(message) if "letter" in message.data else None


@require_http_methods(["GET", "POST"])
@needs(VIEW_PERSONAL)
@needs(SETTLE_MESSAGES)
def decide(request: StaffRequest, deed_name: str) -> HttpResponseBase:
    """One letter or a whole group: says how many it will be, then does it."""
    deed, chosen = _asked(request, deed_name)
    kinds = chosen.kinds()
    data = request.POST if request.method == "POST" else None
    form = (
        FixForm(data, channels={channel for _state, channel, _count in kinds})
        if deed_name == AGAIN
        else ReasonForm(data)
    )
    if form.is_valid():
        _do(request, deed_name, chosen, form)
        return redirect("letters_index")
    back = reverse("letter_detail", args=[chosen.message]) if chosen.message else reverse("letters_index")
    return show(
        request,
        "delivery_decide.html",
        title=str(deed.title),
        icon="mail",
        crumbs=(DELIVERY, LETTERS),
        status=422 if form.errors else 200,
        form=form,
        words=deed.words,
        count=sum(count for _state, _channel, count in kinds),
        most=desk.MOST,
        sample=chosen.letters().order_by()[:1],
        doubtful=sum(n for state, _channel, n in kinds if state == states.AMBIGUOUS and deed_name == AGAIN),
        back=back,
    )


def _asked(request: StaffRequest, deed_name: str) -> tuple[Deed, Chosen]:
    """Never everything by accident: a deed needs one letter or one group, of which the move is legal."""
    deed, form = DEEDS.get(deed_name), LetterFilter(request.GET)
    if deed is None or not form.is_valid():
        raise Http404
    chosen = form.chosen()
    if not (chosen.group or chosen.message):
        raise Http404
    return deed, chosen


def _do(request: StaffRequest, deed_name: str, chosen: Chosen, form: ReasonForm) -> None:
    ids, reason, mark = chosen.ids(), form.cleaned_data["reason"], ""
    if isinstance(form, FixForm):
        count, mark = deeds.send_all_again(actor=request.user, ids=ids, reason=reason, fix=form.fix())
    else:
        count = deeds.settle_all(actor=request.user, ids=ids, state=DEEDS[deed_name].to, reason=reason)
    if not count:
        messages.error(
            request, _("Nothing was changed: these letters have moved on, or have no address to go to.")
        )
        return
    words = ngettext("%(n)d letter: %(deed)s.", "%(n)d letters: %(deed)s.", count)
    said = words % {"n": count, "deed": DEEDS[deed_name].title}
    link = (
        format_html(' <a href="{}">{}</a>', reverse("letters_undo", args=[mark]), _("Undo")) if mark else ""
    )
    messages.success(request, format_html("{}{}", said, link))


@require_http_methods(["GET", "POST"])
@needs(SETTLE_MESSAGES)
def undo(request: StaffRequest, mark: str) -> HttpResponseBase:
    """Holds again what was sent again and has not left; what has left cannot be called back."""
    found = desk.batch(mark)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        ids = list(found.values_list("pk", flat=True)[: desk.MOST])
        count = deeds.hold_again(actor=request.user, ids=ids, batch=mark, reason=form.cleaned_data["reason"])
        messages.success(request, ngettext("%d letter is held.", "%d letters are held.", count) % count)
        return redirect("letters_index")
    count = found.count()
    return show(
        request,
        "delivery_switch.html",
        title=_("Undo: hold them again"),
        icon="mail",
        crumbs=(DELIVERY, LETTERS),
        status=422 if form.errors else 200,
        form=form,
        deed="hold",
        words=ngettext(
            "%d letter of these has not left and will be held. What has left cannot be called back.",
            "%d letters of these have not left and will be held. What has left cannot be called back.",
            count,
        )
        % count,
        button=_("Hold them"),
        back=reverse("letters_index"),
    )
