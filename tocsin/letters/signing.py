"""Putting a name under a letter, approving it, and taking it off. Each step is one row that stays."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.core.email import email_hash
from tocsin.core.errors import Refusal
from tocsin.letters import notices, states
from tocsin.letters.models import Invitation, Letter, LetterVersion, Signature, SignatureEvent
from tocsin.organizations.models import Member, Organization

REQUESTED, SIGNED, APPROVED, REFUSED = "requested", "signed", "approved", "refused"
WITHDRAWN, MOVED, CONFIRMED, CANCELLED = "withdrawn", "moved", "confirmed", "cancelled"
GAVE = (SIGNED, APPROVED, CONFIRMED)
"""The events by which a name comes to stand under a version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a signer says of themselves. `authority`: on what ground they may sign for the organization."""

    name: str
    title: str
    authority: str = ""
    show_signer: bool = True


@transaction.atomic
def sign(*, member: Member, letter: Letter, claim: Claim, version: LetterVersion) -> Signature:
    """Signs this version for the member's organization, or asks its second person to.

    Under the letter's lock, as freezing and withdrawing are: what comes first is in, what comes second is late. The
    organization's lock is always taken before it.
    """
    organization = _may_sign(member)
    kept = _lock(letter)
    _open_to(kept, organization)
    _is_up(version)
    found = Signature.objects.filter(letter=kept, organization=organization).first()
    if found and found.version_id == version.pk:
        if found.state == states.SIGNED:
            return found
        if found.state == states.WAITING and not has_asked(found, member):
            return approve(member=member, signature=found)
    needs_second = organization.two_person
    state = states.WAITING if needs_second else states.SIGNED
    signature = _write(
        found, kept, version, state, organization=organization, member=member, **_fields(claim)
    )
    event(signature, REQUESTED if needs_second else SIGNED, member=member)
    if needs_second:
        notices.ask_approval(signature)
    Invitation.objects.filter(letter=kept, organization=organization, accepted_at=None).update(
        accepted_at=timezone.now(), declined_at=None
    )
    return signature


def _fields(claim: Claim) -> dict[str, object]:
    return {
        "name": claim.name,
        "title": claim.title,
        "authority": claim.authority,
        "show_signer": claim.show_signer,
    }


@transaction.atomic
def approve(*, member: Member, signature: Signature) -> Signature:
    """The second person of the organization; never the one who asked."""
    kept, found = _second(member, signature)
    if not kept.takes_names():
        raise Refusal("closed", _("The letter takes no names any more."))
    _is_up(found.version)
    _write(found, kept, found.version, states.SIGNED, approved_by=member)
    event(found, APPROVED, member=member)
    return found


@transaction.atomic
def refuse(*, member: Member, signature: Signature, note: str = "") -> Signature:
    _kept, found = _second(member, signature)
    found.state = states.REFUSED
    found.save(update_fields=["state"])
    event(found, REFUSED, member=member, note=note)
    return found


@transaction.atomic
def withdraw(*, signature: Signature, member: Member | None, why: str = "") -> Signature:
    """Takes the name off. What was frozen with it stays what it was; the page says that it was withdrawn, and when."""
    kept, found = locked(signature)
    if not _may_withdraw(found, member):
        raise Refusal("role", _("Only a signer of the organization may do this."))
    if not states.may_move(found.state, states.WITHDRAWN, states.SIGNATURE_MOVES):
        return found
    found.letter = kept
    if found.withdrawn_at is None:
        found.withdrawn_at, found.withdrawn_why = timezone.now(), why
    found.state = states.WITHDRAWN
    found.save(update_fields=["state", "withdrawn_at", "withdrawn_why"])
    event(found, WITHDRAWN, member=member, note=why if found.organization_id else "")
    return found


def _may_withdraw(signature: Signature, member: Member | None) -> bool:
    """A person by their own link; an organization by one of its signers, even where it is blocked."""
    if member is None:
        return signature.organization_id is None
    now = Member.objects.get(pk=member.pk)
    return now.may_sign and now.organization_id == signature.organization_id


def member_ended(member: Member) -> None:
    """What somebody asked for and left behind needs a new signer; what was signed stands."""
    for one in Signature.objects.filter(member=member, state=states.WAITING).order_by("letter"):
        _letter, found = locked(one)
        if found.state == states.WAITING:
            found.state = states.REFUSED
            found.save(update_fields=["state"])
            event(found, CANCELLED, member=member)


# --- People who sign for themselves ---------------------------------------------------------------------------------
@transaction.atomic
def sign_as_person(
    *,
    letter: Letter,
    claim: Claim,
    email: str,
    country: str,
    affiliation: str,
    language: str,
    version: LetterVersion,
) -> None:
    """Nothing shows before the mail to their address is answered. Says nothing of who has signed already."""
    kept = _lock(letter)
    if not kept.takes_people:
        raise Refusal("people", _("This letter is signed by organizations only."))
    _open_to(kept, None)
    _is_up(version)
    found = Signature.objects.filter(letter=kept, email_hash=email_hash(email)).first()
    if found and found.state == states.SIGNED:
        _reach(found, email)
        return
    given = {"country": country, "affiliation": affiliation, "language": language, "email": email}
    signature = _write(
        found, kept, version, states.UNCONFIRMED, email_hash=email_hash(email), **_fields(claim), **given
    )
    if signature.first_signed_at:
        event(signature, REQUESTED)
    else:
        Signature.objects.filter(pk=signature.pk).update(created_at=timezone.now())
    notices.person_link(signature)


def _reach(signature: Signature, email: str) -> None:
    """Their address may have been emptied with time."""
    if not signature.email:
        signature.email = email
        signature.save(update_fields=["email"])
    notices.person_link(signature)


@transaction.atomic
def confirm_person(signature: Signature, version: LetterVersion | None = None) -> Signature:
    """By their own link: the first time, and anew where the text was corrected. `version`: the one they read."""
    kept, found = locked(signature)
    read = version or found.version
    is_new = found.state == states.UNCONFIRMED or (found.state == states.SIGNED and found.version != read)
    if not is_new:
        return found
    if not kept.takes_names():
        raise Refusal("closed", _("The letter takes no names any more."))
    _is_up(read)
    _write(found, kept, read, states.SIGNED)
    event(found, CONFIRMED)
    return found


# --- What they share ------------------------------------------------------------------------------------------------
def _lock(letter: Letter) -> Letter:
    return Letter.objects.select_for_update().get(pk=letter.pk)


def locked(signature: Signature) -> tuple[Letter, Signature]:
    kept = Letter.objects.select_for_update().get(pk=signature.letter_id)
    found = Signature.objects.select_for_update(of=("self",)).select_related("version").get(pk=signature.pk)
    return kept, found


def _may_sign(member: Member) -> Organization:
    """Under the organization's lock, so that nobody leaves and nothing is merged meanwhile."""
    body = Member.objects.filter(pk=member.pk).values("organization")
    Organization.objects.select_for_update(no_key=True).filter(pk__in=body).first()
    kept = Member.objects.select_related("organization").get(pk=member.pk)
    if not kept.may_sign or kept.joined_at is None:
        raise Refusal("role", _("Only a signer of the organization may do this."))
    if kept.organization.blocked or kept.organization.merged_into_id:
        raise Refusal("blocked", _("This organization cannot sign now. Write to us."))
    return kept.organization


