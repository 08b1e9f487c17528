"""The mails around an act: few, and nothing in them that a stranger could have typed."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests import cast
from tests.cast import ANAHIT, DANIEL, SLUG
from tocsin.actions.models import Submission
from tocsin.actions.page import ActionPage
from tocsin.delivery.models import Message

TYPED = {
    "name": "Visit Cheap Pills",
    "own_words": "buy-at cheap.example",
    "body": "cheap.example/body",
    "postal_code": "90210",
}


def mails(purpose: str = "confirm") -> int:
    return Message.objects.for_purposes([purpose]).count()


def again(client: Client) -> None:
    """Presses "send the link again" on the page of the newest act."""
    thanks = cast.send(client).headers["Location"]
    assert client.post(thanks.replace("/thanks/", "/thanks/again/")).status_code == 303


def test_three_confirmation_mails_per_action_and_no_more(client: Client, page: ActionPage) -> None:
    for number in range(6):
        cast.send(client, own_words=f"Words {number}.")
    assert mails() == 3


def test_a_day_later_the_limit_of_the_action_still_stands(client: Client, page: ActionPage) -> None:
    for number in range(6):
        cast.send(client, own_words=f"Words {number}.")
        cast.hours_pass(25)
    assert mails() == 3


def test_five_confirmation_mails_a_day_over_all_campaigns(client: Client, page: ActionPage) -> None:
    for slug in ("one", "two", "three"):
        cast.open_campaign(slug=slug)
        for number in range(3):
            cast.send(client, slug=slug, own_words=f"Words {number}.")
    assert mails() == 5
    cast.hours_pass(25)
    cast.send(client)
    assert mails() == 6


@pytest.mark.parametrize("spelling", ["ANAHIT@example.org", "anahit+{}@example.org"])
def test_the_limits_are_the_persons_not_the_spellings(
    client: Client, page: ActionPage, spelling: str
) -> None:
    for number in range(6):
        cast.send(client, replace(ANAHIT, email=spelling.format(number)), own_words=f"Words {number}.")
    assert mails() == 3


def test_one_persons_limit_is_nobody_elses(client: Client, page: ActionPage) -> None:
    for number in range(4):
        cast.send(client, own_words=f"Words {number}.")
    cast.send(client, DANIEL)
    assert len(cast.post_for(DANIEL.email)) == 1


def test_the_link_is_sent_again_on_request_but_not_at_once(client: Client, page: ActionPage) -> None:
    again(client)
    assert mails() == 1
    cast.hours_pass(0.1)
    again(client)
    assert mails() == 2


def test_sending_again_stays_within_three(client: Client, page: ActionPage) -> None:
    for _ in range(6):
        cast.hours_pass(1)
        again(client)
    assert mails() == 3


def test_sending_again_stays_within_five_a_day(client: Client, page: ActionPage) -> None:
    for slug in ("one", "two"):
        cast.open_campaign(slug=slug)
        for number in range(3):
            cast.send(client, slug=slug, own_words=f"Words {number}.")
    for _ in range(3):
        cast.hours_pass(0.1)
        again(client)
    assert mails() == 5


def test_a_link_that_was_sent_again_confirms_the_same_act(client: Client, page: ActionPage) -> None:
    cast.send(client)
    cast.hours_pass(0.1)
    again(client)
    links = [cast.path_in(mail.text, "confirm") for mail in cast.post_for(ANAHIT.email)]
    client.post(links[1], {"decision": "confirm"})
    assert b"You have already confirmed" in client.get(links[0]).content
    assert Submission.objects.count() == 1


def test_nothing_is_sent_again_to_who_has_answered(client: Client, page: ActionPage) -> None:
    thanks = cast.send(client).headers["Location"]
    cast.confirm(client)
    cast.hours_pass(1)
    client.post(thanks.replace("/thanks/", "/thanks/again/"))
    assert mails() == 1


def test_this_was_not_me_voids_the_act_and_stops_all_mail_of_the_campaign(
    client: Client, page: ActionPage
) -> None:
    thanks = cast.send(client).headers["Location"]
    client.post(cast.link_to("confirm"), {"decision": "void"})
    cast.hours_pass(30)
    cast.send(client)
    cast.send(client, own_words="Other words.")
    cast.send(client, replace(ANAHIT, email="Anahit+x@example.org"))
    client.post(thanks.replace("/thanks/", "/thanks/again/"))
    assert cast.post_for(ANAHIT.email) == []
    assert mails() == 1
    assert cast.post_for(cast.OFFICE) == []


def test_this_was_not_me_stops_the_mails_that_are_still_on_their_way(
    client: Client, page: ActionPage
) -> None:
    for number in range(2):
        cast.send(client, own_words=f"Words {number}.")
    client.post(cast.link_to("confirm"), {"decision": "void"})
    assert cast.post_for(ANAHIT.email) == []


def test_this_was_not_me_in_one_campaign_leaves_the_others(client: Client, page: ActionPage) -> None:
    cast.open_campaign(slug="forest")
    cast.send(client)
    client.post(cast.link_to("confirm"), {"decision": "void"})
    cast.send(client, slug="forest")
    assert len(cast.post_for(ANAHIT.email)) == 1


def test_who_acts_again_is_told_once_a_day(client: Client, page: ActionPage) -> None:
    cast.act(client)
    for number in range(4):
        cast.send(client, own_words=f"Words {number}.")
    cast.send(client, replace(ANAHIT, email="anahit+x@example.org"))
    assert mails("already") == 1
    assert mails("confirm") == 1


@pytest.mark.parametrize("purpose", ["confirm", "already"])
def test_a_mail_to_an_address_holds_nothing_that_a_stranger_typed(
    client: Client, page: ActionPage, purpose: str
) -> None:
    {"confirm": cast.send, "already": cast.act}[purpose](client, own_words="My own.")
    cast.hours_pass(25)
    cast.send(client, **TYPED, consent_show="on")
    mail = cast.post_for(ANAHIT.email, purpose)[-1]
    everything = " ".join(
        [mail.subject, mail.text, mail.html, mail.sender_name, mail.recipient_name, *mail.headers.values()]
    )
    assert [
        word for word in (*TYPED.values(), "cheap", ANAHIT.name) if word.lower() in everything.lower()
    ] == []
    assert mail.reply_to == ""


@pytest.mark.parametrize(
    "query", ["?source=cheap-example", "?lang=en&x=cheap-example", "?utm_source=cheap-example"]
)
def test_a_mail_holds_nothing_of_the_address_that_was_opened(
    client: Client, page: ActionPage, query: str
) -> None:
    client.post(
        f"/{SLUG}/{query}",
        cast.form(ANAHIT),
        headers={"User-Agent": "cheap-example", "Referer": "http://cheap-example/"},
    )
    (mail,) = cast.post_for(ANAHIT.email)
    assert "cheap-example" not in mail.text + mail.html + mail.subject


def test_every_link_in_a_mail_leads_to_this_site(client: Client, page: ActionPage, settings: object) -> None:
    from bs4 import BeautifulSoup
    from django.conf import settings as site

    cast.send(client)
    (mail,) = cast.post_for(ANAHIT.email)
    soup = BeautifulSoup(mail.html, "html.parser")
    assert {urlsplit(link["href"]).netloc for link in soup.find_all("a")} == {urlsplit(site.SITE_URL).netloc}
    assert soup.find_all(["img", "script", "link", "iframe", "form"]) == []


@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("ar", "rtl")])
def test_a_mail_is_in_the_language_of_the_page(
    client: Client, page: ActionPage, language: str, direction: str
) -> None:
    cast.open_campaign(slug="many", languages=("en", language))
    client.post(f"/many/?lang={language}", cast.form(ANAHIT))
    (mail,) = cast.post_for(ANAHIT.email)
    assert mail.language == language
    assert f'<html lang="{language}" dir="{direction}">' in mail.html
    assert cast.WORDS[language]["title"] in mail.subject
    shown = client.get(cast.link_to("confirm"))
    assert f'<html lang="{language}" dir="{direction}">' in shown.content.decode()


def test_a_confirmation_mail_says_that_it_came_by_itself(client: Client, page: ActionPage) -> None:
    cast.send(client)
    (mail,) = cast.post_for(ANAHIT.email)
    assert mail.headers["Auto-Submitted"] == "auto-generated"
