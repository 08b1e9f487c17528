"""What staff decide about organizations: which two are one, which is an impostor, which is closed."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.core import audit
from tocsin.core.errors import Refusal
from tocsin.organizations.models import Likeness, Organization, OtherName
from tocsin.organizations.registering import restate

MOVED: list[Callable[[Organization, Organization], None]] = []
"""What the apps above carry from one to the other, in the same transaction."""


@transaction.atomic
def decide(*, user: User, likeness: Likeness, verdict: str) -> None:
    """`different` lets it go its way, `same` makes them one record, `false` blocks it as an impostor.

    Of two that are one the older record stays, unless only the newer one has proven itself.
    """
    kept = Likeness.objects.select_for_update().select_related("organization", "other").get(pk=likeness.pk)
    if kept.verdict != Likeness.Verdict.OPEN:
        raise Refusal("decided", _("This has been decided already."))
    kept.verdict, kept.decided_at = verdict, timezone.now()
    kept.save(update_fields=["verdict", "decided_at"])
    subject = f"organization {kept.organization_id}"
    audit.record(actor=user, verb=f"organization.{verdict}", subject=subject, other=str(kept.other_id))
    if verdict == Likeness.Verdict.SAME:
        newer, older = kept.organization, kept.other
        gone, stays = (older, newer) if newer.proven_at and not older.proven_at else (newer, older)
        merge(user=user, organization=gone, into=stays)
    elif verdict == Likeness.Verdict.FALSE:
        block(user=user, organization=kept.organization, reason="impostor")
    restate(kept.organization_id)


@transaction.atomic
def merge(*, user: User, organization: Organization, into: Organization) -> None:
    """Its names, members and what it signed go to the other; its own record stays and says where it went."""
    both = Organization.objects.filter(pk__in=(organization.pk, into.pk)).order_by("pk")
    pair = both.select_for_update(no_key=True)
    found = {one.pk: one for one in pair}
    gone, kept = found[organization.pk], found[into.pk]
    if gone.pk == kept.pk or gone.merged_into_id or kept.merged_into_id:
        raise Refusal("merged", _("One of them has been merged already."))
    if gone.proven_at and not kept.proven_at:
        raise Refusal("proof", _("Merge the one without proof into the proven one, not the other way."))
    _carry_names(gone, kept)
    _carry_members(gone, kept)
    for carry in MOVED:
        carry(gone, kept)
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    _carry_doubts(gone, kept)
    kept.keys = sorted({*kept.keys, *gone.keys})
    kept.save(update_fields=["keys"])
    audit.record(actor=user, verb="organization.merged", subject=f"organization {gone.pk}", into=str(kept.pk))
    restate(gone.pk)
    restate(kept.pk)


def _carry_doubts(gone: Organization, kept: Organization) -> None:
    """Whoever was held because they are like the one that is gone is now like the one that stays."""
    is_open = Likeness.objects.filter(verdict=Likeness.Verdict.OPEN)
    between = Q(organization=kept, other=gone) | Q(organization=gone)
    is_open.filter(between).update(verdict=Likeness.Verdict.SAME, decided_at=timezone.now())
    known = Likeness.objects.filter(other=kept).values("organization")
    is_open.filter(other=gone).exclude(organization__in=known).update(other=kept)
    held = list(is_open.filter(other=gone).values_list("organization", flat=True))
    is_open.filter(other=gone).delete()
    for pk in held:
        restate(pk)


def _carry_names(gone: Organization, kept: Organization) -> None:
    known = {name.casefold() for name in kept.all_names}
    others = [(gone.name, gone.language, OtherName.Kind.NAME)]
    others += [(other.name, other.language, OtherName.Kind(other.kind)) for other in gone.other_names.all()]
    OtherName.objects.bulk_create(
        OtherName(organization=kept, name=name, language=language, kind=kind)
        for name, language, kind in others
        if name.casefold() not in known
    )


def _carry_members(gone: Organization, kept: Organization) -> None:
    """As viewers: who may sign for the proven one is said by its owners."""
    there = {bytes(pk) for pk in kept.members.active().values_list("email_hash", flat=True)}
    for member in gone.members.active():
        if bytes(member.email_hash) in there:
            member.ended_at = timezone.now()
        else:
            member.organization, member.role = kept, member.Role.VIEWER
        member.save()


@transaction.atomic
def block(*, user: User, organization: Organization, reason: str) -> None:
    """It is listed nowhere any more; what it signed stays in the history."""
    if not reason.strip():
        raise Refusal("reason", _("Say why: whoever looks at it later must know."))
    Organization.objects.filter(pk=organization.pk).update(blocked=reason)
    audit.record(
        actor=user, verb="organization.blocked", subject=f"organization {organization.pk}", reason=reason
    )
    restate(organization.pk)


@transaction.atomic
def unblock(*, user: User, organization: Organization, reason: str) -> None:
    Organization.objects.filter(pk=organization.pk).update(blocked="")
    audit.record(
        actor=user, verb="organization.unblocked", subject=f"organization {organization.pk}", reason=reason
    )
    restate(organization.pk)
