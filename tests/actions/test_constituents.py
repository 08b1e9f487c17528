"""Offices that want to know their constituent: asked for only then, told only to them."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests import cast, congress
from tests.congress import NJ7, UNIQUE
from tocsin.actions.models import Submission
from tocsin.actions.page import ActionPage
from tocsin.content.models import HomePage
from tocsin.delivery.models import CwcOffice, Message
from tocsin.officials.models import ContactDetail, Official

PATH = "/rivers/"
WHO = {
    "title": "Ms.",
    "given_name": "Anahit",
    "family_name": "Petrosyan",
    "street": "1 Elm St",
    "city": "Dover",
}


@pytest.fixture
def rivers(page: ActionPage, settings: Any) -> Iterator[ActionPage]:
    """The Representative takes messages by Communicating With Congress, the senators do not."""
    settings.CWC_HOUSE_KEY, settings.CWC_AGENT = "key", "River Friends"
    settings.CWC_PROXY = "direct"
    settings.CWC_AGENT_EMAIL = settings.CWC_CONTACT_EMAIL = "agent@example.org"
    settings.CWC_CONTACT_NAME, settings.CWC_CONTACT_PHONE = "River Friends", "202-555-0142"
    congress.convene()
    found = congress.open_action(HomePage.objects.get(locale=page.locale))
    ContactDetail.objects.create(person=Official.objects.get(slug="pat-rivers"), type="cwc", value="HNJ07")
    CwcOffice.objects.create(code="HNJ07", chamber="house")
    yield found
    congress.forget()


def letter(**changes: Any) -> dict[str, Any]:
    person = cast.Person("", "anahit@example.org", postal_code=UNIQUE)
    return cast.form(person, division=NJ7, **{**WHO, **changes})


def channels() -> dict[str, str]:
    found = Message.objects.filter(purpose="action")
    return {message.data["official"]["slug"]: message.channel for message in found}


def test_the_form_asks_for_title_and_address(client: Client, rivers: ActionPage) -> None:
    shown = client.post(PATH, {"step": "find", "country": "US", "postal_code": UNIQUE}).content.decode()
    assert all(f'name="{field}"' in shown for field in WHO) and 'name="name"' not in shown
    assert "it gets your name, address and email" in shown


@pytest.mark.parametrize("field", WHO)
def test_each_is_needed(client: Client, rivers: ActionPage, field: str) -> None:
    answer = client.post(PATH, letter(**{field: ""}))
    assert answer.status_code == 422 and f'id="id_{field}_error"' in answer.content.decode()
    assert not Submission.objects.exists()


def test_what_the_office_gets_is_shown_before_it_is_confirmed(client: Client, rivers: ActionPage) -> None:
    client.post(PATH, letter())
    person = cast.Person("", "anahit@example.org")
    shown = unescape(client.get(cast.link_to("confirm", person)).content.decode())
    assert f"also gets: Ms. Anahit Petrosyan, 1 Elm St, Dover, {UNIQUE}, anahit@example.org." in shown
    assert "Your email address is not shown to anyone" not in shown


def test_who_writes_is_told_to_the_office_that_asks_and_to_no_other(
    client: Client, rivers: ActionPage
) -> None:
    assert client.post(PATH, letter()).status_code == 303
    cast.confirm(client)
    assert channels() == {"pat-rivers": "cwc", "ann-upton": "print", "ben-walsh": "print"}
    told = Message.objects.get(channel="cwc")
    assert told.recipient == "HNJ07"
    assert told.data["constituent"] == {
        **WHO, "name": "Anahit Petrosyan", "email": "anahit@example.org", "country": "US", "state": "NJ", "zip": UNIQUE,
    }  # fmt: skip
    others = Message.objects.filter(channel="print").values_list("data", flat=True)
    assert not any("Elm" in str(data) or "anahit@" in str(data) for data in others)


def test_where_the_gateway_stops_listing_the_office_the_form_asks_less(
    client: Client, rivers: ActionPage
) -> None:
    CwcOffice.objects.update(active=False)
    shown = client.post(PATH, {"step": "find", "country": "US", "postal_code": UNIQUE}).content.decode()
    assert 'name="street"' not in shown and 'name="name"' in shown


def test_who_wrote_before_the_office_could_be_reached_is_not_sent_without_an_address(
    client: Client, rivers: ActionPage
) -> None:
    CwcOffice.objects.update(active=False)
    person = cast.Person("Anahit Petrosyan", "anahit@example.org", postal_code=UNIQUE)
    assert client.post(PATH, cast.form(person, division=NJ7)).status_code == 303
    CwcOffice.objects.update(active=True)
    cast.confirm(client)
    assert channels()["pat-rivers"] == "print"
