"""Own words, the pages of the offices, and what the offices answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tocsin.actions import answers
from tocsin.actions.models import Answer
from tocsin.campaigns.models import Campaign
from tocsin.insights import svg
from tocsin.insights.access import StaffRequest, may, needs
from tocsin.insights.roles import SETTLE_MESSAGES, VIEW_FIGURES, VIEW_PERSONAL
from tocsin.insights.views.base import CAMPAIGNS, Crumb, ReasonForm, show
from tocsin.offices import bundle, links, wording
from tocsin.offices.models import Office
from tocsin.people.models import Person

DAYS = 30
Deed = dict[str, Any]
ROTATE: Deed = {
    "title": gettext_lazy("Take the link back"),
    "words": gettext_lazy("The link that was given out stops working, and a new one takes its place."),
    "done": gettext_lazy("The old link no longer works. Send the new one to the office."),
}
APPROVE: Deed = {
    "title": gettext_lazy("Pass it on now"),
    "words": gettext_lazy("It goes to everybody who wrote, word for word. It cannot be called back."),
    "done": gettext_lazy("The answer is on its way."),
}
REJECT: Deed = {
    "title": gettext_lazy("Stop it"),
    "words": gettext_lazy(
        "It is deleted and reaches nobody. Only for an answer that is not the office’s own."
    ),
    "done": gettext_lazy("The answer was stopped."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeRow:
    person: Person
    people: int
    url: str
    rotate_url: str


class EnterForm(forms.Form):
    """An answer that came another way. Every word is the office's."""

    person = forms.TypedChoiceField(label=gettext_lazy("Who answered"), coerce=int)
    text = forms.CharField(
        label=gettext_lazy("The answer, word for word"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 8}),
    )
    signed_by = forms.CharField(label=gettext_lazy("Who signed it"), max_length=200, required=False)
    source_url = forms.URLField(
        label=gettext_lazy("Where it can be read"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("A link to the letter or the page, if there is one."),
    )


def home_of(campaign: Campaign) -> str:
    return reverse("campaign_offices", args=[campaign.pk])


def crumbs(campaign: Campaign) -> tuple[Crumb, ...]:
    return (CAMPAIGNS, (reverse("campaign_dashboard", args=[campaign.pk]), campaign.name))


@require_safe
@needs(VIEW_FIGURES)
def index(request: StaffRequest, pk: int) -> HttpResponseBase:
    campaign = get_object_or_404(Campaign, pk=pk)
    shares, days = wording.shares(pk), wording.by_day(pk)[-DAYS:]
    given = Answer.objects.filter(campaign=campaign).select_related("person").order_by("-answered_at")
    return show(
        request,
        "offices.html",
        title=_("Offices and own words"),
        icon="group",
        crumbs=crumbs(campaign),
        campaign=campaign,
        shares=shares,
        chart=_chart(shares),
        days=days,
        offices=_offices(pk, linked=may(request.user, VIEW_PERSONAL)),
        answers=[answers.face(answer) for answer in given],
        may_settle=may(request.user, SETTLE_MESSAGES),
    )


def _chart(shares: wording.Shares) -> SafeString:
    rows = [svg.Bar(label, n, f"{percent}%") for _kind, label, n, percent in shares.rows]
    return svg.bars(rows, name="wording", title=_("How people wrote"), desc=_("Messages by kind of wording."))


def _offices(campaign_id: int, *, linked: bool) -> list[OfficeRow]:
    wrote = bundle.people(campaign_id)
    people = Person.objects.in_bulk(wrote)
    known = set(Office.objects.filter(person_id__in=people).values_list("person_id", flat=True))
    return [
        OfficeRow(
            person=people[key],
            people=n,
            url=links.office_path(key) if linked and key in known else "",
            rotate_url=reverse("office_rotate", args=[campaign_id, key]),
        )
        for key, n in wrote.items()
        if key in people
    ]


@require_http_methods(["GET", "POST"])
@needs(SETTLE_MESSAGES)
def rotate(request: StaffRequest, pk: int, person_id: int) -> HttpResponseBase:
    person = get_object_or_404(Person, pk=person_id)

    def do(reason: str) -> bool:
        links.rotate(actor=request.user, person_id=person.pk, reason=reason)
        return True

    return _ask(request, get_object_or_404(Campaign, pk=pk), ROTATE, do, about=person.name)


@require_http_methods(["GET", "POST"])
@needs(SETTLE_MESSAGES)
def decide(request: StaffRequest, pk: int, answer_id: UUID, deed: str) -> HttpResponseBase:
    answer = get_object_or_404(Answer, pk=answer_id, campaign_id=pk)
    if deed not in ("approve", "reject"):
        raise Http404

    def do(reason: str) -> bool:
        if deed == "approve":
            return answers.approve(actor=request.user, answer_id=answer.pk, reason=reason)
        return answers.reject(actor=request.user, answer_id=answer.pk, reason=reason)

    return _ask(request, answer.campaign, APPROVE if deed == "approve" else REJECT, do, about=answer.text)


def _ask(request: StaffRequest, campaign: Campaign, deed: Deed, do: Any, *, about: str) -> HttpResponseBase:
    form, back = ReasonForm(request.POST if request.method == "POST" else None), home_of(campaign)
    if form.is_valid():
        if do(form.cleaned_data["reason"]):
            messages.success(request, str(deed["done"]))
        else:
            messages.error(request, _("Nothing was changed: it has been passed on in the meantime."))
        return redirect(back)
    return show(
        request,
        "office_ask.html",
        title=str(deed["title"]),
        icon="group",
        crumbs=(*crumbs(campaign), (back, _("Offices and own words"))),
        status=422 if form.errors else 200,
        form=form,
        words=deed["words"],
        about=about,
        button=deed["title"],
        back=back,
    )


@require_http_methods(["GET", "POST"])
@needs(SETTLE_MESSAGES)
def enter(request: StaffRequest, pk: int) -> HttpResponseBase:
    """An answer that the office gave elsewhere."""
    campaign = get_object_or_404(Campaign, pk=pk)
    form = EnterForm(request.POST if request.method == "POST" else None)
    rows = _offices(pk, linked=False)
    form.fields["person"].choices = [(row.person.pk, row.person.name) for row in rows]  # type: ignore[attr-defined]
    if form.is_valid():
        words = form.cleaned_data
        answers.enter(actor=request.user, campaign_id=pk, person_id=words.pop("person"), **words)
        messages.success(request, _("The answer is on its way to everybody who wrote."))
        return redirect(home_of(campaign))
    return show(
        request,
        "office_answer.html",
        title=_("Enter an answer"),
        icon="group",
        crumbs=(*crumbs(campaign), (home_of(campaign), _("Offices and own words"))),
        status=422 if form.errors else 200,
        form=form,
        back=home_of(campaign),
    )
