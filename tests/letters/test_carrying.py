"""What was signed for two records of one organization."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.letters import scene
from tests.letters.look import history, listed, look, names, needs_two, state
from tests.organizations import scene as bodies
from tests.organizations.deeds import mails, staff
from tocsin.letters import freezing, inviting, signing
from tocsin.letters.models import Invitation, Letter, Signature
from tocsin.organizations import merging, registering
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


# --- Two records of one ---------------------------------------------------------------------------------------------
def merge(gone: Signature, kept: Organization) -> None:
    assert gone.organization is not None
    merging.merge(user=staff(), organization=Organization.objects.get(pk=gone.organization_id), into=kept)


def test_what_was_signed_and_the_invitations_go_along(letter: Letter, body: Organization) -> None:
    gone = scene.signed(letter, "Women of the Lake")
    assert gone.organization is not None
    inviting.invite(user=None, letter=letter, organizations=[gone.organization], guests=[])
    merge(gone, body)
    assert listed(look(letter)) == ["River Watch"]
    assert history(gone) == ["signed", "moved"]
    assert Invitation.objects.get().organization == body


def test_both_signed_one_stands_and_nothing_is_lost(letter: Letter, body: Organization) -> None:
    own = scene.sign(letter, bodies.member(body))
    gone = scene.signed(letter, "Women of the Lake")
    merge(gone, body)
    assert (listed(look(letter)), look(letter).organizations) == (["River Watch"], 1)
    assert Signature.objects.get(organization=body) == own
    assert (state(gone), history(gone)) == ("signed", ["signed"])


def test_both_frozen_one_is_struck(letter: Letter, body: Organization) -> None:
    scene.sign(letter, bodies.member(body))
    gone = scene.signed(letter, "Women of the Lake")
    freezing.freeze(user=None, letter=letter)
    merge(gone, body)
    assert (listed(look(letter)), names(look(letter).struck)) == (["River Watch"], ["Women of the Lake"])


def test_what_is_signed_counts_more_than_what_waits_or_came_late(letter: Letter, body: Organization) -> None:
    needs_two(body)
    waiting = scene.sign(letter, bodies.member(body))
    gone = scene.signed(letter, "Women of the Lake")
    late = scene.letter("late", addressed=False)
    scene.up(late)
    assert gone.member is not None
    early = scene.sign(late, gone.member)
    freezing.freeze(user=None, letter=late)
    registering.change(organization=body, two_person=False)
    scene.sign(late, Member.objects.get(pk=waiting.member_id))
    merge(gone, body)
    assert (listed(look(letter)), state(waiting)) == (["River Watch"], "waiting")
    assert (listed(look(late)), look(late).late, look(late).struck) == (["Women of the Lake"], [], [])
    assert Signature.objects.get(letter=late, organization=body) == early


def test_what_a_record_without_proof_signed_waits_for_somebody_of_the_proven_one(
    letter: Letter, body: Organization
) -> None:
    owner = bodies.member(body)
    gone = scene.signed(letter, "Women of the Lake", proven=False)
    merge(gone, body)
    assert (listed(look(letter)), state(gone)) == ([], "waiting")
    assert [mail.recipient for mail in mails("approve")] == [owner.email]
    signing.approve(member=owner, signature=gone)
    assert listed(look(letter)) == ["River Watch"]
