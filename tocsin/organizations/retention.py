"""How long the personal data of those who act for organizations are kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, ProtectedError

from tocsin.core import retention
from tocsin.organizations import mandate_files
from tocsin.organizations.models import Member, Organization, Proof

ENDED_DAYS = 90
NEVER_JOINED_DAYS = 60
PERSONAL = ("name", "title", "email")


def empty_ended(before: datetime) -> int:
    """Who left: that somebody held the role stays, who it was does not."""
    gone = Member.objects.filter(ended_at__lt=before).exclude(email="")
    return gone.update(name="", title="", email="", email_hash=b"")


def drop_unjoined(before: datetime) -> int:
    """Who never opened their link; an organization that nobody ever joined, and that nothing hangs on, goes too."""
    count = Member.objects.filter(joined_at=None, created_at__lt=before).delete()[0]
    empty = Organization.objects.filter(created_at__lt=before, members=None, signatures=None, proven_at=None)
    left = empty.filter(invitations=None, merged=None, merged_into=None, blocked="")
    return count + sum(_drop(organization) for organization in left)


def _drop(organization: Organization) -> int:
    """It stays where it hosts a letter, or is held by another record."""
    try:
        with transaction.atomic():
            return organization.delete()[0]
    except ProtectedError:
        return 0


def drop_mandates(before: datetime) -> int:
    """The file goes, with whoever signed it; its digest and the two approvals stay as the proof that it was seen."""
    forgotten = Proof.objects.filter(state=Proof.State.PENDING, created_at__lt=before)
    forgotten.update(state=Proof.State.ENDED, note="nobody answered it", decided_at=F("created_at"))
    old = Proof.objects.filter(decided_at__lt=before).exclude(file="", address="")
    for proof in old:
        mandate_files.drop(proof.file)
    return old.update(file="", address="")


def register() -> None:
    for name, fields, why, keep, purge in (
        ("Member (ended)", PERSONAL, "to answer questions about what they signed", ENDED_DAYS, empty_ended),
        ("Member (never joined)", PERSONAL, "to be joined", NEVER_JOINED_DAYS, drop_unjoined),
        ("Proof", ("address", "file"), "to check a proof again", settings.KEEP_DAYS, drop_mandates),
    ):  # fmt: skip
        retention.register(
            retention.Holding(
                model=f"organizations.{name}", fields=fields, why=why, keep=timedelta(days=keep), purge=purge
            )
        )
