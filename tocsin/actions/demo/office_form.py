"""A form such as an office might have on its own website, for trying out the assisted way. It keeps nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from tocsin.actions.views import shell

FIELDS = (
    ("prefix", "Prefix", "text"),
    ("first-name", "First name", "text"),
    ("last-name", "Last name", "text"),
    ("email", "Email", "email"),
    ("zip", "ZIP code", "text"),
    ("subject", "Subject", "text"),
    ("message", "Message", "textarea"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def office_form(request: HttpRequest) -> HttpResponse:
    """What was posted is not even read."""
    context = {"fields": FIELDS, "received": request.method == "POST", **shell(get_language() or "en")}
    response = render(request, "demo/office_form.html", context)
    patch_cache_control(response, private=True, no_store=True)
    return response
