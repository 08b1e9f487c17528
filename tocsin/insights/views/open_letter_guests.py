"""Whom an open letter asks to sign, and what each of them answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from tocsin.core import audit
from tocsin.core.errors import Refusal
from tocsin.insights.access import StaffRequest, may, needs
from tocsin.insights.open_letter_forms import (
    FOUND,
    CorrectForm,
    GuestsForm,
    KnownForm,
    may_be_invited,
    search,
)
from tocsin.insights.open_letter_guests import invite, state_of
from tocsin.insights.roles import RUN_LETTERS, VIEW_FIGURES, VIEW_PERSONAL
from tocsin.insights.views.base import show
from tocsin.insights.views.open_letters import ICON, crumbs
from tocsin.letters import inviting, states
from tocsin.letters.models import Invitation, Letter
from tocsin.organizations.models import Organization

SIZE = 100


@require_http_methods(["GET", "POST"])
@needs(VIEW_FIGURES)
def index(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The list, and above it two ways to add to it: by lines, and from those that are here."""
    letter, runs = get_object_or_404(Letter, pk=pk), may(request.user, RUN_LETTERS)
    asked, words = request.POST.get("how", ""), request.GET.get("q", "").strip()[:200]
    data = request.POST if request.method == "POST" and runs else None
    guests = GuestsForm(data if asked == "guests" else None, initial={"language": letter.language})
    known = KnownForm(data if asked == "known" else None)
    refused = ""
    if guests.is_valid() or known.is_valid():
        try:
            return _invite(request, letter, guests, known)
        except Refusal as refusal:
            refused = refusal.text
    personal = may(request.user, VIEW_PERSONAL)
    page = Paginator(_invitations(letter), SIZE).get_page(request.GET.get("page"))
    if personal and page:
        audit.record(actor=request.user, verb="letter.people_read", subject=f"letter {letter.slug}")
    return show(
        request,
        "open_letter_invitations.html",
        title=_("Invitations"),
        icon=ICON,
        crumbs=crumbs(letter),
        status=409 if refused else 422 if guests.errors or known.errors else 200,
        letter=letter,
        guests=guests,
        known=known,
        refused=refused,
        q=words,
        hits=_hits(letter, words) if words else None,
        page=page,
        rows=_rows(letter, list(page)),
        has_text=letter.versions.exists(),
        unanswered=inviting.unanswered(letter).count(),
        may_know=personal,
        may_run=runs,
    )


def _invite(request: StaffRequest, letter: Letter, guests: GuestsForm, known: KnownForm) -> HttpResponseBase:
    chosen = list(known.cleaned_data["organizations"]) if known.is_valid() else []
    lines = guests.everybody() if guests.is_valid() else []
    n = invite(user=request.user, letter=letter, organizations=chosen, guests=lines)
    before = len(chosen) + len(lines) - n
    said = ngettext("%d is invited.", "%d are invited.", n) % n
    if before:
        told = ngettext(
            "%d was invited before, and hears nothing new.",
            "%d were invited before, and hear nothing new.",
            before,
        )
        said = f"{said} {told % before}"
    if not letter.versions.exists():
        said = f"{said} {_('No mail has left yet: there is no version to show.')}"
    messages.success(request, said)
    return redirect("open_letter_invitations", letter.pk)


def _hits(letter: Letter, words: str) -> list[Organization]:
    found = may_be_invited(search(words)).exclude(invitations__letter=letter)
    return list(found.order_by("name")[:FOUND])


def _invitations(letter: Letter) -> Any:
    return letter.invitations.select_related("organization").order_by("name", "pk")


def _rows(letter: Letter, page: list[Invitation]) -> list[dict[str, Any]]:
    ids = [one.organization_id for one in page if one.organization_id]
    under = letter.signatures.filter(organization__in=ids, state=states.SIGNED)
    signed = set(under.values_list("organization_id", flat=True))
    return [{"invitation": one, "state": state_of(one, signed=one.organization_id in signed)} for one in page]


@require_http_methods(["GET", "POST"])
@needs(RUN_LETTERS)
@needs(VIEW_PERSONAL)
def correct(request: StaffRequest, pk: int, invitation_id: UUID) -> HttpResponseBase:
    """Another address; the invitation goes out again to it."""
    found = get_object_or_404(Invitation.objects.select_related("letter"), pk=invitation_id, letter_id=pk)
    form = CorrectForm(request.POST if request.method == "POST" else None, initial={"email": found.email})
    if form.is_valid():
        try:
            inviting.correct(user=request.user, invitation=found, email=form.cleaned_data["email"])
        except Refusal as refusal:
            form.add_error("email", refusal.text)
        else:
            messages.success(request, _("The invitation goes out to the new address."))
            return redirect("open_letter_invitations", pk)
    return show(
        request,
        "open_letter_form.html",
        title=_("Correct the address"),
        icon=ICON,
        crumbs=(*crumbs(found.letter), (reverse("open_letter_invitations", args=[pk]), _("Invitations"))),
        status=422 if form.errors else 200,
        lead=found.name,
        form=form,
        button=_("Send it to this address"),
        back=reverse("open_letter_invitations", args=[pk]),
    )
