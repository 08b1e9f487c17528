"""Mail templates rendered once and filled many times: what differs from letter to letter is put into marked places.

A Django template takes a millisecond for each letter of a campaign whose frame is always the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape

from django.template.loader import render_to_string
from django.utils.translation import get_language_bidi, override

from tocsin.content.templatetags.tocsin_tags import paragraphs

OPEN, CLOSE = "\ue000", "\ue001"
"""Characters for private use: no template holds them, and none of them is escaped."""
PLACE = re.compile(f"{OPEN}(\\w+){CLOSE}")
Frame = tuple[str, ...]


@lru_cache(maxsize=512)
def frame(template: str, language: str, places: frozenset[str], flags: frozenset[str]) -> Frame:
    """The rendered template, parted at its places: texts at even indexes, names of places at odd ones.

    `places` are those that hold something, `flags` what else is true; the others are empty for the template.
    """
    with override(language):
        marked = {name: f"{OPEN}{name}{CLOSE}" for name in places}
        shell = {"lang": language, "dir": "rtl" if get_language_bidi() else "ltr"}
        return tuple(
            PLACE.split(render_to_string(template, {**marked, **dict.fromkeys(flags, True), **shell}))
        )


def fill(found: Frame, values: Mapping[str, str]) -> str:
    return "".join(values[part] if index % 2 else part for index, part in enumerate(found))


def text_mail(template: str, language: str, values: Mapping[str, str], flags: frozenset[str]) -> str:
    return fill(frame(template, language, _filled(values), flags), values)


def html_mail(
    template: str, language: str, values: Mapping[str, str], flags: frozenset[str], long: frozenset[str]
) -> str:
    """`long`: the places that hold texts of several paragraphs."""
    found = frame(template, language, _filled(values), flags)
    paragraph = frame("mail/paragraph.html", language, frozenset({"text"}), frozenset())
    safe = {
        name: _paragraphs(paragraph, value) if name in long else escape(value, quote=True)
        for name, value in values.items()
    }
    return fill(found, safe)


def _paragraphs(paragraph: Frame, value: str) -> str:
    return "".join(fill(paragraph, {"text": escape(part, quote=True)}) for part in paragraphs(value))


def _filled(values: Mapping[str, str]) -> frozenset[str]:
    return frozenset(name for name, value in values.items() if value)
