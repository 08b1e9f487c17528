"""A member's own page: first the question whether it is they, then what there is to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from tocsin.core.countries import country_name
from tocsin.core.errors import Refusal
from tocsin.organizations import members, opening, portal
from tocsin.organizations.models import Member
from tocsin.organizations.views import telling
from tocsin.organizations.views.doors import REFUSED, chosen, for_joined, for_member, go, show
from tocsin.organizations.views.entry import letter_of


@for_member
def page(request: HttpRequest, member: Member, token: str) -> HttpResponse:
    if member.joined_at is None:
        return join(request, member, token)
    return home(request, member, token)


def join(request: HttpRequest, member: Member, token: str) -> HttpResponse:
    """Only POST with `decision` joins, or tells that this is not they."""
    decision = request.POST.get("decision", "")
    if decision == "leave" and opening.disown(member):
        return render(request, "organizations/left.html", {"joined": False})
    if decision == "join":
        members.join(member)
        return landed(request, token)
    return show(request, member, token, "join", {})


def landed(request: HttpRequest, token: str) -> HttpResponse:
    response = go(request, "member", token, done="joined")
    if slug := letter_of(request):
        response.headers["Location"] += "&" + urlencode({"letter": slug})
    return response


def home(request: HttpRequest, member: Member, token: str) -> HttpResponse:
    organization = member.organization
    context = {
        "words": telling.words_of(organization),
        "tasks": telling.tasks_of(member),
        "letter_url": letter_url(request, token),
        "parts": [
            render_to_string(part.template, {**part.context, "member": member}, request)
            for part in portal.parts_for(member)
        ],
        "people": organization.members.active(),
        "others": telling.other_names(organization),
        "country": country_name(organization.country, get_language() or "en"),
    }
    return show(request, member, token, "member", context)


def letter_url(request: HttpRequest, token: str) -> str:
    """Where they wanted to go when they registered; the app that has the letters may be missing."""
    slug = letter_of(request)
    try:
        return reverse("member_letter", args=[token, slug]) + chosen(request) if slug else ""
    except NoReverseMatch:
        return ""


@for_joined
def leave(request: HttpRequest, member: Member, token: str) -> HttpResponse:
    if request.method != "POST":
        return show(request, member, token, "leave", {})
    try:
        members.end(by=member, member=member)
    except Refusal as refusal:
        return show(request, member, token, "leave", {"refusal": refusal.text}, status=REFUSED)
    return render(request, "organizations/left.html", {"joined": True, "organization": member.organization})
