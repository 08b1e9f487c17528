"""Organizations: what needs a look first, then all of them, and one with its names, people, proofs and letters."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tocsin.core import audit
from tocsin.core.countries import country_name
from tocsin.core.errors import Refusal
from tocsin.insights import bodies
from tocsin.insights.access import StaffRequest, may, needs
from tocsin.insights.body_forms import AddForm, BodyFilter, IntoForm, OwnerForm
from tocsin.insights.open_letter_forms import FOUND, search
from tocsin.insights.roles import VIEW_FIGURES, VIEW_PERSONAL, VOUCH
from tocsin.insights.views.base import Crumb, show
from tocsin.organizations import standing
from tocsin.organizations.models import Organization, Proof

BODIES: Crumb = ("/admin/organizations/", gettext_lazy("Organizations"))
ICON = "group"
SIZE = 50
COLOURS = {
    standing.PROVEN: "good", standing.HELD: "warn", standing.UNPROVEN: "warn",
    standing.BLOCKED: "bad", standing.MERGED: "off",
}  # fmt: skip
PROOF_COLOURS = {"proven": "good", "pending": "warn", "refused": "bad", "ended": "off"}


def here(body: Organization) -> tuple[Crumb, ...]:
    return (BODIES, (reverse("body", args=[body.pk]), body.name))


@require_safe
@needs(VIEW_FIGURES)
def index(request: StaffRequest) -> HttpResponseBase:
    form = BodyFilter(request.GET)
    words, state = ("", "") if not form.is_valid() else (form.cleaned_data["q"], form.cleaned_data["state"])
    found = search(words) if words else Organization.objects.all()
    found = found.filter(state=state) if state else found
    page = Paginator(found.order_by("name", "pk"), SIZE).get_page(request.GET.get("page"))
    vouches = may(request.user, VOUCH)
    return show(
        request,
        "bodies.html",
        title=str(BODIES[1]),
        icon=ICON,
        form=form,
        asked=bool(words or state),
        q=words,
        state=state,
        page=page,
        rows=[(one, COLOURS[one.state], _country(one)) for one in page],
        mandates=[(one, _mine(request, one)) for one in bodies.mandates()] if vouches else [],
        likenesses=[(one, bodies.why(one)) for one in bodies.likenesses()],
        may_vouch=vouches,
    )


def _country(one: Organization) -> str:
    return country_name(one.country, get_language() or "en")


def _mine(request: StaffRequest, proof: Proof) -> bool:
    """Whether this person has approved it already: then somebody else must look."""
    return any(one.user_id == request.user.pk for one in proof.approvals.all())


@require_safe
@needs(VIEW_FIGURES)
def detail(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    body = get_object_or_404(Organization.objects.prefetch_related("other_names"), pk=pk)
    personal = may(request.user, VIEW_PERSONAL)
    if personal:
        audit.record(actor=request.user, verb="organization.read", subject=f"organization {body.pk}")
    return show(
        request,
        "body.html",
        title=body.name,
        icon=ICON,
        crumbs=(BODIES,),
        body=body,
        colour=COLOURS[body.state],
        country=_country(body),
        people=body.members.order_by("ended_at", "created_at") if personal else None,
        members=body.members.active().count(),
        proofs=_proofs(request, body, personal=personal),
        likenesses=[(one, bodies.why(one)) for one in bodies.likenesses().filter(organization=body)],
        signatures=body.signatures.select_related("letter", "version").order_by("-created_at"),
        merged=body.merged.all(),
        may_know=personal,
        may_vouch=may(request.user, VOUCH),
    )


def _proofs(request: StaffRequest, body: Organization, *, personal: bool) -> list[dict[str, Any]]:
    found = body.proofs.select_related("asked_by").prefetch_related("approvals").order_by("-created_at")
    return [
        {
            "proof": one,
            "colour": PROOF_COLOURS[one.state],
            "mine": _mine(request, one),
            "lives": one.state in (Proof.State.PENDING, Proof.State.PROVEN),
            "address": one.address if personal else "",
        }
        for one in found
    ]


@require_http_methods(["GET", "POST"])
@needs(VOUCH)
def add(request: StaffRequest) -> HttpResponseBase:
    """By hand; those that it may be the same as are noticed as for any other."""
    form = AddForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = bodies.add(user=request.user, **form.cleaned_data)
        messages.success(request, _("It is here. Now add somebody who owns it: they prove who it is."))
        return redirect("body", made.pk)
    return show(
        request,
        "open_letter_form.html",
        title=_("Add an organization"),
        icon=ICON,
        crumbs=(BODIES,),
        status=422 if form.errors else 200,
        lead=_("Most organizations register themselves. What you add here is proven like any other."),
        form=form,
        button=_("Add it"),
        back=BODIES[0],
    )


@require_http_methods(["GET", "POST"])
@needs(VOUCH)
def merge(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Found by a search, chosen, then done: three steps, since it cannot be undone."""
    body, words = get_object_or_404(Organization, pk=pk), request.GET.get("q", "").strip()[:200]
    form, refused = IntoForm(body, request.POST if request.method == "POST" else None), ""
    if form.is_valid():
        into = form.cleaned_data["into"]
        try:
            bodies.merge(user=request.user, body=body, into=into)
        except Refusal as refusal:
            refused = refusal.text
        else:
            messages.success(request, _("Merged into %(name)s.") % {"name": into.name})
            return redirect("body", into.pk)
    hits = list(search(words).there().exclude(pk=pk).order_by("name")[:FOUND]) if words else None
    return show(
        request,
        "body_merge.html",
        title=_("Merge it into another one"),
        icon=ICON,
        crumbs=here(body),
        status=409 if refused else 422 if form.errors else 200,
        body=body,
        form=form,
        q=words,
        hits=hits,
        refused=refused,
        back=reverse("body", args=[pk]),
    )


@require_http_methods(["GET", "POST"])
@needs(VOUCH)
@needs(VIEW_PERSONAL)
def owner(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    body = get_object_or_404(Organization, pk=pk)
    form = OwnerForm(request.POST if request.method == "POST" else None, initial={"language": body.language})
    if form.is_valid():
        try:
            bodies.add_owner(user=request.user, body=body, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("email", refusal.text)
        else:
            messages.success(request, _("They get the way in by mail."))
            return redirect("body", pk)
    return show(
        request,
        "open_letter_form.html",
        title=_("Add an owner"),
        icon=ICON,
        crumbs=here(body),
        status=422 if form.errors else 200,
        lead=_(
            "An owner decides everything for the organization, and who else may act. Be sure who they are."
        ),
        form=form,
        button=_("Send them the way in"),
        back=reverse("body", args=[pk]),
    )
