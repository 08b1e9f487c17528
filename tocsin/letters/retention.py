"""How long the personal data around a letter are kept. What was signed in public stays public."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef

from tocsin.core import retention
from tocsin.letters import states
from tocsin.letters.models import Comment, Invitation, Signature, SignatureEvent


def drop_unconfirmed(before: datetime) -> int:
    """People who never answered our mail."""
    old = Signature.objects.filter(state=states.UNCONFIRMED, created_at__lt=before, first_signed_at=None)
    return old.filter(events=None).delete()[0]


def empty_withdrawn(before: datetime) -> int:
    """A person who took their name off, and did not come back: that somebody did stays, who it was does not."""
    gone = Signature.objects.filter(organization=None, withdrawn_at__lt=before).exclude(name="")
    again = SignatureEvent.objects.filter(signature=OuterRef("pk"), at__gte=before)
    return gone.exclude(Exists(again)).update(
        state=states.WITHDRAWN, name="", title="", affiliation="", country="", email="", email_hash=None,
        withdrawn_why="",
    )  # fmt: skip


def empty_addresses(before: datetime) -> int:
    """People's addresses, once nothing is to be asked of them any more."""
    old = Signature.objects.filter(organization=None, letter__state=states.FROZEN, signed_at__lt=before)
    return old.exclude(email="").update(email="")


def empty_invitations(before: datetime) -> int:
    old = Invitation.objects.filter(created_at__lt=before).exclude(email="", person="")
    return old.update(email="", person="")


def empty_comments(before: datetime) -> int:
    """What was said of a draft: by which organization stays, by which person does not."""
    old = Comment.objects.filter(created_at__lt=before, member__isnull=False)
    count = 0
    for comment in old.select_related("organization"):
        comment.author = comment.organization.name if comment.organization else ""
        comment.member = None
        comment.save(update_fields=["author", "member"])
        count += 1
    return count


def register() -> None:
    year, wait = settings.KEEP_DAYS, settings.CONFIRM_DAYS
    for name, fields, why, keep, purge in (
        ("Signature (unconfirmed)", ("name", "email"), "to be confirmed", wait, drop_unconfirmed),
        ("Signature (withdrawn)", ("name", "title", "email"), "to answer questions about it", 30, empty_withdrawn),
        ("Signature (person)", ("email",), "to ask again if the text is corrected", year, empty_addresses),
        ("Invitation", ("email", "person"), "to invite and remind", year, empty_invitations),
        ("Comment", ("author",), "to talk about the draft", year, empty_comments),
    ):  # fmt: skip
        retention.register(
            retention.Holding(
                model=f"letters.{name}", fields=fields, why=why, keep=timedelta(days=keep), purge=purge
            )
        )
