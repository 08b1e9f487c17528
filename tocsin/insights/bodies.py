"""What staff do to organizations: each deed with its audit row in one transaction; and what their desk reads."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tocsin.core import audit
from tocsin.core.countries import country_name
from tocsin.core.errors import Refusal
from tocsin.organizations import domains, members, merging, names, proofs, registering, standing
from tocsin.organizations.models import Likeness, Member, Organization, Proof

WAITING = Proof.State.PENDING


@transaction.atomic
def add(
    *, user: User, name: str, language: str, country: str, website: str, registration: str
) -> Organization:
    made = registering.create(
        name=name, language=language, country=country, website=website, registration=registration
    )
    audit.record(actor=user, verb="organization.added", subject=f"organization {made.pk}")
    return made


@transaction.atomic
def add_owner(*, user: User, body: Organization, name: str, title: str, email: str, language: str) -> Member:
    """Gets the way in by mail, and owns it once they have answered."""
    if body.state == standing.MERGED:
        raise Refusal("merged", _("It was merged into another one. Add the owner there."))
    made = members.invite(
        organization=body, name=name, title=title, email=email, language=language, role=standing.OWNER
    )
    if made.role != standing.OWNER:
        raise Refusal("email", _("This address acts for it already. Its owners can make it an owner."))
    audit.record(actor=user, verb="organization.owner_added", subject=f"organization {body.pk}")
    return made


@transaction.atomic
def merge(*, user: User, body: Organization, into: Organization) -> None:
    merging.merge(user=user, organization=body, into=into)


@transaction.atomic
def refuse(*, user: User, proof: Proof, reason: str) -> None:
    if not proofs.refuse(user=user, proof=proof, reason=reason):
        raise Refusal("decided", _("This has been decided already."))


@transaction.atomic
def end(*, user: User, proof: Proof, reason: str) -> None:
    if Proof.objects.select_for_update().get(pk=proof.pk).state not in proofs.LIVE:
        raise Refusal("decided", _("This has been decided already."))
    proofs.end(user=user, proof=proof, reason=reason)


def mandates() -> QuerySet[Proof]:
    """Those that wait for their two people, the longest first."""
    found = Proof.objects.filter(kind=Proof.Kind.MANDATE, state=WAITING).select_related(
        "organization", "asked_by"
    )
    return found.prefetch_related("approvals").order_by("created_at")


def likenesses() -> QuerySet[Likeness]:
    found = Likeness.objects.filter(verdict=Likeness.Verdict.OPEN).select_related("organization", "other")
    return found.order_by("found_at", "pk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two that are alike, as they are compared."""

    body: Organization
    names: list[str]
    domain: str
    country: str
    evidence: list[Proof]
    signed: int


def side(body: Organization) -> Side:
    host = domains.website_host(body.website) or ""
    return Side(
        body=body,
        names=body.all_names,
        domain=domains.registrable(host) or host,
        country=country_name(body.country, get_language() or "en"),
        evidence=list(body.proofs.order_by("-created_at")),
        signed=body.signatures.count(),
    )


REASONS = {
    registering.LOOKS_LIKE: gettext_lazy("its domain looks like that of a proven one"),
    registering.SAME_SITE: gettext_lazy("the same website"),
    registering.SAME_NUMBER: gettext_lazy("the same registration number"),
}


def why(likeness: Likeness) -> str:
    """Why the two were found alike, in a few words."""
    known = {**REASONS, **{one.value: one.sentence for one in names.Why}}
    return str(known.get(likeness.reason, likeness.reason))
