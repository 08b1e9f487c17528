"""The count: a journal, and counters that always say the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils.timezone import now

from tests import cast
from tocsin.campaigns import tally
from tocsin.campaigns.models import Campaign, Metric
from tocsin.campaigns.tally import Tally
from tocsin.core.ids import uuid7


@pytest.fixture
def campaign(db: None) -> Campaign:
    return cast.open_campaign().campaign


def move(campaign: Campaign, metric: Metric, delta: int, area: str = "US-NJ") -> None:
    tally.move(campaign_id=campaign.pk, metric=metric, delta=delta, area=area, ref=uuid7())


def test_a_campaign_nobody_acted_on_has_zeros(campaign: Campaign) -> None:
    assert tally.read(campaign.pk) == Tally(0, 0, 0)
    assert tally.series(campaign.pk, "day") == {}


def test_each_metric_is_counted_for_itself(campaign: Campaign) -> None:
    for metric, times in ((Metric.STARTED, 3), (Metric.CONFIRMED, 2), (Metric.DELIVERED, 1)):
        for _ in range(times):
            move(campaign, metric, 1)
    assert tally.read(campaign.pk) == Tally(started=3, confirmed=2, delivered=1)


def test_campaigns_are_counted_for_themselves(campaign: Campaign) -> None:
    other = cast.open_campaign(slug="forest").campaign
    move(campaign, Metric.CONFIRMED, 1)
    counts = tally.read_many([campaign.pk, other.pk, 0])
    assert [counts[pk].confirmed for pk in (campaign.pk, other.pk, 0)] == [1, 0, 0]


def test_areas_and_days_add_up_to_the_whole(campaign: Campaign) -> None:
    for area, delta in (("US-NJ", 1), ("US-CA", 1), ("US-NJ", 1), ("AM", 1), ("US-NJ", -1)):
        move(campaign, Metric.CONFIRMED, delta, area)
    areas = tally.series(campaign.pk, "area")
    assert [(area, count.confirmed) for area, count in areas.items()] == [
        ("AM", 1),
        ("US-CA", 1),
        ("US-NJ", 1),
    ]
    (day,) = tally.series(campaign.pk, "day")
    assert abs(datetime.fromisoformat(day).replace(tzinfo=UTC) - now()) < timedelta(days=2)
    assert tally.series(campaign.pk, "day")[day].confirmed == tally.read(campaign.pk).confirmed == 3


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE campaigns_tallycounter SET n = n + 1 WHERE scope = 'all'",
        "DELETE FROM campaigns_tallycounter WHERE scope = 'area'",
        "UPDATE campaigns_tallycounter SET key = key || 'X' WHERE scope = 'area'",
        "UPDATE campaigns_tallycounter SET metric = 'delivered'",
    ],
)
def test_a_bent_counter_is_found_and_made_anew_from_the_journal(campaign: Campaign, damage: str) -> None:
    for area in ("US-NJ", "AM"):
        move(campaign, Metric.CONFIRMED, 1, area)
    before = tally.read(campaign.pk), tally.series(campaign.pk, "area")
    assert tally.disagreements() == []
    with connection.cursor() as cursor:
        cursor.execute(damage)
    assert tally.disagreements() != []
    tally.rebuild()
    assert tally.disagreements() == []
    assert (tally.read(campaign.pk), tally.series(campaign.pk, "area")) == before


@pytest.mark.parametrize(("minutes", "closed"), [(-1, True), (1, False)])
def test_a_campaign_closes_at_its_minute(campaign: Campaign, minutes: int, closed: bool) -> None:
    campaign.closes_at = now() + timedelta(minutes=minutes)
    assert campaign.is_closed == closed


def test_a_campaign_without_an_end_stays_open(campaign: Campaign) -> None:
    assert not campaign.is_closed