def _open_to(letter: Letter, organization: Organization | None) -> None:
    if not letter.takes_names():
        raise Refusal("closed", _("The letter takes no names any more."))
    if not letter.by_invitation or organization is None:
        return
    hosts = letter.hosts.filter(organization=organization).exists()
    if not hosts and not letter.invitations.filter(organization=organization).exists():
        raise Refusal("invited", _("This letter is signed by invitation. Write to its hosts."))


def _is_up(version: LetterVersion) -> None:
    """Nobody signs words that have been replaced while they were reading."""
    if not LetterVersion.objects.filter(pk=version.pk, state=states.UP).exists():
        raise Refusal(
            "version", _("The text was corrected in the meantime. Please read the new version, then sign.")
        )


def _second(member: Member, signature: Signature) -> tuple[Letter, Signature]:
    organization = _may_sign(member)
    kept, found = locked(signature)
    if found.organization_id != organization.pk or found.state != states.WAITING:
        raise Refusal("decided", _("There is nothing left to approve."))
    if has_asked(found, member):
        raise Refusal("second", _("A second person must approve it: not the one who asked."))
    return kept, found


def has_asked(signature: Signature, member: Member) -> bool:
    """Whether it was this person who asked, by this or by another membership with the same address."""
    asker = signature.member
    return asker is None or asker.pk == member.pk or bytes(asker.email_hash) == bytes(member.email_hash)


def _write(
    found: Signature | None, letter: Letter, version: LetterVersion, state: str, **fields: object
) -> Signature:
    signature = found or Signature(letter=letter)
    for name, value in fields.items():
        setattr(signature, name, value)
    if state == states.WAITING:
        signature.approved_by = None
    if state == states.SIGNED:
        signature.signed_at = timezone.now()
        signature.first_signed_at = signature.first_signed_at or signature.signed_at
        signature.withdrawn_at, signature.withdrawn_why = None, ""
        signature.late = letter.state == states.FROZEN
    signature.version, signature.state = version, state
    signature.save()
    return signature


def event(signature: Signature, verb: str, *, member: Member | None = None, note: str = "") -> None:
    SignatureEvent.objects.create(
        signature=signature, verb=verb, version=signature.version, member=member, note=note
    )
