"""What an organization says of itself: seen by its people, changed by its owners."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tocsin.core.countries import country_name
from tocsin.organizations import logos, registering
from tocsin.organizations.forms import LogoForm, OtherNameForms, ProfileForm, name_rows
from tocsin.organizations.models import Member
from tocsin.organizations.views import telling
from tocsin.organizations.views.doors import FORBIDDEN, INVALID, address, for_joined, go, show

FIELDS = tuple(ProfileForm.base_fields)


@for_joined
def edit(request: HttpRequest, member: Member, token: str) -> HttpResponse:
    if not member.is_owner:
        return seen(request, member, token)
    if request.method != "POST":
        return shown(request, member, token)
    form, rows = ProfileForm(request.POST), name_rows(member.organization, request.POST)
    if not (form.is_valid() and rows.is_valid()):
        return shown(request, member, token, form=form, rows=rows, status=INVALID)
    registering.change(organization=member.organization, others=rows.names(), **form.cleaned_data)
    return go(request, "member_profile", token, done="saved")


@for_joined
def logo(request: HttpRequest, member: Member, token: str) -> HttpResponse:
    if not member.is_owner:
        return seen(request, member, token)
    if request.method != "POST":
        return go(request, "member_profile", token, part="logo")
    if request.POST.get("decision") == "remove":
        logos.remove(organization=member.organization)
        return go(request, "member_profile", token, part="logo", done="logo-removed")
    form = LogoForm(request.POST, request.FILES, auto_id="logo_%s")
    if form.is_valid() and kept(form, member):
        return go(request, "member_profile", token, part="logo", done="logo")
    return shown(request, member, token, logo_form=form, status=INVALID)


def kept(form: LogoForm, member: Member) -> bool:
    given = form.cleaned_data
    try:
        logos.keep(organization=member.organization, upload=given["file"], rights=given["rights"])
    except ValidationError as error:
        form.add_error("file", error)
        return False
    return True


def shown(
    request: HttpRequest,
    member: Member,
    token: str,
    *,
    form: ProfileForm | None = None,
    rows: OtherNameForms | None = None,
    logo_form: LogoForm | None = None,
    status: int = 200,
) -> HttpResponse:
    organization = member.organization
    context: dict[str, Any] = {
        "form": form or ProfileForm(initial=model_to_dict(organization, FIELDS)),
        "names": rows or name_rows(organization),
        "logo_form": logo_form or LogoForm(initial={"rights": organization.logo_rights}, auto_id="logo_%s"),
        "profile_action": address(request, "member_profile", token),
        "logo_action": address(request, "member_logo", token),
    }
    return show(request, member, token, "profile", context, status=status)


def seen(request: HttpRequest, member: Member, token: str) -> HttpResponse:
    """For those who may not change it."""
    refused = request.method == "POST"
    context = {
        "others": telling.other_names(member.organization),
        "country": country_name(member.organization.country, get_language() or "en"),
        "refusal": _("Only an owner of the organization may do this.") if refused else "",
    }
    return show(request, member, token, "profile_seen", context, status=FORBIDDEN if refused else 200)
