"""The desk of open letters: whom it asks, who stands under it, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.insights.open_letters import LATER, do, drafted, home, signed, typeset
from tests.insights.scene import read
from tests.letters import scene
from tests.organizations import scene as bodies
from tocsin.delivery.models import Message
from tocsin.insights.open_letter_forms import guest_of
from tocsin.letters import making
from tocsin.letters.inviting import Guest
from tocsin.letters.models import Freeze, Invitation, Letter, Response, Signature

SignIn = Callable[[str], Client]


@pytest.fixture
def letter(db: None) -> Letter:
    return drafted()


@pytest.fixture
def signing_letter(letter: Letter) -> Letter:
    return signed(letter)


@pytest.fixture
def frozen(signing_letter: Letter) -> Freeze:
    return typeset(signing_letter)


# --- Invitations ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("line", "guest"),
    [
        ("River Watch, info@example.org", Guest("River Watch", "info@example.org")),
        ('"Bread, Peace", a@example.org, Ani Example', Guest("Bread, Peace", "a@example.org", "Ani Example")),
        ("Լճի կանայք; kin@example.org", Guest("Լճի կանայք", "kin@example.org")),
        ("Tabbed\tt@example.org", Guest("Tabbed", "t@example.org")),
    ],
)  # fmt: skip
def test_a_line_is_an_invitation(line: str, guest: Guest) -> None:
    assert guest_of(line) == guest


def invite(client: Client, letter: Letter, lines: str) -> Any:
    data = {"how": "guests", "guests": lines, "language": "hy"}
    return client.post(f"{home(letter)}invitations/", data)


def test_a_wrong_line_is_named_and_nobody_is_invited(letter: Letter, organizer: Client) -> None:
    answer = invite(organizer, letter, "River Watch, info@example.org\n\nNo Address\nBad, not-an-address")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Line 3: write a name, a comma and an address." in page
    assert "Line 4: Enter an email address like name@example.org." in page
    assert not Invitation.objects.exists()


def test_many_are_invited_at_once_and_nobody_twice(letter: Letter, organizer: Client) -> None:
    invite(
        organizer, letter, "River Watch, info@example.org\nRiver Watch, INFO@example.org\nLake, l@example.org"
    )
    invite(organizer, letter, "Lake, l@example.org")
    found = Invitation.objects.order_by("name").values_list("name", "email", "language")
    assert list(found) == [("Lake", "l@example.org", "hy"), ("River Watch", "info@example.org", "hy")]


def test_those_that_are_here_are_found_in_another_script(letter: Letter, organizer: Client) -> None:
    body = bodies.organization("Артак", language="ru")
    page = read(organizer, f"{home(letter)}invitations/", q="Artak")
    assert str(body.pk) in page
    organizer.post(f"{home(letter)}invitations/", {"how": "known", "organizations": [str(body.pk)]})
    assert Invitation.objects.get().organization == body


def test_an_address_that_mail_came_back_from_is_corrected(signing_letter: Letter, organizer: Client) -> None:
    invite(organizer, signing_letter, "Lake, wrong@example.org")
    found = Invitation.objects.get()
    Invitation.objects.update(bounced_at=LATER)
    assert "1 invitation came back." in read(organizer, home(signing_letter))
    organizer.post(f"{home(signing_letter)}invitations/{found.pk}/", {"email": "right@example.org"})
    assert Message.objects.filter(ref=found.pk, recipient="right@example.org").count() == 1


def test_reminding_says_how_many_before(signing_letter: Letter, organizer: Client) -> None:
    invite(organizer, signing_letter, "Lake, l@example.org\nHill, h@example.org")
    assert "2 organizations have neither signed" in read(organizer, f"{home(signing_letter)}do/remind/")
    do(organizer, signing_letter, "remind")
    assert "Everybody has answered" in read(organizer, f"{home(signing_letter)}do/remind/")


# --- Names ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("group", "name"),
    [
        ("standing", "River Watch"),
        ("unproven", "Nobody Knows Them"),
        ("waiting", "Twice Looked At"),
        ("withdrawn", "Gone Again"),
    ],
)
def test_each_name_stands_in_its_group(group: str, name: str, signing_letter: Letter, viewer: Client) -> None:
    names = {"River Watch", "Nobody Knows Them", "Twice Looked At", "Gone Again"}
    page = read(viewer, f"{home(signing_letter)}signatories/", group=group)
    assert {one for one in names if one in page} == {name}


def test_a_late_name_is_listed_as_late(frozen: Freeze, viewer: Client) -> None:
    scene.signed(frozen.letter, "Came After")
    page = read(viewer, f"{home(frozen.letter)}signatories/", group="late")
    assert "Came After" in page
    assert "River Watch" not in page


def test_a_name_keeps_its_history(signing_letter: Letter, organizer: Client) -> None:
    one = Signature.objects.get(organization__name="Gone Again")
    page = read(organizer, f"{home(signing_letter)}signatories/{one.pk}/")
    assert page.index("Signed · version 1") < page.index("Withdrawn · version 1")
    assert "Our board voted anew." in page


def test_freezing_says_what_it_fixes(signing_letter: Letter, organizer: Client) -> None:
    page = read(organizer, f"{home(signing_letter)}do/freeze/")
    assert "2 organizations and 0 people stand under version 1." in page
    assert "2 are left out" in page
    assert "The deadline has not come yet: December 20, 2099, 21:00 (Asia/Yerevan)." in page


# --- After the freeze -------------------------------------------------------------------------------------------
def test_the_document_can_be_looked_at_before_it_leaves(frozen: Freeze, organizer: Client) -> None:
    answer: Any = organizer.get(f"{home(frozen.letter)}files/{frozen.pk}/letter.pdf")
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert answer["Content-Disposition"] == 'attachment; filename="river-letter.pdf"'
    assert organizer.get(f"{home(frozen.letter)}files/{frozen.pk}/none.pdf").status_code == 404


def test_sending_names_each_addressee_and_their_way(frozen: Freeze, organizer: Client) -> None:
    page = read(organizer, f"{home(frozen.letter)}do/send/")
    assert "Jo Example" in page
    assert "vp-office@example.org" in page
    do(organizer, frozen.letter, "send")
    assert do(organizer, frozen.letter, "send") == 409


def test_what_is_handed_over_on_paper_is_said_by_a_person(frozen: Freeze, organizer: Client) -> None:
    person = frozen.letter.addressees.get().person
    person.contacts.all().delete()
    do(organizer, frozen.letter, "send")
    message = Message.objects.get(purpose="letter")
    assert "At 1 addressee the letter has not arrived by itself." in read(organizer, home(frozen.letter))
    path = f"{home(frozen.letter)}messages/{message.pk}/accept/"
    assert organizer.post(path, {"reason": ""}).status_code == 422
    organizer.post(path, {"reason": "Taken by the front desk on Monday."})
    assert "Handed over in person" in read(organizer, home(frozen.letter))


def test_a_document_that_failed_is_made_again(frozen: Freeze, organizer: Client) -> None:
    making.fail(frozen, "no room left on the disk")
    assert "no room left on the disk" in read(organizer, home(frozen.letter))
    assert do(organizer, frozen.letter, "again") == 302
    frozen.refresh_from_db()
    assert frozen.state == Freeze.State.MAKING


def test_an_answer_is_entered_then_published(frozen: Freeze, organizer: Client) -> None:
    letter = frozen.letter
    data = {
        "addressee": letter.addressees.get().pk,
        "received_on": "2026-01-02",
        "text": "We have read it.",
        "signed_by": "Jo",
    }
    assert organizer.post(f"{home(letter)}answer/", {**data, "received_on": "2999-01-01"}).status_code == 422
    organizer.post(f"{home(letter)}answer/", data)
    answer = Response.objects.get(published_at=None)
    organizer.post(f"{home(letter)}answers/{answer.pk}/")
    assert Response.objects.exclude(published_at=None).get() == answer
    assert organizer.post(f"{home(letter)}answers/{answer.pk}/").status_code == 409
