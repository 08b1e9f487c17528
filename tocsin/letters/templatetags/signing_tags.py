"""Moments of a letter as signers read them: with the hour and the zone, since they sit in many."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils.translation import get_language_info

from tocsin.letters import moments
from tocsin.letters.models import Letter

register = template.Library()
register.filter("deadline_words", moments.deadline_words)


@register.filter
def moment_words(moment: datetime | None, letter: Letter) -> str:
    return moments.moment_words(letter, moment)


@register.filter
def language_name(code: str) -> str:
    """As its readers call it; the code where nobody knows it."""
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code


@register.filter
def direction(code: str) -> str:
    try:
        return "rtl" if get_language_info(code)["bidi"] else "ltr"
    except KeyError:
        return "auto"
