"""How it comes to be known that who acts for an organization controls it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from pytest_django import Settings

from tests.organizations import scene
from tests.organizations.deeds import at_once, comes_back, mails, refused, staff
from tests.organizations.test_mandates import PDF
from tocsin.core.models import AuditEntry
from tocsin.organizations import proofs, registering, standing
from tocsin.organizations.models import Member, Organization, Proof

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def owner(db: None) -> Member:
    return scene.member(scene.organization(website="https://riverwatch.org/about", proven=False))


def state(member: Member) -> str:
    return Organization.objects.get(pk=member.organization_id).state


def mandate(owner: Member) -> Proof:
    return proofs.submit_mandate(member=owner, upload=ContentFile(PDF, name="mandate.pdf"))


def by_dns(owner: Member) -> Proof:
    """As it stands once the domain's records were found to say what they must."""
    proof = proofs.ask_by_dns(member=owner)
    assert proofs._prove(proof)
    return proof


def test_a_message_to_the_domain_is_a_proof_once_it_is_confirmed(owner: Member) -> None:
    proof = proofs.ask_by_mail(member=owner, address="office@riverwatch.org")
    [mail] = mails(purpose=proofs.MAIL)
    assert (mail.recipient, mail.ref) == ("office@riverwatch.org", proof.pk)
    assert state(owner) == standing.UNPROVEN
    assert [proofs.confirm_mail(proof), proofs.confirm_mail(proof), proofs.deny_mail(proof)] == [
        True,
        False,
        False,
    ]
    found = Organization.objects.get(pk=owner.organization_id)
    assert (found.state, found.proven_by) == (standing.PROVEN, "mail")


@pytest.mark.parametrize(
    "address", ["riverwatch@gmail.com", "office@riverwach.org", "office@other.org", "nonsense"]
)
def test_an_address_elsewhere_gets_no_message(owner: Member, address: str) -> None:
    with refused("address"):
        proofs.ask_by_mail(member=owner, address=address)
    assert mails(purpose=proofs.MAIL) == []


def test_without_a_website_of_its_own_there_is_no_domain_to_prove() -> None:
    for website in ("", "https://facebook.com/river"):
        owner = scene.member(scene.organization(f"Of {website}", website=website, proven=False))
        with refused("website"):
            proofs.ask_by_mail(member=owner, address="office@riverwatch.org")
        with refused("website"):
            proofs.ask_by_dns(member=owner)


def test_only_an_owner_who_has_joined_asks(owner: Member) -> None:
    signer = scene.member(owner.organization, "Sam", role=standing.SIGNER)
    Member.objects.filter(pk=owner.pk).update(joined_at=None)
    owner.refresh_from_db()
    for one in (signer, owner):
        with refused("owner"):
            proofs.ask_by_mail(member=one, address="office@riverwatch.org")
        with refused("owner"):
            mandate(one)


def test_asking_again_ends_what_was_asked_before(owner: Member) -> None:
    first = proofs.ask_by_mail(member=owner, address="office@riverwatch.org")
    second = proofs.ask_by_mail(member=owner, address="board@riverwatch.org")
    assert proofs.confirm_mail(first) is False
    assert state(owner) == standing.UNPROVEN
    assert proofs.confirm_mail(second) is True


def test_what_the_mailbox_denies_is_refused(owner: Member) -> None:
    proof = proofs.ask_by_mail(member=owner, address="office@riverwatch.org")
    assert proofs.deny_mail(proof) is True
    assert proofs.confirm_mail(proof) is False
    assert state(owner) == standing.UNPROVEN


def test_a_message_that_comes_back_proves_nothing(owner: Member) -> None:
    proof = proofs.ask_by_mail(member=owner, address="office@riverwatch.org")
    comes_back(mails(purpose=proofs.MAIL))
    proof.refresh_from_db()
    assert (proof.state, proof.decided_at is None) == (Proof.State.REFUSED, False)
    assert proofs.confirm_mail(proof) is False


def test_another_website_needs_another_proof_and_a_mandate_stays(owner: Member) -> None:
    pending = proofs.ask_by_mail(member=owner, address="office@riverwatch.org")
    by_dns(owner)
    assert state(owner) == standing.PROVEN
    registering.change(organization=owner.organization, website="https://river.example.net")
    assert state(owner) == standing.UNPROVEN
    assert proofs.confirm_mail(pending) is False
    paper = mandate(owner)
    for name in ("ann", "bob"):
        proofs.approve(user=staff(name), proof=paper)
    registering.change(organization=owner.organization, website="https://another.example.net")
    assert state(owner) == standing.PROVEN


