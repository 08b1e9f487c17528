"""Charts are well-formed, say in words what they show, and draw lengths from zero."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.insights import svg
from tocsin.insights.svg import Bar, Column

NS = "{http://www.w3.org/2000/svg}"
COUNTS = st.integers(min_value=0, max_value=10**9)
LABELS = st.text(
    alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="￾￿"), max_size=20
)


def bars(*rows: Bar) -> ElementTree.Element:
    return ElementTree.fromstring(svg.bars(rows, name="t", title="Places", desc="Where from"))  # noqa: S314


def columns(*days: Column) -> ElementTree.Element:
    return ElementTree.fromstring(svg.columns(days, name="d", title="Days", desc="When"))  # noqa: S314


def words(chart: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in chart.iter(f"{NS}text")]


def lengths(chart: ElementTree.Element, side: str) -> list[float]:
    filled = [rect for rect in chart.iter(f"{NS}rect") if rect.get("class") == "fill"]
    return [float(str(rect.get(side)).rstrip("%")) for rect in filled]


@pytest.mark.parametrize("chart", [bars(Bar("New Jersey", 3)), columns(Column("1 Nov", 3, 5))])
def test_a_chart_is_an_image_with_title_and_description(chart: ElementTree.Element) -> None:
    named = {str(part.get("id")): part.text for part in chart.iter() if part.get("id")}
    assert chart.get("role") == "img"
    assert [named[name] for name in str(chart.get("aria-labelledby")).split()] == [
        chart[0].text,
        chart[1].text,
    ]


def test_every_bar_carries_its_label_and_number() -> None:
    assert words(bars(Bar("Armenia", 12), Bar("<France>", 1200, "half"))) == [
        "Armenia",
        "12",
        "<France>",
        "1,200half",
    ]


def test_lengths_are_in_proportion_from_zero() -> None:
    assert lengths(bars(Bar("a", 200), Bar("b", 50), Bar("c", 0)), "width") == [100, 25, 0]


def test_a_small_number_is_still_seen() -> None:
    assert lengths(bars(Bar("a", 1_000_000), Bar("b", 1)), "width")[1] > 0


def test_the_highest_day_carries_its_number_and_both_ends_their_dates() -> None:
    assert words(columns(Column("1 Nov", 2), Column("2 Nov", 40), Column("3 Nov", 0))) == [
        "40",
        "1 Nov",
        "3 Nov",
    ]
    assert lengths(columns(Column("1 Nov", 20), Column("2 Nov", 40)), "height") == [75, 150]


def test_nothing_is_drawn_without_error() -> None:
    assert words(bars()) == words(columns()) == []


@given(st.lists(st.tuples(LABELS, COUNTS, COUNTS), max_size=30))
def test_any_numbers_and_words_make_a_well_formed_chart(rows: list[tuple[str, int, int]]) -> None:
    drawn = bars(*(Bar(label, value, label) for label, value, _ in rows))
    assert len(lengths(drawn, "width")) == len(rows)
    assert len(lengths(columns(*(Column(*row) for row in rows)), "height")) == len(rows)
