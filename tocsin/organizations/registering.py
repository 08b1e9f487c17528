"""How an organization comes to be here, what it says of itself, and how a second record of it is noticed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from tocsin.core.ids import uuid7
from tocsin.organizations import domains, names, standing
from tocsin.organizations.models import Likeness, Member, Organization, OtherName, Proof

LOOKS_LIKE = "domain"
SAME_SITE, SAME_NUMBER = "website", "registration"
EDITED = (
    "name",
    "language",
    "country",
    "registration",
    "website",
    "email",
    "phone",
    "two_person",
    "logo_rights",
)


class Name(NamedTuple):
    text: str
    language: str = ""
    kind: str = OtherName.Kind.NAME


@transaction.atomic
def create(
    *,
    name: str,
    language: str,
    country: str,
    website: str = "",
    registration: str = "",
    others: Iterable[Name] = (),
) -> Organization:
    found = Organization.objects.create(
        slug=_free_slug(name), name=name, language=language, country=country,
        website=website, registration=registration,
    )  # fmt: skip
    _set_names(found, others)
    return restate(found.pk)


@transaction.atomic
def change(
    *, organization: Organization, others: Iterable[Name] | None = None, **fields: object
) -> Organization:
    """What its owners say of it. A new name or website is looked at anew, and another domain needs another proof."""
    kept = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    site = domains.website_host(kept.website)
    for name, value in fields.items():
        if name not in EDITED:
            raise ValueError(f"{name} cannot be changed")
        setattr(kept, name, value)
    kept.save(update_fields=list(fields))
    if domains.website_host(kept.website) != site:
        end_domain_proofs(kept, "its website has moved to another domain")
    _set_names(kept, others)
    return restate(kept.pk)


def end_domain_proofs(organization: Organization, note: str) -> None:
    held = organization.proofs.filter(
        kind__in=(Proof.Kind.MAIL, Proof.Kind.DNS), state__in=(Proof.State.PROVEN, Proof.State.PENDING)
    )
    held.exclude(domain=domains.registrable(domains.website_host(organization.website) or "") or "-").update(
        state=Proof.State.ENDED, note=note, decided_at=timezone.now()
    )


def _set_names(organization: Organization, others: Iterable[Name] | None) -> None:
    if others is not None:
        organization.other_names.all().delete()
        OtherName.objects.bulk_create(
            OtherName(organization=organization, name=other.text, language=other.language, kind=other.kind)
            for other in others
        )
    organization.keys = sorted(names.search_keys(organization.all_names))
    organization.save(update_fields=["keys"])
    find_alike(organization)


def _free_slug(name: str) -> str:
    base = (slugify(name) or slugify(names.sound_key(name)))[:80].strip("-") or "organization"
    taken = Organization.objects.filter(slug=base).exists()
    return f"{base}-{str(uuid7())[-8:]}" if taken else base


# --- Two records of one -----------------------------------------------------------------------------------------
def find_alike(organization: Organization) -> None:
    """Notes those that may be the same, or be imitated. What staff have decided stays decided."""
    for other, reason, degree in _alike(organization):
        Likeness.objects.get_or_create(
            organization=organization, other=other, defaults={"reason": reason, "degree": degree}
        )


def _alike(organization: Organization) -> Iterable[tuple[Organization, str, float]]:
    host = domains.registrable(domains.website_host(organization.website) or "")
    same = Q(keys__overlap=organization.keys)
    if host and not domains.is_platform(host):
        same |= Q(website__icontains=host)
    if organization.registration:
        same |= Q(registration__iexact=organization.registration, country=organization.country)
    others = (
        Organization.objects.there()
        .exclude(pk=organization.pk)
        .filter(created_at__lte=organization.created_at)
    )
    for other in others.filter(same).prefetch_related("other_names"):
        if found := _why(organization, other, host):
            yield other, *found
    yield from _imitated(organization, host)


def _why(one: Organization, other: Organization, host: str | None) -> tuple[str, float] | None:
    if host and domains.registrable(domains.website_host(other.website) or "") == host:
        return SAME_SITE, 1.0
    if one.registration and one.registration.casefold() == other.registration.casefold():
        return SAME_NUMBER, 1.0
    alike = names.is_alike(one.all_names, other.all_names)
    return (alike.why.value, alike.likeness) if alike else None


def _imitated(organization: Organization, host: str | None) -> Iterable[tuple[Organization, str, float]]:
    """Those already proven whose domain this one's looks like."""
    if not host:
        return
    proven = Organization.objects.proven().exclude(pk=organization.pk).exclude(website="")
    by_host = {domains.registrable(domains.website_host(one.website) or "") or "": one for one in proven}
    found = domains.looks_like(host, [name for name in by_host if name])
    if found:
        yield by_host[found], LOOKS_LIKE, 1.0


# --- What it is held to be ----------------------------------------------------------------------------------------
@transaction.atomic
def restate(pk: object) -> Organization:
    """Its state from its proofs, its likenesses and what staff decided; call it after each of these has changed."""
    one = Organization.objects.select_for_update(no_key=True).get(pk=pk)
    proof = one.proofs.filter(state=Proof.State.PROVEN).order_by("decided_at").first()
    one.state = standing.standing(
        merged=one.merged_into_id is not None,
        blocked=bool(one.blocked),
        proven=proof is not None,
        doubted=one.likenesses.filter(verdict=Likeness.Verdict.OPEN).exists(),
    )
    one.proven_at, one.proven_by = (proof.decided_at, proof.kind) if proof else (None, "")
    one.save(update_fields=["state", "proven_at", "proven_by"])
    return one


def owner_of(organization: Organization) -> Member | None:
    return organization.members.joined().owners().first()
