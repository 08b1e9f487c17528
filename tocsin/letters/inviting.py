"""Asking organizations to sign: those that are here, and those known by a name and an address only."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.core import audit
from tocsin.core.email import email_hash
from tocsin.core.errors import Refusal
from tocsin.letters import notices, states
from tocsin.letters.models import Invitation, Letter, Signature
from tocsin.organizations import opening
from tocsin.organizations.models import Member, Organization
from tocsin.organizations.opening import Body, Person

REMIND_DAYS = (7, 2)
"""How long before the deadline those who have not answered hear again."""


class Guest(NamedTuple):
    name: str
    email: str
    person: str = ""
    language: str = "en"


@transaction.atomic
def invite(
    *, user: User | None, letter: Letter, organizations: list[Organization], guests: list[Guest]
) -> int:
    """How many are new; whoever was invited before gets no second mail. Mails leave only once there is a text."""
    new = [_known(letter, organization) for organization in organizations] + [
        _guest(letter, one) for one in guests
    ]
    made = [invitation for invitation in new if invitation]
    if letter.versions.exists():
        for invitation in made:
            notices.invite(invitation)
    audit.record(actor=user, verb="letter.invited", subject=f"letter {letter.slug}", count=len(made))
    return len(made)


def _known(letter: Letter, organization: Organization) -> Invitation | None:
    invitation, new = Invitation.objects.get_or_create(
        letter=letter,
        organization=organization,
        defaults={"name": organization.name, "language": organization.language},
    )
    return invitation if new else None


def _guest(letter: Letter, guest: Guest) -> Invitation | None:
    """Somebody who already acts for an organization here is invited as that organization."""
    known = Member.objects.active().filter(email_hash=email_hash(guest.email)).select_related("organization")
    if member := known.first():
        return _known(letter, member.organization)
    invitation, new = Invitation.objects.get_or_create(
        letter=letter,
        email=guest.email,
        defaults={"name": guest.name, "person": guest.person, "language": guest.language},
    )
    return invitation if new else None


@transaction.atomic
def correct(*, user: User, invitation: Invitation, email: str) -> None:
    """An address that mail came back from, or that was mistyped; the invitation goes out again."""
    if Invitation.objects.filter(letter=invitation.letter_id, email=email).exclude(pk=invitation.pk).exists():
        raise Refusal("email", _("Somebody else was invited by this address."))
    invitation.email, invitation.bounced_at = email, None
    invitation.save(update_fields=["email", "bounced_at"])
    notices.invite(invitation, mark=f"corrected-{timezone.now():%Y%m%d%H%M}")
    audit.record(actor=user, verb="letter.invitation_corrected", subject=f"letter {invitation.letter.slug}")


def unanswered(letter: Letter) -> QuerySet[Invitation]:
    """Neither declined nor signed, nor unreachable. Who took their name off has answered."""
    answered = Signature.objects.filter(letter=letter, organization=OuterRef("organization"))
    return letter.invitations.filter(declined_at=None, bounced_at=None).exclude(Exists(answered))


@transaction.atomic
def remind(*, user: User | None, letter: Letter) -> int:
    """At most once a day each. Returns how many were written to."""
    if letter.state != states.SIGNING or not letter.takes_names():
        raise Refusal("state", _("Nobody can sign now, so nobody is reminded."))
    day = timezone.localdate()
    due = list(unanswered(letter).select_related("organization", "letter"))
    sent = [one for one in due if notices.invite(one, kind=notices.REMIND, mark=f"{day}")]
    Invitation.objects.filter(pk__in=[one.pk for one in sent]).update(reminded_at=timezone.now())
    audit.record(actor=user, verb="letter.reminded", subject=f"letter {letter.slug}", count=len(sent))
    return len(sent)


def remind_due() -> int:
    """For the clock, once a day: letters whose deadline is so many days away."""
    letters = Letter.objects.filter(state=states.SIGNING, reminds=True, deadline__gt=timezone.now())
    due = [letter for letter in letters if _days_left(letter) in REMIND_DAYS]
    return sum(remind(user=None, letter=letter) for letter in due)


def _days_left(letter: Letter) -> int | None:
    """By the calendar of the letter's time zone."""
    if letter.deadline is None:
        return None
    return (timezone.localdate(letter.deadline, letter.zone) - timezone.localdate(timezone=letter.zone)).days


@transaction.atomic
def accept(*, invitation: Invitation, body: Body, name: str, title: str) -> Member:
    """Whoever followed the invitation registers the organization that they act for."""
    kept = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if kept.organization_id is not None:
        raise Refusal("used", _("This invitation has been followed already. Ask for your link by email."))
    member = opening.welcome(body=body, person=Person(name, title, kept.email, kept.language))
    kept.organization = member.organization
    kept.save(update_fields=["organization"])
    return member


@transaction.atomic
def decline(invitation: Invitation) -> None:
    """No more reminders. It can still sign, as long as names are taken."""
    Invitation.objects.filter(pk=invitation.pk, declined_at=None).update(declined_at=timezone.now())
