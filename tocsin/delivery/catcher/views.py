"""The pages of the mail catcher. They exist in a demonstration only."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from tocsin.delivery.catcher import reader, returns, store
from tocsin.delivery.inbound import receive

SHOWN = 100
VIEWS = (("html", _("As sent")), ("text", _("Text")), ("headers", _("Headers")), ("source", _("Source")))
BODY_POLICY = (
    "sandbox allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:; frame-ancestors 'self'"
)
FILE_POLICY = "sandbox; default-src 'none'"
LINKS_TO_TOP = '<base target="_top">'

Given = ParamSpec("Given")
View = Callable[Concatenate[HttpRequest, Given], HttpResponseBase]


ANSWERS = {
    "return": (
        _("Return it as undeliverable"),
        _("The letter went back as undeliverable. The supporter’s own page shows it."),
    ),
    "reply": (
        _("Send an automatic reply"),
        _("An automatic reply was sent. The supporter’s own page shows where the message stands."),
    ),
    "personal": (
        _("Reply personally as this recipient"),
        _("A personal reply was sent. It arrives as mail from a person does."),
    ),
    "complain": (
        _("Complain"),
        _("A complaint was sent. The address is now marked as not to be written to."),
    ),
}
"""What the office's side can do with a letter, and what the page says afterwards."""


def demo_only(view: View[Given]) -> View[Given]:
    return _guarded(view, require_safe)


def demo_post(view: View[Given]) -> View[Given]:
    return _guarded(view, require_POST)


def _guarded(view: View[Given], allow: Callable[..., Any]) -> View[Given]:
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponseBase:
        if not settings.DEMO:
            raise Http404
        response: HttpResponseBase = allow(view)(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return guarded


@demo_only
def mailboxes(request: HttpRequest) -> HttpResponse:
    boxes = [
        {"address": address, "count": len(paths), "latest": reader.read_summary(paths[0])}
        for address, paths in list(store.mailboxes(_root()))[:SHOWN]
    ]
    return render(request, "catcher/mailboxes.html", {"mailboxes": boxes})


@demo_only
def mailbox(request: HttpRequest, address: str) -> HttpResponse:
    paths = store.letters(_root(), address)
    letters = [reader.read_summary(path) for path in paths[:SHOWN]]
    context = {"address": address, "letters": letters, "count": len(paths)}
    return render(request, "catcher/mailbox.html", context)


@demo_only
def mailbox_json(request: HttpRequest, address: str) -> JsonResponse:
    paths = store.letters(_root(), address)[:SHOWN]
    return JsonResponse([_as_json(reader.read_letter(path)) for path in paths], safe=False)


@demo_only
def letter(request: HttpRequest, address: str, key: str) -> HttpResponse:
    found = _letter(address, key)
    views = [(name, label) for name, label in VIEWS if name != "html" or found.html]
    wanted = request.GET.get("view", "")
    context = {
        "address": address,
        "letter": found,
        "views": views,
        "view": wanted if wanted in dict(views) else views[0][0],
        "answers": [(name, label) for name, (label, _done) in ANSWERS.items()] if found.to_official else [],
        "answered": ANSWERS.get(request.GET.get("answered", ""), ("", ""))[1],
    }
    return render(request, "catcher/letter.html", context)


@demo_only
def body(request: HttpRequest, address: str, key: str) -> HttpResponse:
    """The HTML part alone, for the frame: no script, nothing loaded, links lead out of the frame."""
    response = HttpResponse(LINKS_TO_TOP + _letter(address, key).html)
    response["Content-Security-Policy"] = BODY_POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


@demo_only
def attachment(request: HttpRequest, address: str, key: str, number: int) -> HttpResponse:
    """To be saved, never shown: nobody here vouches for what a letter carries."""
    files = _letter(address, key).attachments
    if not 1 <= number <= len(files):
        raise Http404
    file = files[number - 1]
    response = HttpResponse(file.content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    response["Content-Security-Policy"] = FILE_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response


@demo_post
def answer(request: HttpRequest, address: str, key: str, what: str) -> HttpResponse:
    """Plays the other side: hands in the mail that a real server would now send."""
    path = store.letter(_root(), address, key)
    if path is None or what not in ANSWERS or not reader.read_letter(path).to_official:
        raise Http404
    mail, recipient = returns.write(what, path.read_bytes(), address)
    receive(mail, recipient=recipient, source="catcher")
    url = reverse("catcher:letter", args=[address, key])
    return HttpResponseRedirect(f"{url}?answered={what}", status=303)


def _root() -> Path:
    return Path(settings.DATA_DIR) / "mail"


def _letter(address: str, key: str) -> reader.Letter:
    path = store.letter(_root(), address, key)
    if path is None:
        raise Http404
    return reader.read_letter(path)


def _as_json(letter: reader.Letter) -> dict[str, Any]:
    summary = letter.summary
    return {
        "key": summary.key,
        "subject": summary.subject,
        "from": summary.sender,
        "to": summary.recipient,
        "date": summary.date.isoformat(),
        "message_id": summary.message_id,
        "text": letter.text,
        "html": letter.html,
        "headers": dict(letter.headers),
        "attachments": [
            {"name": one.name, "type": one.content_type, "bytes": len(one.content)}
            for one in letter.attachments
        ],
    }
