"""The same organization is found across scripts and spellings, and a near one is not taken for it."""

from __future__ import annotations

import pytest

from tests.organizations.name_pairs import DIFFERENT, SAME, pairs
from tocsin.organizations.names import Why, is_alike, likeness, search_keys, shape_key, sound_key

BAR = "Armenian Bar Association"


def test_nine_in_ten_of_the_same_are_found_and_nothing_else() -> None:
    found = [pair for pair in pairs(SAME) if is_alike([pair[0]], [pair[1]])]
    wrong = [pair for pair in pairs(DIFFERENT) if is_alike([pair[0]], [pair[1]])]
    assert (len(pairs(SAME)), len(pairs(DIFFERENT))) >= (60, 120)
    assert len(found) / len(pairs(SAME)) >= 0.95
    assert wrong == []


def test_what_is_alike_is_found_by_a_shared_key() -> None:
    alike = [pair for pair in pairs(SAME) if is_alike([pair[0]], [pair[1]])]
    assert [pair for pair in alike if not search_keys([pair[0]]) & search_keys([pair[1]])] == []


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (BAR, "ARMENIAN  bar association", Why.SAME),
        (BAR, "Аrmenian Bаr Association", Why.SHAPE),
        ("Zoryan Institute", "Ｚ0ryan Institute", Why.SHAPE),
        ("Zoryan Institute", "Zor\u200byan Institute", Why.SHAPE),
        ("Copper Hill Union", "Union Сорpеr Hill", Why.SPELLING),
        ("Фонд «Айастан»", "Հայաստան հիմնադրամ", Why.SCRIPT),
        ("Tufenkian Foundation", "Toufenkyan Fund", Why.SPELLING),
        ("Armenian National Committee of America", "ANCA", Why.ACRONYM),
        ("АНКА", "Armenian National Committee of America", Why.ACRONYM),
    ],
)
def test_the_reason_is_named(one: str, other: str, why: Why) -> None:
    found = is_alike([one], [other])
    assert found is not None
    assert (found.why, found.one, found.other) == (why, one, other)


def test_one_name_of_several_is_enough_and_the_nearest_is_told() -> None:
    found = is_alike(["Union X", "Եռագույն միություն"], ["Erakuyn Union", "Եռագոյն միութիւն"])
    assert found is not None
    assert found.one == "Եռագույն միություն"


def test_eastern_and_western_readings_sound_alike() -> None:
    assert sound_key("Sardarabad") == sound_key("Սարդարապատ") == sound_key("Сардарапат")


def test_legal_forms_and_order_do_not_matter_but_the_kind_of_body_does() -> None:
    assert (
        sound_key("NGO «Shushi» Fund")
        == sound_key("«Շուշի» հիմնադրամ ՀԿ")
        == sound_key("Foundation Shushi, Inc.")
    )
    assert sound_key("Shushi Fund") != sound_key("Shushi Union")


def test_a_name_of_nothing_but_common_words_still_has_a_key() -> None:
    assert sound_key("The NGO")
    assert search_keys(["The NGO"])


@pytest.mark.parametrize("empty", ["", "  ", "«—»", "\u200b", "()"])
def test_no_letters_are_like_nothing(empty: str) -> None:
    assert is_alike([empty], [empty, BAR]) is None
    assert search_keys([empty]) == set()


def test_shapes_of_other_words_differ() -> None:
    assert shape_key("ВАR") == shape_key("bar")
    assert shape_key("Bar") != shape_key("Car")


def test_a_number_tells_chapters_apart() -> None:
    assert likeness("Veterans of Regiment 1988", "Veterans of Regiment 1998") < likeness(
        "Veterans of Regiment 1988", "Veterans of Regiments 1988"
    )


def test_a_name_of_300_letters_is_compared() -> None:
    long = "Հայաստանի մարդու իրավունքների պաշտպանության " * 7
    assert likeness(long, long[:-3] + "x") > 0.9
