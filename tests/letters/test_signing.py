"""Putting a name under a letter, and the second person of an organization."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.letters import scene
from tests.letters.look import history, listed, look, names, state, two, up
from tests.organizations import scene as bodies
from tests.organizations.deeds import mails, refused, staff
from tocsin.letters import freezing, inviting, roll, signing
from tocsin.letters.models import Freeze, Invitation, Letter, Signature
from tocsin.organizations import members, merging, proofs, registering
from tocsin.organizations.models import Member, Organization, Proof

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


# --- Signing --------------------------------------------------------------------------------------------------------
def test_a_name_stands_at_once_and_once(letter: Letter, body: Organization) -> None:
    who = bodies.member(body)
    first = scene.sign(letter, who)
    assert scene.sign(letter, who, BERTA) == first
    first.refresh_from_db()
    assert (first.state, first.name, first.late, first.version) == (
        "signed",
        "Anna Example",
        False,
        up(letter),
    )
    assert history(first) == ["signed"]
    assert listed(look(letter)) == ["River Watch"]


@pytest.mark.parametrize("change", [{"role": "viewer"}, {"joined_at": None}, {"ended_at": timezone.now()}])
def test_who_may_not_sign_for_it(letter: Letter, body: Organization, change: dict[str, object]) -> None:
    who = bodies.member(body)
    Member.objects.filter(pk=who.pk).update(**change)
    with refused("role"):
        scene.sign(letter, who)
    assert Signature.objects.count() == 0


def test_who_was_blocked_or_merged_does_not_sign(letter: Letter, body: Organization) -> None:
    who, other = bodies.member(body), bodies.organization("Women of the Lake")
    merging.block(user=staff(), organization=body, reason="Complaint")
    with refused("blocked"):
        scene.sign(letter, who)
    Organization.objects.filter(pk=body.pk).update(blocked="", merged_into=other)
    with refused("blocked"):
        scene.sign(letter, who)


def test_by_invitation_only_the_invited_and_the_hosts(letter: Letter, body: Organization) -> None:
    Letter.objects.filter(pk=letter.pk).update(by_invitation=True)
    who, host = bodies.member(body), bodies.organization("Women of the Lake")
    with refused("invited"):
        scene.sign(letter, who)
    scene.host(letter, host)
    scene.sign(letter, bodies.member(host, "Lena"))
    inviting.invite(user=None, letter=letter, organizations=[body], guests=[])
    Invitation.objects.update(declined_at=timezone.now())
    scene.sign(letter, who)
    invitation = Invitation.objects.get()
    assert (invitation.accepted_at is None, invitation.declined_at) == (False, None)
    assert listed(look(letter)) == ["Women of the Lake", "River Watch"]


def test_the_deadline_ends_it_and_freezing_opens_it_to_late_names_where_they_are_taken(
    letter: Letter,
) -> None:
    early, late, later = (bodies.member(bodies.organization(name)) for name in ("Amber", "Birch", "Cedar"))
    scene.sign(letter, early)
    Letter.objects.filter(pk=letter.pk).update(deadline=timezone.now() - timedelta(seconds=1))
    with refused("closed"):
        scene.sign(letter, late)
    freezing.freeze(user=None, letter=letter)
    assert scene.sign(letter, late).late is True
    assert (listed(look(letter)), names(look(letter).late)) == (["Amber"], ["Birch"])
    Letter.objects.filter(pk=letter.pk).update(takes_late=False)
    with refused("closed"):
        scene.sign(letter, later)


# --- A second person ------------------------------------------------------------------------------------------------
def test_nothing_stands_before_the_second_person_has_approved(letter: Letter, body: Organization) -> None:
    anna, berta = two(body)
    viewer = bodies.member(body, "Vera", role="viewer")
    asked = scene.sign(letter, anna)
    assert (asked.state, listed(look(letter))) == ("waiting", [])
    assert [mail.recipient for mail in mails("approve")] == [berta.email]
    with refused("empty"):
        freezing.freeze(user=None, letter=letter)
    with refused("second"):
        signing.approve(member=anna, signature=asked)
    with refused("role"):
        signing.approve(member=viewer, signature=asked)
    with refused("decided"):
        signing.approve(member=bodies.member(bodies.organization("Lake"), "Lena"), signature=asked)
    done = signing.approve(member=berta, signature=asked)
    assert (done.state, done.member, done.approved_by, done.name) == ("signed", anna, berta, "Anna Example")
    assert history(asked) == ["requested", "approved"]
    assert listed(look(letter)) == ["River Watch"]


def test_the_asker_does_not_approve_by_another_membership_with_their_address(
    letter: Letter, body: Organization
) -> None:
    anna, _berta = two(body)
    asked = scene.sign(letter, anna)
    members.end(by=anna, member=bodies.member(body, "Olga"))
    Member.objects.filter(pk=anna.pk).update(ended_at=timezone.now())
    again = bodies.member(body, "Anna Again", email=anna.email.upper())
    with refused("second"):
        signing.approve(member=again, signature=asked)
    assert scene.sign(letter, again).state == "waiting"


def test_a_second_signer_who_signs_instead_approves(letter: Letter, body: Organization) -> None:
    anna, berta = two(body)
    asked = scene.sign(letter, anna)
    done = scene.sign(letter, berta, BERTA)
    assert (done, done.state, done.name, done.approved_by) == (asked, "signed", "Anna Example", berta)


def test_the_second_person_refuses_and_it_can_be_asked_anew(letter: Letter, body: Organization) -> None:
    anna, berta = two(body)
    asked = scene.sign(letter, anna)
    with refused("second"):
        signing.refuse(member=anna, signature=asked)
    signing.refuse(member=berta, signature=asked, note="The board has not met")
    assert (state(asked), listed(look(letter))) == ("refused", [])
    for deed in (signing.approve, signing.refuse):
        with refused("decided"):
            deed(member=berta, signature=asked)
    scene.sign(letter, berta, BERTA)
    signing.approve(member=anna, signature=asked)
    assert history(asked) == ["requested", "refused", "requested", "approved"]
    found = Signature.objects.get()
    assert (found.name, found.member, found.approved_by) == ("Berta Example", berta, anna)


def test_what_somebody_asked_for_and_left_behind_needs_a_new_signer(
    letter: Letter, body: Organization
) -> None:
    anna, berta = two(body)
    bodies.member(body, "Clara")
    asked = scene.sign(letter, anna)
    members.end(by=anna, member=anna)
    assert (state(asked), history(asked)) == ("refused", ["requested", "cancelled"])
    with refused("decided"):
        signing.approve(member=berta, signature=asked)


def test_what_was_signed_stands_when_its_signer_leaves(letter: Letter, body: Organization) -> None:
    anna = bodies.member(body)
    bodies.member(body, "Clara")
    scene.sign(letter, anna)
    members.end(by=anna, member=anna)
    assert listed(look(letter)) == ["River Watch"]


def test_an_approval_after_freezing_is_late(letter: Letter, body: Organization) -> None:
    anna, berta = two(body)
    asked = scene.sign(letter, anna)
    scene.signed(letter, "Amber")
    freezing.freeze(user=None, letter=letter)
    assert signing.approve(member=berta, signature=asked).late is True
    assert (listed(look(letter)), names(look(letter).late)) == (["Amber"], ["River Watch"])


# --- Who is proven --------------------------------------------------------------------------------------------------
def test_only_the_proven_stand_or_are_frozen(letter: Letter) -> None:
    scene.signed(letter, "Amber")
    signed = {name: scene.signed(letter, name).organization for name in ("Birch", "Cedar", "Dogwood", "Elm")}
    unproven = scene.signed(letter, "Fir", proven=False)
    for name, change in (("Birch", "blocked"), ("Cedar", "held"), ("Dogwood", "unproven"), ("Elm", "merged")):
        Organization.objects.filter(pk=signed[name].pk).update(state=change)  # type: ignore[union-attr]
    found = look(letter)
    assert (listed(found), found.organizations, found.unproven) == (["Amber"], 1, 3)
    frozen = freezing.freeze(user=None, letter=letter)
    assert [record["names"] for record in frozen.signatories] == [{"en": "Amber"}]
    assert unproven.state == "signed"


def test_proven_after_freezing_is_late_though_it_had_signed_before(letter: Letter) -> None:
    scene.signed(letter, "Amber")
    slow = scene.signed(letter, "Birch", proven=False).organization
    assert slow is not None
    freezing.freeze(user=None, letter=letter)
    assert (names(look(letter).late), look(letter).unproven) == ([], 1)
    Proof.objects.create(organization=slow, kind="dns", state="proven", decided_at=timezone.now())
    registering.restate(slow.pk)
    found = look(letter)
    assert (listed(found), names(found.late), found.unproven) == (["Amber"], ["Birch"], 0)


def test_a_proof_that_ends_unlists_before_freezing_and_not_after(letter: Letter) -> None:
    signature = scene.signed(letter, "Amber")
    scene.signed(letter, "Birch")
    assert signature.organization is not None
    proof = signature.organization.proofs.get()
    frozen = scene.letter("frozen", addressed=False)
    scene.up(frozen)
    assert signature.member is not None
    scene.sign(frozen, signature.member)
    freezing.freeze(user=None, letter=frozen)
    proofs.end(user=staff(), proof=proof, reason="The domain was sold")
    assert (listed(look(letter)), listed(look(frozen))) == (["Birch"], ["Amber"])


def test_blocked_after_freezing_is_struck_and_not_forgotten(letter: Letter) -> None:
    impostor = scene.signed(letter, "Amber").organization
    scene.signed(letter, "Birch")
    assert impostor is not None
    frozen = freezing.freeze(user=None, letter=letter)
    merging.block(user=staff(), organization=impostor, reason="impostor")
    found = look(letter)
    assert (listed(found), names(found.struck), found.organizations) == (["Birch"], ["Amber"], 1)
    assert len(Freeze.objects.get(pk=frozen.pk).signatories) == 2
    assert listed(roll.frozen(letter, frozen, "en")) == ["Amber", "Birch"]
