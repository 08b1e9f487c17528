"""Proof of control: a message to an address of the domain, an entry in its records, or a signed mandate."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.contrib.auth.models import User
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.core import audit, links
from tocsin.core.errors import Refusal
from tocsin.delivery import outbox
from tocsin.organizations import dns, domains, mandate_files, registering, standing
from tocsin.organizations.models import Approval, Member, Organization, Proof

LINK = "proof"
MAIL = "proof"
RECORD = "_tocsin"
PREFIX = "tocsin-verification="
LIVE = (Proof.State.PENDING, Proof.State.PROVEN)
MAILS_A_DAY = 5
"""To one domain, whoever asks: its people did not ask for any."""


def site_domain(organization: Organization) -> str:
    """The domain that can be proven. Refuses where the website names none of the organization's own."""
    host = domains.website_host(organization.website) if organization.website else None
    name = domains.registrable(host) if host else None
    if not name:
        raise Refusal("website", _("Enter your organization’s website first: its domain is what you prove."))
    if domains.is_platform(host or name):
        raise Refusal(
            "website",
            _("%(domain)s belongs to a service that many use, so it proves nothing. Upload a signed mandate.")
            % {"domain": name},
        )
    return name


# --- By mail ------------------------------------------------------------------------------------------------------
@transaction.atomic
def ask_by_mail(*, member: Member, address: str) -> Proof:
    """Sends a message to an address of the website's own domain; its link, confirmed, is the proof."""
    organization = _owned(member)
    domain = site_domain(organization)
    if refused := domains.proves(address, organization.website):
        raise Refusal("address", refused.sentence)
    if _mails_to(domain) >= MAILS_A_DAY:
        raise Refusal("mails", _("Enough messages went to this domain today. Try again tomorrow."))
    _end_pending(organization, Proof.Kind.MAIL)
    proof = Proof.objects.create(
        organization=organization, kind=Proof.Kind.MAIL, domain=domain, address=address, asked_by=member
    )
    outbox.enqueue(
        purpose=MAIL, channel="email", key=f"proof:{proof.pk}", recipient=address, ref=proof.pk,
        language=member.language, data={},
    )  # fmt: skip
    return proof


def _mails_to(domain: str) -> int:
    day = timezone.now() - timedelta(days=1)
    return Proof.objects.filter(kind=Proof.Kind.MAIL, domain=domain, created_at__gte=day).count()


def proof_of(token: str) -> Proof | None:
    """What the link in the message stands for, as long as it can still be confirmed or shown."""
    try:
        pk = links.read(LINK, token)
    except links.LinkError:
        return None
    return (
        Proof.objects.select_related("organization", "asked_by").filter(pk=pk, kind=Proof.Kind.MAIL).first()
    )


@transaction.atomic
def confirm_mail(proof: Proof) -> bool:
    """False where it was decided before. A domain that has changed hands on the page since then proves nothing."""
    organization = _lock(proof)
    host = domains.website_host(organization.website) or ""
    if domains.registrable(host) != proof.domain:
        return False
    return _prove(proof)


@transaction.atomic
def deny_mail(proof: Proof) -> bool:
    """Whoever reads that mailbox says: this is not ours."""
    return _decide(proof, Proof.State.REFUSED, _("The address it was sent to said that this was not them."))


# --- By DNS -------------------------------------------------------------------------------------------------------
@transaction.atomic
def ask_by_dns(*, member: Member) -> Proof:
    """The entry to make; asked again it stays the same."""
    organization = _owned(member)
    domain = site_domain(organization)
    known = organization.proofs.filter(kind=Proof.Kind.DNS, state=Proof.State.PENDING, domain=domain).first()
    return known or Proof.objects.create(
        organization=organization,
        kind=Proof.Kind.DNS,
        domain=domain,
        asked_by=member,
        code=secrets.token_urlsafe(24),
    )


