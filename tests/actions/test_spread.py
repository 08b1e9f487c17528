"""Messages that leave evenly until the day of the occasion, and the page that says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate, now

from tests import cast
from tests.cast import ANAHIT, DANIEL, OFFICE
from tocsin.actions.compose import my_path
from tocsin.actions.page import ActionPage
from tocsin.delivery import lanes
from tocsin.delivery.models import Lane, Message

LANE = f"email:{OFFICE.partition('@')[2]}"


@pytest.mark.parametrize(("wanted", "days", "rows"), [(True, 30, 1), (True, 0, 0), (False, 30, 0)])
def test_a_campaign_spreads_its_letters_if_it_wants_to_and_there_is_time(
    client: Client, page: ActionPage, wanted: bool, days: int, rows: int
) -> None:
    campaign = page.campaign
    campaign.spread, campaign.occasion_date = wanted, localdate() + timedelta(days=days)
    campaign.save()
    cast.act(client, ANAHIT)
    assert Lane.objects.filter(pk=LANE, spread_until__gt=now()).count() == rows


def test_the_supporter_is_told_until_when_it_waits(client: Client, page: ActionPage) -> None:
    act = cast.act(client, ANAHIT)
    quiet = client.get(my_path(act)).content.decode()
    Message.objects.filter(purpose="action").update(due_at=now() + timedelta(hours=3))
    assert "Not before" not in quiet and "Not before" in client.get(my_path(act)).content.decode()


def test_nothing_is_promised_while_a_lane_is_paused(client: Client, page: ActionPage) -> None:
    act = cast.act(client, DANIEL)
    lanes.pause(key=LANE, reason="asked by the office")
    assert "Not before" not in client.get(my_path(act)).content.decode()
