"""Charts as SVG, drawn by the server. Pure: numbers in, markup out.

Widths are percentages and heights are pixels, so a chart fills any width while its words keep their size. Colors
come from the style sheet; without it, ink is `currentColor` and lengths still say everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

ROW, BAR = 46, 16
TOP, PLOT, FOOT = 26, 150, 26
NARROWEST = 0.4
"""The thinnest bar that is still seen, in percent of the width."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A length with its words. `note` stands after the number."""

    label: str
    value: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One day: the part reached inside the whole."""

    label: str
    value: int
    whole: int = 0


def shown(value: int) -> str:
    return str(number_format(value, force_grouping=True))


def frame(*, height: int, title: str, desc: str, name: str, body: SafeString) -> SafeString:
    """An image to a screen reader: a title and one sentence that says what it shows."""
    return format_html(
        '<svg class="chart" role="img" width="100%" height="{}" aria-labelledby="{}-title {}-desc" '
        'xmlns="http://www.w3.org/2000/svg"><title id="{}-title">{}</title><desc id="{}-desc">{}</desc>{}</svg>',
        *(height, name, name, name, title, name, desc, body),
    )


def bars(rows: Sequence[Bar], *, name: str, title: str, desc: str) -> SafeString:
    """Lengths from zero, one under the other; the label above its bar, the number at the end of the line."""
    longest = max((row.value for row in rows), default=0)
    body = format_html_join("", "{}", ((_bar(i, row, longest),) for i, row in enumerate(rows)))
    return frame(height=max(1, len(rows)) * ROW, title=title, desc=desc, name=name, body=body)


def _bar(index: int, row: Bar, longest: int) -> SafeString:
    top = index * ROW
    note = format_html('<tspan class="note" dx="6">{}</tspan>', row.note) if row.note else ""
    return format_html(
        '<text class="label" x="0" y="{}">{}</text>'
        '<text class="value" x="100%" y="{}" text-anchor="end">{}{}</text>'
        '<rect class="ground" x="0" y="{}" width="100%" height="{}"/>'
        '<rect class="fill" x="0" y="{}" width="{}%" height="{}"/>',
        *(top + 15, row.label, top + 15, shown(row.value), note),
        *(top + 21, BAR, top + 21, _percent(row.value, longest), BAR),
    )


def _percent(value: int, longest: int) -> str:
    if value <= 0 or longest <= 0:
        return "0"
    return f"{max(NARROWEST, 100 * value / longest):.2f}"


FEWEST_COLUMNS = 7
"""A first day alone is not drawn as a wall."""


def columns(days: Sequence[Column], *, name: str, title: str, desc: str) -> SafeString:
    """A column a day from zero: filled what was reached, outlined the whole. The highest day carries its number."""
    highest = max((max(day.value, day.whole) for day in days), default=0)
    step = 100 / max(FEWEST_COLUMNS, len(days))
    parts = [_column(day, i * step, step, highest) for i, day in enumerate(days)]
    body = format_html(
        "{}{}{}",
        format_html('<line class="axis" x1="0" x2="100%" y1="{}" y2="{}"/>', TOP + PLOT, TOP + PLOT),
        format_html_join("", "{}", ((part,) for part in parts)),
        _column_words(days, step, highest),
    )
    return frame(height=TOP + PLOT + FOOT, title=title, desc=desc, name=name, body=body)


def _column(day: Column, left: float, step: float, highest: int) -> SafeString:
    gap = min(step * 0.18, 0.5)
    place = (f"{left + gap:.3f}", f"{step - 2 * gap:.3f}")
    whole, value = _height(day.whole, highest), _height(day.value, highest)
    tip = f"{day.label}: {shown(day.value)}" + (f" / {shown(day.whole)}" if day.whole else "")
    return format_html(
        '<g><title>{}</title><rect class="ground" x="{}%" y="{}" width="{}%" height="{}"/>'
        '<rect class="fill" x="{}%" y="{}" width="{}%" height="{}"/></g>',
        *(tip, place[0], TOP + PLOT - whole, place[1], whole),
        *(place[0], TOP + PLOT - value, place[1], value),
    )


def _height(value: int, highest: int) -> int:
    if value <= 0 or highest <= 0:
        return 0
    return max(1, round(PLOT * value / highest))


def _column_words(days: Sequence[Column], step: float, highest: int) -> SafeString:
    """Words stand where they belong: the number on the highest day, the dates at both ends."""
    if not days:
        return SafeString("")
    peak = max(range(len(days)), key=lambda i: days[i].value)
    height = _height(max(days[peak].value, days[peak].whole), highest)
    middle = (peak + 0.5) * step
    ends = [(0.0, "start", days[0].label)]
    if len(days) > 1:
        ends.append((len(days) * step, "end", days[-1].label))
    return format_html(
        '<text class="value" x="{}%" y="{}" text-anchor="{}">{}</text>{}',
        *(f"{middle:.2f}", TOP + PLOT - height - 7, _anchor(middle), shown(days[peak].value)),
        format_html_join(
            "",
            '<text class="tick" x="{}%" y="{}" text-anchor="{}">{}</text>',
            ((x, TOP + PLOT + 18, anchor, label) for x, anchor, label in ends),
        ),
    )


def _anchor(middle: float) -> str:
    """Words near an edge grow inward."""
    if middle < 8:
        return "start"
    return "end" if middle > 92 else "middle"
