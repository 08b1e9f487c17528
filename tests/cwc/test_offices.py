"""The lists of offices: fresh, kept through an outage, refused when damaged; and the channel that reads them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import now
from pytest_django import Settings

from tests.contracts.letters import letter
from tests.cwc.words import CONTENT
from tocsin.delivery.channels import CHANNELS
from tocsin.delivery.channels.base import SendError
from tocsin.delivery.channels.cwc import CwcChannel, offices, setup
from tocsin.delivery.channels.cwc.client import HOUSE, SENATE, Office
from tocsin.delivery.channels.cwc.gateway import Desk
from tocsin.delivery.channels.cwc.offices import Standing
from tocsin.delivery.models import CwcOffice

pytestmark = pytest.mark.django_db
CHANNEL = CwcChannel()


def age(chamber: str, by: timedelta) -> None:
    CwcOffice.objects.filter(chamber=chamber).update(seen_at=now() - by)


def test_the_lists_of_both_chambers_arrive(desk: Desk) -> None:
    assert offices.standing("HNJ08") is Standing.UNKNOWN
    offices.refresh_if_due()
    assert (
        CwcOffice.objects.filter(chamber=HOUSE).count(),
        CwcOffice.objects.filter(chamber=SENATE).count(),
    ) == (
        441,
        100,
    )
    assert (offices.standing("HNJ08"), offices.standing("HNJ99")) == (Standing.LISTED, Standing.UNLISTED)
    assert CHANNEL.ready("SNJ01")
    assert not CHANNEL.ready("HNJ99")
    assert not CHANNEL.ready("anna@example.org")


def test_a_list_is_asked_for_once_an_hour(desk: Desk) -> None:
    offices.refresh_if_due()
    first = offices.as_of(HOUSE)
    offices.refresh_if_due()
    assert offices.as_of(HOUSE) == first
    age(HOUSE, timedelta(minutes=61))
    offices.refresh_if_due()
    assert offices.as_of(HOUSE) != first


def test_an_outage_keeps_the_last_list_and_its_age(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    offices.refresh_if_due()
    age(HOUSE, timedelta(hours=5))
    before = offices.as_of(HOUSE)
    desk.maintenance = True
    offices.refresh_if_due()
    assert (offices.as_of(HOUSE), CHANNEL.ready("HNJ08")) == (before, True)
    assert f"the one of {before}" in caplog.text


def test_an_office_that_left_the_list_is_not_ready_and_may_come_back(desk: Desk) -> None:
    offices.replace(HOUSE, [Office("HNJ08"), Office("HNJ06")])
    offices.replace(HOUSE, [Office("HNJ06")])
    assert (CHANNEL.ready("HNJ08"), CHANNEL.ready("HNJ06")) == (False, True)
    offices.replace(HOUSE, [Office("HNJ08"), Office("HNJ06")])
    assert CHANNEL.ready("HNJ08")


def test_the_test_systems_have_lists_of_their_own(desk: Desk, settings: Settings) -> None:
    """All 100 take part in the Senate's test, about half in its production."""
    settings.CWC_TEST = True
    offices.refresh_if_due()
    assert CHANNEL.ready("SNJ01")
    settings.CWC_TEST = False
    assert (offices.standing("SNJ01"), CHANNEL.ready("SNJ01")) == (Standing.UNKNOWN, False)
    assert offices.replace(SENATE, [Office("SNJ01"), Office("SCA03")])
    assert (offices.standing("SNJ01"), offices.standing("SNJ02")) == (Standing.LISTED, Standing.UNLISTED)


def test_a_list_that_stays_small_is_believed_in_the_end(db: None) -> None:
    offices.replace(HOUSE, [Office("HNJ06"), Office("HNJ07"), Office("HNJ08")])
    age(HOUSE, timedelta(hours=25))
    assert not offices.replace(HOUSE, [])
    assert offices.replace(HOUSE, [Office("HNJ08")])
    assert offices.standing("HNJ06") is Standing.UNLISTED


