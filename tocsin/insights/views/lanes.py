"""The lanes: how each stands, in words; pausing one, and its rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tocsin.delivery import lanes, schedule
from tocsin.delivery.models import Lane
from tocsin.insights import deeds, desk, lane_forms
from tocsin.insights.access import StaffRequest, may, needs
from tocsin.insights.filters import ANY
from tocsin.insights.lane_forms import RulesForm
from tocsin.insights.roles import SETTLE_MESSAGES, VIEW_FIGURES
from tocsin.insights.views.base import Crumb, ReasonForm, show
from tocsin.insights.views.delivery import DELIVERY

LANES: Crumb = ("/admin/delivery/lanes/", gettext_lazy("Lanes"))
PAUSED, BROKEN, MAINTENANCE, CLOSED, SPREAD, OPEN = (
    "paused",
    "broken",
    "maintenance",
    "closed",
    "spread",
    "open",
)
LABELS: dict[str, str | Promise] = {
    PAUSED: gettext_lazy("Paused"),
    BROKEN: gettext_lazy("Not answering"),
    MAINTENANCE: gettext_lazy("Maintenance"),
    CLOSED: gettext_lazy("Closed"),
    SPREAD: gettext_lazy("Spread out"),
    OPEN: gettext_lazy("Open"),
}
KINDS: dict[str, str | Promise] = {
    "email": gettext_lazy("Mail to %s"),
    "mail": gettext_lazy("Mail to supporters: %s"),
    "cwc": gettext_lazy("Congress: %s"),
    "webhook": gettext_lazy("Our own system: %s"),
}
NAMES: dict[str, str | Promise] = {
    "*": gettext_lazy("all"),
    "other": gettext_lazy("all other providers"),
    "house": gettext_lazy("House of Representatives"),
    "senate": gettext_lazy("Senate"),
}
LISTED = 200
MAX_KEY = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    title: str | Promise
    words: str | Promise
    done: str | Promise
    do: Any


DEEDS = {
    "pause": Deed(
        title=gettext_lazy("Pause this lane"),
        words=gettext_lazy(
            "Nothing leaves in this lane until somebody lets it go on. Messages wait; none is lost."
        ),
        done=gettext_lazy("The lane is paused."),
        do=deeds.pause,
    ),
    "resume": Deed(
        title=gettext_lazy("Let this lane go on"),
        words=gettext_lazy("What waits leaves again, at the lane’s own pace."),
        done=gettext_lazy("The lane goes on."),
        do=deeds.resume,
    ),
    "reset": Deed(
        title=gettext_lazy("Reset the rules of this lane"),
        words=gettext_lazy(
            "Its pace, hours and maintenance become the defaults again. If it is paused, it stays so."
        ),
        done=gettext_lazy("The lane has its defaults again."),
        do=deeds.reset_lane,
    ),
}


class LaneFilter(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("Name"), required=False, max_length=120, widget=forms.TextInput({"type": "search"})
    )
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False, choices=[ANY, *LABELS.items()])

    def fits(self, line: dict[str, Any]) -> bool:
        text, state = self.cleaned_data["q"].strip().lower(), self.cleaned_data["state"]
        return text in f"{line['lane'].key} {line['name']}".lower() and state in ("", line["state"])


@require_safe
@needs(VIEW_FIGURES)
def index(request: StaffRequest) -> HttpResponseBase:
    form = LaneFilter(request.GET)
    found = _lines() if form.is_valid() else []
    fitting = [line for line in found if form.fits(line)]
    return show(
        request,
        "lanes.html",
        title=str(LANES[1]),
        icon="mail",
        crumbs=(DELIVERY,),
        form=form,
        asked=any(form.cleaned_data.values()),
        rows=fitting[:LISTED],
        more=max(0, len(fitting) - LISTED),
        may_settle=may(request.user, SETTLE_MESSAGES),
    )


def _lines() -> list[dict[str, Any]]:
    """What somebody must see comes first, then what waits longest."""
    found = [lane for lane in lanes.overview() if lane.key != lanes.EVERYTHING]
    rows, who = Lane.objects.in_bulk([lane.key for lane in found]), desk.authors([lane.key for lane in found])
    lines = [_line(lane, rows.get(lane.key), who.get(lane.key, "")) for lane in found]
    order = list(LABELS)
    return sorted(
        lines, key=lambda line: (order.index(line["state"]), -line["lane"].waiting, line["lane"].key)
    )


def _line(lane: lanes.LaneState, row: Lane | None, who: str) -> dict[str, Any]:
    state = standing(lane)
    return {
        "lane": lane,
        "name": name_of(lane.key),
        "state": state,
        "label": LABELS[state],
        "words": _words(state, lane, row, who),
        "pace": lane_forms.pace(lane.rule),
        "hours": lane_forms.hours(lane.rule),
        "maintenance": [lane_forms.write_window(window) for window in lane.rule.maintenance],
        "query": urlencode({"key": lane.key}),
    }


def name_of(key: str) -> str:
    """`email:house.gov` as “Mail to house.gov”."""
    kind, _colon, name = key.partition(":")
    return str(KINDS[kind]) % NAMES.get(name, name) if name and kind in KINDS else key


def standing(lane: lanes.LaneState) -> str:
    """The one thing that keeps it from sending, the strongest first."""
    now = timezone.now()
    if lane.paused:
        return PAUSED
    if lane.open_until and lane.open_until > now:
        return BROKEN
    rule = lane.rule
    if not schedule.is_open(now, rule.hours, rule.time_zone, rule.maintenance):
        return MAINTENANCE if schedule.is_open(now, rule.hours, rule.time_zone) else CLOSED
    return SPREAD if lane.spread_until else OPEN


def _words(state: str, lane: lanes.LaneState, row: Lane | None, who: str) -> str:
    rule = lane.rule
    if state == PAUSED:
        since = date_format(row.changed_at.astimezone(ZoneInfo("UTC")), "j M H:i") if row else ""
        return f"{who or _('Somebody')}, {since} UTC: {lane.reason}"
    if state == BROKEN and lane.open_until:
        return _("Its host does not answer. The next try is at %s.") % clock(lane.open_until, rule.time_zone)
    if state in (MAINTENANCE, CLOSED):
        opens = lane.next_open
        return _("Until %s.") % clock(opens, rule.time_zone) if opens else _("It never opens.")
    if state == SPREAD and lane.spread_until:
        return _("Evenly until %s.") % clock(lane.spread_until, rule.time_zone)
    return ""


def clock(moment: datetime, zone: str) -> str:
    """`Mon 23 Nov 09:00, Washington and New York`."""
    there = moment.astimezone(ZoneInfo(zone or "UTC"))
    with timezone.override(there.tzinfo):
        return f"{date_format(there, 'D j M H:i')}, {lane_forms.ZONES.get(zone or 'UTC', zone)}"


def _key(request: StaffRequest) -> str:
    key = request.GET.get("key", "")
    if not key or len(key) > MAX_KEY or not key.isprintable() or key == lanes.EVERYTHING:
        raise Http404
    return key


@require_http_methods(["GET", "POST"])
@needs(SETTLE_MESSAGES)
def decide(request: StaffRequest, deed_name: str) -> HttpResponseBase:
    key, deed = _key(request), DEEDS.get(deed_name)
    if deed is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        deed.do(actor=request.user, key=key, reason=form.cleaned_data["reason"][:200])
        messages.success(request, str(deed.done))
        return redirect("lanes_index")
    return show(
        request,
        "delivery_switch.html",
        title=f"{deed.title}: {name_of(key)}",
        icon="mail",
        crumbs=(DELIVERY, LANES),
        status=422 if form.errors else 200,
        form=form,
        deed=deed_name,
        words=deed.words,
        button=deed.title,
        back=reverse("lanes_index"),
    )


@require_http_methods(["GET", "POST"])
@needs(SETTLE_MESSAGES)
def edit(request: StaffRequest) -> HttpResponseBase:
    """Its rules. The preview button says when it would next open, and keeps nothing."""
    key = _key(request)
    row = Lane.objects.filter(pk=key).first()
    form = RulesForm(request.POST if request.method == "POST" else None, initial=lane_forms.initial(row))
    preview = request.method == "POST" and "preview" in request.POST
    if preview:
        form.fields["reason"].required = False
    valid = form.is_valid()
    if valid and not preview:
        deeds.configure_lane(
            actor=request.user, key=key, rules=form.rules(), until=form.until(),
            reason=form.cleaned_data["reason"],
        )  # fmt: skip
        messages.success(request, _("The rules of %s are in force.") % name_of(key))
        return redirect("lanes_index")
    default = lanes.rule_of(key, None)
    return show(
        request,
        "lanes_rules.html",
        title=_("Rules of %s") % name_of(key),
        icon="mail",
        crumbs=(DELIVERY, LANES),
        status=422 if form.errors else 200,
        form=form,
        opening=_opening(form, valid, lanes.rule_of(key, row)),
        default=lane_forms.pace(default) or _("no limit"),
        zones=lane_forms.ZONES.items(),
        reset=f"{reverse('lane_decide', args=['reset'])}?{urlencode({'key': key})}" if row else "",
        back=reverse("lanes_index"),
    )


def _opening(form: RulesForm, valid: bool, rule: lanes.LaneRule) -> str:
    """When it opens next: by what is written if it can be read, else by what is in force."""
    if valid:
        opens, zone = form.opening(), form.cleaned_data["time_zone"]
    else:
        zone = rule.time_zone
        opens = schedule.next_open(timezone.now(), rule.hours, zone, rule.maintenance)
    if opens is None:
        return _("It never opens.")
    if (opens - timezone.now()).total_seconds() < 1:
        return _("Open now.")
    return _("Next: %s.") % clock(opens, zone)
