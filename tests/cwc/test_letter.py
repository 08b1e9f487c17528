"""From the outbox's data to the client's message."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.contracts.letters import letter
from tests.cwc.words import AGENT, CONTENT, PERSON
from tocsin.delivery.channels.cwc.client import Message, problems
from tocsin.delivery.channels.cwc.letter import campaign_id, missing, to_message, unsigned

TODAY = date(2026, 11, 23)


def made(**changes: Any) -> Message:
    outgoing = letter("one", recipient="HNJ08", content=CONTENT | changes)
    return to_message(outgoing, agent=AGENT, today=TODAY)


def with_person(**changes: str) -> dict[str, Any]:
    return CONTENT | {"constituent": PERSON | changes}


def test_the_message_fits_and_keeps_whose_words_are_whose() -> None:
    message = made()
    assert problems(message) == []
    assert (message.statement, message.message) == (CONTENT["statement"], CONTENT["message"])
    assert message.constituent.prefix == "Ms."
    assert len(message.delivery_id) == 32


def test_the_email_address_counts_as_checked_because_its_owner_confirmed() -> None:
    assert made().constituent.email_is_valid is True
    assert made().constituent.address_is_valid is None


def test_an_answer_is_asked_for_and_no_newsletter() -> None:
    assert made().wants_response is True
    assert made().wants_newsletter is False


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({}, []),
        ({"title": "Mx."}, ["title"]),
        ({"given_name": "", "street": "5"}, ["given_name", "street"]),
        ({"city": "Ai"}, ["city"]),
        ({"zip": "070301234"}, []),
        ({"zip": "0703"}, ["zip"]),
        ({"state": "nj"}, []),
        ({"state": "Ontario"}, ["state"]),
        ({"email": "anna"}, ["email"]),
        ({"country": "CA"}, ["country"]),
    ],
)
def test_what_is_missing_is_named_as_the_form_names_it(changes: dict[str, str], names: list[str]) -> None:
    assert missing(with_person(**changes)) == names


def test_everything_is_missing_where_nothing_was_asked() -> None:
    assert missing({}) == ["title", "given_name", "family_name", "email", "street", "city", "state", "zip"]


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Please act.\n\nSincerely,\nAnna Petrosyan\nHoboken, NJ", "Please act."),
        ("Please act.\r\n\r\nRespectfully\r\nANNA PETROSYAN", "Please act."),
        ("Please act.\n\nAnna Petrosyan", "Please act."),
        ("Please act.\n\nBest wishes", "Please act.\n\nBest wishes"),
        ("Anna Petrosyan\nasks you to act.", "Anna Petrosyan\nasks you to act."),
        ("Please act.\n\nYour neighbor", "Please act.\n\nYour neighbor"),
        ("Please\x0bact.", "Please act."),
        ("Sincerely,\nAnna Petrosyan", ""),
        ("", ""),
    ],
)
def test_a_signature_is_taken_off_and_nothing_else(text: str, bare: str) -> None:
    assert unsigned(text, CONTENT) == bare


@pytest.mark.parametrize(
    "changes",
    [
        {"letter": CONTENT["letter"] | {"subject": "Other"}},
        {"statement": "x"},
        {"constituent": {}},
        {"topics": ["Law"]},
    ],
)
def test_the_campaign_keeps_its_id_whatever_is_edited(changes: dict[str, Any]) -> None:
    assert campaign_id(CONTENT | changes) == campaign_id(CONTENT)


@pytest.mark.parametrize(
    "changes",
    [
        {"position": "con"},
        {"stance": "thank"},
        {"bills": ["119/hr/5369"]},
        {"campaign": CONTENT["campaign"] | {"id": "other"}},
        {"more_info": "https://example.com/hr-6840/"},
    ],
)
def test_another_issue_or_stance_is_another_campaign(changes: dict[str, Any]) -> None:
    assert campaign_id(CONTENT | changes) != campaign_id(CONTENT)
