"""`/offices/<token>/`: what an office finds behind its link. Reading records nothing."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from tocsin.actions import answers
from tocsin.actions.models import Answer
from tocsin.actions.views import shell
from tocsin.campaigns import tally
from tocsin.campaigns.models import Campaign
from tocsin.core.private import private
from tocsin.offices import bundle, edits
from tocsin.offices.bundle import Filter
from tocsin.offices.door import Door, enter, filter_of, uuid_of
from tocsin.offices.models import Book
from tocsin.offices.wording import KIND_WORDS

READ = ["GET", "HEAD"]
FIRST = 5
"""Messages shown on the office's own page."""


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Your answer"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 10}),
        help_text=_("Plain text. It is passed on exactly as you write it."),
        error_messages={"required": _("Write your answer.")},
    )
    signed_by = forms.CharField(
        label=_("Who signs it"),
        max_length=200,
        help_text=_("For example: Jane Doe, legislative assistant"),
        error_messages={"required": _("Say who signs the answer.")},
    )


@private
@require_http_methods(READ)
def office(request: HttpRequest, token: str) -> HttpResponse:
    door = enter(token)
    return _show(request, "office.html", door, acts=[_summary(door, campaign) for campaign in door.campaigns])


def _show(request: HttpRequest, template: str, door: Door, status: int = 200, **context: Any) -> HttpResponse:
    furniture = {"door": door, "home": door.path("office"), **shell(get_language() or "en")}
    return render(request, f"offices/{template}", {**furniture, **context}, status=status)


def _summary(door: Door, campaign: Campaign) -> dict[str, Any]:
    person = door.person.pk
    counts = bundle.count(campaign.pk, person)
    found = bundle.page(campaign.pk, person, Filter())
    given = Answer.objects.filter(campaign=campaign, person_id=person).select_related("person")
    return {
        "campaign": campaign,
        "page": campaign.pages.live().first(),
        "shares": counts.shares,
        "people": counts.people,
        "counted": tally.read(campaign.pk).confirmed,
        "areas": counts.areas,
        "first": edits.marked(found.items[:FIRST]),
        "books": _books(door, campaign),
        "answers": [answers.face(answer) for answer in given],
        "list_url": door.path("office_messages", campaign.slug),
        "csv_url": door.path("office_csv", campaign.slug),
        "json_url": door.path("office_json", campaign.slug),
        "answer_url": door.path("office_answer", campaign.slug),
        "as_of": now(),
    }


@private
@require_http_methods(READ)
def messages(request: HttpRequest, token: str, slug: str) -> HttpResponse:
    door = enter(token)
    campaign, asked = door.campaign(slug), filter_of(request)
    after = uuid_of(request.GET.get("after", ""))
    found = bundle.page(campaign.pk, door.person.pk, asked, after)
    query = {name: value for name, value in request.GET.items() if value and name != "after"}
    areas = bundle.count(campaign.pk, door.person.pk).areas
    return _show(
        request,
        "messages.html",
        door,
        campaign=campaign,
        asked=asked,
        kinds=KIND_WORDS.items(),
        areas=areas,
        items=edits.marked(found.items),
        next_url=f"?{urlencode({**query, 'after': found.after})}" if found.after else "",
        first_url=f"?{urlencode(query)}" if after else "",
        csv_url=f"{door.path('office_csv', slug)}?{urlencode(query)}",
        json_url=f"{door.path('office_json', slug)}?{urlencode(query)}",
    )


@private
@require_http_methods(READ)
def message(request: HttpRequest, token: str, slug: str, message_id: UUID) -> HttpResponse:
    door = enter(token)
    campaign = door.campaign(slug)
    item = bundle.one(campaign.pk, door.person.pk, message_id)
    if item is None:
        raise Http404
    return _show(
        request,
        "message.html",
        door,
        campaign=campaign,
        item=item,
        list_url=door.path("office_messages", slug),
        answer_url=door.path("office_answer", slug),
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str, slug: str) -> HttpResponse:
    """First a look at what will be passed on, then, with `give`, the deed."""
    door = enter(token)
    campaign = door.campaign(slug)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    full = False
    if form.is_valid() and "give" in request.POST:
        words = form.cleaned_data
        if answers.give(campaign_id=campaign.pk, person_id=door.person.pk, **words):
            return HttpResponseRedirect(f"{door.path('office')}#answers-{slug}", status=303)
        full = True
    return _show(
        request,
        "answer.html",
        door,
        status=409 if full else 422 if form.errors else 200,
        campaign=campaign,
        form=form,
        preview=form.cleaned_data
        if form.is_bound and form.is_valid() and "change" not in request.POST
        else None,
        full=full,
        people=bundle.count(campaign.pk, door.person.pk).people,
        minutes=int(answers.HOLD.total_seconds() // 60),
    )


def _books(door: Door, campaign: Campaign) -> list[dict[str, Any]]:
    frozen = (Book.State.FROZEN, Book.State.HANDED_OVER)
    found = Book.objects.filter(campaign=campaign, person=door.person, state__in=frozen)
    return [
        {
            "book": book,
            "files": [
                {**file, "url": door.path("office_book", campaign.slug, book.pk, file["name"])}
                for file in book.files
            ],
        }
        for book in found
    ]
