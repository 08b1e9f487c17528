"""The public pages of officials: `/find/`, `/embed/find/`, `/officials/` and their JSON and CSV."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_http_methods, require_safe

from tocsin.content.brand import language_links
from tocsin.core import csvsafe
from tocsin.officials import directory, find, freshness, popolo, record
from tocsin.officials.find import Answer
from tocsin.officials.forms import FindForm, ListForm
from tocsin.places.geocoders import sends_addresses_out

SHARED_SECONDS = 2
EMBED_CONTENT_SECURITY_POLICY = settings.CONTENT_SECURITY_POLICY.replace(
    "frame-ancestors 'none'", "frame-ancestors *"
)


# --- Who represents me ---------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def find_page(request: HttpRequest) -> HttpResponse:
    """`/find/`: what is posted is answered at once and kept nowhere; a GET can be linked to."""
    return _find(request, "officials/find.html")


@xframe_options_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def embed_find(request: HttpRequest) -> HttpResponse:
    """`/embed/find/`: the same for a frame on any site."""
    response = _find(request, "officials/embed_find.html")
    response.headers["Content-Security-Policy"] = EMBED_CONTENT_SECURITY_POLICY
    return response


def _find(request: HttpRequest, template: str) -> HttpResponse:
    form, found = _asked(request.POST if request.method == "POST" else request.GET)
    if found is None and request.method == "POST" and not form.errors:
        form = FindForm({"country": "US"})
        form.add_error("zip", _("Enter your ZIP code, or choose your state."))
    context = {
        "form": form,
        "answer": found,
        "sends_out": sends_addresses_out(),
        "missing": [each.name for each in freshness.missing(*find.DATASETS)],
        "languages": _languages(request),
        "site_url": settings.SITE_URL,
    }
    response = render(request, template, context, status=_status(form, found))
    if found is None and not form.errors:
        patch_cache_control(response, public=True, s_maxage=SHARED_SECONDS, max_age=0)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _asked(data: QueryDict) -> tuple[FindForm, Answer | None]:
    """The form, and the answer where something sound was asked."""
    wanted = {
        name: str(data.get(name, "")).replace("\0", "") for name in FindForm.base_fields if name in data
    }
    if not any(wanted.values()):
        return FindForm(initial={"country": "US"}), None
    form = FindForm({"country": "US", **wanted}, initial={"country": "US"})
    if not form.is_valid() or form.asked().is_empty:
        return form, None
    return form, find.answer(form.asked())


def _status(form: FindForm, found: Answer | None) -> int:
    if form.errors:
        return 422
    return 404 if found and found.located.reason == "unknown-division" else 200


@require_safe
def find_json(request: HttpRequest) -> HttpResponse:
    """`/find.json?zip=`: the keys of `tocsin locate --json`, and how the officials are reached."""
    form, found = _asked(request.GET)
    if found is None:
        message = _("Ask with zip, address, lat and lon, state, or division.")
        response = JsonResponse({"error": message, "fields": form.errors}, status=400)
    else:
        response = JsonResponse(find.as_data(found), status=_status(form, found))
    return _private(response)


@require_safe
def find_csv(request: HttpRequest) -> HttpResponseBase:
    _form, found = _asked(request.GET)
    rows = find.people(found.seats) if found else ()
    lines = csvsafe.lines(find.COLUMNS, ([row[name] for name in find.COLUMNS] for row in rows))
    return csvsafe.response("representatives", lines)


# --- Officials -----------------------------------------------------------------------------------------------


@require_safe
def officials_page(request: HttpRequest) -> HttpResponseBase:
    """`/officials/`: everybody in office, to search and to filter."""
    form, listing = _listing(request)
    context = {"form": form, "listing": listing, "languages": _languages(request)}
    return _shared(render(request, "officials/list.html", context))


@require_safe
def officials_json(request: HttpRequest) -> HttpResponseBase:
    _form, listing = _listing(request, size=directory.DATA_SIZE)
    following = request.build_absolute_uri(listing.link(listing.number + 1)) if listing.has_next else None
    return _shared(JsonResponse({**directory.as_data(listing), "next": following}))


@require_safe
def officials_csv(request: HttpRequest) -> HttpResponseBase:
    _form, listing = _listing(request, size=None)
    lines = csvsafe.lines(directory.COLUMNS, directory.rows(listing.holders))
    return _shared(csvsafe.response("officials", lines))


def _listing(request: HttpRequest, size: int | None = directory.SIZE) -> tuple[ListForm, directory.Listing]:
    """Choices that do not exist find nothing to filter by, and are passed over."""
    form = ListForm(request.GET)
    form.is_valid()
    return form, directory.find(form.cleaned_data, size=size)


@require_safe
def official_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """`/officials/<slug>/`"""
    found = _record(slug)
    context = {"r": found, "languages": _languages(request)}
    return _shared(render(request, "officials/official.html", context))


@require_safe
def official_json(request: HttpRequest, slug: str) -> HttpResponseBase:
    return _shared(JsonResponse(popolo.as_popolo(_record(slug))))


@require_safe
def official_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    lines = csvsafe.lines(popolo.COLUMNS, popolo.rows(_record(slug)))
    return _shared(csvsafe.response(slug, lines))


def _record(slug: str) -> record.Record:
    found = record.load(slug)
    if found is None:
        raise Http404
    return found


# --- What they share ------------------------------------------------------------------------------------------


def _shared(response: HttpResponseBase) -> HttpResponseBase:
    response.headers.pop("Cache-Control", None)
    patch_cache_control(response, public=True, s_maxage=SHARED_SECONDS, max_age=0)
    return response


def _private(response: JsonResponse) -> JsonResponse:
    patch_cache_control(response, private=True, no_store=True)
    return response


def _languages(request: HttpRequest) -> list[dict[str, Any]]:
    codes = [code for code, _name in settings.LANGUAGES]
    return language_links(codes, get_language() or "en", request.path)
