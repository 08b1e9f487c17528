"""The figures of a campaign, ready to be read, drawn and exported. Counts come from the tally alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tocsin.campaigns import tally
from tocsin.campaigns.models import Campaign
from tocsin.campaigns.tally import Tally
from tocsin.insights import queue, svg
from tocsin.insights.svg import Bar, Column
from tocsin.places.names import place_name

DAY, AREA = "day", "area"
SCOPES = (DAY, AREA)
MOST_DAYS, MOST_AREAS = 120, 12


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a figure's table."""

    key: str
    label: str
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A chart and the table it is drawn from."""

    scope: str
    title: str
    head: str
    note: str
    rows: list[Row]
    chart: SafeString


@dataclass(frozen=True, slots=True)
class Numbers:
    """One campaign with its counts, for a list."""

    campaign: Campaign
    tally: Tally

    @property
    def percent(self) -> int:
        return min(100, round(100 * self.tally.confirmed / max(1, self.campaign.goal)))

    @property
    def share(self) -> int:
        """How many of those who started have confirmed, in percent."""
        return share(self.tally.confirmed, self.tally.started)


def share(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


def numbers(campaigns: Iterable[Campaign]) -> list[Numbers]:
    found = list(campaigns)
    counts = tally.read_many(campaign.pk for campaign in found)
    return [Numbers(campaign, counts[campaign.pk]) for campaign in found]


def sentence(counts: Tally, waiting: queue.Waiting) -> str:
    """All that matters, in one sentence."""
    parts = [
        ngettext("%(n)s person started", "%(n)s people started", counts.started) % _n(counts.started),
        ngettext("%(n)s confirmed", "%(n)s confirmed", counts.confirmed) % _n(counts.confirmed),
        ngettext("%(n)s message handed over", "%(n)s messages handed over", counts.delivered) % _n(counts.delivered),
        ngettext("%(n)s bounced", "%(n)s bounced", waiting.bounced) % _n(waiting.bounced),
        ngettext("%(n)s needs a person", "%(n)s need a person", waiting.need) % _n(waiting.need),
    ]  # fmt: skip
    return ", ".join(parts) + "."


def _n(value: int) -> dict[str, str]:
    return {"n": svg.shown(value)}


def funnel(counts: Tally) -> SafeString:
    """From the first step to the last; each bar also tells its share of the step before it."""
    steps = [
        Bar(_("Started"), counts.started),
        Bar(_("Confirmed by email"), counts.confirmed, _of(counts.confirmed, counts.started)),
        Bar(_("Messages handed over"), counts.delivered),
    ]
    desc = "; ".join(f"{step.label}: {svg.shown(step.value)}" for step in steps)
    return svg.bars(steps, name="funnel", title=_("From the first step to the office"), desc=desc)


def _of(part: int, whole: int) -> str:
    return _("%(percent)s%% of those who started") % {"percent": share(part, whole)} if whole else ""


def figure(campaign_id: int, scope: str) -> Figure:
    return by_day(campaign_id) if scope == DAY else by_area(campaign_id)


def by_day(campaign_id: int) -> Figure:
    """Every day from the first to the last that counted, the empty ones too."""
    found = tally.series(campaign_id, DAY)
    rows = [Row(day.isoformat(), _day(day), found.get(day.isoformat(), Tally())) for day in _days(found)]
    last = rows[-MOST_DAYS:]
    chart = svg.columns(
        [Column(row.label, row.tally.confirmed, row.tally.started) for row in last],
        name="by-day",
        title=_("People by day"),
        desc=_day_sentence(last),
    )
    note = _("Filled: confirmed. Outline: started. Days are in UTC.")
    return Figure(scope=DAY, title=_("By day"), head=_("Day"), note=note, rows=rows, chart=chart)


def _days(found: dict[str, Tally]) -> list[date]:
    if not found:
        return []
    first, last = date.fromisoformat(min(found)), date.fromisoformat(max(found))
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _day(day: date) -> str:
    return date_format(day, "j M Y")


def _day_sentence(rows: list[Row]) -> str:
    if not rows:
        return _("Nothing has been counted yet.")
    best = max(rows, key=lambda row: row.tally.confirmed)
    return _("From %(first)s to %(last)s; most were confirmed on %(best)s: %(n)s.") % {
        "first": rows[0].label,
        "last": rows[-1].label,
        "best": best.label,
        **_n(best.tally.confirmed),
    }


def by_area(campaign_id: int) -> Figure:
    """The states and countries, most first; the chart shows the first dozen and the sum of the others."""
    language = (get_language() or "en").partition("-")[0]
    found = tally.series(campaign_id, AREA).items()
    rows = [Row(key, place_name(key, language), counts) for key, counts in found]
    rows.sort(key=lambda row: (-row.tally.confirmed, -row.tally.started, row.label))
    chart = svg.bars(
        _with_rest([Bar(row.label, row.tally.confirmed) for row in rows]),
        name="by-area",
        title=_("Confirmed by state or country"),
        desc=_area_sentence(rows),
    )
    note = _("Confirmed people by the state of their ZIP code, else by country.")
    return Figure(
        scope=AREA, title=_("By state or country"), head=_("Place"), note=note, rows=rows, chart=chart
    )


def _with_rest(bars: list[Bar]) -> list[Bar]:
    rest = bars[MOST_AREAS:]
    if not rest:
        return bars
    label = ngettext("%(n)s other place", "%(n)s other places", len(rest)) % _n(len(rest))
    return [*bars[:MOST_AREAS], Bar(label, sum(bar.value for bar in rest))]


def _area_sentence(rows: list[Row]) -> str:
    if not rows:
        return _("Nothing has been counted yet.")
    top = ", ".join(f"{row.label} {svg.shown(row.tally.confirmed)}" for row in rows[:3])
    places = ngettext("%(n)s place", "%(n)s places", len(rows)) % _n(len(rows))
    return _("%(places)s; most from %(top)s.") % {"places": places, "top": top}
