"""Moments of a letter as signers read them: with the hour and the zone, since they sit in many."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from tocsin.content.templatetags.tocsin_tags import longdate
from tocsin.letters.models import Letter
from tocsin.letters.notices import deadline_words

register = template.Library()
register.filter("deadline_words", deadline_words)


@register.filter
def moment_words(moment: datetime | None, letter: Letter) -> str:
    """November 28, 2026, 06:00 (Yerevan time)."""
    if moment is None:
        return ""
    local = timezone.localtime(moment, letter.zone)
    place = letter.time_zone.rpartition("/")[2].replace("_", " ")
    return _("%(date)s, %(hour)s (%(place)s time)") % {
        "date": longdate(local.date()),
        "hour": f"{local:%H:%M}",
        "place": place,
    }


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
