"""What other sites show of a letter: a frame, and the picture of a shared link."""

from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from tocsin.letters import published, share
from tocsin.letters.face import LetterFace
from tocsin.letters.views.public import language, shared

CONTENT_SECURITY_POLICY = settings.CONTENT_SECURITY_POLICY.replace(
    "frame-ancestors 'none'", "frame-ancestors *"
)
PICTURE_SECONDS = 300


@xframe_options_exempt
@require_safe
def embed(request: HttpRequest, slug: str) -> HttpResponseBase:
    """`/embed/letters/<slug>/`"""
    face = LetterFace(published.get(slug), language())
    response = shared(render(request, "letters/embed.html", {"l": face}))
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    return response


@require_safe
def share_image(request: HttpRequest, slug: str, language: str) -> HttpResponseBase:
    """What there is of it now: it is made anew by the clock when what it says has changed."""
    found = published.get(slug)
    file = share.newest(found.letter, language) if language in found.version.texts else None
    if file is None:
        raise Http404
    try:
        response = FileResponse(file.open("rb"), content_type="image/png")
    except FileNotFoundError:  # replaced by a newer one this very moment
        raise Http404 from None
    patch_cache_control(response, public=True, max_age=PICTURE_SECONDS)
    return response
