"""From a postal code to a state."""

from __future__ import annotations

import pytest

from tocsin.places.areas import STATE_BY_PREFIX, STATE_EXCEPTIONS, STATE_PREFIXES, area_of, clean_zip
from tocsin.places.names import STATES, place_name


@pytest.mark.parametrize(
    ("zip_code", "area"),
    [
        ("07030", "US-NJ"),
        ("10001", "US-NY"),
        ("00501", "US-NY"),
        ("06390", "US-NY"),
        ("06320", "US-CT"),
        ("96799", "US-AS"),
        ("96950", "US-MP"),
        ("96960", "US"),
        ("02134", "US-MA"),
        ("20001", "US-DC"),
        ("20101", "US-VA"),
        ("88510", "US-TX"),
        ("90210", "US-CA"),
        ("99501", "US-AK"),
        ("96910", "US-GU"),
        ("09012", "US"),
        ("00000", "US"),
        ("07030-1234", "US-NJ"),
        ("", "US"),
        ("none", "US"),
    ],
)
def test_a_zip_code_tells_its_state(zip_code: str, area: str) -> None:
    assert area_of("US", zip_code) == area


@pytest.mark.parametrize("country", ["AM", "FR", "LB", "CA"])
def test_another_country_is_itself_whatever_its_code(country: str) -> None:
    assert area_of(country, "07030") == country


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("07030", "07030"),
        ("07030 1234", "07030"),
        ("07030–1234", "07030"),
        ("０７０３０", "07030"),
        (" 07 030\u200f", "07030"),
        ("٠٧٠٣٠", "07030"),
        ("०७०३०", "07030"),
        ("7030", None),
        ("x", None),
    ],
)
def test_five_digits_are_a_zip_code_in_every_script(written: str, digits: str | None) -> None:
    assert clean_zip(written) == digits


def test_no_two_states_claim_one_prefix() -> None:
    spans = [span.partition("-") for spans in STATE_PREFIXES.values() for span in spans.split()]
    claimed = [prefix for first, _, last in spans for prefix in range(int(first), int(last or first) + 1)]
    assert len(claimed) == len(set(claimed)) == len(STATE_BY_PREFIX)


def test_every_state_has_a_name() -> None:
    assert set(STATE_PREFIXES) | set(STATE_EXCEPTIONS.values()) == set(STATES)


@pytest.mark.parametrize(
    ("area", "language", "name"),
    [
        ("US-NJ", "en", "New Jersey"),
        ("AM", "en", "Armenia"),
        ("AM", "hy", "Հայաստան"),
        ("AM", "fr", "Arménie"),
        ("LB", "ar", "لبنان"),
        ("US", "en", "United States"),
        ("QQ", "en", "QQ"),
    ],
)
def test_an_area_is_named_as_the_reader_says_it(area: str, language: str, name: str) -> None:
    assert place_name(area, language) == name
