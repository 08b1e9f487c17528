"""Whatever a record says, and in whatever order it says it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bills.courses import COURSES, Course
from tests.bills.endings import ENDINGS
from tocsin.bills.status.actions import Action
from tocsin.bills.status.congress import Progress, replay
from tocsin.bills.status.patterns import CODES
from tocsin.bills.status.states import STATES

settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile("steady")

ALL = (*COURSES, *ENDINGS)
SAID = sorted({action.text for course in ALL for action in course.actions})
TYPES = ("hr", "s", "hres", "sres", "hjres", "sjres", "hconres", "sconres", "", "HR", "lb")
courses = st.sampled_from(ALL)
days = st.dates(date(2025, 1, 1), date(2025, 1, 9))
texts = st.one_of(
    st.text(), st.sampled_from(SAID), st.tuples(st.sampled_from(SAID), st.text(max_size=9)).map("".join)
)
actions = st.lists(
    st.builds(
        Action,
        at=days,
        text=texts,
        code=st.sampled_from(["", "x", *CODES]),
        source=st.sampled_from(["", "0", "1", "2", "9", "?"]),
        time=st.sampled_from(["", "2025-01-05T10:00:00-05:00", "noon"]),
    ),
    max_size=12,
)


def run(course: Course, order: list[Action]) -> Progress:
    return replay(order, bill_type=course.bill_type, number=course.number, title=course.title)


@given(actions, st.sampled_from(TYPES), st.text(max_size=60), st.none() | days)
def test_no_record_makes_it_fail(record: list[Action], kind: str, title: str, today: date | None) -> None:
    progress = replay(record, bill_type=kind, title=title, today=today)
    assert {progress.status, *(step.status for step in progress.history)} <= set(STATES)
    assert all(one.at[:10] <= two.at[:10] for one, two in pairwise(progress.history))
    assert set(progress.unknown) <= {action.text for action in record}


@given(actions, st.sampled_from(TYPES))
def test_a_text_twice_is_a_text_once_to_the_person_who_reads_it(record: list[Action], kind: str) -> None:
    progress = replay(record * 2, bill_type=kind)
    assert len(set(progress.unknown)) == len(progress.unknown)


@given(courses, st.randoms(use_true_random=False))
def test_the_order_of_the_record_does_not_matter(course: Course, random: Random) -> None:
    shuffled = course.actions
    random.shuffle(shuffled)
    assert run(course, shuffled).history == run(course, course.actions).history


@given(courses)
def test_oldest_first_reads_as_newest_first(course: Course) -> None:
    assert run(course, course.actions[::-1]).history == run(course, course.actions).history


@given(courses, st.integers(0, 400))
def test_what_happens_later_never_changes_what_happened(course: Course, later: int) -> None:
    """But for a committee passed by, which is a stop only until the chamber votes."""
    until = date(2025, 1, 1) + timedelta(days=later)
    before = replay(
        course.actions, bill_type=course.bill_type, number=course.number, title=course.title, today=until
    )
    kept = [step for step in before.history if step.status != "REPORTED"]
    whole = [step for step in run(course, course.actions).history if step.status != "REPORTED"]
    assert kept == whole[: len(kept)]
