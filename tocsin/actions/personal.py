"""The pages behind signed links: confirming, and a supporter's own page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from tocsin.actions import confirm as confirming
from tocsin.actions import states
from tocsin.actions.answers import answers_for
from tocsin.actions.compose import letter, my_path
from tocsin.actions.face import ActionFace
from tocsin.actions.match import match
from tocsin.actions.models import Match, Submission
from tocsin.actions.page import ActionPage
from tocsin.actions.status import Standing, explain, is_main, their_words
from tocsin.actions.steps import PRESS, THANK
from tocsin.actions.views import shell
from tocsin.campaigns.kinds import KINDS
from tocsin.core import links
from tocsin.core.email import mask_email
from tocsin.core.private import private
from tocsin.delivery import lanes
from tocsin.delivery import states as delivery_states
from tocsin.delivery.models import Event, Message, Receipt
from tocsin.officials.rules import Target
from tocsin.officials.ways import PRINT
from tocsin.places.names import place_name
from tocsin.supporters.models import Consent, Supporter

HEARD = (Event.Kind.REPLY, Event.Kind.AUTO_REPLY)
DO = {
    "webform": ("byhand", _("Open the form")),
    "phone": ("call", _("Call now")),
    "social": ("byhand", _("See the text")),
}
"""Where a supporter does by hand what we cannot, and what the button says."""


@private
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what will happen; only POST, with `decision`, does it."""
    try:
        pk = links.read("confirm", token, max_age=timedelta(days=settings.CONFIRM_DAYS))
        submission = Submission.objects.select_related("campaign", "version").get(pk=pk)
    except links.LinkExpired:
        return link_problem(request, "expired")
    except (links.LinkError, Submission.DoesNotExist):
        return link_problem(request, "invalid")
    if request.method == "POST":
        return decide(request, token, submission)
    with translation.override(submission.language):
        context = {
            "c": confirm_face(submission, not_me="not_me" in request.GET),
            **shell(submission.language),
        }
        return render(request, "actions/confirm.html", context)


