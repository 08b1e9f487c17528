"""What the public templates need beyond Django: dates and numbers as the reader's language writes them,
form widgets tied to their hints, and the path a message has gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal
from django import template
from django.forms import BoundField
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

register = template.Library()

WRITTEN, CONFIRMED, HANDED_OVER, ACCEPTED, DELIVERED = range(5)
STEP_LABELS = (
    pgettext_lazy("step of a message", "Written"),
    pgettext_lazy("step of a message", "Confirmed"),
    pgettext_lazy("step of a message", "Handed over"),
    pgettext_lazy("step of a message", "Accepted"),
    pgettext_lazy("step of a message", "Delivered"),
)

# delivery state: (the last step reached, how the next one stands, its label where the message has none)
PATHS = {
    "held": (CONFIRMED, "now", _("Waiting to be handed over")),
    "queued": (CONFIRMED, "now", _("Waiting to be handed over")),
    "inflight": (CONFIRMED, "now", _("Being handed over")),
    "accepted": (ACCEPTED, "", ""),
    "delivered": (DELIVERED, "", ""),
    "bounced": (ACCEPTED, "stopped", _("Came back")),
    "failed": (CONFIRMED, "stopped", _("Not accepted")),
    "ambiguous": (CONFIRMED, "unclear", _("Handed over, outcome not known")),
    "needs_person": (CONFIRMED, "unclear", _("A person is looking into it")),
    "cancelled": (CONFIRMED, "stopped", _("Stopped")),
}
CHANNEL_WORDS = {
    "email": _("by email"),
    "sandbox": _("by the test channel"),
    "cwc": _("through Congress's own system"),
    "webform": _("through the office's web form"),
    "phone": _("by phone"),
    "print": _("in the delivery book"),
    "social": _("in public"),
}
BY_HAND = frozenset({"webform", "phone", "print", "social"})
"""Channels that only a person can go: nothing of theirs is shown as handed over by us."""
STANDING = {
    "done": pgettext_lazy("standing of a step", "done"),
    "now": pgettext_lazy("standing of a step", "now"),
    "stopped": pgettext_lazy("standing of a step", "stopped here"),
    "unclear": pgettext_lazy("standing of a step", "not certain"),
    "ahead": pgettext_lazy("standing of a step", "not yet"),
}


@dataclass(frozen=True)
class Step:
    """One point of a message's path; `speaks` marks the one that carries the explanation."""

    label: str
    standing: str
    standing_label: str
    speaks: bool = False


@register.filter
def path_of(delivery: Any, counted: bool = True) -> list[Step]:
    """The steps a message has gone, and those ahead; the last word on where it stands is its own label."""
    reached, standing, label = PATHS[_get(delivery, "state")]
    channel = _get(delivery, "channel_label")
    if channel in BY_HAND and _get(delivery, "state") in ("queued", "inflight", "needs_person", "accepted"):
        reached, label = CONFIRMED, _get(delivery, "label")
        standing = "done" if _get(delivery, "state") == "accepted" else "now"
        return [*_steps(reached), _step(label, standing, speaks=True), *_answer(delivery, standing)]
    if channel == "sandbox" and not standing:
        reached, standing, label = CONFIRMED, "done", ""
    elif reached == CONFIRMED and not counted and standing == "now":
        reached, label = WRITTEN, _("Waiting for your confirmation")
    else:
        label = _get(delivery, "label") or label
    steps = _steps(reached, speaks=not standing, label=_get(delivery, "label"))
    if standing:
        steps.append(_step(label or _get(delivery, "label"), standing, speaks=True))
    if standing == "now":
        # what it waits for stands in for the step it waits for
        steps += [_step(STEP_LABELS[n], "ahead") for n in range(reached + 2, ACCEPTED + 1)]
    return [*steps, *_answer(delivery, standing)]


@register.filter
def channel_words(name: str) -> str:
    """How a channel is named to the public."""
    return str(CHANNEL_WORDS.get(name, name))


def _get(thing: Any, name: str) -> str:
    value = thing.get(name, "") if isinstance(thing, dict) else getattr(thing, name, "")
    return str(value or "")


def _steps(reached: int, *, speaks: bool = False, label: str = "") -> list[Step]:
    """All up to the last one reached, which may have the word, under its own `label`."""
    steps = [_step(name, "done") for name in STEP_LABELS[: reached + 1]]
    return [*steps[:-1], _step(label or steps[-1].label, "done", speaks=True)] if speaks else steps


def _answer(delivery: Any, standing: str) -> list[Step]:
    """The office's answer to all, where this message reached it."""
    is_there = standing in ("", "done") and _get(delivery, "answered")
    return [_step(_("Answered"), "done")] if is_there else []


def _step(label: object, standing: str, *, speaks: bool = False) -> Step:
    return Step(str(label), standing, str(STANDING[standing]), speaks)


@register.simple_tag
def widget(field: BoundField, extra: str = "", rows: int | None = None) -> SafeString:
    """The widget of `field`, described by its hint, its error and the element ids in `extra`."""
    ids = [extra] if extra else []
    if field.help_text:
        ids.append(f"{field.auto_id}_helptext")
    if field.errors:
        ids.append(f"{field.auto_id}_error")
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(ids)} if ids else {}
    if rows:
        attrs["rows"] = str(rows)
    return field.as_widget(attrs=attrs)


@register.filter
def input_type(field: BoundField) -> str:
    """`checkbox`, `textarea`, `select`, or the type of the input."""
    kind = getattr(field.field.widget, "input_type", None)
    return str(kind or type(field.field.widget).__name__.lower())


@register.filter
def first_focus(field: BoundField) -> str:
    """The id an error summary links to."""
    return field.id_for_label or field.auto_id


@register.filter
def paragraphs(text: str) -> Sequence[str]:
    """The paragraphs of plain text; blank lines part them."""
    return [part.strip() for part in str(text or "").replace("\r\n", "\n").split("\n\n") if part.strip()]


@register.filter
def number(value: float | Decimal | None) -> str:
    """4210 → "4,210" in English, "4 210" in French."""
    return "" if value is None else format_decimal(value, locale=_locale())


@register.filter
def longdate(value: date | datetime | None) -> str:
    """February 9, 2026."""
    return "" if value is None else format_date(_day(value), "long", locale=_locale())


@register.filter
def shortdate(value: date | datetime | None) -> str:
    """Feb 9."""
    return "" if value is None else format_skeleton("MMMd", _day(value), locale=_locale())


@register.filter
def monthname(value: date | datetime | None) -> str:
    """Feb."""
    return "" if value is None else format_date(_day(value), "LLL", locale=_locale())


@register.filter
def longdatetime(value: datetime | None) -> str:
    """February 9, 2026, 3:04 PM."""
    if value is None:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    day, clock = format_date(local, "long", locale=_locale()), format_time(local, "short", locale=_locale())
    return f"{day}, {clock}"


@register.filter
def stamp(value: datetime | None) -> str:
    """For the `datetime` of a `<time>`: to the second, as HTML wants it."""
    return "" if value is None else value.isoformat(timespec="seconds")


def _day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def _locale() -> Locale:
    return _parse(get_language() or "en")


@lru_cache(maxsize=32)
def _parse(code: str) -> Locale:
    try:
        return Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
