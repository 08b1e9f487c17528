"""What a supporter does by hand: the office's own form, or a public word. They say what became of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tocsin.actions.byhand_social import social_face
from tocsin.actions.models import Submission
from tocsin.actions.personal import supporter_of
from tocsin.actions.status import is_main
from tocsin.actions.topics import suggest
from tocsin.actions.views import shell
from tocsin.core.links import absolute
from tocsin.core.private import private
from tocsin.delivery import receipts, states
from tocsin.delivery.channels.webform.channel import host_of
from tocsin.delivery.models import Message, Receipt
from tocsin.officials.forms_data import form_of
from tocsin.officials.holders import initials_of
from tocsin.officials.models import ContactForm

KINDS = {"webform": "actions/byhand_form.html", "social": "actions/byhand_social.html"}
LABELS = {
    "title": gettext_lazy("Prefix"),
    "given_name": gettext_lazy("First name"),
    "family_name": gettext_lazy("Last name"),
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("Email"),
    "street": gettext_lazy("Street"),
    "street_2": gettext_lazy("Street, second line"),
    "city": gettext_lazy("City"),
    "state": gettext_lazy("State"),
    "county": gettext_lazy("County"),
    "zip": gettext_lazy("ZIP code"),
    "zip4": gettext_lazy("Last four digits of the ZIP code"),
    "phone": gettext_lazy("Phone"),
    "topic": gettext_lazy("Topic"),
    "subject": gettext_lazy("Subject"),
    "message": gettext_lazy("Message"),
}
USUAL = ("given_name", "family_name", "email", "street", "city", "state", "zip", "subject")
"""What is shown ready to copy where no description of the form is known, as far as the supporter gave it."""
PROBLEMS = {
    "captcha": gettext_lazy("The picture puzzle did not let me through"),
    "district": gettext_lazy("The form said that I am not a constituent"),
    "broken": gettext_lazy("The form is broken or gone"),
    "other": gettext_lazy("Something else"),
}
SENT, PROBLEM = "sent", "problem"


@private
@require_http_methods(["GET", "HEAD", "POST"])
def byhand(request: HttpRequest, token: str, message_id: UUID) -> HttpResponse:
    """GET shows what is ready; POST, with `decision`, notes what the supporter says."""
    message, submission = theirs(token, message_id, tuple(KINDS))
    here = reverse("byhand", args=[token, message.pk])
    if request.method == "POST":
        decide(message, request.POST.get("decision", ""), request.POST.get("problem", ""))
        return HttpResponseRedirect(here, status=303)
    with translation.override(submission.language):
        context = {"b": face(message, submission, token), **shell(submission.language)}
        return render(request, KINDS[message.channel], context)


def theirs(token: str, message_id: UUID, channels: tuple[str, ...]) -> tuple[Message, Submission]:
    """A message of the one whose page this is, and the act it belongs to."""
    supporter = supporter_of(token)
    message = Message.objects.filter(pk=message_id, purpose="action", channel__in=channels).first()
    if supporter is None or message is None:
        raise Http404
    found = supporter.submissions.select_related("campaign", "version").filter(pk=message.ref).first()
    if found is None:
        raise Http404
    return message, found


def decide(message: Message, decision: str, problem: str) -> bool:
    if decision == SENT:
        said = f"{message.channel}: the supporter said on {localdate()} that they sent it themselves"
        return receipts.settle(message_id=message.pk, state=states.ACCEPTED, reply=said)
    if decision == PROBLEM and problem in PROBLEMS:
        return note(message, f"{message.channel}: the supporter said on {localdate()}: {problem}")
    return False


@transaction.atomic
def note(message: Message, words: str) -> bool:
    """It still needs a person, and its history tells why. Said again, it is noted once."""
    waiting = Message.objects.select_for_update().filter(pk=message.pk, state=states.NEEDS_PERSON)
    if not waiting.exclude(reply=words).update(reply=words):
        return False
    Receipt.objects.create(
        message=message,
        old_state=states.NEEDS_PERSON,
        new_state=states.NEEDS_PERSON,
        attempt=message.attempts,
        reply=words,
    )
    return True


def face(message: Message, submission: Submission, token: str) -> dict[str, Any]:
    found = common(message, submission, token)
    more = (
        form_face(message, submission) if message.channel == "webform" else social_face(message, submission)
    )
    return {**found, **more}


def common(message: Message, submission: Submission, token: str) -> dict[str, Any]:
    """What every page by hand shows."""
    official = message.data["official"]
    return {
        "official": official,
        "initials": initials_of(official["name"], ""),
        "is_only_way": is_main(message),
        "title": submission.version.words["title"],
        "state": message.state,
        "is_open": message.state == states.NEEDS_PERSON,
        "is_done": message.state in states.HANDED_OVER,
        "at": message.settled_at,
        "problem": problem_of(message),
        "problems": PROBLEMS.items(),
        "my_url": f"{reverse('my', args=[token])}#act-{submission.pk}",
        "here": reverse("byhand", args=[token, message.pk]),
        "other_ways": other_ways(message, token),
    }


def problem_of(message: Message) -> str:
    said = message.reply.rpartition(": ")[2]
    return str(PROBLEMS[said]) if message.state == states.NEEDS_PERSON and said in PROBLEMS else ""


def other_ways(message: Message, token: str) -> list[dict[str, str]]:
    """What else waits for this person to reach the same official."""
    rows = Message.objects.for_ref(message.ref).filter(purpose="action", state=states.NEEDS_PERSON)
    rows = rows.filter(data__official__id=message.data["official"].get("id")).exclude(pk=message.pk)
    names = {
        "webform": _("Use the office's own form"),
        "phone": _("Call the office"),
        "social": _("Say it in public"),
    }
    return [
        {
            "name": names[row.channel],
            "url": reverse("call" if row.channel == "phone" else "byhand", args=[token, row.pk]),
        }
        for row in rows
        if row.channel in names
    ]


def form_face(message: Message, submission: Submission) -> dict[str, Any]:
    url = web_address(message.recipient)
    described = description_of(message, url)
    asked: list[dict[str, Any]] = described.fields if described else [{"key": key} for key in USUAL]
    values = given(message, submission)
    keys = {"message", *([] if described else [key for key in USUAL if not values[key]])}
    asks = [field for field in asked if field["key"] in LABELS and field["key"] not in keys]
    rows = [row_of(field, values, submission) for field in asks]
    limit: int = next((field.get("max", 0) for field in asked if field["key"] == "message"), 0)
    text = values["message"]
    return {
        "url": url,
        "host": host_of(url),
        "described": described,
        "rows": [row for row in rows if row["value"] or row["options"]],
        "blanks": [row for row in rows if not (row["value"] or row["options"])],
        "letter": message.data.get("letter") or {},
        "text": text,
        "max": limit,
        "too_long": max(0, len(text) - limit) if limit else 0,
    }


def description_of(message: Message, url: str) -> ContactForm | None:
    """Only of the very site that is opened: people change offices, and offices their sites."""
    found = form_of(message.data["official"].get("id") or 0)
    return found if found and site_of(found.url) == site_of(url) else None


def site_of(url: str) -> str:
    return host_of(url).removeprefix("www.")


def row_of(field: dict[str, Any], values: dict[str, str], submission: Submission) -> dict[str, Any]:
    options = field.get("options", [])
    value = values.get(field["key"], "")
    if field["key"] == "topic":
        value = suggest(options, submission.campaign.topics)
    return {
        "key": field["key"],
        "label": LABELS[field["key"]],
        "required": bool(field.get("required")),
        "value": value,
        "options": options,
    }


def given(message: Message, submission: Submission) -> dict[str, str]:
    """What the supporter gave us, by what forms ask for. Only a name of two words can be taken apart."""
    names = ("title", "given_name", "family_name", "name", "email", "street", "city")
    text = message.data.get("letter") or {}
    parts = [text.get(name, "") for name in ("salutation", "own_words", "body", "closing", "signature")]
    in_states = submission.area.startswith("US-")
    first, last = submission.name.split() if len(submission.name.split()) == 2 else ("", "")
    own = {name: str(getattr(submission, name)) for name in names}
    return {
        **own,
        "given_name": own["given_name"] or first,
        "family_name": own["family_name"] or last,
        "state": submission.area.removeprefix("US-") if in_states else "",
        "zip": submission.postal_code,
        "subject": text.get("subject", ""),
        "message": "\n\n".join(part for part in parts if part),
    }


def web_address(address: str) -> str:
    """An address a browser may open; nothing else becomes a link but the demonstration's own stand-in."""
    if settings.DEMO and address.startswith("/dev/"):
        return absolute(address)
    return address if address.startswith(("https://", "http://")) and host_of(address) else ""