def record_of(proof: Proof) -> tuple[str, str]:
    """Name and value of the TXT record."""
    return f"{RECORD}.{proof.domain}", f"{PREFIX}{proof.code}"


def check_dns(proof: Proof) -> bool:
    """Looks now; no lock is held meanwhile. Raises a Refusal where the records cannot be read."""
    name, value = record_of(proof)
    try:
        found = dns.txt_values(name)
    except dns.DnsError as error:
        raise Refusal("dns", str(error)) from None
    if value not in found:
        return False
    with transaction.atomic():
        return _prove(proof)


# --- By mandate ---------------------------------------------------------------------------------------------------
@transaction.atomic
def submit_mandate(*, member: Member, upload: File[bytes]) -> Proof:
    """Kept for staff alone; two of them must find it sound."""
    organization = _owned(member)
    kept = mandate_files.keep(upload)
    _end_pending(organization, Proof.Kind.MANDATE)
    return Proof.objects.create(
        organization=organization, kind=Proof.Kind.MANDATE, asked_by=member,
        file=kept.name, file_kind=kept.kind, sha256=kept.sha256,
    )  # fmt: skip


@transaction.atomic
def approve(*, user: User, proof: Proof) -> bool:
    """True when this was the last approval it needed. The same person counts once."""
    _lock(proof)
    kept = Proof.objects.select_for_update().get(pk=proof.pk, kind=Proof.Kind.MANDATE)
    if kept.state != Proof.State.PENDING:
        raise Refusal("decided", _("This mandate has been decided already."))
    _approval, new = Approval.objects.get_or_create(
        proof=kept, user=user, defaults={"user_name": user.get_username()}
    )
    if not new:
        raise Refusal("twice", _("You have approved it already. A second person must look at it."))
    audit.record(actor=user, verb="mandate.approved", subject=f"organization {kept.organization_id}")
    return kept.approvals.count() >= standing.APPROVERS and _prove(kept)


@transaction.atomic
def refuse(*, user: User, proof: Proof, reason: str) -> bool:
    """`reason` is shown to the organization."""
    moved = _decide(proof, Proof.State.REFUSED, reason)
    if moved:
        audit.record(
            actor=user, verb="proof.refused", subject=f"organization {proof.organization_id}", kind=proof.kind
        )
    return moved


@transaction.atomic
def end(*, user: User, proof: Proof, reason: str) -> None:
    """A proof that no longer holds: a domain was sold, a mandate was revoked."""
    _lock(proof)
    audit.record(
        actor=user, verb="proof.ended", subject=f"organization {proof.organization_id}", kind=proof.kind
    )
    Proof.objects.filter(pk=proof.pk, state__in=LIVE).update(
        state=Proof.State.ENDED, note=reason, decided_at=timezone.now()
    )
    registering.restate(proof.organization_id)


def _owned(member: Member) -> Organization:
    if not member.is_owner or member.joined_at is None:
        raise Refusal("owner", _("Only an owner of the organization may do this."))
    return Organization.objects.select_for_update(no_key=True).get(pk=member.organization_id)


def _lock(proof: Proof) -> Organization:
    """Always before its proofs."""
    return Organization.objects.select_for_update(no_key=True).get(pk=proof.organization_id)


def _end_pending(organization: Organization, kind: str) -> None:
    organization.proofs.filter(kind=kind, state=Proof.State.PENDING).update(
        state=Proof.State.ENDED, note="asked for again", decided_at=timezone.now()
    )


def _prove(proof: Proof) -> bool:
    return _decide(proof, Proof.State.PROVEN, "")


def _decide(proof: Proof, state: str, note: str) -> bool:
    """Once: whoever comes second changes nothing. Who proves a domain is compared with those proven meanwhile."""
    organization = _lock(proof)
    moved = Proof.objects.filter(pk=proof.pk, state=Proof.State.PENDING).update(
        state=state, note=note, decided_at=timezone.now()
    )
    if moved:
        registering.find_alike(organization)
        registering.restate(proof.organization_id)
    return bool(moved)
