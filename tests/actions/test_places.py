"""An action whose officials depend on the place: what it asks, whom it names, what it sends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from tests import cast, congress
from tests.cast import ANAHIT, Person
from tests.congress import (
    AT_LARGE,
    BILL,
    FL20,
    ISLAND,
    MILITARY,
    NJ7,
    NJ8,
    NJ10,
    NOWHERE,
    SPLIT,
    UNIQUE,
    VACANT,
)
from tocsin.actions import recount
from tocsin.actions.models import Match, Submission
from tocsin.actions.page import ActionPage
from tocsin.campaigns import tally
from tocsin.campaigns.models import Campaign
from tocsin.content.models import HomePage
from tocsin.core import links
from tocsin.core.models import Dataset
from tocsin.delivery import receipts
from tocsin.delivery.models import Message
from tocsin.officials.models import ContactDetail, Official
from tocsin.places import ocd

PATH = "/rivers/"


@pytest.fixture
def rivers(page: ActionPage) -> Iterator[ActionPage]:
    congress.convene()
    yield congress.open_action(HomePage.objects.get(locale=page.locale))
    congress.forget()


def ask(client: Client, zip_code: str = UNIQUE, *, status: int = 200, **more: str) -> Tag:
    """Answers one question; the form that comes back."""
    answer = client.post(PATH, {"step": "find", "country": "US", "postal_code": zip_code, **more})
    assert answer.status_code == status
    assert "no-store" in answer["Cache-Control"]
    return BeautifulSoup(answer.content, "html.parser").select_one("[data-part]")


def step_of(part: Tag) -> str:
    return str(part.select_one("form")["data-step"])


def names(part: Tag) -> list[str]:
    return [name.text for name in part.select(".writes-to .name")]


def letter(zip_code: str = UNIQUE, division: str = NJ7, **changes: Any) -> dict[str, Any]:
    person = Person("Anahit Petrosyan", "anahit@example.org", postal_code=zip_code)
    return cast.form(person, division=division, **changes)


def test_the_page_first_asks_for_the_zip_code_alone_and_is_the_same_for_everybody(
    client: Client, rivers: ActionPage
) -> None:
    answer = client.get(PATH)
    part = BeautifulSoup(answer.content, "html.parser").select_one("[data-part]")
    assert step_of(part) == "where"
    assert {field["name"] for field in part.select("input, select, textarea")} == {"country", "postal_code"}
    assert "s-maxage" in answer["Cache-Control"]


def test_a_zip_code_in_one_district_leads_straight_to_the_names(client: Client, rivers: ActionPage) -> None:
    part = ask(client, UNIQUE)
    assert step_of(part) == "write"
    assert names(part) == ["Pat Rivers", "Ann Upton", "Ben Walsh"]
    assert part.select_one("textarea[name=body]").text.strip() == "Please sign the Rivers Act."
    assert part.select_one("textarea[name=body_thanks]") is None
    assert Submission.objects.count() == Match.objects.count() == 0


def test_a_split_zip_code_is_asked_about_and_never_guessed(client: Client, rivers: ActionPage) -> None:
    part = ask(client, SPLIT)
    assert step_of(part) == "which"
    assert {radio["value"] for radio in part.select("input[type=radio]") if radio["value"]} == {NJ8, NJ10}
    assert "Quinn Shaw" in part.text and "Rosa Tully" in part.text
    assert "Choose your district." in ask(client, SPLIT, step="which", status=422).text
    assert names(ask(client, SPLIT, step="which", division=NJ10))[0] == "Rosa Tully"


def test_who_has_signed_is_thanked_and_who_has_not_is_pressed(client: Client, rivers: ActionPage) -> None:
    part = ask(client, SPLIT, step="which", division=NJ8)
    assert (
        part.select_one("textarea[name=body_thanks]").text.strip() == "Thank you for signing the Rivers Act."
    )
    client.post(PATH, letter(SPLIT, NJ8, body="Press.", body_thanks="Thanks."))
    assert "Quinn Shaw" in client.get(cast.link_to("confirm")).content.decode()
    cast.confirm(client)
    sent = {m.data["official"]["name"]: m.data["letter"] for m in Message.objects.filter(purpose="action")}
    assert {name: text["body"] for name, text in sent.items()} == {
        "Quinn Shaw": "Thanks.", "Ann Upton": "Press.", "Ben Walsh": "Press.",
    }  # fmt: skip
    assert sent["Quinn Shaw"]["subject"] == "Thank you for the Rivers Act"
    assert sent["Quinn Shaw"]["salutation"] == "Dear Representative Shaw,"


def test_without_a_list_of_cosponsors_everyone_is_asked_and_nobody_is_said_not_to_have_signed(
    client: Client, rivers: ActionPage
) -> None:
    Campaign.objects.filter(slug="rivers").update(thank_bill="119/hr/1")
    congress.forget()
    part = ask(client, UNIQUE)
    assert "We have no list of this bill’s cosponsors yet, so everyone is asked." in part.text
    assert "Has not supported" not in part.text


def test_a_confirmed_act_keeps_how_the_place_was_found(client: Client, rivers: ActionPage) -> None:
    client.post(PATH, letter())
    assert Match.objects.count() == 0
    cast.confirm(client)
    match = Match.objects.get()
    assert (match.division, match.method, match.vintage, match.checked) == (NJ7, "zip", "119", "119")
    assert match.confidence == "approximate"
    assert not match.ask_again


def test_offices_without_a_channel_are_held_and_those_with_one_are_written_to(
    client: Client, rivers: ActionPage
) -> None:
    pat = Official.objects.get(slug="pat-rivers")
    ContactDetail.objects.create(person=pat, type="voice", value="202-555-0100")
    ContactDetail.objects.create(person=pat, type="email", value="pat@example.org")
    client.post(PATH, letter())
    cast.confirm(client)
    ways = {m.data["official"]["slug"]: m.channel for m in Message.objects.filter(purpose="action")}
    assert ways == {"pat-rivers": "email", "ann-upton": "print", "ben-walsh": "print"}


def test_an_office_that_cannot_be_reached_gets_it_in_the_delivery_book(
    client: Client, rivers: ActionPage
) -> None:
    client.post(PATH, letter())
    cast.confirm(client)
    messages = Message.objects.filter(purpose="action", channel="print")
    assert {message.data["official"]["slug"] for message in messages} == {
        "pat-rivers",
        "ann-upton",
        "ben-walsh",
    }
    receipts.apply([receipts.Move(message=m, new="accepted", reply="book 12ab") for m in messages.all()])
    mine = client.get(f"/my/{links.sign('my', Submission.objects.get().supporter_id)}/").content.decode()
    assert mine.count("Handed over in person") == 3 and "book 12ab" not in mine
    assert tally.read(Campaign.objects.get(slug="rivers").pk).delivered == 0
    assert all(line.agrees for line in recount.recount())


@pytest.mark.parametrize(
    ("code", "division"),
    [
        (SPLIT, ""),
        (SPLIT, NJ7),
        (SPLIT, "x"),
        (SPLIT, "ocd-division/country:us/state:zz/cd:1"),
        (UNIQUE, NJ8),
    ],
    ids=["none", "forged", "rubbish", "no such state", "stale"],
)
def test_a_division_that_the_zip_code_does_not_have_is_not_taken(
    client: Client, rivers: ActionPage, code: str, division: str
) -> None:
    answer = client.post(PATH, letter(code, division, own_words="Kept."))
    assert answer.status_code == 422
    assert "Kept." in answer.content.decode()
    assert Submission.objects.count() == 0


def test_two_tabs_with_two_places_each_write_to_their_own(client: Client, rivers: ActionPage) -> None:
    first, second = ask(client, UNIQUE), ask(client, SPLIT, step="which", division=NJ10)
    assert names(first)[0] == "Pat Rivers" and names(second)[0] == "Rosa Tully"
    client.post(PATH, letter(UNIQUE, NJ7))
    client.post(PATH, letter(SPLIT, NJ10, email="other@example.org"))
    assert list(Submission.objects.order_by("id").values_list("division", flat=True)) == [NJ7, NJ10]


def test_abroad_there_is_an_honest_alternative(client: Client, rivers: ActionPage) -> None:
    part = ask(client, "75011", country="FR")
    assert step_of(part) == "nobody"
    assert "Write to the speaker instead." in part.text
    assert part.select_one("a.button")["href"] == "/river/"


def test_a_vacant_seat_is_said_to_be_vacant(client: Client, rivers: ActionPage) -> None:
    part = ask(client, VACANT)
    assert "the seat is vacant" in part.text
    assert names(part) == ["Eli Abbot", "Fay Brook"]
    Campaign.objects.filter(slug="rivers").update(who=[("mine", {"seats": ["us-house"], "only": {}})])
    congress.forget()
    assert step_of(alone := ask(client, VACANT)) == "nobody"
    assert ocd.name_of(FL20) in alone.text and "nobody holds this seat" in alone.text


def test_a_territory_has_a_commissioner_and_no_senators(client: Client, rivers: ActionPage) -> None:
    assert names(ask(client, ISLAND)) == ["Teo Vega"]


def test_a_state_with_one_district_needs_no_question(client: Client, rivers: ActionPage) -> None:
    assert names(ask(client, AT_LARGE)) == ["Sam Umiak", "Cora Young", "Dov Zeller"]


def test_a_military_zip_code_asks_for_the_state_and_then_the_district(
    client: Client, rivers: ActionPage
) -> None:
    assert step_of(ask(client, MILITARY)) == "state"
    assert step_of(ask(client, MILITARY, state="NJ")) == "which"
    assert names(ask(client, MILITARY, state="NJ", division=NJ7))[0] == "Pat Rivers"
    client.post(PATH, letter(MILITARY, NJ7, state="NJ"))
    cast.confirm(client)
    assert Match.objects.get().division == NJ7
    assert Message.objects.filter(purpose="action").count() == 3


def test_an_unknown_zip_code_lets_people_pick_from_the_list_of_their_state(
    client: Client, rivers: ActionPage
) -> None:
    part = ask(client, NOWHERE)
    assert step_of(part) == "which"
    assert len(part.select("option[value^=ocd]")) == ocd.seats_of_state("NJ")
    assert names(ask(client, NOWHERE, step="which", division=NJ7))[0] == "Pat Rivers"


def test_where_no_officials_are_loaded_that_is_said(client: Client, rivers: ActionPage) -> None:
    Dataset.objects.filter(name="officials").delete()
    part = ask(client, NOWHERE, step="which", division=ocd.cd_id("NJ", 1))
    assert "this site does not know yet who holds it" in part.text
    assert names(part) == ["Ann Upton", "Ben Walsh"]


@pytest.mark.parametrize("code", ["", "abc", "123", "K1A 0B1"])
def test_a_zip_code_that_is_none_is_said_at_the_field(client: Client, rivers: ActionPage, code: str) -> None:
    part = ask(client, code, status=422)
    assert part.select_one("#id_postal_code")["aria-invalid"] == "true"
    assert part.select_one("#id_postal_code").get("value", "") == code


def test_going_back_to_the_place_keeps_what_was_typed(client: Client, rivers: ActionPage) -> None:
    typed = letter(own_words="My river.", consent_show="on", step="where")
    part = BeautifulSoup(client.post(PATH, typed).content, "html.parser").select_one("[data-part]")
    assert step_of(part) == "where"
    kept = {field["name"]: field["value"] for field in part.select("input[type=hidden]")}
    assert kept["own_words"] == "My river."
    again = ask(client, AT_LARGE, **kept)
    assert again.select_one("textarea[name=own_words]").text.strip() == "My river."
    assert again.select_one("input[name=consent_show]").has_attr("checked")


def test_a_part_is_only_the_form(client: Client, rivers: ActionPage) -> None:
    answer = client.post(
        PATH, {"step": "find", "country": "US", "postal_code": UNIQUE}, headers={"X-Part": "form"}
    )
    assert b"<html" not in answer.content
    assert b"Pat Rivers" in answer.content


def test_the_thank_you_names_those_who_will_hear(client: Client, rivers: ActionPage) -> None:
    answer = client.post(PATH, letter(), follow=True)
    assert "Pat Rivers" in answer.content.decode()
    assert client.get("/rivers/thanks/").status_code == 200


def test_the_same_officials_stand_in_json_and_csv(client: Client, rivers: ActionPage) -> None:
    everybody = client.get("/rivers/targets.json").json()
    assert everybody["targets"] == []
    assert everybody["rule"]["thank"] == {"bill": BILL}
    here = client.get("/rivers/targets.json", {"zip": SPLIT, "division": NJ8}).json()["targets"]
    assert [target["name"] for target in here] == ["Quinn Shaw", "Ann Upton", "Ben Walsh"]
    assert [target["stance"] for target in here] == ["thank", "press", "press"]
    lines = b"".join(client.get("/rivers/targets.csv", {"zip": UNIQUE})).decode().splitlines()
    assert [line.partition(",")[0] for line in lines] == ["name", "Pat Rivers", "Ann Upton", "Ben Walsh"]


def test_an_action_to_everybody_asks_nothing_of_the_place(client: Client, page: ActionPage) -> None:
    soup = BeautifulSoup(client.get(f"/{cast.SLUG}/").content, "html.parser")
    assert soup.select_one("textarea[name=body]") and not soup.select_one("[data-part]")
    cast.act(client, ANAHIT)
    assert Match.objects.count() == 0
