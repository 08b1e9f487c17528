"""`/letters/<slug>/verify/`, and the sealed files themselves."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from tocsin.letters import files, published, verifying
from tocsin.letters.face import LetterFace
from tocsin.letters.views.public import language, links, shared

YEAR = 365 * 24 * 3600
PLAIN = {"pdf": "application/pdf", "json": "application/json"}


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """With `?sha256=` it says which file has it, as the script on the page does for a chosen file."""
    found = published.get(slug)
    freezes, asked = verifying.frozen(found), request.GET.get("sha256", "").replace("\0", "")[:500]
    context = {
        "l": LetterFace(found, language()),
        "freezes": freezes,
        "verdict": verifying.judge(freezes, asked) if asked.strip() else None,
        "languages": links(request),
    }
    response = render(request, "letters/verify.html", context)
    if asked:
        patch_cache_control(response, private=True, no_store=True)
        return response
    return shared(response)


@require_safe
def download(request: HttpRequest, slug: str, version: int, name: str) -> HttpResponseBase:
    """One file of a freeze, if it is still what was frozen. What it holds can never change, so it may be kept."""
    found = published.get(slug)
    frozen_version = found.numbered(version)
    freeze = found.freezes.get(frozen_version.pk) if frozen_version else None
    if freeze is None:
        raise Http404
    try:
        opened = files.open_file(freeze, name)
    except LookupError:
        raise Http404 from None
    except files.ChangedError:
        return _changed(request, found, name)
    ending = name.rpartition(".")[2]
    response = FileResponse(
        opened,
        as_attachment=ending not in PLAIN,
        filename=f"{slug}-v{version}-{name}",
        content_type=PLAIN.get(ending, "text/plain; charset=utf-8"),
    )
    patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _changed(request: HttpRequest, found: published.Published, name: str) -> HttpResponseBase:
    context = {"l": LetterFace(found, language()), "name": name, "languages": links(request)}
    response = render(request, "letters/changed.html", context, status=500)
    patch_cache_control(response, private=True, no_store=True)
    return response
