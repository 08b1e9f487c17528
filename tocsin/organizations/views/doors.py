"""The way in to a member's pages: their link, the language they read, and what to say where it no longer opens."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods

from tocsin.content.brand import language_links
from tocsin.core import links
from tocsin.core.errors import Refusal
from tocsin.core.middleware import chosen_language, reader_language
from tocsin.core.private import private
from tocsin.organizations import members
from tocsin.organizations.models import Member
from tocsin.organizations.views import telling

View = Callable[..., HttpResponse]
METHODS = ("GET", "HEAD", "POST")
PAGES = ("member", "member_leave", "member_profile", "member_logo", "member_proof", "member_people")
INVALID, REFUSED, FORBIDDEN = 422, 409, 403


def for_member(view: View) -> View:
    """Calls `view(request, member, token, …)` in the member's language."""

    @private
    @require_http_methods(METHODS)
    @wraps(view)
    def opened(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        member = members.member_of(token)
        if member is None:
            return no_way_in(request, token)
        language = reader_language(request, member.language)
        with translation.override(language):
            response = view(request, member, token, **kwargs)
        response.headers["Content-Language"] = language
        return response

    return opened


def for_joined(view: View) -> View:
    """As `for_member`; who has not joined yet is asked that first."""

    @for_member
    @wraps(view)
    def joined(request: HttpRequest, member: Member, token: str, **kwargs: Any) -> HttpResponse:
        if member.joined_at is None:
            return go(request, "member", token)
        return view(request, member, token, **kwargs)

    return joined


def no_way_in(request: HttpRequest, token: str) -> HttpResponse:
    """A link that was ours once says more than one that never was."""
    try:
        links.read(members.PURPOSE, token)
    except links.LinkError:
        return problem(request, "invalid")
    return problem(request, "ended")


def problem(request: HttpRequest, reason: str) -> HttpResponse:
    status = 404 if reason == "invalid" else 410
    return render(request, "organizations/link_problem.html", {"reason": reason}, status=status)


def chosen(request: HttpRequest) -> str:
    """What the links of a page carry on, so that a language once chosen stays."""
    return f"?lang={chosen_language(request)}" if "lang" in request.GET else ""


def address(request: HttpRequest, name: str, *args: object) -> str:
    return reverse(name, args=args) + chosen(request)


def go(request: HttpRequest, name: str, *args: object, part: str = "", done: str = "") -> HttpResponse:
    """After a deed: to the page that shows it, which says `done` once."""
    where = address(request, name, *args)
    if done:
        where += f"{'&' if '?' in where else '?'}done={done}"
    return HttpResponseRedirect(where + (f"#{part}" if part else ""), status=303)


def show(
    request: HttpRequest,
    member: Member,
    token: str,
    template: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    codes = [code for code, _name in settings.LANGUAGES]
    shell = {
        "member": member,
        "organization": member.organization,
        "urls": {name.removeprefix("member_"): address(request, name, token) for name in PAGES},
        "languages": language_links(codes, translation.get_language() or "en", request.path),
        "at": template.partition("_")[0],
        "tone": telling.STATES[member.organization.state].tone,
        "token": token,
        "chosen": chosen(request),
        "done": request.GET.get("done", ""),
    }
    return render(request, f"organizations/{template}.html", shell | context, status=status)


def refuse(form: Form, refusal: Refusal, field: str | None = None) -> int:
    """Beside the field it is about; the status of the answer."""
    form.add_error(field, refusal.text)
    return FORBIDDEN if refusal.code == "owner" else REFUSED
