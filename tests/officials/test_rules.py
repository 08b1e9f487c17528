"""What a rule means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from tests.officials.cast import BILL, NJ, NJ6, NJ7, NO_LIST, OH1, SAID, VOTE, Said, roster
from tocsin.officials import rules

CONGRESS = {"members": "us-congress"}
PLACE = (NJ6, NJ)
Stand = tuple[str, str]


def resolve(*who: dict[str, Any], at: Iterable[str] = (), said: Said = SAID, **more: Any) -> rules.Resolution:
    return rules.resolve(rules.parse({"who": list(who)} | more), at, roster=roster(), positions=said)


def names(*who: dict[str, Any], at: Iterable[str] = (), said: Said = SAID, **more: Any) -> list[str]:
    found = resolve(*who, at=at, said=said, **more)
    return [target.holder.family_name for target in found.targets]


@pytest.mark.parametrize(
    ("group", "whom"),
    [
        ({"officials": ["vera", "zora"]}, ["Vera", "Zora"]),
        ({"mine": ["us-senate", "us-house"]}, ["Zora", "Wim", "Xenia"]),
        ({"mine": ["us-senate"]}, ["Wim", "Xenia"]),
        ({"members": "hsfa"}, ["Zora", "Yusuf"]),
        (CONGRESS, ["Zora", "Yusuf", "Vera", "Wim", "Xenia"]),
        (CONGRESS | {"leaders": True}, ["Zora"]),
        ({"members": "hsfa", "leaders": True}, ["Zora"]),
        (CONGRESS | {"parties": ["Republican"]}, ["Yusuf", "Vera"]),
        (CONGRESS | {"parties": ["Democrat", "independent"]}, ["Zora", "Wim", "Xenia"]),
        (CONGRESS | {"parties": ["party-democratic"]}, ["Zora", "Xenia"]),
        (CONGRESS | {"states": ["OH"]}, ["Yusuf", "Vera"]),
        (CONGRESS | {"states": ["OH"], "parties": ["Democratic"]}, []),
        (CONGRESS | {"bill": {"id": BILL, "is": "cosponsor"}}, ["Zora"]),
        (CONGRESS | {"bill": {"id": BILL, "is": "not-cosponsor"}}, ["Yusuf"]),
        (CONGRESS | {"vote": {"id": VOTE, "option": ["no"]}}, ["Yusuf"]),
        (CONGRESS | {"vote": {"id": VOTE, "option": ["no", "yes"]}}, ["Zora", "Yusuf"]),
        ({"mine": ["us-house"], "bill": {"id": BILL, "is": "not-cosponsor"}}, []),
    ],
)
def test_a_group_is_those(group: dict[str, Any], whom: list[str]) -> None:
    assert sorted(names(group, at=PLACE)) == sorted(whom)


def test_groups_add_up_and_everybody_is_there_once() -> None:
    found = names({"mine": ["us-house"]}, {"members": "hsfa"}, {"officials": ["xenia", "zora"]}, at=PLACE)
    assert found == ["Zora", "Yusuf", "Xenia"]


def test_an_exclusion_wins_and_the_limit_counts_what_is_left() -> None:
    assert names(CONGRESS, **{"except": ["zora"]}, limit=2, order="name") == ["Vera", "Wim"]


def test_the_order_is_as_given_by_rank_or_by_name() -> None:
    who = [{"officials": ["yusuf"]}, {"members": "hsfa"}]
    assert names(*who) == ["Yusuf", "Zora"]
    assert names({"members": "hsfa"}, order="rank") == ["Zora", "Yusuf"]
    assert names({"members": "hsfa"}, order="name") == ["Yusuf", "Zora"]


def test_a_vacant_seat_is_listed() -> None:
    found = resolve({"mine": ["us-house", "us-senate"]}, at=(NJ7, NJ))
    assert [seat.division for seat in found.vacant] == [NJ7]
    assert len(found.targets) == 2


def test_a_place_without_such_an_office_has_nobody_and_nothing_vacant() -> None:
    found = resolve({"mine": ["us-senate"]}, at=("ocd-division/country:us/territory:pr",))
    assert (found.targets, found.vacant) == ((), ())


def test_without_a_place_only_those_remain_for_whom_it_does_not_matter() -> None:
    assert names({"mine": ["us-house"]}, {"officials": ["vera"]}) == ["Vera"]


def test_what_is_not_known_is_listed_and_stops_nothing() -> None:
    found = resolve(
        {"officials": ["nobody", "zora"]},
        {"members": "hsxx"},
        {"members": "hsfa", "vote": {"id": "1-1-x-1", "option": ["no"]}},
        **{"except": ["ghost"]},
        thank={"bill": "119/hr/1"},
    )
    assert [target.holder.slug for target in found.targets] == ["zora"]
    assert set(found.unknown) == {"nobody", "hsxx", "1-1-x-1", "ghost", "119/hr/1"}


@pytest.mark.parametrize(
    ("thank", "said", "zora", "yusuf", "xenia"),
    [
        ({"bill": BILL}, SAID, ("thank", "supports"), ("press", "has-not"), ("press", "cannot")),
        ({"bill": BILL}, NO_LIST, ("press", "unknown"), ("press", "unknown"), ("press", "cannot")),
        ({"bill": "119/hr/1"}, SAID, *[("press", "unknown")] * 3),
        (
            {"vote": VOTE, "option": "no"},
            SAID,
            ("press", "has-not"),
            ("thank", "supports"),
            ("press", "cannot"),
        ),
        ({"vote": "x", "option": "no"}, SAID, *[("press", "unknown")] * 3),
        (None, SAID, *[("press", "")] * 3),
    ],
)
def test_who_did_it_is_thanked_and_who_did_not_is_pressed(
    thank: Any, said: Said, zora: Stand, yusuf: Stand, xenia: Stand
) -> None:
    found = resolve({"officials": ["zora", "yusuf", "xenia"]}, said=said, thank=thank)
    assert [(target.stance, target.position) for target in found.targets] == [zora, yusuf, xenia]


def test_while_no_names_are_known_all_who_could_sign_are_asked() -> None:
    assert names(CONGRESS | {"bill": {"id": BILL, "is": "not-cosponsor"}}, said=NO_LIST) == ["Zora", "Yusuf"]
    assert names(CONGRESS | {"bill": {"id": BILL, "is": "cosponsor"}}, said=NO_LIST) == []


@pytest.mark.parametrize(
    ("mine", "expected"),
    [
        (["us-house"], {"cd"}),
        (["us-senate", "state-executive"], {"state"}),
        (["us-house", "us-senate"], {"cd", "state"}),
        (["state-upper", "state-lower"], {"sldu", "sldl"}),
    ],
)
def test_a_rule_asks_only_for_what_it_needs(mine: list[str], expected: set[str]) -> None:
    assert rules.needs(rules.parse({"who": [{"mine": mine}, CONGRESS]})) == expected
    assert rules.needs(rules.parse({"who": [CONGRESS]})) == frozenset()


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (None, ""),
        ([], ""),
        ({}, "who"),
        ({"who": []}, "who"),
        ({"who": {}}, "who"),
        ({"who": "all"}, "who"),
        ({"who": [{}]}, "who[0]"),
        ({"who": [[]]}, "who[0]"),
        ({"who": [CONGRESS, {"mine": ["us-house"], "members": "hsfa"}]}, "who[1]"),
        ({"who": [CONGRESS], "colour": 1}, "colour"),
        ({"who": [CONGRESS | {"hue": 1}]}, "who[0].hue"),
        ({"who": [{"mine": ["us-moon"]}]}, "who[0].mine[0]"),
        ({"who": [{"mine": []}]}, "who[0].mine"),
        ({"who": [{"mine": ["us-house", "us-house"]}]}, "who[0].mine[1]"),
        ({"who": [{"officials": ["a", "a"]}]}, "who[0].officials[1]"),
        ({"who": [{"officials": "a"}]}, "who[0].officials"),
        ({"who": [{"officials": [1]}]}, "who[0].officials[0]"),
        ({"who": [{"members": " "}]}, "who[0].members"),
        ({"who": [CONGRESS | {"leaders": "yes"}]}, "who[0].leaders"),
        ({"who": [CONGRESS | {"states": ["XX"]}]}, "who[0].states[0]"),
        ({"who": [CONGRESS | {"parties": []}]}, "who[0].parties"),
        ({"who": [CONGRESS | {"bill": BILL}]}, "who[0].bill"),
        ({"who": [CONGRESS | {"bill": {"id": BILL}}]}, "who[0].bill.is"),
        ({"who": [CONGRESS | {"bill": {"is": "cosponsor"}}]}, "who[0].bill.id"),
        ({"who": [CONGRESS | {"vote": {"id": VOTE, "option": ["maybe"]}}]}, "who[0].vote.option[0]"),
        ({"who": [CONGRESS], "limit": 0}, "limit"),
        ({"who": [CONGRESS], "limit": -1}, "limit"),
        ({"who": [CONGRESS], "limit": True}, "limit"),
        ({"who": [CONGRESS], "limit": "3"}, "limit"),
        ({"who": [CONGRESS], "order": "random"}, "order"),
        ({"who": [CONGRESS], "order": None}, "order"),
        ({"who": [CONGRESS], "except": ["a", "a"]}, "except[1]"),
        ({"who": [CONGRESS], "thank": {}}, "thank"),
        ({"who": [CONGRESS], "thank": {"bill": BILL, "vote": VOTE}}, "thank"),
        ({"who": [CONGRESS], "thank": {"vote": VOTE}}, "thank.option"),
        ({"who": [CONGRESS], "thank": {"vote": VOTE, "option": "absent"}}, "thank.option"),
        ({"who": [CONGRESS], "thank": {"bill": BILL, "option": "yes"}}, "thank.option"),
    ],
)
def test_a_rule_that_is_wrong_says_where(data: object, path: str) -> None:
    with pytest.raises(rules.RuleError) as caught:
        rules.parse(data)
    assert caught.value.path == path
    assert caught.value.text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            {"who": [{"mine": ["us-house", "us-senate"]}], "thank": {"bill": BILL}},
            "Your representative in the House and your senators; those who cosponsored H.R.\u00a06840 are thanked.",
        ),
        (
            {
                "who": [
                    {"members": "hsfa", "bill": {"id": BILL, "is": "not-cosponsor"}, "states": ["NJ", "OH"]}
                ],
                "limit": 5,
            },
            "All members of House Committee on Foreign Affairs, from New Jersey or Ohio and who have not cosponsored "
            "H.R.\u00a06840; at most 5 people.",
        ),
        (
            {
                "who": [{"officials": ["zora"]}, {"members": "hsxx", "leaders": True}],
                "except": ["wim", "ghost"],
            },
            "Ada Zora and all members of “hsxx”, only those who lead it; never Ada Wim and “ghost”.",
        ),
    ],
)
def test_a_rule_reads_as_a_sentence(data: dict[str, Any], sentence: str) -> None:
    assert rules.describe(rules.parse(data), roster=roster()) == sentence


def test_other_divisions_do_not_matter() -> None:
    assert names({"mine": ["us-house"]}, at=(OH1, "ocd-division/country:am", "nonsense")) == ["Yusuf"]
