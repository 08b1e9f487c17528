"""Who acts for an organization: seen by all of them, decided by its owners."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tocsin.core.errors import Refusal
from tocsin.organizations import members, opening
from tocsin.organizations.forms import InviteForm, RoleForm
from tocsin.organizations.models import Member
from tocsin.organizations.views.doors import (
    FORBIDDEN,
    INVALID,
    REFUSED,
    for_joined,
    go,
    refuse,
    show,
)


@for_joined
def page(request: HttpRequest, member: Member, token: str) -> HttpResponse:
    """POST invites."""
    if request.method != "POST":
        return shown(request, member, token)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return shown(request, member, token, form=form, status=INVALID)
    try:
        opening.invite(by=member, **form.cleaned_data)
    except Refusal as refusal:
        field = "email" if refusal.code == "email" else None
        return shown(request, member, token, form=form, status=refuse(form, refusal, field))
    return go(request, "member_people", token, done="invited")


@for_joined
def decide(request: HttpRequest, member: Member, token: str, pk: UUID, deed: str) -> HttpResponse:
    if request.method != "POST":
        return go(request, "member_people", token)
    person = get_object_or_404(member.organization.members.active(), pk=pk)
    if deed not in DEEDS:
        raise Http404
    try:
        DEEDS[deed](request, member, person)
    except Refusal as refusal:
        status = FORBIDDEN if refusal.code == "owner" else REFUSED
        return shown(request, member, token, refusal=refusal.text, about=person, status=status)
    if person.pk == member.pk and deed != "role":
        return render(request, "organizations/left.html", {"joined": True, "renewed": deed == "renew"})
    return go(request, "member_people", token, part=f"person-{person.pk}", done=deed)


def change_role(request: HttpRequest, by: Member, person: Member) -> None:
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise Refusal("role", _("Choose one of the roles."))
    members.change_role(by=by, member=person, role=form.cleaned_data["role"])


def end(_request: HttpRequest, by: Member, person: Member) -> None:
    members.end(by=by, member=person)


def renew(_request: HttpRequest, by: Member, person: Member) -> None:
    members.renew(by=by, member=person)


DEEDS: dict[str, Callable[[HttpRequest, Member, Member], None]] = {
    "role": change_role,
    "end": end,
    "renew": renew,
}


def shown(
    request: HttpRequest,
    member: Member,
    token: str,
    *,
    form: Form | None = None,
    refusal: str = "",
    about: Member | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "people": member.organization.members.active(),
        "form": form or InviteForm(initial={"language": get_language()}),
        "roles": Member.Role.choices,
        "refusal": refusal,
        "about": about.pk if about else None,
        "most": members.MAILS_A_DAY,
    }
    return show(request, member, token, "people", context, status=status)
