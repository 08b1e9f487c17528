"""A letter's moments in its own time zone, since signers sit in many."""

from __future__ import annotations

from datetime import UTC, datetime

from babel.dates import get_timezone_location
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tocsin.content.templatetags.tocsin_tags import longdate
from tocsin.letters.letter import Letter

ISOLATE, END = "\u2066", "\u2069"
"""Around digits and dashes, which a line that runs to the left would turn round."""


def moment_words(letter: Letter, moment: datetime | None) -> str:
    """“February 8, 2026, 18:00 (Yerevan time)”; empty where there is no such moment."""
    if moment is None:
        return ""
    local = timezone.localtime(moment, letter.zone)
    place = get_timezone_location(letter.time_zone, locale=get_language() or "en", return_city=True)
    return _("%(date)s, %(hour)s (%(place)s time)") % {
        "date": longdate(local.date()),
        "hour": f"{local:%H:%M}",
        "place": place,
    }


def with_utc(letter: Letter, moment: datetime) -> str:
    """The same, and in UTC, for those who check."""
    words = moment_words(letter, moment)
    if letter.time_zone == "UTC":
        return words
    return f"{words} · {ISOLATE}{timezone.localtime(moment, UTC):%Y-%m-%d %H:%M} UTC{END}"


def deadline_words(letter: Letter) -> str:
    return moment_words(letter, letter.deadline)