def decide(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    decision = request.POST.get("decision", "confirm")
    if decision == "void":
        confirming.void(submission.pk)
    elif decision == "confirm" and confirming.confirm(submission.pk) == states.CONFIRMED:
        submission.refresh_from_db(fields=["supporter"])
        return HttpResponseRedirect(f"{my_path(submission)}?fresh=1", status=303)
    return HttpResponseRedirect(reverse("confirm", args=[token]), status=303)


def link_problem(request: HttpRequest, reason: str) -> HttpResponse:
    status = 410 if reason == "expired" else 404
    return render(request, "actions/link_problem.html", {"reason": reason, "home_url": "/"}, status=status)


def confirm_face(submission: Submission, *, not_me: bool) -> dict[str, Any]:
    words = submission.version.words
    page = page_of(submission)
    is_theirs = submission.state == states.CONFIRMED
    return {
        "a": {
            "title": words["title"],
            "url": page.url if page else "/",
            "organization": submission.campaign.organization,
        },
        "kind": submission.campaign.kind,
        "name": submission.name,
        "place": place_name(submission.area, submission.language),
        "letters": letters_of(submission) if KINDS[submission.campaign.kind].sends else [],
        "comment": "" if KINDS[submission.campaign.kind].sends else submission.own_words,
        "given": given_to_offices(submission),
        "consents": list(Consent.objects.filter(act=submission.pk).values_list("text__text", flat=True)),
        "state": submission.state,
        "not_me": not_me,
        "my_url": my_path(submission) if is_theirs else None,
    }


def given_to_offices(submission: Submission) -> str:
    """What an office that asks who writes is told beside the letter; empty where no office asks."""
    if not (submission.title and submission.street):
        return ""
    names = ("street", "city", "postal_code", "email")
    parts = [f"{submission.title} {submission.name}", *(getattr(submission, name) for name in names)]
    return ", ".join(filter(None, parts))


def letters_of(submission: Submission) -> list[dict[str, Any]]:
    """Each letter a person wrote, with those whom it goes to."""
    targets = match(submission).resolution.targets
    thanked = [t for t in targets if submission.body_thanks and (t.stance == THANK or not submission.body)]
    pressed = [target for target in targets if target not in thanked]
    return [
        {
            "letter": letter(submission, salutation=_salutation(people), stance=stance),
            "people": [{"name": t.holder.name, "office": t.holder.office} for t in people],
        }
        for stance, people in ((PRESS, pressed), (THANK, thanked))
        if people or (stance == PRESS and not targets)
    ]


def letters_sent(messages: list[Message]) -> list[dict[str, Any]]:
    """The letters as they left: those to several officials that differ in the salutation only are one."""
    found = {
        (text["subject"], text["body"]): {"letter": text} for m in messages if (text := m.data.get("letter"))
    }
    return list(found.values())


def _salutation(targets: list[Target]) -> str:
    return targets[0].holder.salutation if targets else ""


def page_of(submission: Submission) -> ActionPage | None:
    pages = (
        ActionPage.objects.live().filter(campaign=submission.campaign).select_related("campaign", "locale")
    )
    return pages.filter(locale__language_code=submission.language).first() or pages.first()


@private
@require_http_methods(["GET", "HEAD"])
def my(request: HttpRequest, token: str) -> HttpResponse:
    supporter = supporter_of(token)
    if supporter is None:
        return link_problem(request, "invalid")
    with translation.override(supporter.language):
        submissions = supporter.submissions.select_related("campaign", "version").order_by("-confirmed_at")
        face = {
            "name": supporter.name,
            "masked_email": mask_email(supporter.email),
            "fresh": "fresh" in request.GET,
            "acts": [act_face(submission, token) for submission in submissions],
        }
        return render(request, "actions/my.html", {"m": face, **shell(supporter.language)})


def supporter_of(token: str) -> Supporter | None:
    try:
        return Supporter.objects.filter(pk=links.read("my", token)).first()
    except links.LinkError:
        return None


def act_face(submission: Submission, token: str) -> dict[str, Any]:
    page = page_of(submission)
    kind = KINDS[submission.campaign.kind]
    sent = sent_of(submission)
    answers = answers_for(submission)
    counted = submission.state == states.CONFIRMED
    return {
        "id": submission.pk,
        "title": submission.version.words["title"],
        "url": page.url if page else "/",
        "kind_label": kind.done,
        "at": submission.confirmed_at,
        "state": submission.state,
        "state_label": submission.get_state_display(),
        "counted": counted,
        "withdraw_url": reverse("withdraw", args=[token, submission.pk]) if counted else None,
        "share": ActionFace(page).share if page else None,
        "deliveries": delivery_faces(sent, token, answered={answer["name"] for answer in answers}),
        "answers": answers,
        "letters": (letters_sent(sent) or letters_of(submission)) if kind.sends else [],
        "ask_again": Match.objects.filter(submission=submission, ask_again=True).exists(),
    }


def sent_of(submission: Submission) -> list[Message]:
    """Official by official: the message itself, then what else can be done, and last what others do."""
    found = Message.objects.for_ref(submission.pk).filter(purpose="action").order_by("key")
    return sorted(found, key=lambda m: (m.key.split(":")[2], not is_main(m), m.channel == PRINT))


def delivery_faces(sent: list[Message], token: str, *, answered: set[str]) -> list[dict[str, Any]]:
    last = Receipt.objects.filter(message__in=sent).order_by("message_id", "-id").distinct("message_id")
    came_from = dict(last.values_list("message_id", "old_state"))
    heard: dict[UUID | None, list[Event]] = {}
    for event in Event.objects.filter(message__in=sent, kind__in=HEARD).order_by("id"):
        heard.setdefault(event.message_id, []).append(event)
    return [
        {
            **delivery_face(m, token, came_from=came_from.get(m.pk, ""), heard=heard.get(m.pk, [])),
            "answered": is_main(m) and m.data["official"]["name"] in answered,
        }
        for m in sent
    ]


def delivery_face(message: Message, token: str, *, came_from: str, heard: list[Event]) -> dict[str, Any]:
    standing = Standing(
        came_from=came_from, until=lanes.when(message), heard=frozenset(event.kind for event in heard)
    )
    label, explanation = explain(message, standing)
    view = DO.get(message.channel) if message.state == delivery_states.NEEDS_PERSON else None
    return {
        "addressee": message.data["official"]["name"],
        "office": message.data["official"]["office"],
        "channel_label": message.channel,
        "state": message.state,
        "label": label,
        "explanation": explanation,
        "at": message.settled_at or message.created_at,
        "until": None if standing.is_soon else standing.until,
        "reply": "" if heard else their_words(message, came_from),
        "heard": [heard_face(event) for event in heard],
        "do_url": reverse(view[0], args=[token, message.pk]) if view else None,
        "do_label": view[1] if view else None,
    }


def heard_face(event: Event) -> dict[str, Any]:
    """What came back from the office, as it was written."""
    return {
        "name": event.get_kind_display(),
        "at": event.at,
        "text": event.detail,
        "is_answer": event.kind == Event.Kind.REPLY,
    }


@private
@require_POST
def withdraw(request: HttpRequest, token: str, submission_id: UUID) -> HttpResponse:
    supporter = supporter_of(token)
    if supporter is None or not supporter.submissions.filter(pk=submission_id).exists():
        raise Http404
    confirming.withdraw(submission_id)
    return HttpResponseRedirect(f"{reverse('my', args=[token])}#act-{submission_id}", status=303)
