"""What becomes of signatures and invitations when two records turn out to be one organization."""

from __future__ import annotations

from tocsin.letters import notices, signing, states
from tocsin.letters.models import Invitation, Signature
from tocsin.organizations.models import Organization


def carry(gone: Organization, kept: Organization) -> None:
    """After a merger: one signature under each letter stands, and the other one keeps its history.

    What was signed for a record that never proved itself counts only once somebody of the other one approves it.
    """
    for one in Signature.objects.filter(organization=gone).order_by("letter"):
        _letter, signature = signing.locked(one)
        other = Signature.objects.filter(letter=signature.letter, organization=kept).first()
        if other is None:
            _move(signature, kept)
            _ask_to_own(signature, gone)
        elif gone.proven_at and _counts_more(signature, other):
            Signature.objects.filter(pk=other.pk).update(organization=None)
            _move(signature, kept)
            _move(other, gone)
    there = Invitation.objects.filter(organization=kept).values("letter")
    Invitation.objects.filter(organization=gone).exclude(letter__in=there).update(organization=kept)


def _move(signature: Signature, organization: Organization) -> None:
    signature.organization = organization
    signature.save(update_fields=["organization"])
    signing.event(signature, signing.MOVED, note="merged into one organization")


def _ask_to_own(signature: Signature, gone: Organization) -> None:
    if gone.proven_at or signature.state != states.SIGNED:
        return
    signature.state, signature.signed_at, signature.first_signed_at = states.WAITING, None, None
    signature.save(update_fields=["state", "signed_at", "first_signed_at"])
    signing.event(signature, signing.REQUESTED, member=signature.member)
    notices.ask_approval(signature)


def _counts_more(one: Signature, other: Signature) -> bool:
    """Whether `other`, of the organization that stays, says less: unfinished, of an older text, or only late."""
    if one.state != states.SIGNED:
        return False
    if other.state != states.SIGNED:
        return other.state in (states.WAITING, states.REFUSED)
    older = other.version.number < one.version.number
    return older or (other.version_id == one.version_id and other.late and not one.late)
