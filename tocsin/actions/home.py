"""The front page: what is going on now, and a search."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Site

from tocsin.actions.face import ActionFace
from tocsin.actions.page import ActionPage
from tocsin.actions.views import SHARED_SECONDS
from tocsin.content.brand import language_links
from tocsin.content.models import HomePage

LIMIT = 30


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").replace("\0", "").strip()[:100]
    language = get_language() or "en"
    pages = [page.translation_for(language) for page in find_pages(query)]
    context = {
        "home": HomePage.objects.live().filter(locale__language_code=language).first(),
        "campaigns": [ActionFace(page) for page in pages],
        "query": query,
        "searched": bool(query),
        "languages": language_links(languages_of_site(), language, "/"),
    }
    response = render(request, "home.html", context)
    if not query:
        patch_cache_control(response, public=True, s_maxage=SHARED_SECONDS, max_age=0)
    return response


def languages_of_site() -> list[str]:
    """The languages that have a front page, in the order of the settings; none if there is no choice."""
    found = set(HomePage.objects.live().values_list("locale__language_code", flat=True))
    return [code for code, _name in settings.LANGUAGES if code in found] if len(found) > 1 else []


def find_pages(query: str) -> list[ActionPage]:
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        return []
    pages = ActionPage.objects.live().public().descendant_of(site.root_page)
    pages = pages.select_related("campaign", "locale", "picture")
    if query:
        return list(pages.search(query)[:LIMIT])
    return list(pages.order_by("-first_published_at")[:LIMIT])
