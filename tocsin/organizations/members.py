"""Who acts for an organization: invited by mail, joined by their own click, ended by an owner."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.core import links
from tocsin.core.email import email_hash
from tocsin.core.errors import Refusal
from tocsin.core.ids import uuid7
from tocsin.delivery import outbox
from tocsin.delivery.models import Message
from tocsin.organizations import standing
from tocsin.organizations.models import Member, Organization

PURPOSE = "member"
MAIL = "member"
MAILS_A_DAY = 5


def path_of(member: Member) -> str:
    return reverse("member", args=[links.sign(PURPOSE, member.link)])


def member_of(token: str) -> Member | None:
    """Whoever this link stands for, as long as they act for the organization."""
    try:
        link = links.read(PURPOSE, token)
    except links.LinkError:
        return None
    return Member.objects.active().select_related("organization").filter(link=link).first()


@transaction.atomic
def invite(
    *, organization: Organization, name: str, email: str, role: str, language: str,
    title: str = "", by: Member | None = None, letter: str = "",
) -> Member:  # fmt: skip
    """The same address again gets its link again, and keeps its role. `letter`: where they wanted to go."""
    _lock(organization.pk)
    if by is not None:
        _owner_only(by, organization.pk)
    known = organization.members.active().filter(email_hash=email_hash(email)).first()
    member = known or Member.objects.create(
        organization=organization, name=name, email=email, email_hash=email_hash(email),
        role=role, language=language, title=title, invited_by=by,
    )  # fmt: skip
    send_link(member, letter=letter)
    return member


def send_link(member: Member, *, letter: str = "") -> bool:
    """Mails them the way in; not more often than is good for their mailbox."""
    today = timezone.localdate()
    sent = member_mails_since(member)
    if sent >= MAILS_A_DAY:
        return False
    return (
        outbox.enqueue(
            purpose=MAIL, channel="email", key=f"member:{member.pk}:{today}:{sent}",
            recipient=member.email, ref=member.pk, language=member.language,
            data={"mail": "link", "letter": letter},
        )
        is not None
    )  # fmt: skip


def member_mails_since(member: Member) -> int:
    day = timezone.now() - timedelta(days=1)
    return Message.objects.for_ref(member.pk).filter(purpose=MAIL, created_at__gte=day).count()


def send_links(email: str, *, letter: str = "") -> int:
    """To everybody who acts by this address; who asked learns nothing from the answer."""
    found = Member.objects.active().filter(email_hash=email_hash(email)).select_related("organization")
    return sum(send_link(member, letter=letter) for member in found)


@transaction.atomic
def join(member: Member) -> Member:
    """They opened their link and said so: the address reads its mail."""
    Member.objects.active().filter(pk=member.pk, joined_at=None).update(
        joined_at=timezone.now(), bounced_at=None
    )
    member.refresh_from_db()
    return member


@transaction.atomic
def change_role(*, by: Member, member: Member, role: str) -> None:
    _lock(member.organization_id)
    _owner_only(by, member.organization_id)
    if role != standing.OWNER:
        _not_the_last(member)
    Member.objects.filter(pk=member.pk).update(role=role)


@transaction.atomic
def end(*, by: Member, member: Member) -> None:
    """Who left acts no more: the link is dead, what they signed stands, what they had not finished does not."""
    _lock(member.organization_id)
    if by.pk != member.pk:
        _owner_only(by, member.organization_id)
    _not_the_last(member)
    Member.objects.filter(pk=member.pk, ended_at=None).update(ended_at=timezone.now(), link=uuid7())
    member.refresh_from_db()
    for follow in ENDED:
        follow(member)


def renew(*, by: Member, member: Member) -> None:
    """Ends every link given out before, and mails a new one."""
    if by.pk != member.pk:
        _owner_only(by, member.organization_id)
    if member_mails_since(member) >= MAILS_A_DAY:
        raise Refusal("mails", _("Enough mails went to this address today. Try again tomorrow."))
    Member.objects.filter(pk=member.pk).update(link=uuid7(), bounced_at=None)
    member.refresh_from_db()
    send_link(member)


def _lock(organization: UUID) -> None:
    """So that two owners cannot leave, or end each other, past one another."""
    Organization.objects.select_for_update(no_key=True).get(pk=organization)


def _owner_only(by: Member, organization: UUID) -> None:
    """As it is now, not as it was when the page was opened."""
    if not Member.objects.active().owners().filter(pk=by.pk, organization=organization).exists():
        raise Refusal("owner", _("Only an owner of the organization may do this."))


def _not_the_last(member: Member) -> None:
    owners = Member.objects.active().owners().filter(organization=member.organization_id)
    others = owners.joined().exclude(pk=member.pk)
    if owners.filter(pk=member.pk).exists() and not others.exists():
        raise Refusal("last_owner", _("Make somebody else an owner first: an organization needs one."))


def mark_bounced(ids: Collection[UUID]) -> None:
    Member.objects.filter(pk__in=ids).update(bounced_at=timezone.now())


ENDED: list[Callable[[Member], None]] = []
"""What else happens when a member has ended; the apps above add to it."""
