"""Taking a name off, before the letter is frozen and after."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.letters import scene
from tests.letters.look import history, listed, look, names, two
from tests.organizations import scene as bodies
from tests.organizations.deeds import refused
from tocsin.letters import freezing, signing
from tocsin.letters.models import Freeze, Letter
from tocsin.organizations import members
from tocsin.organizations.models import Member, Organization

pytestmark = pytest.mark.django_db
ANNA, BERTA = scene.CLAIM, replace(scene.CLAIM, name="Berta Example")


@pytest.fixture
def letter(db: None) -> Letter:
    found = scene.letter()
    scene.up(found)
    return found


@pytest.fixture
def body(db: None) -> Organization:
    return bodies.organization("River Watch")


# --- Withdrawing ----------------------------------------------------------------------------------------------------
def test_withdrawn_before_freezing_is_told_and_not_frozen(letter: Letter) -> None:
    gone, _stays = scene.signed(letter, "Amber"), scene.signed(letter, "Birch")
    signing.withdraw(signature=gone, member=gone.member, why="We were not asked")
    found = look(letter)
    [entry] = found.withdrawn
    assert (listed(found), entry.name, entry.why) == (["Birch"], "Amber", "We were not asked")
    frozen = freezing.freeze(user=None, letter=letter)
    assert [record["names"]["en"] for record in frozen.signatories] == ["Birch"]
    assert names(look(letter).withdrawn) == ["Amber"]
    assert history(gone) == ["signed", "withdrawn"]


def test_withdrawn_after_freezing_stays_in_the_frozen_set_and_is_told(letter: Letter) -> None:
    gone, _stays = scene.signed(letter, "Amber"), scene.signed(letter, "Birch")
    frozen = freezing.freeze(user=None, letter=letter)
    signing.withdraw(signature=gone, member=gone.member)
    found = look(letter)
    assert (listed(found), found.organizations, names(found.withdrawn)) == (["Birch"], 1, ["Amber"])
    assert found.withdrawn[0].withdrawn_at > frozen.at.isoformat(timespec="seconds")[:10]
    assert len(Freeze.objects.get(pk=frozen.pk).signatories) == 2


def test_withdrawn_twice_is_withdrawn_the_first_time(letter: Letter) -> None:
    gone = scene.signed(letter)
    first = signing.withdraw(signature=gone, member=gone.member, why="First")
    second = signing.withdraw(signature=gone, member=gone.member, why="Second")
    assert (second.withdrawn_at, second.withdrawn_why) == (first.withdrawn_at, "First")
    assert history(gone) == ["signed", "withdrawn"]


def test_who_may_not_withdraw(letter: Letter, body: Organization) -> None:
    anna = bodies.member(body)
    signature = scene.sign(letter, anna)
    for other in (
        None,
        bodies.member(body, "Vera", role="viewer"),
        bodies.member(bodies.organization("Lake"), "Lena"),
    ):
        with refused("role"):
            signing.withdraw(signature=signature, member=other)
    bodies.member(body, "Clara")
    left = Member.objects.get(pk=anna.pk)
    members.end(by=anna, member=anna)
    with refused("role"):
        signing.withdraw(signature=signature, member=left)
    assert listed(look(letter)) == ["River Watch"]


def test_who_signs_again_after_withdrawing_stands_again_with_all_that_was(letter: Letter) -> None:
    gone = scene.signed(letter, "Amber")
    assert gone.member is not None
    signing.withdraw(signature=gone, member=gone.member, why="A mistake")
    again = scene.sign(letter, gone.member)
    assert (again, again.withdrawn_at, again.withdrawn_why) == (gone, None, "")
    assert again.first_signed_at == gone.first_signed_at
    assert (listed(look(letter)), look(letter).withdrawn) == (["Amber"], [])
    assert history(gone) == ["signed", "withdrawn", "signed"]


def test_asking_anew_does_not_bring_back_what_was_withdrawn_from_a_frozen_letter(
    letter: Letter, body: Organization
) -> None:
    anna, berta = two(body)
    asked = scene.sign(letter, anna)
    signing.approve(member=berta, signature=asked)
    freezing.freeze(user=None, letter=letter)
    signing.withdraw(signature=asked, member=anna)
    scene.sign(letter, berta, BERTA)
    assert (listed(look(letter)), names(look(letter).withdrawn)) == ([], ["River Watch"])
    signing.approve(member=anna, signature=asked)
    assert (listed(look(letter)), look(letter).withdrawn, look(letter).late) == (["River Watch"], [], [])


def test_nobody_is_told_that_one_withdrew_who_was_never_shown(letter: Letter) -> None:
    claimed = scene.signed(letter, "A Famous Name", proven=False)
    signing.withdraw(signature=claimed, member=claimed.member, why="We never agreed")
    assert look(letter).withdrawn == []
