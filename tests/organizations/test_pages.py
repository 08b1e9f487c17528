"""Registering, joining and managing people, through the pages and mails alone."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.organizations import scene
from tests.organizations.pages import (
    ENTER,
    FORM,
    JOIN,
    NEW,
    joined,
    link_in,
    mailed,
    owner_path,
    registered,
)
from tests.organizations.test_mandates import PDF
from tocsin.core import links
from tocsin.delivery.models import Message
from tocsin.organizations import members, opening, standing
from tocsin.organizations.models import Member, Organization, Proof
from tocsin.organizations.purposes import compose_link

pytestmark = pytest.mark.django_db


# --- Registering and entering -------------------------------------------------------------------------------------
def test_known_and_unknown_addresses_get_one_answer(client: Client) -> None:
    owner_path(email="anna@example.org")
    Message.objects.all().delete()
    answers = [client.post(ENTER, {"email": f"{who}@example.org"}, follow=True) for who in ("anna", "nobody")]
    assert answers[0].content == answers[1].content
    assert [message.recipient for message in Message.objects.all()] == ["anna@example.org"]


def test_the_same_form_twice_is_one_organization(client: Client) -> None:
    registered(client)
    registered(client)
    assert Organization.objects.count() == 1
    assert Message.objects.count() == 2


def test_an_address_is_not_flooded_by_registering(client: Client) -> None:
    for n in range(members.MAILS_A_DAY + 2):
        assert client.post(NEW, FORM | {"name": f"Organization number {n}"}).status_code == 303
    assert Message.objects.count() == members.MAILS_A_DAY
    assert Organization.objects.count() == members.MAILS_A_DAY


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": ""}, "Enter the name of the organization."),
        ({"name": "x" * 301}, "at most 300 characters"),
        ({"name": "12345"}, "in letters"),
        ({"name": "River\u202eWatch"}, "on one line"),
        ({"name": "Win at https://river.example"}, "Enter a name, not an address."),
        ({"country": "XX"}, "Choose the country from the list."),
        ({"language": "klingon"}, "Choose the language from the list."),
        ({"website": "javascript:alert(1)"}, "Enter the address of the website"),
        ({"website": "ftp://river.example"}, "starts with https://"),
        ({"email": "anna"}, "Enter an email address like"),
        ({"person": "anna@example.org"}, "Enter a name, not an address."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(client: Client, given: dict[str, str], words: str) -> None:
    refused = client.post(NEW, FORM | given)
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert "no-store" in refused.headers["Cache-Control"]
    assert not Organization.objects.exists()


def test_a_name_of_300_characters_is_taken(client: Client) -> None:
    path = joined(client, name="Ա" * 300)
    assert client.get(path).status_code == 200


def test_reading_a_link_joins_nobody_and_who_it_is_not_can_say_so(client: Client) -> None:
    path = registered(client)
    client.get(path)
    member = Member.objects.get()
    assert member.joined_at is None
    assert b"Thank you for telling us" in client.post(path, {"decision": "leave"}).content
    member.refresh_from_db()
    assert (member.name, member.email, member.joined_at) == ("", "", None)
    assert client.post(path, JOIN).status_code == 410
    assert members.send_links("anna@example.org") == 0


def test_nobody_acts_before_they_have_joined(client: Client) -> None:
    path = registered(client)
    for page in ("profile/", "proof/", "people/", "leave/"):
        assert client.get(f"{path}{page}").headers["Location"] == path
    client.post(f"{path}proof/mail/", {"local": "info"})
    assert not Proof.objects.exists()


# --- Links --------------------------------------------------------------------------------------------------------
def test_links_that_open_nothing_say_why(client: Client) -> None:
    member, path = owner_path()
    assert client.get(path[:-3] + "x/").status_code == 404
    assert client.get(f"/organizations/{links.sign('proof', member.link)}/").status_code == 404
    assert client.get("/organizations/prove/x.y.z/").status_code == 404
    members.renew(by=member, member=member)
    gone = client.get(path)
    assert gone.status_code == 410
    assert b"newer link" in gone.content


def test_pages_behind_a_link_are_kept_nowhere(client: Client) -> None:
    _member, path = owner_path()
    found = client.get(path)
    assert "no-store" in found.headers["Cache-Control"]
    assert "noindex" in found.headers["X-Robots-Tag"]
    assert not found.cookies


def test_the_page_speaks_the_language_of_the_member_unless_another_is_chosen(client: Client) -> None:
    member, path = owner_path()
    Member.objects.filter(pk=member.pk).update(language="ar")
    assert 'dir="rtl"' in client.get(path).content.decode()
    chosen = client.get(f"{path}?lang=fr").content.decode()
    assert '<html lang="fr"' in chosen
    assert f"{path}people/?lang=fr" in chosen


# --- People -------------------------------------------------------------------------------------------------------
INVITED = {
    "name": "Boris Example",
    "title": "Chair",
    "email": "boris@example.org",
    "role": "signer",
    "language": "en",
}


def test_an_invited_person_joins_by_their_own_mail(client: Client) -> None:
    _member, path = owner_path()
    assert client.post(f"{path}people/", INVITED).status_code == 303
    theirs = link_in(mailed(), compose_link)
    asked = client.get(theirs).content.decode()
    assert "Anna Example" in asked and "Signer" in asked
    client.post(theirs, JOIN)
    assert Member.objects.signers().joined().count() == 2
    assert client.post(f"{path}people/", INVITED).status_code == 409


def test_invitations_that_nobody_answers_come_to_an_end(client: Client) -> None:
    _member, path = owner_path()
    answers = [
        client.post(f"{path}people/", INVITED | {"email": f"b{n}@example.org"}).status_code
        for n in range(opening.OPEN_INVITATIONS + 1)
    ]
    assert answers == [303] * opening.OPEN_INVITATIONS + [409]


@pytest.mark.parametrize("role", [standing.SIGNER, standing.VIEWER])
def test_only_owners_change_anything(client: Client, role: str) -> None:
    owner, _path = owner_path()
    other, path = owner_path(owner.organization, name="Boris Example", role=role)
    before = Organization.objects.get(), Member.objects.count(), Message.objects.count()
    tried = [
        client.post(f"{path}people/", INVITED),
        client.post(f"{path}people/{owner.pk}/role/", {"role": "viewer"}),
        client.post(f"{path}people/{owner.pk}/end/"),
        client.post(f"{path}people/{owner.pk}/renew/"),
        client.post(f"{path}people/{other.pk}/role/", {"role": "owner"}),
        client.post(f"{path}profile/", FORM),
        client.post(f"{path}logo/", {"decision": "remove"}),
        client.post(f"{path}proof/mail/", {"local": "info"}),
        client.post(f"{path}proof/dns/"),
        client.post(f"{path}proof/check/"),
        client.post(f"{path}proof/mandate/", {"file": SimpleUploadedFile("m.pdf", PDF)}),
    ]
    assert {answer.status_code for answer in tried} == {403}
    assert not Proof.objects.exists()
    assert (Organization.objects.get(), Member.objects.count(), Message.objects.count()) == before
    assert owner.email not in client.get(f"{path}people/").content.decode()
    other.refresh_from_db()
    assert other.role == role


@pytest.mark.parametrize("deed", ["role", "end", "renew"])
def test_nobody_reaches_into_another_organization(client: Client, deed: str) -> None:
    _mine, path = owner_path()
    theirs, _path = owner_path(scene.organization("Women of the Lake"), name="Clara Example")
    assert client.post(f"{path}people/{theirs.pk}/{deed}/", {"role": "viewer"}).status_code == 404
    link = theirs.link
    theirs.refresh_from_db()
    assert (theirs.role, theirs.ended_at, theirs.link) == (standing.OWNER, None, link)


def test_the_last_owner_stays(client: Client) -> None:
    owner, path = owner_path()
    for tried in (
        client.post(f"{path}leave/"),
        client.post(f"{path}people/{owner.pk}/end/"),
        client.post(f"{path}people/{owner.pk}/role/", {"role": "viewer"}),
    ):
        assert tried.status_code == 409
        assert b"somebody else an owner first" in tried.content
    scene.member(owner.organization, "Boris Example")
    assert b"You have left" in client.post(f"{path}leave/").content
    assert client.get(path).status_code == 410


def test_mail_that_came_back_is_seen_and_a_new_link_is_sent(client: Client) -> None:
    owner, path = owner_path()
    other = scene.member(owner.organization, "Boris Example", role=standing.SIGNER)
    members.mark_bounced([other.pk])
    assert b"Mail came back" in client.get(path).content
    assert b"could not be delivered" in client.get(f"{path}people/").content
    assert client.post(f"{path}people/{other.pk}/renew/").status_code == 303
    other.refresh_from_db()
    assert other.bounced_at is None
    assert mailed().recipient == other.email


def test_a_new_link_is_refused_rather_than_lost_when_no_mail_can_go(client: Client) -> None:
    owner, path = owner_path()
    while members.send_link(owner):
        pass
    assert client.post(f"{path}people/{owner.pk}/renew/").status_code == 409
    assert client.get(path).status_code == 200
