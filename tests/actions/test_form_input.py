"""Every field at its limits: a clear answer, the values kept, nothing stored."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client

from tests import cast
from tests.cast import ANAHIT, DANIEL, EVERYONE, LEILA, NAREK, Person
from tocsin.actions.models import Submission
from tocsin.actions.page import ActionPage

NEVER = "Please write this on one line, in letters."
UNREADABLE = "Some characters could not be read. Please type them again."

REFUSED = [
    ("name", "", "Enter your name."),
    ("name", None, "Enter your name."),
    ("name", "   ", "Enter your name."),
    ("name", "\u3000\u2003", "Enter your name."),
    ("name", "12345", "Enter your name in letters."),
    ("name", "— …", "Enter your name in letters."),
    ("name", "A" * 101, "at most 100 characters"),
    ("name", "http://example.org", "Enter a name, not an address."),
    ("name", "Visit WWW.example.org now", "Enter a name, not an address."),
    ("name", "anahit@example.org", "Enter a name, not an address."),
    ("email", "", "Enter your email address."),
    ("email", None, "Enter your email address."),
    ("email", "anahit", "Enter an email address like name@example.org."),
    ("email", "anahit@", "Enter an email address like name@example.org."),
    ("email", "@example.org", "Enter an email address like name@example.org."),
    ("email", "anahit@@example.org", "Enter an email address like name@example.org."),
    ("email", "a b@example.org", "Enter an email address like name@example.org."),
    ("email", "anahit@example", "Enter an email address like name@example.org."),
    ("email", "anahit@127.0.0.1", "Enter an email address like name@example.org."),
    ("email", "anahit@[127.0.0.1]", "Enter an email address like name@example.org."),
    ("email", "a..b@example.org", "Enter an email address like name@example.org."),
    ("email", ".a@example.org", "Enter an email address like name@example.org."),
    ("email", "Անահիտ@example.org", "Enter an email address like name@example.org."),
    ("email", "a@example.org,b@example.org", "Enter an email address like name@example.org."),
    ("email", "Anahit <anahit@example.org>", "Enter an email address like name@example.org."),
    ("email", "a@" + "b" * 64 + ".org", "Enter an email address like name@example.org."),
    ("email", "a" * 65 + "@example.org", "Enter an email address like name@example.org."),
    ("email", "a" * 250 + "@example.org", "at most 254 characters"),
    ("email", "one\x00two@example.org", "Null characters are not allowed."),
    ("email", "one\ufffdtwo@example.org", UNREADABLE),
    ("country", "", "Choose your country."),
    ("country", None, "Choose your country."),
    ("country", "XX", "Choose your country from the list."),
    ("country", "ZZ", "Choose your country from the list."),
    ("country", "us", "Choose your country from the list."),
    ("country", "United States", "Choose your country from the list."),
    ("postal_code", "", "Enter your ZIP code."),
    ("postal_code", None, "Enter your ZIP code."),
    ("postal_code", "1234", "Enter a ZIP code of five digits, like 07030."),
    ("postal_code", "123456", "Enter a ZIP code of five digits, like 07030."),
    ("postal_code", "0703O", "Enter a ZIP code of five digits, like 07030."),
    ("postal_code", "07030-12", "Enter a ZIP code of five digits, like 07030."),
    ("postal_code", "1" * 21, "at most 20 characters"),
    ("body", "", "The letter is empty. Write at least one sentence."),
    ("body", None, "The letter is empty. Write at least one sentence."),
    ("body", " \r\n\t\u2003 ", "The letter is empty. Write at least one sentence."),
    ("body", "ա" * 6001, "at most 6000 characters"),
    ("own_words", "ա" * 2001, "at most 2000 characters"),
    ("version", "first", "whole number"),
    ("version", "-1", "greater than or equal to 1"),
    ("version", "9" * 5000, "whole number"),
    *[
        (field, f"one{char}two", NEVER)
        for field in ("name", "postal_code")
        for char in "\r\n\t\x01\x7f\x85\u2028\u2029\u202a\u202e\u2066\u200e\u200f\ufeff\ue000"
    ],
    *[
        (field, text, UNREADABLE)
        for field in ("name", "postal_code", "body", "own_words")
        for text in ("one\x00two", "one\ufffdtwo")
    ],
]


@pytest.mark.parametrize(("field", "value", "says"), REFUSED)
def test_a_bad_value_is_answered_clearly_and_stores_nothing(
    client: Client, page: ActionPage, field: str, value: str | None, says: str
) -> None:
    response = cast.send(client, **{field: value})
    assert response.status_code == 422
    assert says in error_of(response, field)
    assert cast.stored() == (0, 0)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "", "Enter your name."),
        ("name", "http://example.org", "Enter a name, not an address."),
        ("email", "narek@", "Enter an email address like name@example.org."),
        ("postal_code", "00\u202810", NEVER),
    ],
)
def test_the_summary_leads_to_the_field_and_everything_typed_is_still_there(
    client: Client, page: ActionPage, field: str, value: str, says: str
) -> None:
    others = {"consent_show": "on", "own_words": " Նախադասություն\r\n\r\n  two ", **{field: value}}
    soup = parsed(cast.send(client, NAREK, **others))
    link = soup.select_one(f".errors a[href='#id_{field}']")
    assert link is not None and says in link.text
    kept = {"name": NAREK.name, "email": NAREK.email, "postal_code": NAREK.postal_code} | {field: value}
    assert {name: soup.select_one(f"#id_{name}")["value"] for name in kept if kept[name]} == {
        name: text for name, text in kept.items() if text
    }
    assert soup.select_one("#id_body").text.strip() == cast.SUGGESTED
    assert soup.select_one("#id_own_words").text.removeprefix("\n") == " Նախադասություն\r\n\r\n  two "
    assert soup.select_one("#id_country option[selected]")["value"] == "AM"
    assert soup.select_one("#id_consent_show").has_attr("checked")
    assert not soup.select_one("#id_consent_updates").has_attr("checked")
    assert soup.select_one(f"#id_{field}")["aria-invalid"] == "true"
    assert soup.title.text.startswith("Error:")


def test_an_answer_with_errors_is_never_stored_by_anyone(client: Client, page: ActionPage) -> None:
    response = cast.send(client, name="")
    assert "public" not in response.headers.get("Cache-Control", "")
    assert "s-maxage" not in response.headers.get("Cache-Control", "")


ACCEPTED = [
    ("name", "Ա", "Ա"),
    ("name", "A" * 100, "A" * 100),
    ("name", "  Anahit  ", "Anahit"),
    ("email", "a" * 64 + "@example.org", "a" * 64 + "@example.org"),
    ("email", " Anahit@EXAMPLE.org ", "Anahit@example.org"),
    ("email", "anahit+river@example.org", "anahit+river@example.org"),
    ("email", "anahit@քաղաք.example.org", "anahit@xn--y9aa4cwdd.example.org"),
    ("postal_code", "07030-1234", "07030"),
    ("postal_code", "070301234", "07030"),
    ("postal_code", " 07030 ", "07030"),
    ("postal_code", "٠٧٠٣٠", "07030"),
    ("own_words", "", ""),
    ("own_words", "ա" * 2000, "ա" * 2000),
    ("body", "ա" * 6000, "ա" * 6000),
    ("body", "line\r\n" * 1200, "line\r\n" * 1200),
]


@pytest.mark.parametrize(("field", "value", "kept"), ACCEPTED)
def test_what_is_within_the_limits_is_taken(
    client: Client, page: ActionPage, field: str, value: str, kept: str
) -> None:
    response = cast.send(client, **{field: value})
    assert response.status_code == 303
    assert getattr(Submission.objects.get(), field) == kept


@pytest.mark.parametrize("person", EVERYONE, ids=lambda person: person.email)
def test_names_of_every_script_are_taken_stored_and_shown(
    client: Client, page: ActionPage, person: Person
) -> None:
    cast.act(client, person, consent_show="on")
    assert Submission.objects.get().name == person.name
    soup = BeautifulSoup(client.get(f"/{cast.SLUG}/").content, "html.parser")
    assert soup.select_one(".recent b").text == person.name
    (letter,) = cast.post_for(cast.OFFICE)
    assert letter.sender_name == f"{person.name} via River Friends"


def test_a_country_without_postal_codes_needs_none(client: Client, page: ActionPage) -> None:
    assert cast.send(client, LEILA, postal_code="").status_code == 303
    assert Submission.objects.get().area == "LB"


def test_a_postal_code_of_another_country_is_kept_as_written(client: Client, page: ActionPage) -> None:
    cast.send(client, country="CA", postal_code="H2X 1Y4")
    assert Submission.objects.get().postal_code == "H2X 1Y4"


def test_the_zip_code_tells_the_state(client: Client, page: ActionPage) -> None:
    cast.send(client, DANIEL)
    assert Submission.objects.get().area == "US-NJ"


def test_fields_nobody_asked_for_are_left_alone(client: Client, page: ActionPage) -> None:
    cast.send(client, state="confirmed", area="US-TX", id="0", campaign="9", source="x", email_hash="1")
    submission = Submission.objects.get()
    assert (submission.state, submission.area, submission.source) == ("pending", "US-CA", "")


def test_a_field_sent_twice_counts_as_its_last_value(client: Client, page: ActionPage) -> None:
    client.post(f"/{cast.SLUG}/", cast.form(ANAHIT) | {"name": [ANAHIT.name, DANIEL.name]})
    assert Submission.objects.get().name == DANIEL.name


@pytest.mark.parametrize("version", ["1", "999999999", "9" * 30])
def test_an_unknown_version_is_bound_to_the_words_that_stand_there_now(
    client: Client, page: ActionPage, version: str
) -> None:
    foreign = cast.open_campaign(slug="other")
    cast.send(client, version=version)
    cast.send(client, DANIEL, version=str(foreign.versions.get().pk))
    assert set(Submission.objects.values_list("version", flat=True)) == {page.versions.get().pk}


JUNK = [
    "<script>",
    "a b",
    "x" * 61,
    "é",
    "a\r\nb",
    "a\x00b",
    "-",
    "../..",
    "' OR 1=1 --",
    "{{7*7}}",
    "\ufffd",
]


@pytest.mark.parametrize("source", [*JUNK[:6], *JUNK[7:]])
def test_a_source_that_cannot_be_a_code_is_left_out(client: Client, page: ActionPage, source: str) -> None:
    response = client.post(f"/{cast.SLUG}/", cast.form(ANAHIT), query_params={"source": source})
    assert response.status_code == 303
    assert Submission.objects.get().source == ""


def test_a_partners_code_is_credited(client: Client, page: ActionPage) -> None:
    client.post(f"/{cast.SLUG}/?source=north-group_2", cast.form(ANAHIT))
    assert Submission.objects.get().source == "north-group_2"


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("path", [f"/{cast.SLUG}/", f"/{cast.SLUG}/thanks/", "/confirm/x/", "/my/x/"])
def test_a_method_that_a_page_does_not_know_is_refused(
    client: Client, page: ActionPage, method: str, path: str
) -> None:
    response = getattr(client, method)(path)
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize(
    "path", [f"/{cast.SLUG}/thanks/again/", "/my/x/withdraw/" + "0" * 8 + "-0000-7000-8000-" + "0" * 12 + "/"]
)
def test_a_deed_cannot_be_done_by_reading(client: Client, page: ActionPage, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"


@pytest.mark.parametrize(
    "query",
    [
        "lang=" + "x" * 600,
        "lang=%00",
        "lang=..%2F..",
        "lang=xx",
        "q=%00",
        "q=" + "x" * 5000,
        "q=%ff%fe",
        "source=%00",
    ],
)
@pytest.mark.parametrize("path", ["/", f"/{cast.SLUG}/", f"/{cast.SLUG}/thanks/"])
def test_a_page_is_shown_whatever_stands_in_the_query(
    client: Client, page: ActionPage, path: str, query: str
) -> None:
    assert client.get(f"{path}?{query}").status_code == 200


@pytest.mark.parametrize("header", ["x" * 5000, "\x00", "en;q=9e999,*;q=x", ",,,;;;"])
def test_a_page_is_shown_whatever_the_browser_says_of_languages(
    client: Client, page: ActionPage, header: str
) -> None:
    assert client.get(f"/{cast.SLUG}/", headers={"Accept-Language": header}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/nothing/", "/nothing/thanks/", "/../", "/%00/", "/%ff/", "/river/%0d%0aX: y/", "/confirm//"]
)
def test_an_address_without_a_page_is_answered_by_a_page(client: Client, page: ActionPage, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert b"There is no page at this address" in response.content


def test_a_closed_campaign_takes_nothing_and_says_so(client: Client, page: ActionPage) -> None:
    campaign = page.campaign
    campaign.closes_at = campaign.created_at
    campaign.save()
    response = cast.send(client)
    assert b"This action is closed" in response.content
    assert cast.stored() == (0, 0)


def parsed(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def error_of(response: HttpResponse, field: str) -> str:
    """What the error summary says, with the link to the field where that can be seen."""
    hidden = {"version": ".errors li"}
    return " ".join(
        found.text for found in parsed(response).select(hidden.get(field, f".errors a[href='#id_{field}']"))
    )
