"""Hours, maintenance and pace, as pure functions of moments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.delivery import schedule

OFFICE = {"days": [0, 1, 2, 3, 4], "from": "09:00", "to": "17:00"}
NIGHT = {"days": [4], "from": "22:00", "to": "02:00"}
DAILY = {"days": [], "from": "00:00", "to": "06:00"}
NEW_YORK = "America/New_York"
moments = st.integers(0, 525_600).map(lambda minute: utc("2026-01-01T00:00") + timedelta(minutes=minute))
windows = st.sampled_from([{}, OFFICE, NIGHT, DAILY])


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "hours", "expected"),
    [
        ("2026-11-23T13:59", OFFICE, False),
        ("2026-11-23T14:00", OFFICE, True),
        ("2026-11-23T21:59", OFFICE, True),
        ("2026-11-23T22:00", OFFICE, False),
        ("2026-11-22T15:00", OFFICE, False),
        ("2026-11-28T06:59", NIGHT, True),
        ("2026-11-28T07:00", NIGHT, False),
        ("2026-11-22T15:00", {}, True),
        ("2026-07-20T13:00", OFFICE, True),
    ],
)
def test_office_hours_are_those_of_the_office(moment: str, hours: dict[str, object], expected: bool) -> None:
    assert schedule.is_open(utc(moment), hours, NEW_YORK) is expected


def test_maintenance_shuts_what_is_open() -> None:
    assert not schedule.is_open(utc("2026-11-23T05:00"), {}, NEW_YORK, [DAILY])
    assert schedule.next_open(utc("2026-11-23T05:00"), {}, NEW_YORK, [DAILY]) == utc("2026-11-23T11:00")


def test_a_friday_evening_waits_for_monday() -> None:
    assert schedule.next_open(utc("2026-11-27T22:30"), OFFICE, NEW_YORK) == utc("2026-11-30T14:00")


def test_what_never_opens_has_no_next_time() -> None:
    always = {"days": [], "from": "00:00", "to": "00:00"}
    assert schedule.next_open(utc("2026-11-27T22:30"), {}, "", [always]) is None


def test_a_week_of_an_office_has_forty_hours_also_when_the_clocks_change() -> None:
    week = timedelta(days=7)
    for start in (utc("2026-11-23T00:00"), utc("2026-10-26T00:00"), utc("2026-03-02T05:00")):
        assert schedule.open_seconds(start, start + week, OFFICE, NEW_YORK) == 40 * 3600


SATURDAY_NIGHT = {"days": [5], "from": "22:00", "to": "06:00"}
SUNDAY_SMALL_HOURS = {"days": [6], "from": "02:15", "to": "02:45"}


@pytest.mark.parametrize(
    ("noon", "hours", "expected"),
    [
        ("2026-03-14T16:00", SATURDAY_NIGHT, 8.0),
        ("2026-03-07T17:00", SATURDAY_NIGHT, 7.0),
        ("2026-10-31T16:00", SATURDAY_NIGHT, 9.0),
        ("2026-03-07T17:00", SUNDAY_SMALL_HOURS, 0.5),
        ("2026-10-31T16:00", SUNDAY_SMALL_HOURS, 0.5),
    ],
)
def test_the_night_in_which_the_clocks_change_is_as_long_as_it_is(
    noon: str, hours: dict[str, object], expected: float
) -> None:
    """From Saturday noon to Sunday noon, in real hours; half an hour that the clocks skip comes after the change."""
    opened = schedule.open_seconds(utc(noon), utc(noon) + timedelta(days=1), hours, NEW_YORK)
    assert opened / 3600 == expected


@pytest.mark.parametrize(
    ("friday", "monday"),
    [("2026-03-06T23:00", "2026-03-09T13:00"), ("2026-10-30T22:00", "2026-11-02T14:00")],
)
def test_an_office_opens_at_nine_by_its_own_clock_also_after_the_change(friday: str, monday: str) -> None:
    assert schedule.next_open(utc(friday), OFFICE, NEW_YORK) == utc(monday)


@given(moments, windows, windows)
def test_the_next_opening_is_open_and_nothing_before_it_is(
    moment: datetime, hours: dict[str, object], maintenance: dict[str, object]
) -> None:
    closed = [maintenance] if maintenance else []
    found = schedule.next_open(moment, hours, NEW_YORK, closed) or moment + 20 * schedule.A_DAY
    assert schedule.open_seconds(moment, found, hours, NEW_YORK, closed) == 0
    ended = schedule.open_seconds(moment, found + timedelta(seconds=1), hours, NEW_YORK, closed)
    assert ended == schedule.is_open(found, hours, NEW_YORK, closed)


@pytest.mark.parametrize(
    ("hours", "zone"),
    [
        ({"from": "9"}, ""),
        ({"from": "xx", "to": "17:00"}, ""),
        (OFFICE, "Mars/Base"),
        (OFFICE | {"days": [7]}, ""),
    ],
)
def test_hours_that_cannot_be_read_are_refused(hours: dict[str, object], zone: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        schedule.check(hours, zone, [])


@given(st.floats(0.01, 500), st.lists(st.floats(0, 3), min_size=1, max_size=60))
def test_no_span_of_time_sees_more_than_its_rate_and_one_burst(rate: float, waits: list[float]) -> None:
    now, next_at, left = utc("2026-11-23T00:00"), None, []
    for wait in waits:
        now += timedelta(seconds=wait)
        count = schedule.allowance(now, next_at, rate)
        next_at = schedule.advance(now, next_at, rate, count)
        left.append((now, count))
    burst = max(1.0, rate * schedule.BURST)
    for number, (since, _) in enumerate(left):
        span = (now - since).total_seconds()
        assert sum(count for _, count in left[number:]) <= rate * span + burst + 0.01


def test_a_slow_lane_lets_one_through_at_a_time() -> None:
    now = utc("2026-11-23T00:00")
    assert schedule.allowance(now, None, 0.1) == 1
    next_at = schedule.advance(now, None, 0.1, 1)
    assert schedule.allowance(now + timedelta(seconds=9.9), next_at, 0.1) == 0
    assert schedule.ready_at(next_at, 0.1) == now + timedelta(seconds=10)
    assert schedule.allowance(now + timedelta(seconds=10), next_at, 0.1) == 1
