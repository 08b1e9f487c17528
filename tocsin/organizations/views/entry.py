"""The two doors that are open to everybody: a new organization, and a new link. Neither says who is known here."""

from __future__ import annotations

import re

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from tocsin.organizations import members, opening
from tocsin.organizations.forms import EnterForm, RegisterForm
from tocsin.organizations.opening import Person
from tocsin.organizations.views.doors import INVALID, METHODS

SLUG = re.compile(r"[-a-z0-9_]{1,100}")


@require_http_methods(METHODS)
def new(request: HttpRequest) -> HttpResponse:
    form = RegisterForm(request.POST or None, initial={"language": get_language()})
    if request.method != "POST":
        return opened(request, "new", form)
    if not form.is_valid():
        return opened(request, "new", form, status=INVALID)
    given = form.cleaned_data
    person = Person(given["person"], given["title"], given["email"], get_language() or "en")
    opening.register(body=form.body, person=person, letter=letter_of(request))
    return sent(request)


@require_http_methods(METHODS)
def enter(request: HttpRequest) -> HttpResponse:
    form = EnterForm(request.POST or None)
    if request.method != "POST":
        return opened(request, "enter", form)
    if not form.is_valid():
        return opened(request, "enter", form, status=INVALID)
    members.send_links(form.cleaned_data["email"], letter=letter_of(request))
    return sent(request)


def letter_of(request: HttpRequest) -> str:
    """The letter somebody came from and wants to go on to; only its name in the address is carried."""
    slug = request.GET.get("letter", "")
    return slug if SLUG.fullmatch(slug) else ""


def opened(request: HttpRequest, page: str, form: Form, status: int = 200) -> HttpResponse:
    is_sent = request.method != "POST" and "sent" in request.GET
    context = {"form": form, "letter": letter_of(request), "most": members.MAILS_A_DAY}
    name = f"{page}_sent" if is_sent else page
    response = render(request, f"organizations/{name}.html", context, status=status)
    if request.method == "POST":
        patch_cache_control(response, private=True, no_store=True)
    return response


def sent(request: HttpRequest) -> HttpResponse:
    """By a GET, so that a reload sends nothing twice, and without the address, which belongs in no log."""
    query = request.GET.copy()
    query["sent"] = "1"
    return HttpResponseRedirect(f"{request.path}?{query.urlencode()}", status=303)
