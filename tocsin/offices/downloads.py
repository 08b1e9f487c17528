"""What an office takes away: its messages as tables, its delivery books."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from tocsin.core import csvsafe
from tocsin.offices import book_files, bundle
from tocsin.offices.bundle import Filter, Item
from tocsin.offices.door import Door, enter, filter_of
from tocsin.offices.models import Book

HEAD = (
    "number",
    "district",
    "area",
    "name",
    "kind",
    "likeness",
    "versions",
    "confirmed_at",
    "own_words",
    "body",
    "reply_to",
    "message",
)


@require_safe
def as_csv(request: HttpRequest, token: str, slug: str = "") -> HttpResponseBase:
    door = enter(token)
    rows = (list(row.values()) for row in _rows(door, slug, filter_of(request)))
    return _hidden(csvsafe.response("messages", csvsafe.lines(("campaign", *HEAD), rows)))


@require_safe
def as_json(request: HttpRequest, token: str, slug: str = "") -> HttpResponseBase:
    door = enter(token)
    content = _json(door, _rows(door, slug, filter_of(request)))
    return _hidden(StreamingHttpResponse(content, content_type="application/json"))


@require_safe
def book(request: HttpRequest, token: str, slug: str, book_id: UUID, name: str) -> HttpResponseBase:
    """One file of a delivery book, if it is still what was frozen."""
    door = enter(token)
    found = get_object_or_404(Book, pk=book_id, campaign=door.campaign(slug), person=door.person)
    try:
        opened = book_files.open_file(found, name)
    except (LookupError, book_files.ChangedError):
        raise Http404 from None
    return _hidden(FileResponse(opened, as_attachment=True, filename=name))


def _hidden(answer: StreamingHttpResponse) -> StreamingHttpResponse:
    """As `private` does for pages."""
    answer.headers["Cache-Control"] = "no-store, private"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _json(door: Door, rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    yield '{"official": ' + json.dumps(door.person.name) + ', "messages": ['
    for place, row in enumerate(rows):
        yield ("," if place else "") + "\n" + json.dumps(row, ensure_ascii=False)
    yield "\n]}\n"


def _rows(door: Door, slug: str, asked: Filter) -> Iterator[dict[str, Any]]:
    wanted = [door.campaign(slug)] if slug else door.campaigns
    return (
        {"campaign": campaign.slug, **_row(number, item)}
        for campaign in wanted
        for number, item in enumerate(bundle.everything(campaign.pk, door.person.pk, asked), start=1)
    )


def _row(number: int, item: Item) -> dict[str, Any]:
    own, body = item.letter.get("own_words", ""), item.letter.get("body", "")
    when = item.confirmed_at.isoformat(timespec="seconds")
    values = (
        number,
        item.district,
        item.area,
        item.name,
        item.kind,
        item.likeness,
        item.versions,
        when,
        own,
        body,
        item.reply_to,
        item.message,
    )
    return dict(zip(HEAD, (v if v is None or isinstance(v, int) else str(v) for v in values), strict=True))
