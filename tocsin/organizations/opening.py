"""People come in: a first owner with a new organization, then those whom an owner invites. Neither may be used to
flood the mailbox of a stranger."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.core.email import email_hash
from tocsin.core.errors import Refusal
from tocsin.core.ids import uuid7
from tocsin.delivery.models import Message
from tocsin.organizations import members, registering, standing
from tocsin.organizations.models import Member

OPEN_INVITATIONS = 20
"""Of one organization at a time, to people who have not joined yet."""


class Body(NamedTuple):
    name: str
    language: str
    country: str
    website: str
    registration: str


class Person(NamedTuple):
    name: str
    title: str
    email: str
    language: str


@transaction.atomic
def register(*, body: Body, person: Person, letter: str = "") -> Member | None:
    """None where this address has had all the mails of a day. The same form sent twice is one organization."""
    if _mails_to(person.email) >= members.MAILS_A_DAY:
        return None
    known = _waiting(person.email, body.name)
    if known:
        members.send_link(known, letter=letter)
        return known
    return members.invite(
        organization=registering.create(**body._asdict()),
        role=standing.OWNER,
        letter=letter,
        **person._asdict(),
    )


@transaction.atomic
def welcome(*, body: Body, person: Person) -> Member:
    """Whoever came by a link that was mailed to this address: it is theirs, so they own the organization at once."""
    return Member.objects.create(
        organization=registering.create(**body._asdict()),
        role=standing.OWNER,
        email_hash=email_hash(person.email),
        joined_at=timezone.now(),
        **person._asdict(),
    )


@transaction.atomic
def invite(*, by: Member, name: str, title: str, email: str, role: str, language: str) -> Member:
    if not by.is_owner:
        raise Refusal("owner", _("Only an owner of the organization may do this."))
    there = by.organization.members.active()
    if there.filter(email_hash=email_hash(email)).exists():
        raise Refusal("email", _("This address acts for the organization already. See the list above."))
    if there.filter(joined_at=None).count() >= OPEN_INVITATIONS:
        raise Refusal("open", _("Many invitations are open. Wait until some have joined, or end some."))
    return members.invite(
        organization=by.organization, by=by, name=name, title=title, email=email, role=role, language=language
    )


@transaction.atomic
def disown(member: Member) -> bool:
    """Whoever reads the address says that they were never part of it. Unlike `members.end` this cannot be refused
    to a sole owner: they never acted. An organization that nobody joined goes with the next clearing up."""
    gone = Member.objects.filter(pk=member.pk, joined_at=None, ended_at=None).update(
        ended_at=timezone.now(), link=uuid7(), name="", title="", email=""
    )
    return bool(gone)


def _mails_to(email: str) -> int:
    mine = Member.objects.filter(email_hash=email_hash(email)).values("pk")
    day = timezone.now() - timedelta(days=1)
    return Message.objects.filter(purpose=members.MAIL, ref__in=mine, created_at__gte=day).count()


def _waiting(email: str, name: str) -> Member | None:
    mine = Member.objects.active().filter(email_hash=email_hash(email), joined_at=None)
    return mine.filter(organization__name=name).first()
