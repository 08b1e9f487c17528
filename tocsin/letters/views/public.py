"""`/letters/`, `/letters/<slug>/` and the differences of its versions, as everybody sees them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from tocsin.content.brand import language_links
from tocsin.letters import cards, compare, published, versions
from tocsin.letters.face import LetterFace
from tocsin.letters.models import LetterVersion
from tocsin.letters.page import LetterPage
from tocsin.letters.published import Published
from tocsin.letters.words import name_of

SHARED_SECONDS = 2


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """`/letters/`"""
    found = cards.all_cards(language())
    context = {
        "open": [card for card in found if card.line.is_open],
        "closed": [card for card in found if not card.line.is_open],
        "languages": links(request),
    }
    return shared(render(request, "letters/index.html", context))


@require_safe
def letter(request: HttpRequest, slug: str) -> HttpResponseBase:
    """`/letters/<slug>/`, with `?beside=` in two languages side by side."""
    found = published.get(slug)
    face = LetterFace(found, language(), beside=request.GET.get("beside", ""))
    return shared(render(request, "letters/letter.html", {"l": face, "languages": links(request)}))


@require_safe
def changes(request: HttpRequest, slug: str) -> HttpResponseBase:
    """`/letters/<slug>/changes/?from=1&to=2`: without them, what the version that is up now changed."""
    found = published.get(slug)
    old, new = _two(request, found)
    codes = [code for code in new.languages if code in old.texts]
    code = language() if language() in codes else next(iter(codes), new.authoritative)
    parts = compare.compare(old.text_in(code)[1], new.texts[code])
    context = {
        "l": LetterFace(found, language()),
        "old": old,
        "new": new,
        "code": code,
        "code_name": name_of(code),
        "codes": [(one, name_of(one)) for one in codes],
        "parts": parts,
        "is_changed": compare.is_changed(parts),
        "languages": links(request),
    }
    return shared(render(request, "letters/changes.html", context))


def _two(request: HttpRequest, found: Published) -> tuple[LetterVersion, LetterVersion]:
    if len(found.versions) < 2:
        raise Http404
    new = _numbered(request, "to", found) or found.version
    before = [version for version in found.versions if version.number < new.number]
    old = _numbered(request, "from", found) or (before[-1] if before else None)
    if old is None or old.number >= new.number:
        raise Http404
    return old, new


def _numbered(request: HttpRequest, name: str, found: Published) -> LetterVersion | None:
    """None where no version is asked for; 404 where one is that there is not."""
    asked = request.GET.get(name, "")
    if not asked:
        return None
    version = found.numbered(int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else None
    if version is None:
        raise Http404
    return version


def show_preview(request: HttpRequest, page: LetterPage) -> HttpResponse:
    """The draft as it would stand, without names, in the frame of the editor."""
    code = page.locale.language_code
    draft = LetterVersion(
        letter=page.letter, number=0, authoritative=code, texts={code: versions.text_of(page)}
    )
    with translation.override(code):
        face = LetterFace(Published(page.letter, draft, [draft], {}), code, preview=True)
        context = {"l": face, "lang": code, "dir": face.words.dir, "languages": []}
        response = render(request, "letters/letter.html", context)
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Content-Security-Policy"] = settings.PREVIEW_CONTENT_SECURITY_POLICY
    return response


# --- What the public doors share --------------------------------------------------------------------------------------
def language() -> str:
    return get_language() or "en"


def links(request: HttpRequest) -> list[dict[str, Any]]:
    codes = [code for code, _name in settings.LANGUAGES]
    return language_links(codes, language(), request.path)


def shared(response: HttpResponseBase) -> HttpResponseBase:
    response.headers.pop("Cache-Control", None)
    patch_cache_control(response, public=True, s_maxage=SHARED_SECONDS, max_age=0)
    return response
