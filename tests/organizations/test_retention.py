"""What is kept of those who act for organizations, and what goes with time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from pytest_django import Settings

from tests.organizations import scene
from tests.organizations.deeds import staff
from tests.organizations.test_mandates import PDF
from tocsin.core import retention
from tocsin.organizations import mandate_files, merging, proofs, standing
from tocsin.organizations.models import Member, Organization, Proof
from tocsin.organizations.retention import ENDED_DAYS, NEVER_JOINED_DAYS

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def places(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_DIR = tmp_path


def purge(**later: float) -> dict[str, int]:
    found = retention.purge(timezone.now() + timedelta(**later))
    return {name: count for name, count in found.items() if name.startswith("organizations.") and count}


def invited(body: Organization, name: str) -> Member:
    member = scene.member(body, name)
    Member.objects.filter(pk=member.pk).update(joined_at=None)
    return member


def test_who_left_is_forgotten_and_who_acts_is_not() -> None:
    body = scene.organization()
    kept, gone = scene.member(body, "Anna"), scene.member(body, "Berta")
    Member.objects.filter(pk=gone.pk).update(ended_at=timezone.now())
    assert purge(days=ENDED_DAYS - 1) == {}
    assert purge(days=ENDED_DAYS + 1) == {"organizations.Member (ended)": 1}
    gone.refresh_from_db()
    assert (gone.name, gone.title, gone.email, bytes(gone.email_hash)) == ("", "", "", b"")
    assert (gone.role, gone.ended_at is None) == (standing.OWNER, False)
    kept.refresh_from_db()
    assert (kept.name, kept.title) == ("Anna", "Director")
    assert purge(days=ENDED_DAYS + 1) == {}


def test_who_never_joined_goes_and_an_organization_that_nobody_joined() -> None:
    left, live = scene.organization("River Watch", proven=False), scene.organization("Lake", proven=False)
    invited(left, "Anna")
    invited(live, "Berta")
    owner = scene.member(live, "Clara")
    assert purge(days=NEVER_JOINED_DAYS - 1) == {}
    purge(days=NEVER_JOINED_DAYS + 1)
    assert list(Organization.objects.all()) == [live]
    assert list(Member.objects.all()) == [owner]


def test_what_still_counts_stays_though_nobody_joined() -> None:
    proven = scene.organization("River Watch")
    blocked, merged = scene.organization("Lake", proven=False), scene.organization("Bread", proven=False)
    merging.block(user=staff("ann"), organization=blocked, reason="impostor")
    merging.merge(user=staff("bob"), organization=merged, into=proven)
    purge(days=NEVER_JOINED_DAYS + 1)
    assert set(Organization.objects.all()) == {proven, blocked, merged}


def test_a_mandate_goes_and_that_it_was_seen_stays() -> None:
    owner = scene.member(scene.organization(proven=False))
    paper = proofs.submit_mandate(member=owner, upload=ContentFile(PDF, name="mandate.pdf"))
    for name in ("ann", "bob"):
        proofs.approve(user=staff(name), proof=paper)
    file = mandate_files.folder() / paper.file
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (PDF, 0o600)
    assert purge(days=364) == {}
    assert file.exists()
    assert purge(days=366) == {"organizations.Proof": 1}
    assert not file.exists()
    paper.refresh_from_db()
    assert (paper.state, paper.file, len(paper.sha256)) == (Proof.State.PROVEN, "", 64)
    assert paper.approvals.count() == 2
    owner.organization.refresh_from_db()
    assert owner.organization.state == standing.PROVEN


def test_what_nobody_answered_for_a_year_is_over() -> None:
    owner = scene.member(scene.organization(proven=False, website="https://riverwatch.org"))
    mail = proofs.ask_by_mail(member=owner, address="office@riverwatch.org")
    paper = proofs.submit_mandate(member=owner, upload=ContentFile(PDF, name="mandate.pdf"))
    purge(days=366)
    mail.refresh_from_db()
    paper.refresh_from_db()
    assert [(one.state, one.address, one.file) for one in (mail, paper)] == [(Proof.State.ENDED, "", "")] * 2
    assert list(mandate_files.folder().iterdir()) == []