def test_another_page_of_the_same_domain_keeps_the_proof(owner: Member) -> None:
    by_dns(owner)
    registering.change(organization=owner.organization, website="https://www.riverwatch.org/en/")
    assert state(owner) == standing.PROVEN


def test_two_different_people_find_a_mandate_sound(owner: Member) -> None:
    paper, ann = mandate(owner), staff("ann")
    assert proofs.approve(user=ann, proof=paper) is False
    with refused("twice"):
        proofs.approve(user=ann, proof=paper)
    assert state(owner) == standing.UNPROVEN
    assert proofs.approve(user=staff("bob"), proof=paper) is True
    assert state(owner) == standing.PROVEN
    with refused("decided"):
        proofs.approve(user=staff("cyd"), proof=paper)
    assert sorted(paper.approvals.values_list("user_name", flat=True)) == ["ann", "bob"]
    assert AuditEntry.objects.filter(verb="mandate.approved").count() == 2


def test_a_refused_mandate_needs_a_new_one(owner: Member) -> None:
    paper, ann, bob = mandate(owner), staff("ann"), staff("bob")
    proofs.approve(user=ann, proof=paper)
    assert proofs.refuse(user=bob, proof=paper, reason="No signature") is True
    assert proofs.refuse(user=bob, proof=paper, reason="Again") is False
    with refused("decided"):
        proofs.approve(user=bob, proof=paper)
    new = mandate(owner)
    assert proofs.approve(user=ann, proof=new) is False
    assert state(owner) == standing.UNPROVEN
    paper.refresh_from_db()
    assert (paper.state, paper.note) == (Proof.State.REFUSED, "No signature")
    assert AuditEntry.objects.filter(verb="proof.refused").count() == 1


def test_a_new_mandate_takes_the_place_of_one_that_waits(owner: Member) -> None:
    first = mandate(owner)
    proofs.approve(user=staff("ann"), proof=first)
    mandate(owner)
    with refused("decided"):
        proofs.approve(user=staff("bob"), proof=first)
    assert state(owner) == standing.UNPROVEN


def test_a_proof_that_has_ended_proves_no_more(owner: Member) -> None:
    proof = by_dns(owner)
    proofs.end(user=staff(), proof=proof, reason="The domain was sold")
    assert state(owner) == standing.UNPROVEN
    found = Organization.objects.get(pk=owner.organization_id)
    assert (found.proven_by, found.proven_at) == ("", None)


def test_of_two_proofs_one_may_end(owner: Member) -> None:
    paper = mandate(owner)
    for name in ("ann", "bob"):
        proofs.approve(user=staff(name), proof=paper)
    proofs.end(user=staff(), proof=by_dns(owner), reason="The domain was sold")
    assert state(owner) == standing.PROVEN


def test_who_proves_a_domain_that_looks_like_one_proven_meanwhile_is_held(owner: Member) -> None:
    impostor = scene.member(
        scene.organization("Altogether Other Words", website="https://riverwatsh.org", proven=False), "Max"
    )
    by_dns(owner)
    assert state(impostor) == standing.UNPROVEN
    by_dns(impostor)
    assert (state(owner), state(impostor)) == (standing.PROVEN, standing.HELD)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(2))
def test_two_who_approve_at_once_prove_it_once(round_: int) -> None:
    owner = scene.member(scene.organization(proven=False))
    paper, ann, bob = mandate(owner), staff("ann"), staff("bob")
    last: list[bool] = []
    ended = at_once(
        lambda: last.append(proofs.approve(user=ann, proof=paper)),
        lambda: last.append(proofs.approve(user=bob, proof=paper)),
    )
    assert (ended, sorted(last)) == (["done", "done"], [False, True])
    assert state(owner) == standing.PROVEN


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(2))
def test_one_who_approves_twice_at_once_counts_once(round_: int) -> None:
    owner = scene.member(scene.organization(proven=False))
    paper, ann = mandate(owner), staff("ann")
    ended = at_once(*[lambda: proofs.approve(user=ann, proof=paper)] * 2)
    assert sorted(ended) == ["done", "twice"]
    assert state(owner) == standing.UNPROVEN
