"""The ladder, on a small country of squares."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.places.conftest import DC, MAIN, NJ1, NJ2, NJ3, PA1, feature, load_all, square, written
from tocsin.places import ocd
from tocsin.places.locate import Located, by_points, choose, locate

pytestmark = pytest.mark.usefixtures("squares")

METER = 1 / 111_320


@pytest.mark.parametrize(
    ("point", "division", "confidence", "reason"),
    [
        ((40.25, -74.75), NJ1, "high", "interior"),
        ((40.1, -74.1), NJ2, "high", "interior"),
        ((40.25, -75.0 + 100 * METER), NJ1, "approximate", "edge"),
        ((40.25, -75.0 + 400 * METER), NJ1, "high", "interior"),
        ((40.25, -74.5 - 300 * METER), NJ1, "approximate", "edge"),
        ((40.25, -74.5 - 600 * METER), NJ1, "high", "interior"),
        ((40.5 - 10 * METER, -74.75), NJ1, "high", "interior"),
        ((40.25, -74.25), NJ3, "approximate", "gap-layer"),
        ((40.2 - 100 * METER, -74.25), NJ2, "approximate", "edge"),
        ((40.25, -74.0 + 900 * METER), NJ2, "low", "nearest"),
        ((40.25, -74.0 + 7900 * METER), NJ2, "low", "nearest"),
        ((38.9, -77.0), DC, "high", "interior"),
    ],
)
def test_a_point_is_as_sure_as_the_map_allows(
    point: tuple[float, float], division: str, confidence: str, reason: str
) -> None:
    found = locate(point=point)

    assert (found.division, found.confidence, found.reason) == (division, confidence, reason)
    assert (found.method, found.vintage, found.state) == ("point", "119", ocd.state_of(division))


def test_at_an_edge_both_sides_come_into_question() -> None:
    assert locate(point=(40.25, -75.0 + 50 * METER)).candidates == (NJ1, PA1)


@pytest.mark.parametrize(
    ("point", "reason"),
    [
        ((48.85, 2.35), "outside"),
        ((40.25, -60.0), "outside"),
        ((40.5 + 300 * METER, -74.75), "outside"),
        ((40.1, -74.0 + 15_000 * METER), "outside"),
        ((-90.0, 180.0), "outside"),
        ((-74.75, 40.25), "swapped"),
        ((-100.0, 40.0), "out-of-range"),
        ((441.5, -90.0), "out-of-range"),
        ((40.0, 181.0), "out-of-range"),
        ((float("nan"), -74.0), "out-of-range"),
        ((40.0, float("inf")), "out-of-range"),
    ],
)
def test_a_point_that_is_nowhere_gets_no_district(point: tuple[float, float], reason: str) -> None:
    found = locate(point=point)

    assert (found.division, found.confidence, found.reason) == (None, "none", reason)


@pytest.mark.parametrize(
    ("code", "division", "method", "confidence", "reason"),
    [
        ("07030", NJ1, "zip", "approximate", "unique-zip"),
        (" 07030-1234 ", NJ1, "zip", "approximate", "unique-zip"),
        ("０７０３０", NJ1, "zip", "approximate", "unique-zip"),
        ("07002", None, "zip", "low", "split-zip"),
        ("20001", DC, "zip", "approximate", "unique-zip"),
        ("20090", DC, "state", "approximate", "one-district"),
        ("96799", ocd.state_id("AS"), "state", "approximate", "one-district"),
        ("07303", None, "state", "low", "po-box"),
        ("57641", None, "zip", "low", "split-zip"),
        ("09012", None, "zip", "none", "military"),
        ("34002", None, "zip", "none", "military"),
        ("96960", None, "zip", "none", "foreign"),
        ("K1A 0B1", None, "zip", "none", "foreign"),
        ("00000", None, "zip", "none", "unknown-zip"),
        ("7030", None, "zip", "none", "unknown-zip"),
    ],
)
def test_a_zip_code_answers_only_what_it_can(
    code: str, division: str | None, method: str, confidence: str, reason: str
) -> None:
    found = locate(zip_code=code)

    assert (found.division, found.method, found.confidence, found.reason) == (
        division,
        method,
        confidence,
        reason,
    )


def test_a_split_zip_code_names_all_its_districts_and_the_state() -> None:
    found = locate(zip_code="07002")

    assert (set(found.candidates), found.state) == ({NJ1, NJ2}, "NJ")
    assert found.divisions == (ocd.state_id("NJ"), ocd.US)


def test_a_box_at_the_post_office_leaves_every_district_of_the_state() -> None:
    assert set(locate(zip_code="07303").candidates) == {NJ1, NJ2, NJ3}


def test_where_the_tables_disagree_about_the_state_nothing_is_picked() -> None:
    found = locate(zip_code="57641")

    assert (set(found.candidates), found.state) == ({ocd.state_id("ND"), ocd.state_id("SD")}, None)


@pytest.mark.parametrize(
    ("address", "division", "reason"),
    [
        ("1 Main St, Hoboken, NJ 07030", NJ1, "unique-zip"),
        ("1 Main St, Hoboken, New Jersey 07030-1234, USA", NJ1, "unique-zip"),
        ("07030", NJ1, "unique-zip"),
        ("07030 Main St, Hoboken", None, "no-zip"),
        ("1 Main St, Hoboken, CA 07030", None, "disagrees"),
        ("Rue de Rivoli 1, Paris 07030", None, "no-zip"),
        ("Երևան, Աբովյան 12, 07030", None, "other-script"),
        ("Київ, Хрещатик 1, 07030", None, "other-script"),
        ("?", None, "no-zip"),
    ],
)
def test_an_address_is_read_only_where_it_can_be_read_for_certain(
    address: str, division: str | None, reason: str
) -> None:
    found = locate(address=address)

    assert (found.division, found.reason) == (division, reason)


@pytest.mark.parametrize(
    ("country", "reason"), [("AM", "foreign"), ("ca", "foreign"), ("PR", "one-district")]
)
def test_abroad_nobody_has_a_district_but_a_territory_is_one(country: str, reason: str) -> None:
    assert locate(zip_code="07030", country=country).reason == reason


def test_a_point_that_leads_nowhere_leaves_it_to_the_zip_code() -> None:
    assert locate(point=(441.5, -90.0), zip_code="07030").division == NJ1


def test_a_choice_counts_among_the_candidates_only() -> None:
    split = locate(zip_code="07002")
    chosen = choose(NJ2, split)

    assert chosen is not None
    assert (chosen.division, chosen.method, chosen.confidence, chosen.reason) == (
        NJ2,
        "zip",
        "approximate",
        "chosen",
    )
    assert choose(PA1, split) is None


def test_a_new_map_lies_beside_the_old_one_until_its_day(squares: Path) -> None:
    moved = [feature(NJ1, square(-75.0, 40.0, -74.6, 40.5)), feature(NJ2, square(-74.6, 40.0, -74.0, 40.5))]
    written(squares, "boundaries120/cd120.geojson", moved)
    load_all(squares)
    place = (40.25, -74.55)

    assert [locate(point=place, day=date(2027, 1, d)).division for d in (2, 3)] == [NJ1, NJ2]
    assert [locate(point=place, day=date(2027, 1, d)).vintage for d in (2, 3)] == ["119", "120"]


def test_a_map_that_has_expired_is_not_sure_any_more() -> None:
    found = locate(point=(40.25, -74.75), day=date(2027, 2, 1))

    assert (found.division, found.confidence, found.reason) == (NJ1, "approximate", "old-map")


def test_many_points_get_the_answers_of_single_ones() -> None:
    steps = [n / 40 for n in range(41)]
    grid = [(39.9 + 0.7 * a, -75.6 + 1.7 * b) for a in steps for b in steps]
    lats, lons = zip(*grid, strict=True)

    assert by_points(lats, lons, date(2026, 6, 1)) == [locate(point=p, day=date(2026, 6, 1)) for p in grid]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    point=st.none() | st.tuples(st.floats(), st.floats()),
    zip_code=st.text(max_size=12),
    address=st.text(max_size=80),
    country=st.sampled_from(["US", "us", "", "AM", "PR"]) | st.text(max_size=3),
)
def test_whatever_is_given_there_is_an_honest_answer(
    point: tuple[float, float] | None, zip_code: str, address: str, country: str
) -> None:
    found = locate(point=point, zip_code=zip_code, address=address, country=country)

    assert isinstance(found, Located)
    assert (found.division is None) == (found.confidence in ("none", "low") and found.reason != "nearest")
    assert found.division is None or found.division in found.candidates


def test_every_district_of_the_squares_is_loaded_once() -> None:
    from tocsin.places.models import Boundary

    assert Boundary.objects.filter(layer="main").count() == len(MAIN)
