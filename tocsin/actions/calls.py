"""The page for a call: whom, when, what to say, a place on the line, and how it went."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from math import ceil
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.formats import time_format
from django.utils.timezone import localdate, now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from tocsin.actions import line
from tocsin.actions.byhand import common, note, theirs
from tocsin.actions.models import Submission
from tocsin.actions.personal import page_of
from tocsin.actions.steps import THANK
from tocsin.actions.views import shell
from tocsin.core import retention
from tocsin.core.private import private
from tocsin.core.retention import Holding
from tocsin.delivery import receipts, states
from tocsin.delivery.channels.phone.channel import tel
from tocsin.delivery.models import Call, Message

REACHED = frozenset({Call.Outcome.SPOKE, Call.Outcome.VOICEMAIL})
"""The office heard it; after the others the call still waits to be made."""
MAX_NOTE = 500
LEFT_TO_RIGHT = "\u2066{}\u2069"
"""Keeps a number in order within a line of Arabic."""
REFRESH_SECONDS = 20
KEEP_NOTES = timedelta(days=90)
DAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, token: str, message_id: UUID) -> HttpResponse:
    """GET shows; POST asks for a place (`step=join`) or says how it went (`outcome`)."""
    message, submission = theirs(token, message_id, ("phone",))
    if request.method == "POST":
        act(
            message,
            request.POST.get("step", ""),
            request.POST.get("outcome", ""),
            request.POST.get("note", ""),
        )
        return HttpResponseRedirect(reverse("call", args=[token, message.pk]), status=303)
    with translation.override(submission.language):
        context = {"b": face(message, submission, token), **shell(submission.language)}
        return render(request, "actions/byhand_call.html", context)


def act(message: Message, step: str, outcome: str, words: str) -> None:
    if message.state != states.NEEDS_PERSON:
        return
    if step == "join" and line.line_of(message):
        line.join(message)
    elif outcome in Call.Outcome.values:
        end(message, Call.Outcome(outcome), words.replace("\0", "")[:MAX_NOTE])


@transaction.atomic
def end(message: Message, outcome: Call.Outcome, words: str) -> None:
    """A call that the office heard settles the message; after any other it still needs a person."""
    line.leave(message, outcome=outcome, note=words)
    said = f"phone: the supporter said on {localdate()}: {outcome}"
    if outcome in REACHED:
        receipts.settle(message_id=message.pk, state=states.ACCEPTED, reply=said)
    else:
        note(message, said)


def face(message: Message, submission: Submission, token: str) -> dict[str, Any]:
    moment = now()
    state = submission.area.removeprefix("US-")
    hours = line.hours_of(message, state=state, moment=moment)
    zone = ZoneInfo(hours.time_zone)
    standing = line.standing(message)
    latest = Call.objects.filter(message=message).exclude(outcome="").order_by("-ended_at").first()
    return {
        **common(message, submission, token),
        "here": reverse("call", args=[token, message.pk]),
        "number": LEFT_TO_RIGHT.format(message.recipient),
        "tel": tel(message.recipient),
        "script": script_of(message, submission),
        "name": submission.name,
        "hours": hours,
        "from": clock(hours.hours["from"]),
        "to": clock(hours.hours["to"]),
        "days": days_of(hours.hours.get("days") or range(7)),
        "there": time_format(on_its_clock(moment, zone)),
        "opens": on_its_clock(hours.opens_at, zone) if hours.opens_at else None,
        "standing": standing,
        "waits": standing.ticket is not None,
        "place": standing.ahead + 1,
        "minutes": minutes_left(standing.call or standing.ticket, moment),
        "refresh": REFRESH_SECONDS,
        "outcomes": Call.Outcome.choices,
        "latest": latest.get_outcome_display() if latest else "",
        "max_note": MAX_NOTE,
    }


def on_its_clock(moment: datetime, zone: ZoneInfo) -> datetime:
    """Without its zone, so that no template turns it into the site's own time."""
    return moment.astimezone(zone).replace(tzinfo=None)


def clock(given: str) -> str:
    return str(time_format(time.fromisoformat(given)))


def minutes_left(call: Call | None, moment: datetime) -> int:
    """Begun ones count, so that nobody is told of none."""
    return ceil((call.open_until - moment).total_seconds() / 60) if call else 0


def days_of(days: Iterable[int]) -> str:
    found = sorted(days)
    if len(found) > 2 and found == list(range(found[0], found[-1] + 1)):
        return gettext("%(first)s to %(last)s") % {"first": DAYS[found[0]], "last": DAYS[found[-1]]}
    return ", ".join(str(DAYS[day]) for day in found)


def script_of(message: Message, submission: Submission) -> dict[str, Any]:
    """What a caller can say in a minute: the page's own script, else its asks; to whom it thanks, only the thanks."""
    letter, page = message.data.get("letter") or {}, page_of(submission)
    thanks = message.data.get("stance") == THANK
    words = page.phone_script.strip() if page and not thanks else ""
    asks = [] if words or thanks or page is None else [str(block.value) for block in page.asks]
    return {
        "words": words,
        "asks": asks,
        "thanks": thanks,
        "title": (letter.get("subject") if thanks else "") or submission.version.words["title"],
        "place": letter.get("place", ""),
    }


def forget_notes(before: datetime) -> int:
    return Call.objects.filter(opened_at__lt=before).exclude(note="").update(note="")


def register() -> None:
    retention.register(
        Holding(
            model="delivery.Call",
            fields=("note",),
            why="to tell the organizers how the call went",
            keep=KEEP_NOTES,
            purge=forget_notes,
        )
    )
