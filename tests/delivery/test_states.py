"""The rules of the outbox, alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.delivery import states
from tocsin.delivery.states import Counts, Fate, Verdict, judge

fates = st.sampled_from(list(Fate))
judged = st.sampled_from([fate for fate in Fate if fate is not Fate.UNREACHABLE])
"""A host that never answers is left to the date on which its messages expire."""


def known(verdict: Verdict) -> bool:
    return verdict.counts is not Counts.ATTEMPT


@given(fates, st.integers(0, 9), st.integers(0, 99), st.booleans())
def test_every_verdict_is_a_legal_move(fate: Fate, attempts: int, soft: int, repeatable: bool) -> None:
    verdict = judge(fate, attempts=attempts, soft_failures=soft, repeatable=repeatable)
    assert states.may_move(states.INFLIGHT, verdict.state)
    assert timedelta() <= verdict.delay <= states.BACKOFF_CAP


@given(fates, st.integers(1, 9), st.integers(0, 99))
def test_what_may_have_left_is_not_sent_again_unless_that_is_harmless(
    fate: Fate, attempts: int, soft: int
) -> None:
    verdict = judge(fate, attempts=attempts, soft_failures=soft, repeatable=False)
    assert (verdict.state == states.QUEUED) <= (fate in {Fate.LATER, Fate.POLICY, Fate.UNREACHABLE})


@given(st.lists(judged, min_size=100, max_size=100), st.booleans())
def test_every_message_comes_to_an_end(answers: Sequence[Fate], repeatable: bool) -> None:
    tries, attempts, soft, verdict = iter(answers), 0, 0, Verdict(states.QUEUED)
    while verdict.state == states.QUEUED:
        attempts += 1
        verdict = judge(next(tries), attempts=attempts, soft_failures=soft, repeatable=repeatable)
        attempts, soft = attempts - known(verdict), soft + (verdict.counts is Counts.SOFT)
    assert attempts <= states.MAX_ATTEMPTS
    assert soft <= states.MAX_SOFT_FAILURES


@given(st.integers(0, 10_000))
def test_backoff_stays_within_its_cap(failures: int) -> None:
    assert timedelta() <= states.backoff(failures) <= states.BACKOFF_CAP


def test_every_state_is_known_and_ends_are_ends() -> None:
    assert {new for moves in states.MOVES.values() for new in moves} <= set(states.STATES)
    assert {state for state, moves in states.MOVES.items() if not moves} == {"cancelled"}


@pytest.mark.parametrize(
    ("words", "fate"),
    [
        ("552 5.2.2 mailbox full", Fate.POLICY),
        ("550 5.7.1 blocked by policy", Fate.POLICY),
        ("550-5.7.26 unauthenticated", Fate.POLICY),
        ("550 5.1.1 no such user", Fate.REFUSED),
        ("554 refused", Fate.REFUSED),
    ],
)
def test_refusals_that_may_pass(words: str, fate: Fate) -> None:
    assert states.refusal(words) is fate


def test_a_policy_is_tried_three_times_more() -> None:
    tries = [judge(Fate.POLICY, attempts=1, soft_failures=n, repeatable=False).state for n in range(4)]
    assert tries == ["queued", "queued", "queued", "failed"]


def test_a_silent_host_costs_its_messages_nothing() -> None:
    verdict = judge(Fate.UNREACHABLE, attempts=1, soft_failures=59, repeatable=False)
    assert (verdict.state, verdict.counts) == ("queued", Counts.NOTHING)
    assert verdict.delay <= timedelta(minutes=1)


def test_what_only_a_person_can_do_waits_for_one() -> None:
    assert judge(Fate.BY_HAND, attempts=1, soft_failures=0, repeatable=True).state == "needs_person"


@pytest.mark.parametrize(("asked", "least", "most"), [(30, 30, 30), (100_000, 86_400, 86_400), (0, 0, 3600)])
def test_the_wait_that_was_asked_for_is_kept_within_a_day(asked: int, least: int, most: int) -> None:
    after = timedelta(minutes=0, seconds=asked * 60 if asked == 30 else asked)
    verdict = judge(Fate.LATER, attempts=1, soft_failures=0, repeatable=False, after=after)
    assert timedelta(seconds=least) <= verdict.delay <= timedelta(seconds=max(most, 1800))
