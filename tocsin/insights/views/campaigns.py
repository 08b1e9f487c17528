"""Campaigns and their figures."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from tocsin.campaigns import tally
from tocsin.campaigns.kinds import KINDS
from tocsin.campaigns.models import Campaign
from tocsin.core import csvsafe
from tocsin.delivery.models import Message
from tocsin.insights import deeds, figures, queue
from tocsin.insights.access import StaffRequest, may, needs
from tocsin.insights.figures import Figure
from tocsin.insights.roles import SETTLE_MESSAGES, VIEW_ACTIONS, VIEW_FIGURES
from tocsin.insights.views.base import CAMPAIGNS, ReasonForm, show
from tocsin.insights.views.messages import deeds_for
from tocsin.officials.models import Official


def home_of(campaign: Campaign) -> str:
    return reverse("campaign_dashboard", args=[campaign.pk])


@require_safe
@needs(VIEW_FIGURES)
def index(request: StaffRequest) -> HttpResponseBase:
    rows = figures.numbers(Campaign.objects.order_by("closes_at", "-created_at"))
    return show(
        request,
        "campaigns.html",
        title=_("Campaigns"),
        icon="mail",
        open=[row for row in rows if not row.campaign.is_closed],
        closed=[row for row in rows if row.campaign.is_closed],
        may_add=request.user.has_perm("campaigns.add_campaign"),
    )


@require_safe
@needs(VIEW_FIGURES)
def dashboard(request: StaffRequest, pk: int) -> HttpResponseBase:
    campaign = get_object_or_404(Campaign, pk=pk)
    counts, waiting = tally.read(pk), queue.waiting(pk)
    return show(
        request,
        "dashboard.html",
        title=campaign.name,
        icon="mail",
        crumbs=(CAMPAIGNS,),
        campaign=campaign,
        numbers=figures.Numbers(campaign, counts),
        sends=KINDS[campaign.kind].sends,
        sentence=figures.sentence(counts, waiting),
        funnel=figures.funnel(counts),
        figures=[figures.figure(pk, scope) for scope in figures.SCOPES],
        waiting=waiting,
        held=queue.held_by_official(pk),
        needing=[_open_message(message) for message in queue.needing(pk)],
        pages=campaign.pages.live().select_related("locale").order_by("locale_id"),
        may_settle=may(request.user, SETTLE_MESSAGES),
        may_list=may(request.user, VIEW_ACTIONS),
        may_edit=request.user.has_perm("campaigns.change_campaign"),
    )


def _open_message(message: Message) -> dict[str, object]:
    return {"message": message, "state_label": queue.STATE_LABELS[message.state], "deeds": deeds_for(message)}


def _figure(pk: int, scope: str) -> tuple[Campaign, Figure]:
    if scope not in figures.SCOPES:
        raise Http404
    return get_object_or_404(Campaign, pk=pk), figures.figure(pk, scope)


@require_safe
@needs(VIEW_FIGURES)
def figure_csv(request: HttpRequest, pk: int, scope: str) -> HttpResponseBase:
    campaign, figure = _figure(pk, scope)
    rows = ([row.key, row.label, *_counts(row)] for row in figure.rows)
    head = [scope, "label", "started", "confirmed", "delivered"]
    return csvsafe.response(f"{campaign.slug}-by-{scope}", csvsafe.lines(head, rows))


@require_safe
@needs(VIEW_FIGURES)
def figure_json(request: HttpRequest, pk: int, scope: str) -> HttpResponseBase:
    campaign, figure = _figure(pk, scope)
    names = (scope, "label", "started", "confirmed", "delivered")
    rows = [dict(zip(names, (row.key, row.label, *_counts(row)), strict=True)) for row in figure.rows]
    return JsonResponse({"campaign": campaign.slug, "by": scope, "rows": rows})


def _counts(row: figures.Row) -> tuple[int, int, int]:
    return row.tally.started, row.tally.confirmed, row.tally.delivered


@require_http_methods(["GET", "POST"])
@needs(SETTLE_MESSAGES)
def release(request: StaffRequest, pk: int, official_id: int) -> HttpResponseBase:
    """Asks first, then sends what was held for one office."""
    campaign, official = get_object_or_404(Campaign, pk=pk), get_object_or_404(Official, pk=official_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        count = deeds.release_held(
            actor=request.user, campaign_id=pk, official=official, reason=form.cleaned_data["reason"]
        )
        messages.success(request, ngettext("%d message released.", "%d messages released.", count) % count)
        return redirect(home_of(campaign))
    return show(
        request,
        "confirm.html",
        title=_("Send the held messages"),
        icon="mail",
        crumbs=(CAMPAIGNS, (home_of(campaign), campaign.name)),
        status=422 if form.errors else 200,
        form=form,
        words=_("Every message that waits for %(name)s will be sent to the contact that is known now.")
        % {"name": official.name},
        button=_("Send them now"),
        back=home_of(campaign),
    )
