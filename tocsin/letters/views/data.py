"""Letters as JSON and CSV. The keys are told in `open_data.py` and `cards.py`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from tocsin.core import csvsafe
from tocsin.letters import cards, open_data, published, roll
from tocsin.letters.face import LetterFace
from tocsin.letters.views.public import language, shared


@require_safe
def index_json(request: HttpRequest) -> HttpResponseBase:
    return _json({"letters": [cards.facts(card) for card in cards.all_cards(language())]})


@require_safe
def index_csv(request: HttpRequest) -> HttpResponseBase:
    found = [
        cards.facts(card) | {"addressees": ", ".join(card.addressees)} for card in cards.all_cards(language())
    ]
    rows = ([one[name] for name in cards.COLUMNS] for one in found)
    return shared(csvsafe.response("letters", csvsafe.lines(cards.COLUMNS, rows)))


@require_safe
def letter_json(request: HttpRequest, slug: str) -> HttpResponseBase:
    return _json(open_data.letter(LetterFace(published.get(slug), language())))


@require_safe
def letter_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    face = LetterFace(published.get(slug), language())
    return shared(csvsafe.response(slug, csvsafe.lines(roll.COLUMNS, open_data.rows(face))))


def _json(value: dict[str, Any]) -> HttpResponseBase:
    response = JsonResponse(value, json_dumps_params={"ensure_ascii": False})
    response.headers["Access-Control-Allow-Origin"] = "*"
    return shared(response)
