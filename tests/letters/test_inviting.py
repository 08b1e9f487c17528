"""Who is asked to sign, reminded, and what becomes of mail that comes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests.letters import scene
from tests.organizations import scene as bodies
from tests.organizations.deeds import at_once, comes_back, mails, refused, staff
from tocsin.core.email import email_hash
from tocsin.delivery.purposes import PURPOSES
from tocsin.letters import inviting, notices, signing, versions
from tocsin.letters.inviting import Guest
from tocsin.letters.models import Invitation, Letter
from tocsin.organizations import members
from tocsin.organizations.models import Member, Organization
from tocsin.organizations.opening import Body

pytestmark = pytest.mark.django_db
LAKE = Guest("Women of the Lake", "lake@example.org", "Lena Example", "fr")


@pytest.fixture
def letter(db: None) -> Letter:
    found = scene.letter()
    scene.up(found)
    return Letter.objects.get(pk=found.pk)


@pytest.fixture
def body(db: None) -> Organization:
    return bodies.organization("River Watch")


def invite(letter: Letter, *who: Organization | Guest) -> int:
    organizations = [one for one in who if isinstance(one, Organization)]
    guests = [one for one in who if isinstance(one, Guest)]
    return inviting.invite(user=None, letter=letter, organizations=organizations, guests=guests)


def accept(invitation: Invitation) -> Member:
    return inviting.accept(
        invitation=invitation,
        name="Lena Example",
        title="Chair",
        body=Body("Women of the Lake", "fr", "FR", website="", registration=""),
    )


def to(kind: str) -> list[str]:
    return sorted(mail.recipient for mail in mails(kind))


def test_each_is_invited_once_by_all_who_may_sign_for_it(letter: Letter, body: Organization) -> None:
    bodies.member(body, "Anna", email="anna@example.org")
    bodies.member(body, "Sam", role="signer", email="sam@example.org")
    bodies.member(body, "Vera", role="viewer", email="vera@example.org")
    assert (invite(letter, body, LAKE), invite(letter, body, LAKE)) == (2, 0)
    assert to("invite") == ["anna@example.org", "lake@example.org", "sam@example.org"]
    assert mails("invite", recipient="lake@example.org")[0].language == "fr"


def test_whoever_acts_for_an_organization_here_is_invited_as_that_organization(
    letter: Letter, body: Organization
) -> None:
    bodies.member(body, "Anna", email="anna@example.org")
    assert invite(letter, Guest("Some Name", "ANNA@example.org"), body) == 1
    assert Invitation.objects.get().organization == body


def test_by_their_link_the_invited_register_and_own_their_organization(letter: Letter) -> None:
    invite(letter, LAKE)
    invitation = Invitation.objects.get()
    member = accept(invitation)
    assert (member.role, member.email, member.joined_at is None) == ("owner", "lake@example.org", False)
    assert bytes(member.email_hash) == email_hash("lake@example.org")
    invitation.refresh_from_db()
    assert invitation.organization == member.organization
    with refused("used"):
        accept(invitation)
    assert Organization.objects.count() == 1


def test_reminded_are_those_who_have_not_answered(letter: Letter, body: Organization) -> None:
    silent, signs, leaves, declines, lost = (
        bodies.member(bodies.organization(name), name, email=f"{name.lower()}@example.org")
        for name in ("Amber", "Birch", "Cedar", "Dogwood", "Elm")
    )
    invite(letter, *(one.organization for one in (silent, signs, leaves, declines, lost)), LAKE)
    scene.sign(letter, signs)
    signing.withdraw(signature=scene.sign(letter, leaves), member=leaves)
    inviting.decline(Invitation.objects.get(organization=declines.organization))
    comes_back(mails("invite", recipient="elm@example.org"))
    assert (inviting.remind(user=None, letter=letter), inviting.remind(user=None, letter=letter)) == (2, 0)
    assert set(to("remind")) == {"amber@example.org", "lake@example.org"}
    assert Invitation.objects.exclude(reminded_at=None).count() == 2


def test_nobody_is_reminded_of_what_they_cannot_sign(letter: Letter) -> None:
    draft = scene.letter("draft", addressed=False)
    Letter.objects.filter(pk=letter.pk).update(deadline=timezone.now() - timedelta(days=1))
    for one in (draft, Letter.objects.get(pk=letter.pk)):
        with refused("state"):
            inviting.remind(user=None, letter=one)


@pytest.mark.parametrize(
    ("days", "fields", "reminded"),
    [
        (7, {}, 1),
        (2, {}, 1),
        (3, {}, 0),
        (1, {}, 0),
        (7, {"reminds": False}, 0),
        (7, {"state": "frozen"}, 0),
    ],
)
def test_the_clock_reminds_seven_and_two_days_before(
    letter: Letter, days: int, fields: dict[str, object], reminded: int
) -> None:
    invite(letter, LAKE)
    noon = datetime.combine(timezone.now().date() + timedelta(days=days), datetime.max.time(), UTC)
    Letter.objects.filter(pk=letter.pk).update(deadline=noon, **fields)
    assert inviting.remind_due() == reminded
    assert len(mails("remind")) == reminded


def test_days_are_those_of_the_zone_of_the_letter(letter: Letter) -> None:
    """Thirteen hours before UTC's midnight it is tomorrow already in the east, and yesterday still in the west."""
    for zone, offset in (("Pacific/Kiritimati", 14), ("Pacific/Pago_Pago", -11)):
        here = timezone.now() + timedelta(hours=offset)
        local = datetime(here.year, here.month, here.day, 0, 30, tzinfo=UTC) + timedelta(
            days=7, hours=-offset
        )
        letter.deadline, letter.time_zone = local, zone
        assert inviting._days_left(letter) == 7


