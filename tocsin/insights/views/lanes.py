"""The lanes: how each stands, in words; pausing one, and its rules."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tocsin.delivery import lanes, schedule
from tocsin.delivery.models import Lane
from tocsin.insights import deeds, desk, lane_forms, lane_words
from tocsin.insights.access import StaffRequest, may, needs
from tocsin.insights.filters import ANY
from tocsin.insights.lane_forms import RulesForm
from tocsin.insights.lane_words import LABELS, WHOLE, clock, keeper, name_of, standing
from tocsin.insights.roles import SETTLE_MESSAGES, VIEW_FIGURES
from tocsin.insights.views.base import Crumb, ReasonForm, show
from tocsin.insights.views.delivery import DELIVERY

LANES: Crumb = ("/admin/delivery/lanes/", gettext_lazy("Lanes"))
KEY = re.compile(r"(?:email|mail|cwc|webhook):[\w.-]{1,100}")
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
        label=gettext_lazy("Name"),
        required=False,
        max_length=120,
        widget=forms.TextInput({"type": "search"}),
        help_text=gettext_lazy(
            "A lane in which nothing waits is found by its whole key, like email:senate.gov."
        ),
    )
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False, choices=[ANY, *LABELS.items()])

    def fits(self, line: dict[str, Any]) -> bool:
        text, state = self.cleaned_data["q"].strip().lower(), self.cleaned_data["state"]
        return text in f"{line['lane'].key} {line['name']}".lower() and state in ("", line["state"])


@require_safe
@needs(VIEW_FIGURES)
def index(request: StaffRequest) -> HttpResponseBase:
    form = LaneFilter(request.GET)
    found = _lines(form.cleaned_data["q"].strip().lower()) if form.is_valid() else []
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


def _lines(asked: str) -> list[dict[str, Any]]:
    """What somebody must see comes first, then where most waits. `asked` is listed too where it is a lane's key."""
    found = [lane for lane in lanes.overview() if lane.key != lanes.EVERYTHING]
    more = {*WHOLE, *([asked] if KEY.fullmatch(asked) else [])} - {lane.key for lane in found}
    found += [lanes.LaneState(key=key, rule=lanes.rule_of(key, None)) for key in more]
    rows, who = Lane.objects.in_bulk([lane.key for lane in found]), desk.authors([lane.key for lane in found])
    by_key = {lane.key: _summed(lane, found) for lane in found}
    lines = []
    for lane in by_key.values():
        kept = keeper(lane, by_key.get(lanes.gates(lane.key)[1]))
        lines.append(_line(lane, kept, rows.get(kept.key), who.get(kept.key, "")))
    order = list(LABELS)
    return sorted(
        lines, key=lambda line: (order.index(line["state"]), -line["lane"].waiting, line["lane"].key)
    )


def _summed(lane: lanes.LaneState, found: list[lanes.LaneState]) -> lanes.LaneState:
    """A whole channel with what waits in its lanes."""
    if lane.key not in WHOLE:
        return lane
    parts = [part for part in found if lanes.gates(part.key)[1] == lane.key]
    return replace(
        lane,
        waiting=sum(part.waiting for part in parts),
        due=sum(part.due for part in parts),
        in_flight=sum(part.in_flight for part in parts),
    )


def _line(lane: lanes.LaneState, kept: lanes.LaneState, row: Lane | None, who: str) -> dict[str, Any]:
    """`kept` is what keeps it from sending; `row` and `who` belong to that."""
    state = standing(kept)
    return {
        "lane": lane,
        "name": name_of(lane.key),
        "state": state,
        "label": LABELS[state],
        "whole": "" if kept is lane else name_of(kept.key),
        "words": lane_words.words(state, kept, row, who),
        "is_counted": lane.rule.is_limited or lane.spread_until or lane.sent_today,
        "pace": lane_forms.pace(lane.rule),
        "hours": lane_forms.hours(lane.rule),
        "maintenance": [lane_forms.write_window(window) for window in lane.rule.maintenance],
        "query": urlencode({"key": lane.key}),
    }


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
