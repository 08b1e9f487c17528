"""What holds for every rule."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.officials.cast import BILL, EVERYONE, NJ, NJ6, NJ7, OH, OH1, SAID, VOTE, roster
from tocsin.officials import rules
from tocsin.officials.roster import SEAT_CODES

ROSTER = roster()
SLUGS = [person.slug for person in EVERYONE] + ["ghost", "nobody"]


def some(*values: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, unique=True)


KINDS = st.one_of(
    st.fixed_dictionaries({"officials": some(*SLUGS)}),
    st.fixed_dictionaries({"mine": some(*SEAT_CODES)}),
    st.fixed_dictionaries(
        {"members": st.sampled_from(["us-congress", "us-house", "us-senate", "hsfa", "none"])}
    ),
)
BILLS = st.sampled_from([BILL, "119/s/1"])
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "leaders": st.just(True),
        "parties": some("Democratic", "Republican", "Independent", "Democrat"),
        "states": some("NJ", "OH", "PR"),
        "bill": st.fixed_dictionaries({"id": BILLS, "is": st.sampled_from(["cosponsor", "not-cosponsor"])}),
        "vote": st.fixed_dictionaries(
            {"id": st.sampled_from([VOTE, "x"]), "option": some("yes", "no", "absent")}
        ),
    },
)
GROUPS = st.builds(lambda kind, filters: kind | filters, KINDS, FILTERS)
THANKS = st.one_of(
    st.none(),
    st.fixed_dictionaries({"bill": BILLS}),
    st.fixed_dictionaries({"vote": st.just(VOTE), "option": st.sampled_from(["yes", "no"])}),
)
RULES = st.fixed_dictionaries(
    {"who": st.lists(GROUPS, min_size=1, max_size=4)},
    optional={
        "except": st.lists(st.sampled_from(SLUGS), unique=True),
        "limit": st.one_of(st.none(), st.integers(1, 4)),
        "order": st.sampled_from(["given", "rank", "name"]),
        "thank": THANKS,
    },
)
PLACES = st.lists(st.sampled_from([NJ, NJ6, NJ7, OH, OH1]), unique=True)


def resolve(data: dict[str, Any], places: list[str]) -> rules.Resolution:
    return rules.resolve(rules.parse(data), places, roster=ROSTER, positions=SAID)


@given(RULES)
def test_a_rule_survives_being_written_down(data: dict[str, Any]) -> None:
    rule = rules.parse(data)
    assert rules.parse(rules.to_data(rule)) == rule


@given(RULES, PLACES)
def test_limits_and_exclusions_hold_and_nobody_is_there_twice(
    data: dict[str, Any], places: list[str]
) -> None:
    people = [target.holder.slug for target in resolve(data, places).targets]
    assert len(people) == len(set(people)) <= (data.get("limit") or len(people))
    assert not set(people) & set(data.get("except", []))


@given(RULES, PLACES)
def test_a_limit_takes_the_first_of_the_same_order(data: dict[str, Any], places: list[str]) -> None:
    whole, cut = resolve(data | {"limit": None}, places), resolve(data, places)
    assert cut.targets == whole.targets[: data.get("limit")]
    assert resolve(data, places) == cut


@given(RULES, PLACES)
def test_nobody_is_thanked_who_does_not_support_it(data: dict[str, Any], places: list[str]) -> None:
    for target in resolve(data, places).targets:
        assert (target.stance == "thank") == (target.position == "supports")
        assert (target.position == "") == (not data.get("thank"))


@given(RULES)
def test_whoever_a_rule_names_without_a_place_it_names_everywhere(data: dict[str, Any]) -> None:
    free = data | {"limit": None}
    everywhere = {target.holder.slug for target in resolve(free, [NJ, NJ6]).targets}
    assert {target.holder.slug for target in resolve(free, []).targets} <= everywhere


@given(RULES)
def test_every_rule_reads_as_a_sentence(data: dict[str, Any]) -> None:
    sentence = rules.describe(rules.parse(data), roster=ROSTER, positions=SAID)
    assert sentence[0].isupper() or sentence[0] == "“"
    assert sentence.endswith(".")
    assert "%(" not in sentence
