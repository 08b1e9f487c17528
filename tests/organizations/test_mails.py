"""The two mails of organizations: the way in, and the message that proves a domain."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.organizations import scene
from tests.organizations.pages import FORM, NEW, mailed
from tocsin.delivery.channels.base import Outgoing
from tocsin.organizations import members, proofs
from tocsin.organizations.models import Member
from tocsin.organizations.purposes import compose_link, compose_proof

pytestmark = pytest.mark.django_db

TYPED = {"name": "Cheap Pills <b>", "person": "Pill Seller", "title": "Cheapest", "website": "pills.example"}


def forms_of(mail: Outgoing) -> tuple[str, str, str]:
    return mail.subject, mail.text, mail.html


def invited(body: Any, *, language: str = "en") -> Outgoing:
    owner = scene.member(body)
    members.invite(
        organization=body, name="Boris Example", email="boris@example.org", role="signer", language=language,
        by=owner,
    )  # fmt: skip
    return compose_link(mailed())


def test_who_has_never_answered_gets_nothing_that_a_stranger_typed(client: Client) -> None:
    client.post(NEW, FORM | TYPED)
    mail = compose_link(mailed())
    assert (mail.subject, mail.recipient_name) == ("Did you register an organization?", "")
    for form in forms_of(mail):
        assert not any(word in form for word in ("Pill", "Cheap", "pills"))


def test_an_invitation_says_by_whom_for_what_and_as_what() -> None:
    mail = invited(scene.organization("River & Lake"))
    assert mail.subject == "Do you act for River & Lake?"
    for form in forms_of(mail)[1:]:
        assert "Anna Example says that you act for River" in form
        assert "Signer: signs and approves" in form
    assert "River & Lake" in mail.text
    assert "River &amp; Lake" in mail.html
    assert (mail.recipient, mail.recipient_name) == ("boris@example.org", "Boris Example")
    assert mail.headers["Auto-Submitted"] == "auto-generated"


def test_the_link_opens_the_page_in_the_language_of_the_reader(client: Client) -> None:
    mail = invited(scene.organization(), language="ar")
    assert '<html lang="ar" dir="rtl">' in mail.html
    path = members.path_of(Member.objects.get(email="boris@example.org")) + "?lang=ar"
    assert path in mail.text and path in mail.html
    assert '<html lang="ar" dir="rtl"' in client.get(path).content.decode()


def test_who_has_joined_gets_the_link_again_without_questions() -> None:
    owner = scene.member(scene.organization())
    members.send_link(owner)
    mail = compose_link(mailed())
    assert mail.subject == "Your link for River Watch"
    assert "Was this not you" not in mail.text
    assert members.path_of(owner) in mail.text


def test_a_long_name_stays_on_the_line_of_the_subject() -> None:
    body = scene.organization("Ա" * 300)
    assert invited(body).subject == f"Do you act for {body.name}?"


def test_the_message_to_a_domain_says_who_asks_and_that_it_can_be_denied() -> None:
    owner = scene.member(scene.organization(proven=False, website="https://river.example"))
    proofs.ask_by_mail(member=owner, address="info@river.example")
    mail = compose_proof(mailed(proofs.MAIL))
    assert mail.subject == "Does River Watch act for river.example?"
    for form in forms_of(mail)[1:]:
        assert "Anna Example says that this address belongs to River Watch" in form
        assert "This was not us" in form
        assert "/organizations/prove/" in form