def test_mail_to_an_invited_address_comes_back_until_it_is_corrected(letter: Letter) -> None:
    invite(letter, LAKE, Guest("River Watch", "river@example.org"))
    comes_back(mails("invite", recipient="lake@example.org"))
    lost = Invitation.objects.get(email="lake@example.org")
    assert lost.bounced_at is not None
    assert [one.email for one in inviting.unanswered(letter)] == ["river@example.org"]
    with refused("email"):
        inviting.correct(user=staff(), invitation=lost, email="river@example.org")
    inviting.correct(user=staff("bob"), invitation=lost, email="women@example.org")
    assert to("invite")[-1] == "women@example.org"
    assert inviting.unanswered(letter).count() == 2


def test_one_of_two_signers_who_is_not_reached_is_marked_and_the_other_is_reminded(
    letter: Letter, body: Organization
) -> None:
    anna = bodies.member(body, "Anna", email="anna@example.org")
    sam = bodies.member(body, "Sam", role="signer", email="sam@example.org")
    invite(letter, body)
    comes_back(mails("invite", recipient="sam@example.org"))
    sam.refresh_from_db()
    anna.refresh_from_db()
    assert (sam.bounced_at is None, anna.bounced_at, inviting.unanswered(letter).count()) == (False, None, 1)
    comes_back(mails("invite", recipient="anna@example.org"))
    assert inviting.unanswered(letter).count() == 0


def test_mail_to_who_left_meanwhile_does_not_leave(letter: Letter, body: Organization) -> None:
    anna, berta = bodies.member(body, "Anna"), bodies.member(body, "Berta")
    signature = scene.sign(letter, anna)
    scene.write(letter, "Other words.")
    versions.put_up(user=None, letter=letter, note="A date")
    members.end(by=berta, member=anna)
    [mail] = mails("again", recipient=anna.email)
    with pytest.raises(Member.DoesNotExist):
        PURPOSES[notices.PURPOSE_NAME].compose(mail)
    assert signature.pk == mail.ref


def test_one_who_asks_for_approval_ten_times_a_day_mails_the_second_person_once(
    letter: Letter, body: Organization
) -> None:
    Organization.objects.filter(pk=body.pk).update(two_person=True)
    anna, berta = bodies.member(body, "Anna"), bodies.member(body, "Berta")
    for _ in range(5):
        signing.withdraw(signature=scene.sign(letter, anna), member=anna)
        scene.sign(letter, anna)
    assert to("approve") == [berta.email]


def test_an_invitation_whose_address_was_emptied_with_time_is_not_mailed(letter: Letter) -> None:
    invite(letter, LAKE)
    Invitation.objects.update(email="")
    assert inviting.remind(user=None, letter=letter) == 0
    assert to("remind") == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(2))
def test_an_invitation_that_two_follow_at_once_makes_one_organization(round_: int) -> None:
    letter = scene.letter(addressed=False)
    scene.up(letter)
    invite(letter, LAKE)
    invitation = Invitation.objects.get()
    assert sorted(at_once(*[lambda: accept(invitation)] * 2)) == ["done", "used"]
    assert Organization.objects.count() == Member.objects.count() == 1
