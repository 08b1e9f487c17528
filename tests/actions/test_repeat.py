"""One person counts once, and nobody learns from the form who has signed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.http import HttpResponse
from django.test import Client

from tests import cast
from tests.cast import ANAHIT, DANIEL
from tocsin.actions.models import Submission
from tocsin.actions.page import ActionPage
from tocsin.campaigns import tally
from tocsin.core import links
from tocsin.delivery.models import Message

SAME = [
    ("anahit@example.org", "ANAHIT@EXAMPLE.ORG"),
    ("anahit@example.org", "Anahit+river@example.org"),
    ("anahit.p@gmail.com", "a.n.a.h.i.t.p@gmail.com"),
    ("anahitp@gmail.com", "anahit.p+x@googlemail.com"),
    ("anahit@proton.me", "an.ahit@protonmail.com"),
    ("anahit@icloud.com", "anahit+a@me.com"),
    ("anahit@yahoo.com", "anahit-news@yahoo.com"),
    ("anahit@fastmail.com", "anahit@fastmail.fm"),
    ("anahit@xn--y9aa4cwdd.example.org", "anahit@քաղաք.example.org"),
]
OTHER = [
    ("anahit@example.org", "daniel@example.org"),
    ("anahit@example.org", "anahit@example.net"),
    ("anahit@example.org", "an.ahit@example.org"),
    ("anahit@outlook.com", "an.ahit@outlook.com"),
    ("anahit@yahoo.com", "anahit@gmail.com"),
    ("anahit-p@example.org", "anahit-q@example.org"),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_another_spelling_of_the_same_mailbox_is_the_same_person(
    client: Client, page: ActionPage, first: str, second: str
) -> None:
    cast.act(client, replace(ANAHIT, email=first))
    cast.send(client, replace(ANAHIT, email=second), own_words="Once more.")
    assert sorted(Submission.objects.values_list("state", flat=True)) == ["confirmed", "repeat"]
    assert tally.read(page.campaign_id).confirmed == 1
    assert len(cast.post_for(cast.OFFICE)) == 1


@pytest.mark.parametrize(("first", "second"), SAME[:-1])
def test_two_spellings_that_both_wait_count_once_when_both_are_confirmed(
    client: Client, page: ActionPage, first: str, second: str
) -> None:
    people = [replace(ANAHIT, email=email) for email in (first, second)]
    for person in people:
        cast.send(client, person, own_words=f"I am {person.email}.")
    waiting = Message.objects.for_purposes(["confirm"]).order_by("id").values_list("recipient", flat=True)
    paths = [cast.path_in(cast.post_for(address)[0].text, "confirm") for address in waiting]
    for path in paths:
        client.post(path, {"decision": "confirm"})
    assert len(paths) == 2
    assert sorted(Submission.objects.values_list("state", flat=True)) == ["confirmed", "repeat"]
    assert tally.read(page.campaign_id).confirmed == 1
    assert b"You have already taken part" in client.get(paths[1]).content


@pytest.mark.parametrize(("first", "second"), OTHER)
def test_another_mailbox_is_another_person(client: Client, page: ActionPage, first: str, second: str) -> None:
    for email in (first, second):
        cast.act(client, replace(ANAHIT, email=email))
    assert tally.read(page.campaign_id).confirmed == 2


def test_a_person_counts_once_in_each_campaign(client: Client, page: ActionPage) -> None:
    other = cast.open_campaign(slug="forest")
    cast.act(client)
    cast.act(client, slug="forest")
    assert [tally.read(each.campaign_id).confirmed for each in (page, other)] == [1, 1]


def test_the_same_form_sent_twice_is_stored_once_and_mailed_once(client: Client, page: ActionPage) -> None:
    answers = [cast.send(client) for _ in range(5)]
    assert {answer.status_code for answer in answers} == {303}
    assert cast.stored() == (1, 1)
    assert tally.read(page.campaign_id).started == 1


def test_the_same_form_sent_again_after_confirming_sends_no_second_letter(
    client: Client, page: ActionPage
) -> None:
    cast.act(client)
    cast.send(client)
    assert len(cast.post_for(cast.OFFICE)) == 1
    assert tally.read(page.campaign_id).confirmed == 1


def essence(response: HttpResponse) -> tuple[int, dict[str, str], str]:
    """All that a passer-by sees, without the token, which differs every time."""
    plain = re.compile(r"\bt=[^&\"]+")
    headers = {name: plain.sub("t=", value) for name, value in response.headers.items()}
    return response.status_code, headers, plain.sub("t=", response.content.decode())


HISTORIES = {
    "waiting": ["send"],
    "signed": ["send", "confirm"],
    "void": ["send", "void"],
    "withdrawn": ["send", "confirm", "withdraw"],
    "over the limit": ["send", "other", "third", "fourth"],
}


@pytest.mark.parametrize("deeds", HISTORIES.values(), ids=HISTORIES)
def test_the_answer_is_the_same_to_new_and_known_people(
    client: Client, page: ActionPage, deeds: list[str]
) -> None:
    stranger = essence(cast.send(client, DANIEL, own_words="New."))
    for deed in deeds:
        DEEDS[deed](client)
    known = cast.send(client, ANAHIT, own_words="New.")
    assert essence(known) == stranger
    assert known.status_code == 303


@pytest.mark.parametrize("deeds", HISTORIES.values(), ids=HISTORIES)
def test_the_thank_you_page_and_its_button_tell_no_more(
    client: Client, page: ActionPage, deeds: list[str]
) -> None:
    stranger = seen_after(client, replace(DANIEL, email="a@example.org", name="A. Person"))
    for deed in deeds:
        DEEDS[deed](client)
    known = seen_after(client, replace(ANAHIT, name="A. Person"))
    assert known == stranger


def seen_after(client: Client, person: cast.Person) -> list[tuple[int, dict[str, str], str]]:
    thanks = cast.send(client, person, own_words="New.", name="A. Person").headers["Location"]
    again = client.post(thanks.replace("/thanks/", "/thanks/again/"))
    return [essence(client.get(thanks)), essence(again), essence(client.get(again.headers["Location"]))]


def test_what_the_known_person_is_told_stands_in_their_mail_alone(client: Client, page: ActionPage) -> None:
    cast.act(client)
    cast.send(client, own_words="Once more.")
    (mail,) = cast.post_for(ANAHIT.email, "already")
    assert "This address has confirmed before." in mail.text
    assert client.get(cast.path_in(mail.text, "my")).status_code == 200


def withdraw(client: Client) -> None:
    submission = Submission.objects.confirmed().get(email=ANAHIT.email)
    client.post(f"/my/{links.sign('my', submission.supporter_id)}/withdraw/{submission.pk}/")


DEEDS = {
    "send": cast.send,
    "other": lambda client: cast.send(client, own_words="Other."),
    "third": lambda client: cast.send(client, own_words="Third."),
    "fourth": lambda client: cast.send(client, own_words="Fourth."),
    "confirm": cast.confirm,
    "void": lambda client: client.post(cast.link_to("confirm"), {"decision": "void"}),
    "withdraw": withdraw,
}
