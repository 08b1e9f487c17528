"""What is kept of people around a letter, and what goes with time; what was signed in public stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.letters import scene
from tests.letters.look import ask, look, person
from tests.organizations import scene as bodies
from tocsin.core import retention
from tocsin.letters import comments, freezing, inviting, signing, versions
from tocsin.letters.inviting import Guest
from tocsin.letters.models import Comment, Freeze, Invitation, Letter, Signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(db: None) -> Letter:
    found = scene.letter(takes_people=True)
    scene.up(found)
    return Letter.objects.get(pk=found.pk)


def purge(days: float) -> dict[str, int]:
    found = retention.purge(timezone.now() + timedelta(days=days))
    return {name: count for name, count in found.items() if name.startswith("letters.") and count}


def test_everything_that_holds_personal_data_is_registered() -> None:
    known = {name for name in retention.HOLDINGS if name.startswith("letters.")}
    kinds = {
        "Signature (unconfirmed)",
        "Signature (withdrawn)",
        "Signature (person)",
        "Invitation",
        "Comment",
    }
    assert known == {f"letters.{kind}" for kind in kinds}


def test_who_never_answered_our_mail_is_forgotten(letter: Letter) -> None:
    ask(letter)
    assert purge(13) == {}
    assert purge(15) == {"letters.Signature (unconfirmed)": 1}
    assert Signature.objects.count() == 0


def test_who_asked_again_lately_still_can_confirm(letter: Letter) -> None:
    ask(letter)
    Signature.objects.update(created_at=timezone.now() - timedelta(days=13))
    ask(letter)
    assert purge(5) == {}
    signing.confirm_person(person())
    assert purge(15) == {}


def test_of_a_person_who_took_their_name_off_only_that_somebody_did_stays(letter: Letter) -> None:
    scene.signed(letter, "Amber")
    ask(letter)
    signing.confirm_person(person())
    frozen = freezing.freeze(user=None, letter=letter)
    signing.withdraw(signature=person(), member=None, why="I am Pat of the school")
    assert purge(29) == {}
    assert purge(31) == {"letters.Signature (withdrawn)": 1}
    found = person()
    assert (found.name, found.title, found.affiliation, found.email, found.email_hash, found.withdrawn_why) == (
        "", "", "", "", None, "",
    )  # fmt: skip
    assert (found.events.count(), len(look(letter).withdrawn), look(letter).people) == (2, 1, [])
    assert len(Freeze.objects.get(pk=frozen.pk).signatories) == 2
    assert purge(31) == {}
    ask(letter)
    assert Signature.objects.people().count() == 2


def test_who_is_about_to_come_back_is_not_emptied(letter: Letter) -> None:
    ask(letter)
    signing.confirm_person(person())
    signing.withdraw(signature=person(), member=None)
    Signature.objects.update(withdrawn_at=timezone.now() - timedelta(days=29))
    ask(letter)
    assert purge(5) == {}
    signing.confirm_person(person())
    assert [one.name for one in look(letter).people] == ["Pat Example"]
    assert purge(60) == {}


def test_an_address_goes_once_nothing_is_to_be_asked_any_more(letter: Letter) -> None:
    ask(letter)
    signing.confirm_person(person())
    assert purge(366) == {}
    freezing.freeze(user=None, letter=letter)
    assert purge(364) == {}
    assert purge(366) == {"letters.Signature (person)": 1}
    assert (person().email, person().name, person().state) == ("", "Pat Example", "signed")


def test_invitations_keep_whom_they_were_for_and_not_by_what_address(letter: Letter) -> None:
    guest = Guest("Women of the Lake", "lake@example.org", "Lena Example")
    inviting.invite(user=None, letter=letter, organizations=[], guests=[guest, Guest("B", "b@example.org")])
    assert purge(364) == {}
    assert purge(366) == {"letters.Invitation": 2}
    assert set(Invitation.objects.values_list("name", "person", "email")) == {
        ("Women of the Lake", "", ""),
        ("B", "", ""),
    }


def test_what_was_said_of_a_draft_stays_with_the_organization(letter: Letter) -> None:
    who = bodies.member(bodies.organization("River Watch"))
    draft = versions.share(user=None, letter=scene.letter("draft", addressed=False))
    comments.say(version=draft, language="en", part="", text="Well said.", member=who)
    assert purge(366) == {"letters.Comment": 1}
    found = Comment.objects.get()
    assert (found.author, found.member, found.organization, found.text) == (
        "River Watch",
        None,
        who.organization,
        "Well said.",
    )


def test_what_organizations_signed_stays_as_it_was(letter: Letter) -> None:
    kept, gone = scene.signed(letter, "Amber"), scene.signed(letter, "Birch")
    signing.withdraw(signature=gone, member=gone.member, why="A mistake")
    freezing.freeze(user=None, letter=letter)
    before = list(Signature.objects.order_by("pk").values())
    purge(5_000)
    assert list(Signature.objects.order_by("pk").values()) == before
    assert {kept.name, gone.name} == {"Anna Example"}
