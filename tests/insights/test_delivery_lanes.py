"""Lanes: how each stands, pausing one, and its rules as a person writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.test import Client
from django.utils import timezone

from tests.insights.scene import audit, read
from tocsin.campaigns.models import Campaign
from tocsin.core.models import AuditEntry
from tocsin.delivery import lanes, schedule
from tocsin.delivery.lanes import LaneRule
from tocsin.delivery.models import Lane
from tocsin.insights import lane_forms

LANES = "/admin/delivery/lanes/"
KEY = "email:house.example"
WEEK = {
    "days": ["0", "1", "2", "3", "4"],
    "opens": "09:00",
    "closes": "17:00",
    "time_zone": "America/New_York",
}


@pytest.fixture
def lane(db: None) -> str:
    lanes.configure(
        key=KEY, rate=2.0, concurrency=None, daily_cap=None, hours={}, time_zone="", maintenance=[]
    )
    return KEY


def rules(client: Client, **data: object) -> int:
    return client.post(
        f"{LANES}rules/?key={KEY}", {"unit": "1", "reason": "They asked for it.", **data}
    ).status_code


def decide(client: Client, deed: str, reason: str = "The office is moving.") -> int:
    return client.post(f"{LANES}{deed}/?key={KEY}", {"reason": reason}).status_code


def test_a_lane_is_paused_and_goes_on(lane: str, organizer: Client) -> None:
    assert decide(organizer, "pause") == 302
    page = read(organizer, LANES)
    assert "Mail to house.example" in page and "Paused" in page
    assert "organizer@example.org" in page and "The office is moving." in page
    assert decide(organizer, "resume", "They have moved.") == 302
    assert not lanes.state_of(KEY).paused
    assert audit()[-2:] == ["lane.paused", "lane.resumed"]
    assert AuditEntry.objects.latest("id").subject == KEY


@pytest.mark.parametrize("deed", ["pause", "resume", "reset", "rules"])
def test_looking_changes_nothing(deed: str, lane: str, organizer: Client) -> None:
    before = Lane.objects.values().get(pk=KEY)
    read(organizer, f"{LANES}{deed}/", key=KEY, reason="x")
    assert Lane.objects.values().get(pk=KEY) == before


@pytest.mark.parametrize("query", ["", "?key=", "?key=*", "?key=" + "x" * 121])
def test_all_sending_is_no_lane(query: str, organizer: Client) -> None:
    assert organizer.post(f"{LANES}pause/{query}", {"reason": "x"}).status_code == 404
    assert organizer.post(f"{LANES}burn/?key={KEY}", {"reason": "x"}).status_code == 404


def test_rules_are_kept_as_they_are_written(lane: str, organizer: Client) -> None:
    until = timezone.now().date() + timedelta(days=9)
    written = {**WEEK, "rate": "90", "unit": "60", "concurrency": "3", "daily_cap": "500"}
    written |= {"maintenance": "sun 00:00-06:00\ndaily 02:00 – 03:00", "spread_until": until.isoformat()}
    assert rules(organizer, **written) == 302
    rule, row = lanes.state_of(KEY).rule, Lane.objects.get(pk=KEY)
    assert (rule.rate, rule.concurrency, rule.daily_cap) == (1.5, 3, 500)
    assert rule.hours == {"days": [0, 1, 2, 3, 4], "from": "09:00", "to": "17:00"}
    assert rule.time_zone == "America/New_York"
    assert rule.maintenance == [
        {"days": [6], "from": "00:00", "to": "06:00"},
        {"days": [], "from": "02:00", "to": "03:00"},
    ]
    assert row.spread_until is not None and row.spread_until.astimezone(UTC).date() == until + timedelta(
        days=1
    )
    page = read(organizer, f"{LANES}rules/", key=KEY)
    assert (
        'name="rate" value="90' in page
        and "sun 00:00-06:00\ndaily 02:00-03:00" in page
        and until.isoformat() in page
    )
    assert "90 a minute, 3 at the same time, 500 on one day" in read(organizer, LANES)
    assert AuditEntry.objects.latest("id").detail["rate"] == 1.5


def test_the_preview_says_when_it_opens_and_keeps_nothing(lane: str, organizer: Client) -> None:
    form = {"unit": "1", "preview": "1", **WEEK, "maintenance": "daily 09:00-16:59"}
    page = organizer.post(f"{LANES}rules/?key={KEY}", form).content.decode()
    opens = schedule.next_open(
        timezone.now(),
        {"days": [0, 1, 2, 3, 4], "from": "09:00", "to": "17:00"},
        "America/New_York",
        [{"days": [], "from": "09:00", "to": "16:59"}],
    )
    assert opens is not None
    assert "16:59, Washington and New York" in page
    assert lanes.state_of(KEY).rule == LaneRule(rate=2.0)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"rate": "0"}, "0.001"),
        ({"opens": "09:00"}, "Office hours need a time to begin and a time to end."),
        ({"days": ["1"]}, "Office hours need a time to begin and a time to end."),
        ({**WEEK, "closes": "09:00"}, "Office hours must end at another time"),
        ({"time_zone": "Mars/Olympus"}, "No time zone has this name."),
        ({"maintenance": "sundays"}, "“sundays” cannot be read."),
        ({"maintenance": "daily 25:00-26:00"}, "cannot be read."),
        ({**WEEK, "maintenance": "daily 08:00-18:00"}, "the lane never opens"),
        ({"spread_until": "2001-01-01"}, "This day has passed."),
        ({"reason": ""}, "Say why."),
    ],
)
def test_rules_that_make_no_sense_change_nothing(
    data: dict[str, object], words: str, lane: str, organizer: Client
) -> None:
    answer = organizer.post(f"{LANES}rules/?key={KEY}", {"unit": "1", "reason": "x", **data})
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert lanes.state_of(KEY).rule == LaneRule(rate=2.0)


def test_reset_gives_the_defaults_back(lane: str, organizer: Client) -> None:
    decide(organizer, "pause")
    assert decide(organizer, "reset") == 302
    found = lanes.state_of(KEY)
    assert (found.rule, found.paused) == (LaneRule(), True)


def test_a_silent_host_and_closed_hours_are_told(lane: str, viewer: Client) -> None:
    Lane.objects.filter(pk=KEY).update(open_until=timezone.now() + timedelta(minutes=5))
    assert "Its host does not answer. The next try is at" in read(viewer, LANES)
    yesterday = (timezone.now() - timedelta(days=1)).weekday()
    hours = {"days": [yesterday], "from": "09:00", "to": "10:00"}
    Lane.objects.filter(pk=KEY).update(open_until=None, hours=hours)
    page = read(viewer, LANES)
    assert "Closed" in page and "09:00, UTC" in page
    assert f"{LANES}pause/" not in page


def test_lanes_are_found_by_name_and_state(campaign: Campaign, lane: str, viewer: Client) -> None:
    assert "Mail to house.example" in read(viewer, LANES, q="HOUSE")
    assert "No lane fits this filter." in read(viewer, LANES, q="senate")
    assert "No lane fits this filter." in read(viewer, LANES, q="house", state="paused")


def test_a_channel_and_an_idle_lane_can_be_stopped_before_anything_waits(organizer: Client, db: None) -> None:
    page = read(organizer, LANES)
    assert "All mail, to offices and to supporters" in page and "?key=email%3A%2A" in page
    assert "/pause/?key=email%3Asenate.gov" in read(organizer, LANES, q="email:senate.gov")
    assert "No lane fits this filter." in read(organizer, LANES, q="pigeon:senate.gov")


def test_a_lane_whose_whole_channel_is_paused_is_not_shown_as_open(lane: str, viewer: Client) -> None:
    lanes.pause(key="email:*", reason="Their provider moves.")
    page = read(viewer, LANES, q=KEY)
    assert "Paused" in page and ">Open<" not in page.partition("<tbody>")[2]
    assert "<b>All mail, to offices and to supporters</b>" in page and "Their provider moves." in page


def test_a_whole_channel_counts_what_waits_in_its_lanes(campaign: Campaign, viewer: Client) -> None:
    rows = BeautifulSoup(read(viewer, LANES), "html.parser").select(".lanes tbody tr")
    waiting = {row.b.text: int(row.select_one(".num").text) for row in rows}
    one_by_one = [count for name, count in waiting.items() if name.startswith("Mail to")]
    assert waiting["All mail, to offices and to supporters"] == sum(one_by_one) >= 3
    assert waiting["All messages to Congress’s own system"] == 0


def test_what_left_is_told_only_where_it_is_counted(lane: str, viewer: Client) -> None:
    assert "not counted" not in read(viewer, LANES, q=KEY)
    assert "not counted" in read(viewer, LANES, q="email:senate.gov")


@pytest.mark.parametrize(
    ("rate", "words"),
    [(5.0, "5 a second"), (0.5, "30 a minute"), (1 / 60, "1 a minute"), (0.002, "7.2 an hour")],
)
def test_a_pace_reads_like_words(rate: float, words: str) -> None:
    assert lane_forms.pace(LaneRule(rate=rate)) == words


def test_windows_read_back_as_written() -> None:
    for line in ("sun 00:00-06:00", "mon, tue 22:00-02:00", "daily 02:00-03:00"):
        assert lane_forms.write_window(lane_forms.read_window(line)) == line
    with pytest.raises(forms.ValidationError):
        lane_forms.read_window("xyz 00:00-06:00")


def test_hours_read_like_words() -> None:
    week = {"days": [0, 1], "from": "09:00", "to": "17:00"}
    assert lane_forms.hours(LaneRule(hours=week, time_zone="Asia/Yerevan")) == "Mon Tue 09:00–17:00, Yerevan"
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    assert schedule.next_open(moment, week, "Asia/Yerevan") == datetime(2026, 11, 23, 5, tzinfo=UTC)
