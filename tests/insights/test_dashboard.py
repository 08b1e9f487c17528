"""The dashboard says what the tally says."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from tests import cast
from tests.insights.scene import goes, letter_of, read, table
from tocsin.actions.models import Submission
from tocsin.campaigns import tally
from tocsin.campaigns.models import Campaign
from tocsin.campaigns.tally import Tally


@pytest.fixture
def delivered(campaign: Campaign) -> Campaign:
    """One letter was taken, one is unclear, one was refused."""
    taken, unclear, refused = map(letter_of, Submission.objects.confirmed().order_by("id"))
    goes(taken, ("inflight", ""), ("accepted", "250 OK"))
    goes(unclear, ("inflight", ""), ("ambiguous", "connection lost"))
    goes(refused, ("inflight", ""), ("failed", "550 no such mailbox"))
    return campaign


def home_of(campaign: Campaign) -> str:
    return f"/admin/campaigns/{campaign.pk}/"


def test_the_sentence_tells_the_tally_and_the_open_messages(delivered: Campaign, viewer: Client) -> None:
    page = read(viewer, home_of(delivered))
    assert tally.read(delivered.pk) == Tally(started=4, confirmed=3, delivered=1)
    assert "4 people started, 3 confirmed, 1 message handed over, 0 bounced, 2 need a person." in page


def test_a_bounce_is_counted(delivered: Campaign, viewer: Client) -> None:
    goes(letter_of(Submission.objects.confirmed().order_by("id")[0]), ("bounced", "552 full"))
    assert "0 messages handed over, 1 bounced" in read(viewer, home_of(delivered))


def test_the_front_of_the_admin_lists_the_current_campaigns(campaign: Campaign, viewer: Client) -> None:
    page = read(viewer, "/admin/")
    assert home_of(campaign) in page
    assert "<b>3</b> people of 100 have confirmed" in page


def test_by_day_as_csv(delivered: Campaign, viewer: Client) -> None:
    answer = viewer.get(f"{home_of(delivered)}by-day.csv")
    today = datetime.now(UTC).date().isoformat()
    [row] = table(b"".join(answer.streaming_content))
    assert (row["day"], row["started"], row["confirmed"], row["delivered"]) == (today, "4", "3", "1")


def test_by_area_as_json_equals_the_tally(delivered: Campaign, viewer: Client) -> None:
    rows = viewer.get(f"{home_of(delivered)}by-area.json").json()["rows"]
    counted = {row["area"]: Tally(row["started"], row["confirmed"], row["delivered"]) for row in rows}
    assert counted == tally.series(delivered.pk, "area")
    assert {row["area"]: row["label"] for row in rows}["US-NJ"] == "New Jersey"


def test_the_chart_and_its_table_name_every_place(campaign: Campaign, viewer: Client) -> None:
    page = read(viewer, home_of(campaign))
    assert page.count("California") >= 2
    assert page.count('class="chart" role="img"') == 3


def test_an_unknown_figure_is_not_found(campaign: Campaign, viewer: Client) -> None:
    assert viewer.get(f"{home_of(campaign)}by-name.csv").status_code == 404


def test_a_new_campaign_shows_that_nothing_was_counted(viewer: Client) -> None:
    page = cast.open_campaign(slug="empty")
    assert "Nothing has been counted yet." in read(viewer, home_of(page.campaign))
