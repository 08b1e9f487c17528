"""Proving an organization through the pages and mails alone, and what an impostor meets."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.test import Client

from tests.organizations import scene
from tests.organizations.pages import (
    FORM,
    JOIN,
    NEW,
    joined,
    link_in,
    mailed,
    prove_by_dns,
    the_state,
)
from tests.organizations.test_dns import name_server
from tocsin.organizations import proofs, registering, standing
from tocsin.organizations.models import Organization, Proof
from tocsin.organizations.purposes import compose_link, compose_proof

pytestmark = pytest.mark.django_db

__all__ = ["name_server"]


# --- The whole way ------------------------------------------------------------------------------------------------
def test_from_the_form_to_a_proven_organization(client: Client) -> None:
    path = joined(client)
    client.post(f"{path}proof/mail/", {"local": "info"})
    message = mailed(proofs.MAIL)
    assert message.recipient == "info@river.example"
    proof = link_in(message, compose_proof)
    assert b"Anna Example" in client.get(proof).content
    assert the_state() == standing.UNPROVEN  # reading it proved nothing
    assert client.post(proof, {"decision": "confirm"}).status_code == 303
    assert the_state() == standing.PROVEN
    assert b"It is confirmed" in client.get(proof).content


def test_a_dns_entry_proves_once_it_is_there(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    path = joined(client)
    client.post(f"{path}proof/dns/")
    early = client.post(f"{path}proof/check/")
    assert early.status_code == 409
    assert b"is not there yet" in early.content
    assert prove_by_dns(client, path, monkeypatch).status_code == 303
    assert the_state() == standing.PROVEN


def test_a_name_server_that_fails_is_said_beside_the_entry(client: Client) -> None:
    path = joined(client, website="https://river.example")
    Proof.objects.create(
        organization=Organization.objects.get(), kind="dns", domain="x" * 64 + ".example", code="c"
    )
    refused = client.post(f"{path}proof/check/")
    assert refused.status_code == 409
    assert b"cannot be asked for" in refused.content


def test_the_letter_somebody_came_from_is_carried_through_the_mail(client: Client) -> None:
    assert client.post(f"{NEW}?letter=free-them", FORM).status_code == 303
    path = link_in(mailed(), compose_link)
    assert path.endswith("letter=free-them")
    landed = client.post(path, JOIN)
    assert "/letters/free-them/" in client.get(landed.headers["Location"]).content.decode()


# --- Impostors ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("river@gmail.com", "Anybody can open an address at this mail provider"),
        ("info@rivver.example", "only looks like the domain"),
        ("info@lake.test", "is not the domain of the website"),
    ],
)
def test_an_address_that_proves_nothing(client: Client, address: str, words: str) -> None:
    path = joined(client)
    refused = client.post(f"{path}proof/mail/", {"local": address})
    assert refused.status_code == 409
    assert words in refused.content.decode()
    assert not Proof.objects.exists()


@pytest.mark.parametrize(
    ("known", "language", "name"),
    [
        ("River Watch", "en", "Rivеr Wаtch"),  # two of its letters are Cyrillic
        ("Ծովինար կոմիտե", "hy", "Tsovinar Committee"),
        ("Ласточка", "ru", "Lastochka"),
    ],
)
def test_who_is_like_a_proven_one_waits_even_with_a_proof(
    client: Client, monkeypatch: pytest.MonkeyPatch, known: str, language: str, name: str
) -> None:
    scene.organization(known, language=language, website="https://river.example")
    path = joined(client, name=name, website="https://lake.test")
    assert prove_by_dns(client, path, monkeypatch).status_code == 303
    assert the_state() == standing.HELD
    assert "Waits for a look" in client.get(path).content.decode()


def test_the_page_of_a_site_that_many_share_asks_for_a_mandate(client: Client) -> None:
    path = joined(client, website="https://river.wordpress.com")
    assert b"Upload a signed mandate" in client.get(f"{path}proof/").content
    assert client.post(f"{path}proof/dns/").status_code == 409


def test_whoever_reads_the_mailbox_can_deny(client: Client) -> None:
    path = joined(client)
    client.post(f"{path}proof/mail/", {"local": "info"})
    proof = link_in(mailed(proofs.MAIL), compose_proof)
    client.post(proof, {"decision": "deny"})
    assert client.post(proof, {"decision": "confirm"}).status_code == 200
    assert the_state() == standing.UNPROVEN
    assert b"this was not them" in client.get(f"{path}proof/").content


def test_a_message_for_a_website_that_has_moved_proves_nothing(client: Client) -> None:
    path = joined(client)
    client.post(f"{path}proof/mail/", {"local": "info"})
    proof = link_in(mailed(proofs.MAIL), compose_proof)
    registering.change(organization=Organization.objects.get(), website="https://lake.test")
    assert b"This link has been replaced" in client.post(proof, {"decision": "confirm"}).content
    assert the_state() == standing.UNPROVEN


def test_after_two_weeks_the_message_proves_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    path = joined(client)
    client.post(f"{path}proof/mail/", {"local": "info"})
    then = time.time() - timedelta(days=15).total_seconds()
    with monkeypatch.context() as clock:
        clock.setattr("django.core.signing.time.time", lambda: then)
        proof = link_in(mailed(proofs.MAIL), compose_proof)
    assert client.get(proof).status_code == 410
    assert client.post(proof, {"decision": "confirm"}).status_code == 410
    assert the_state() == standing.UNPROVEN


def test_a_domain_is_not_written_to_without_end(client: Client) -> None:
    path = joined(client)
    for n in range(proofs.MAILS_A_DAY):
        assert client.post(f"{path}proof/mail/", {"local": f"a{n}"}).status_code == 303
    assert client.post(f"{path}proof/mail/", {"local": "again"}).status_code == 409
