"""The mails of organizations: the way in, and the message that proves a domain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from tocsin.content.mails import mail
from tocsin.core import links
from tocsin.core.links import absolute
from tocsin.delivery import states
from tocsin.delivery.channels.base import Outgoing
from tocsin.delivery.models import Message
from tocsin.delivery.purposes import Purpose, Told
from tocsin.organizations import members, proofs
from tocsin.organizations.models import Member, Proof

UNREACHED = frozenset({states.BOUNCED, states.FAILED})


def compose_link(message: Message) -> Outgoing:
    member = Member.objects.active().select_related("organization", "invited_by").get(pk=message.ref)
    by = member.invited_by
    letter = str(message.data.get("letter", ""))
    query = {"lang": member.language} | ({"letter": letter} if letter else {})
    values = {
        "name": member.name,
        "organization": member.organization.name_in(message.language),
        "role": member.get_role_display(),
        "invited_by": by.name if by and member.joined_at is None else "",
        "is_new": member.joined_at is None,
        "link": absolute(members.path_of(member), **query),
    }
    known = bool(by) or member.joined_at is not None  # else the name is what a stranger typed
    return mail(message, "mail/member", values, recipient_name=member.name if known else "")


def compose_proof(message: Message) -> Outgoing:
    proof = Proof.objects.select_related("organization", "asked_by").get(pk=message.ref)
    path = reverse("proof", args=[links.sign(proofs.LINK, proof.pk)])
    values = {
        "organization": proof.organization.name_in(message.language),
        "domain": proof.domain,
        "asked_by": proof.asked_by.name if proof.asked_by else "",
        "link": absolute(path, lang=message.language),
    }
    return mail(message, "mail/proof", values)


def bounced(told: Sequence[Told]) -> None:
    """A mail that came back is seen by the organization's owners and by staff."""
    members.mark_bounced({one.message.ref for one in told if one.new in UNREACHED})


def proof_bounced(told: Sequence[Told]) -> None:
    lost = {one.message.ref for one in told if one.new in UNREACHED}
    Proof.objects.filter(pk__in=lost, state=Proof.State.PENDING).update(
        state=Proof.State.REFUSED,
        note="The message could not be delivered to this address.",
        decided_at=timezone.now(),
    )


PURPOSES = (
    Purpose(
        name=members.MAIL,
        compose=compose_link,
        expires=timedelta(days=2),
        keep=timedelta(days=30),
        resend_when_unsure=True,
        settled=bounced,
    ),
    Purpose(
        name=proofs.MAIL,
        compose=compose_proof,
        expires=timedelta(days=2),
        keep=timedelta(days=30),
        resend_when_unsure=True,
        settled=proof_bounced,
    ),
)
