"""Small files that depend on the site's settings."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.templatetags.static import static
from django.utils.timezone import now

from tocsin.content.brand import site_brand


def brand_css(request: HttpRequest, digest: str) -> HttpResponse:
    """The site's own tokens; the address changes with them, so it may be kept for ever."""
    brand = site_brand()
    if brand.css_url != request.path:
        raise Http404
    return HttpResponse(
        brand.stylesheet,
        content_type="text/css",
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )


def favicon(request: HttpRequest) -> HttpResponse:
    """For those who ask without having read the page."""
    return HttpResponsePermanentRedirect(static("img/favicon.svg"))


def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /account/", "Disallow: /dev/"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116."""
    expires = (now() + timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: mailto:{site_brand().contact_email}",
        f"Expires: {expires.isoformat()}",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
        "Preferred-Languages: en",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
