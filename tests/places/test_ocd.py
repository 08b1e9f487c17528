from __future__ import annotations

import pytest
from django.utils.translation import override

from tocsin.places import ocd


@pytest.mark.parametrize(
    ("division", "short", "name", "kind", "state"),
    [
        (
            "ocd-division/country:us/state:nj/cd:6",
            "NJ-6",
            "New Jersey’s 6th congressional district",
            "cd",
            "NJ",
        ),
        (
            "ocd-division/country:us/state:tx/cd:22",
            "TX-22",
            "Texas’s 22nd congressional district",
            "cd",
            "TX",
        ),
        (
            "ocd-division/country:us/state:ca/cd:12",
            "CA-12",
            "California’s 12th congressional district",
            "cd",
            "CA",
        ),
        ("ocd-division/country:us/state:ak", "AK", "Alaska", "state", "AK"),
        ("ocd-division/country:us/district:dc", "DC", "District of Columbia", "state", "DC"),
        ("ocd-division/country:us/territory:pr", "PR", "Puerto Rico", "state", "PR"),
        (
            "ocd-division/country:us/state:nj/sldu:6",
            "NJ Senate 6",
            "New Jersey’s 6th state senate district",
            "sldu",
            "NJ",
        ),
        ("ocd-division/country:us", "US", "United States", "country", None),
        ("ocd-division/country:am", "AM", "Armenia", "", None),
        ("nonsense", "NONSENSE", "NONSENSE", "", None),
    ],
)
def test_an_id_says_what_it_is(division: str, short: str, name: str, kind: str, state: str | None) -> None:
    with override("en"):
        assert (ocd.short_name(division), ocd.name_of(division)) == (short, name)
    assert (ocd.kind_of(division), ocd.state_of(division)) == (kind, state)


def test_a_state_with_one_seat_is_its_district() -> None:
    assert ocd.cd_id("AK", 0) == ocd.cd_id("AK", 1) == ocd.state_id("AK")
    assert ocd.cd_id("NJ", 6) == "ocd-division/country:us/state:nj/cd:6"


def test_the_house_has_435_seats_and_six_delegates() -> None:
    assert sum(ocd.seats_of_state(state) for state in ocd.SEATS) == 435 + 6
    every = [division for state in ocd.SEATS for division in ocd.districts_of_state(state)]
    assert len(set(every)) == 441


def test_a_district_lies_in_its_state_and_country() -> None:
    assert ocd.parents(ocd.cd_id("NJ", 6)) == [ocd.state_id("NJ"), ocd.US]
    assert ocd.parents(ocd.state_id("DC")) == [ocd.US]
    assert ocd.parents(ocd.US) == ocd.parents("ocd-division/country:am") == []
