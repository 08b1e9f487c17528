"""What every public page needs to know of the site: its brand and its languages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_bidi, get_language_info
from wagtail.models import Site

from tocsin.content.models import Brand


def site_brand() -> Brand:
    site = Site.objects.filter(is_default_site=True).first()
    return Brand.for_site(site) if site else Brand()


def language_links(codes: list[str], current: str, path: str) -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"],
            "url": f"{path}?lang={code}",
            "current": code == current,
        }
        for code in codes
    ]


def context(request: HttpRequest) -> dict[str, Any]:
    """For public templates; the admin has its own."""
    if request.path.startswith("/admin/"):
        return {}
    brand = site_brand()
    return {
        "brand": {
            "name": brand.organization,
            "tagline": brand.tagline,
            "url": "/",
            "website": brand.website,
            "contact_email": brand.contact_email,
            "privacy_url": brand.privacy_url or None,
            "css_url": brand.css_url,
            "logo": logo(brand),
            "demo": settings.DEMO,
        },
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "languages": [],
    }


def logo(brand: Brand) -> dict[str, Any] | None:
    if brand.logo is None:
        return None
    rendition = brand.logo.get_rendition("max-320x96|format-webp")
    return {
        "url": rendition.url,
        "width": rendition.width,
        "height": rendition.height,
        "alt": brand.organization,
    }
