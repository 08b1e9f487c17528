"""The rules of a lane as a person writes them, and as the outbox keeps them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _

from tocsin.delivery import schedule
from tocsin.delivery.lanes import LaneRule
from tocsin.delivery.models import Lane
from tocsin.insights.views.base import ReasonForm

UNITS = ((1, _("a second")), (60, _("a minute")), (3600, _("an hour")))
ZONES: dict[str, Any] = {
    "America/New_York": _("Washington and New York"),
    "America/Chicago": _("Chicago"),
    "America/Denver": _("Denver"),
    "America/Los_Angeles": _("Los Angeles"),
    "Europe/London": _("London"),
    "Europe/Brussels": _("Brussels, Paris and Berlin"),
    "Asia/Yerevan": _("Yerevan"),
    "UTC": _("UTC"),
}
"""Offered first; any other name of the time zone database may be written."""
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WINDOW = re.compile(r"(?:(daily)|([a-z]{3}(?:[, ]+[a-z]{3})*))\s+(\d\d:\d\d)\s*[-–]\s*(\d\d:\d\d)")
CLOCK = {"type": "time"}


class RulesForm(ReasonForm):
    """Every rule may stay empty: then the default holds."""

    rate = forms.FloatField(label=_("At most"), required=False, min_value=0.001, max_value=10_000)
    unit = forms.TypedChoiceField(label=_("messages"), choices=UNITS, coerce=int, required=False)
    concurrency = forms.IntegerField(label=_("At the same time"), required=False, min_value=1, max_value=1000)
    daily_cap = forms.IntegerField(label=_("On one day"), required=False, min_value=1, max_value=10_000_000)
    days = forms.TypedMultipleChoiceField(
        label=_("Days"), required=False, coerce=int, choices=list(WEEKDAYS.items()),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    opens = forms.TimeField(label=_("From"), required=False, widget=forms.TimeInput(CLOCK, format="%H:%M"))
    closes = forms.TimeField(label=_("To"), required=False, widget=forms.TimeInput(CLOCK, format="%H:%M"))
    time_zone = forms.CharField(
        label=_("Time zone"), required=False, max_length=60,
        widget=forms.TextInput({"list": "zones", "autocomplete": "off"}),
        help_text=_("Where the office is, like America/New_York. Empty: UTC."),
    )  # fmt: skip
    maintenance = forms.CharField(
        label=_("Maintenance"), required=False, widget=forms.Textarea({"rows": 2}),
        help_text=_("When the other side is down: one line each, like “sun 00:00-06:00” or “daily 02:00-03:00”."),
    )  # fmt: skip
    spread_until = forms.DateField(
        label=_("Spread evenly until the end of"), required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("What waits leaves evenly, in office hours, so that the office hears every day."),
    )  # fmt: skip

    field_order = ["rate", "unit", "concurrency", "daily_cap", "days", "opens", "closes", "time_zone"]

    def clean_time_zone(self) -> str:
        name = str(self.cleaned_data["time_zone"]).strip()
        if name and name not in available_timezones():
            raise forms.ValidationError(_("No time zone has this name."))
        return name

    def clean_maintenance(self) -> list[dict[str, Any]]:
        lines = str(self.cleaned_data["maintenance"]).lower().splitlines()
        return [read_window(line.strip()) for line in lines if line.strip()]

    def clean_spread_until(self) -> Any:
        day = self.cleaned_data["spread_until"]
        if day and day < timezone.now().date():
            raise forms.ValidationError(_("This day has passed."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        some, whole = [data.get(name) for name in ("days", "opens", "closes")], ("opens", "closes")
        if any(some) and not (data.get("opens") is not None and data.get("closes") is not None):
            self.add_error("opens", _("Office hours need a time to begin and a time to end."))
        elif any(some) and data[whole[0]] == data[whole[1]]:
            self.add_error("closes", _("Office hours must end at another time than they begin."))
        if not self.errors and self.opening() is None:
            self.add_error("days", _("With these hours and this maintenance the lane never opens."))
        return data

    def rules(self) -> dict[str, Any]:
        """As `lanes.configure` takes them. Call it on a valid form."""
        data = self.cleaned_data
        return {
            "rate": data["rate"] / (data["unit"] or 1) if data["rate"] else None,
            "concurrency": data["concurrency"],
            "daily_cap": data["daily_cap"],
            "hours": self._hours(),
            "time_zone": data["time_zone"],
            "maintenance": data["maintenance"],
        }

    def until(self) -> datetime | None:
        day, zone = self.cleaned_data["spread_until"], ZoneInfo(self.cleaned_data["time_zone"] or "UTC")
        return datetime.combine(day, time(23, 59, 59), zone) if day else None

    def opening(self) -> datetime | None:
        """When the lane would next be open with what is written here."""
        data = self.cleaned_data
        zone = data["time_zone"]
        found = schedule.next_open(timezone.now(), self._hours(), zone, data["maintenance"])
        return found.astimezone(ZoneInfo(zone or "UTC")) if found else None

    def _hours(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data["opens"] is None or data["closes"] is None:
            return {}
        clock = {"from": f"{data['opens']:%H:%M}", "to": f"{data['closes']:%H:%M}"}
        return {"days": sorted(data["days"]) or list(range(7)), **clock}


def initial(lane: Lane | None) -> dict[str, Any]:
    """What staff have set, to be edited; a default is not repeated, so that it can change with a release."""
    if lane is None:
        return {"unit": 1}
    unit, rate = in_words(lane.rate)
    hours = lane.hours
    zone = ZoneInfo(lane.time_zone or "UTC")
    return {
        "rate": rate, "unit": unit, "concurrency": lane.concurrency, "daily_cap": lane.daily_cap,
        "days": hours.get("days", []), "opens": hours.get("from"), "closes": hours.get("to"),
        "time_zone": lane.time_zone, "maintenance": "\n".join(map(write_window, lane.maintenance)),
        "spread_until": lane.spread_until.astimezone(zone).date() if lane.spread_until else None,
    }  # fmt: skip


def in_words(rate: float | None) -> tuple[int, float | None]:
    """The unit in which a rate is a whole number, else at least one, and the number of messages in it."""
    if not rate:
        return 1, None
    some = [size for size, _label in UNITS if rate * size >= 0.9999]
    whole = [size for size in some if abs(rate * size - round(rate * size)) < 0.0001]
    unit = next(iter([*whole, *some]), UNITS[-1][0])
    return unit, round(rate * unit, 3)


def pace(rule: LaneRule) -> str:
    """`120 a minute, 4 at the same time, 5,000 on one day`; empty where nothing is limited."""
    unit, rate = in_words(rule.rate)
    parts = [
        f"{rate:g} {dict(UNITS)[unit]}" if rate else "",
        _("%d at the same time") % rule.concurrency if rule.concurrency else "",
        _("%d on one day") % rule.daily_cap if rule.daily_cap else "",
    ]
    return ", ".join(str(part) for part in parts if part)


def hours(rule: LaneRule) -> str:
    """`Mon Tue Wed 09:00–17:00, Washington and New York`."""
    if not rule.hours:
        return ""
    days = rule.hours.get("days") or range(7)
    names = " ".join(str(WEEKDAYS_ABBR[day]) for day in days) if len(days) < 7 else str(_("every day"))
    zone = rule.time_zone or "UTC"
    return f"{names} {rule.hours['from']}–{rule.hours['to']}, {ZONES.get(zone, zone)}"


def read_window(line: str) -> dict[str, Any]:
    found = WINDOW.fullmatch(line)
    named = re.findall(r"[a-z]{3}", found[2] or "") if found else []
    if not found or not set(named) <= set(DAYS) or not all(map(_is_clock, found.groups()[2:])):
        raise forms.ValidationError(_("“%s” cannot be read. Write it like “sun 00:00-06:00”.") % line[:80])
    return {"days": sorted({DAYS.index(day) for day in named}), "from": found[3], "to": found[4]}


def _is_clock(text: str | None) -> bool:
    return bool(text) and str(text) < "24:00" and str(text)[3:] < "60"


def write_window(window: Mapping[str, Any]) -> str:
    days: Sequence[int] = window.get("days") or ()
    return f"{', '.join(DAYS[day] for day in days) or 'daily'} {window['from']}-{window['to']}"