@pytest.mark.parametrize("listed", [[], [Office("HNJ08")]])
def test_a_list_that_shrank_to_less_than_half_is_not_believed(listed: list[Office]) -> None:
    offices.replace(HOUSE, [Office("HNJ06"), Office("HNJ07"), Office("HNJ08")])
    assert not offices.replace(HOUSE, listed)
    assert offices.standing("HNJ06") is Standing.LISTED


def test_a_chamber_without_a_key_is_not_used(desk: Desk, settings: Settings) -> None:
    offices.refresh_if_due()
    settings.CWC_HOUSE_KEY = ""
    assert (CHANNEL.ready("HNJ08"), CHANNEL.ready("SNJ01")) == (False, True)


def test_half_of_the_settings_is_none_and_the_gap_is_named(desk: Desk, settings: Settings) -> None:
    offices.refresh_if_due()
    settings.CWC_CONTACT_PHONE = "5550142"
    assert not CHANNEL.ready("SNJ01")
    assert setup.agent_problems() == ["CWC_CONTACT_PHONE must look like 202-555-0142"]


def test_a_foreign_gateway_is_not_used(desk: Desk, settings: Settings) -> None:
    offices.refresh_if_due()
    settings.CWC_HOUSE_URL = "https://cwc.example.org"
    assert not CHANNEL.ready("HNJ08")


@pytest.mark.parametrize(
    "proxy", ["", "proxy.example.org:3128", "https://proxy.example.org:3128", "http://proxy.example.org"]
)
def test_no_message_leaves_by_an_address_that_nobody_named(
    desk: Desk, settings: Settings, caplog: pytest.LogCaptureFixture, proxy: str
) -> None:
    offices.refresh_if_due()
    settings.CWC_HOUSE_URL, settings.CWC_PROXY = "", proxy
    assert not CHANNEL.ready("HNJ08")
    with CHANNEL.session() as session, pytest.raises(SendError) as caught:
        session.send(letter("one", recipient="HNJ08", content=CONTENT))
    assert (caught.value.by_hand, setup.problems(HOUSE)[0][:9]) == (True, "CWC_PROXY")
    assert "CWC_PROXY" in caplog.text


@pytest.mark.parametrize("proxy", ["direct", "http://user:secret@proxy.example.org:3128"])
def test_a_named_way_out_is_used(desk: Desk, settings: Settings, proxy: str) -> None:
    offices.refresh_if_due()
    settings.CWC_HOUSE_URL, settings.CWC_PROXY = "", proxy
    assert (CHANNEL.ready("HNJ08"), setup.problems(HOUSE)) == (True, [])


def test_a_foreign_gateway_of_one_chamber_leaves_the_other_working(desk: Desk, settings: Settings) -> None:
    offices.refresh_if_due()
    settings.CWC_HOUSE_URL = "https://cwc.example.org"
    with CHANNEL.session() as session:
        with pytest.raises(SendError) as caught:
            session.send(letter("one", recipient="HNJ08", content=CONTENT))
        assert session.send(letter("two", recipient="SNJ01", content=CONTENT)).text
    assert (caught.value.by_hand, caught.value.permanent) == (True, False)


def test_the_registered_channel_hands_a_message_over(desk: Desk) -> None:
    offices.refresh_if_due()
    with CHANNELS["cwc"].session() as session:
        reply = session.send(letter("one", recipient="SNJ01", content=CONTENT))
    assert desk.taken == [reply.remote_id]


@pytest.mark.parametrize(
    ("recipient", "lane"), [("HNJ08", "cwc:house"), ("SCA03", "cwc:senate"), ("elsewhere", "cwc")]
)
def test_each_chamber_is_a_lane(recipient: str, lane: str) -> None:
    assert CHANNEL.lane(recipient) == lane
