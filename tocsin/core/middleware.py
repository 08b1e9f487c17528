"""Middleware of the public site: no cookie is ever set for a visitor."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

GetResponse = Callable[[HttpRequest], HttpResponse]
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
STAFF_PATHS = ("/admin/", "/account/")


class CrossOriginMiddleware:
    """Refuses a form sent from another site, by what the browser itself says of where it came from.

    `Sec-Fetch-Site` decides; older browsers are judged by `Origin`. A request with neither comes from no
    browser, so it carries nobody's cookies and is let through. No token, hence no cookie and a cacheable page.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE_METHODS and is_cross_origin(request):
            return render(request, "403.html", {"reason": "cross_origin"}, status=403)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        if not request.path.startswith(STAFF_PATHS):
            request.csrf_processing_done = True  # type: ignore[attr-defined]


class PolicyMiddleware:
    """The content security policy, where a view has not set its own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        admin = request.path.startswith("/admin/")
        policy = settings.ADMIN_CONTENT_SECURITY_POLICY if admin else settings.CONTENT_SECURITY_POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
        return response


class BodyLimitMiddleware:
    """Refuses a body that no form of ours could send, before it is read."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        size = request.META.get("CONTENT_LENGTH") or "0"
        uploads = request.path.startswith(settings.UPLOAD_PATHS)
        limit = settings.UPLOAD_BODY_LIMIT if uploads else settings.PUBLIC_BODY_LIMIT
        if not request.path.startswith(STAFF_PATHS) and (not size.isdecimal() or int(size) > limit):
            return render(request, "413.html", status=413)
        return self.get_response(request)


def is_cross_origin(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin", "")
    return bool(origin) and origin.partition("://")[2] != request.get_host()


def chosen_language(request: HttpRequest) -> str:
    """`?lang=` decides, then what the browser asks for, then English. No cookie."""
    wanted = [request.GET.get("lang", "").lower()]
    wanted += [code for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", ""))]
    for code in wanted:
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return "en"


def reader_language(request: HttpRequest, own: str) -> str:
    """`?lang=` decides, then what is known of the reader."""
    if "lang" in request.GET:
        return chosen_language(request)
    try:
        return get_supported_language_variant(own)
    except LookupError:
        return chosen_language(request)


class LanguageMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/admin/"):
            return self.get_response(request)
        with translation.override(chosen_language(request)):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            patch_vary_headers(response, ["Accept-Language"])
            return response
