"""Who may act for an organization, and how they come and go."""

from __future__ import annotations

import pytest

from tests.organizations import scene
from tests.organizations.deeds import at_once, comes_back, mails, refused
from tocsin.organizations import members, standing
from tocsin.organizations.models import Member, Organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def body(db: None) -> Organization:
    return scene.organization()


@pytest.fixture
def owner(body: Organization) -> Member:
    return scene.member(body)


def token(member: Member) -> str:
    return members.path_of(member).strip("/").split("/")[-1]


def invite(body: Organization, by: Member | None, email: str = "new@example.org") -> Member:
    return members.invite(
        organization=body, name="New", email=email, role=standing.SIGNER, language="en", by=by
    )


def test_the_same_address_gets_its_link_again_and_keeps_its_role(body: Organization, owner: Member) -> None:
    again = members.invite(
        organization=body, name="X", email=owner.email.upper(), role=standing.VIEWER, language="en"
    )
    assert (again.pk, again.role, again.name) == (owner.pk, standing.OWNER, "Anna Example")
    assert len(mails(ref=owner.pk)) == 2


def test_only_an_owner_of_this_organization_invites(body: Organization, owner: Member) -> None:
    signer = scene.member(body, "Sam", role=standing.SIGNER)
    stranger = scene.member(scene.organization("Women of the Lake"), "Lena")
    for one in (signer, stranger):
        with refused("owner"):
            invite(body, one)
    assert body.members.count() == 2
    assert invite(body, owner).invited_by == owner


def test_who_was_an_owner_when_the_page_was_opened_and_is_no_more(body: Organization, owner: Member) -> None:
    second = scene.member(body, "Berta")
    members.change_role(by=owner, member=second, role=standing.SIGNER)
    assert second.is_owner
    for deed in (
        lambda: invite(body, second),
        lambda: members.change_role(by=second, member=owner, role=standing.VIEWER),
        lambda: members.end(by=second, member=owner),
        lambda: members.renew(by=second, member=owner),
    ):
        with refused("owner"):
            deed()


def test_no_more_than_five_links_a_day(owner: Member) -> None:
    sent = [members.send_link(owner) for _ in range(6)]
    assert sent == [True] * 4 + [False] * 2
    assert len(mails(ref=owner.pk)) == members.MAILS_A_DAY == 5


def test_links_go_to_every_organization_of_an_address_and_to_nobody_else(owner: Member) -> None:
    other = scene.member(scene.organization("Women of the Lake"), email=owner.email)
    gone = scene.member(scene.organization("Third"), email=owner.email)
    Member.objects.filter(pk=gone.pk).update(ended_at=gone.joined_at)
    before = {one.pk for one in mails()}
    assert members.send_links(owner.email) == 2
    assert {one.ref for one in mails() if one.pk not in before} == {owner.pk, other.pk}
    assert members.send_links("nobody@example.org") == 0


def test_the_link_of_who_has_left_is_dead(body: Organization, owner: Member) -> None:
    second = scene.member(body, "Berta")
    before = token(second)
    assert members.member_of(before) == second
    members.end(by=owner, member=second)
    assert members.member_of(before) is None
    assert members.member_of(token(second)) is None
    assert members.join(second).ended_at is not None


def test_a_link_opens_nothing_for_who_left_before_they_joined(body: Organization, owner: Member) -> None:
    new = invite(body, owner)
    members.end(by=owner, member=new)
    assert members.join(new).joined_at is None


def test_a_renewed_link_ends_the_one_before(owner: Member) -> None:
    before = token(owner)
    members.renew(by=owner, member=owner)
    assert members.member_of(before) is None
    assert members.member_of(token(owner)) == owner
    assert len(mails(ref=owner.pk)) == 2


def test_the_last_owner_stays_one(body: Organization, owner: Member) -> None:
    scene.member(body, "Sam", role=standing.SIGNER)
    invited = members.invite(
        organization=body, name="Una", email="una@example.org", role=standing.OWNER, language="en"
    )
    with refused("last_owner"):
        members.end(by=owner, member=owner)
    with refused("last_owner"):
        members.change_role(by=owner, member=owner, role=standing.SIGNER)
    members.join(invited)
    members.end(by=owner, member=owner)
    assert [one.name for one in body.members.active().owners()] == ["Una"]


def test_who_became_an_owner_meanwhile_is_the_last_one_too(body: Organization, owner: Member) -> None:
    second = scene.member(body, "Berta", role=standing.SIGNER)
    members.change_role(by=owner, member=Member.objects.get(pk=second.pk), role=standing.OWNER)
    members.end(by=owner, member=owner)
    assert second.role == standing.SIGNER
    with refused("last_owner"):
        members.end(by=second, member=second)


def test_mail_that_comes_back_marks_the_member_until_they_come(body: Organization, owner: Member) -> None:
    new = invite(body, owner)
    comes_back(mails(ref=new.pk))
    new.refresh_from_db()
    owner.refresh_from_db()
    assert new.bounced_at is not None
    assert owner.bounced_at is None
    assert members.join(new).bounced_at is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(2))
def test_two_owners_do_not_leave_past_each_other(round_: int) -> None:
    body = scene.organization()
    one, two = scene.member(body, "Anna"), scene.member(body, "Berta")
    ended = at_once(lambda: members.end(by=one, member=one), lambda: members.end(by=two, member=two))
    assert sorted(ended) == ["done", "last_owner"]
    assert body.members.active().owners().count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(2))
def test_of_two_owners_who_end_each_other_one_comes_first(round_: int) -> None:
    body = scene.organization()
    one, two = scene.member(body, "Anna"), scene.member(body, "Berta")
    scene.member(body, "Clara")
    ended = at_once(lambda: members.end(by=one, member=two), lambda: members.end(by=two, member=one))
    assert sorted(ended) == ["done", "owner"]
    assert body.members.active().owners().count() == 2
