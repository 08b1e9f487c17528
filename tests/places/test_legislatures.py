"""The districts of state legislatures, where their boundaries are loaded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.officials import stage
from tests.places.conftest import NJ1, PA1, load_all, square
from tests.places.test_loaders import census_zip
from tocsin.officials import roster
from tocsin.places import ocd
from tocsin.places.locate import by_points, locate

UPPER, LOWER_EAST, LOWER_WEST = (
    ocd.part_id("NJ", "sldu", "6"),
    ocd.part_id("NJ", "sldl", "6a"),
    ocd.part_id("NJ", "sldl", "6b"),
)
DAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def legislature(squares: Path) -> Iterator[None]:
    """One senator and two members of the house sit in the west of New Jersey."""
    whole, west = square(-75.0, 40.0, -74.5, 40.5), square(-75.0, 40.0, -74.75, 40.5)
    census_zip(
        squares / "boundaries119/tl_2024_34_sldu.zip", [("34", "006", whole), ("34", "ZZZ", whole)], "SLDUST"
    )
    census_zip(
        squares / "boundaries119/tl_2024_34_sldl.zip",
        [("34", "06B", west), ("34", "06A", square(-74.75, 40.0, -74.5, 40.5))],
        "SLDLST",
    )
    load_all(squares)
    party = stage.organization("party-harbor", "Harbor Party", "party")
    upper = stage.organization("nj-upper", "New Jersey Senate", "chamber")
    lower = stage.organization("nj-lower", "New Jersey General Assembly", "chamber")
    for body, role, division, name in (
        (upper, "Senator", UPPER, "Upton"),
        (lower, "Assembly Member", LOWER_WEST, "Walsh"),
        (lower, "Assembly Member", LOWER_WEST, "Young"),
        (lower, "Assembly Member", LOWER_EAST, "Zeller"),
    ):
        held = stage.post(body, role, division, f"{role} for {ocd.short_name(division)}", seats=2)
        stage.seat(name.lower(), "Ada", name, held, party)
    roster.forget()
    yield
    for file in (squares / "boundaries119").glob("*sld*"):
        file.unlink()
    roster.forget()


@pytest.mark.parametrize(
    ("point", "others"),
    [
        ((40.25, -74.9), (UPPER, LOWER_WEST)),
        ((40.25, -74.6), (UPPER, LOWER_EAST)),
        ((40.25, -75.2), ()),
        ((40.25, -74.1), ()),
    ],
)
def test_a_point_lies_in_both_chambers_districts(point: tuple[float, float], others: tuple[str, ...]) -> None:
    found = locate(point=point, day=DAY)

    assert found.others == others
    assert set(found.divisions) >= set(others)
    assert found.confidence == "high"


def test_who_sits_there_is_found() -> None:
    found = locate(point=(40.25, -74.9), day=DAY)
    seats = {seat.body: seat.holders for seat in roster.officials_of(found.divisions) if seat.holders}

    assert {body: sorted(holder.family_name for holder in holders) for body, holders in seats.items()} == {
        "nj-upper": ["Upton"],
        "nj-lower": ["Walsh", "Young"],
    }


def test_many_points_get_the_answers_of_single_ones() -> None:
    grid = [(40.01 + 0.07 * a, -75.3 + 0.11 * b) for a in range(8) for b in range(12)]
    lats, lons = zip(*grid, strict=True)
    found = by_points(lats, lons, DAY)

    assert found == [locate(point=point, day=DAY) for point in grid]
    assert {answer.division for answer in found if answer.others} == {NJ1}
    assert PA1 in {answer.division for answer in found}


def test_a_zip_code_tells_nothing_of_the_legislature() -> None:
    assert locate(zip_code="07030", day=DAY).others == ()
