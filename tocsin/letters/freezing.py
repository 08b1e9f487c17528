"""Freezing: in one moment, under the letter's lock, text and names become what they are. The document is made after."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.core import audit
from tocsin.core.errors import Refusal
from tocsin.letters import notices, roll, states, versions
from tocsin.letters.models import Freeze, Letter, Signature


@transaction.atomic
def freeze(*, user: User | None, letter: Letter) -> Freeze:
    """Once per version: whoever comes second, even at the same moment, is told so.

    A withdrawal takes the same lock, so it is either before the names are taken, or after, and shown as such.
    """
    kept = Letter.objects.select_for_update().get(pk=letter.pk)
    version = versions.current(kept)
    if kept.state == states.FROZEN:
        raise Refusal("frozen", _("The letter is frozen already."))
    if kept.state != states.SIGNING or version is None:
        raise Refusal("state", _("Only a letter that is up for signing can be frozen."))
    names = roll.records(kept, version)
    if not names:
        raise Refusal("empty", _("Nobody has signed yet, so there is nothing to freeze."))
    frozen = Freeze.objects.create(
        letter=kept,
        version=version,
        at=timezone.now(),
        by=user,
        signatories=names,
        organizations=sum(record["kind"] == roll.ORGANIZATION for record in names),
        people=sum(record["kind"] == roll.PERSON for record in names),
        text_sha256=version.digest,
        names_sha256=versions.digest(names),
    )
    kept.state = states.FROZEN
    kept.save(update_fields=["state"])
    audit.record(
        actor=user,
        verb="letter.frozen",
        subject=f"letter {kept.slug}",
        version=version.number,
        names=len(names),
    )
    transaction.on_commit(ring)
    return frozen


def ring() -> None:
    from tocsin.letters.tasks import make_documents

    make_documents.defer()


def freeze_due() -> int:
    """For the clock: letters whose deadline has passed. One that nobody signed stays open for staff to look at."""
    return sum(_freeze_quietly(letter) for letter in _due())


def _due() -> QuerySet[Letter]:
    return Letter.objects.filter(state=states.SIGNING, freezes_itself=True, deadline__lte=timezone.now())


@transaction.atomic
def _freeze_quietly(letter: Letter) -> bool:
    """Looked at again under its lock: staff may have moved the deadline."""
    if _due().select_for_update().filter(pk=letter.pk).first() is None:
        return False
    try:
        freeze(user=None, letter=letter)
    except Refusal:
        return False
    return True


@transaction.atomic
def tell_signers(freeze_id: UUID) -> int:
    """Once the document stands: everybody under it gets the address where it can be read and checked."""
    frozen = Freeze.objects.get(pk=freeze_id)
    ids = [record["id"] for record in frozen.signatories]
    signed = Signature.objects.filter(pk__in=ids, state=states.SIGNED).select_related("organization")
    for signature in signed.iterator(chunk_size=500):
        notices.tell_frozen(signature, freeze_id)
    return len(ids)


def latest(letter: Letter) -> Freeze | None:
    return letter.freezes.select_related("version").order_by("at").last()


def in_force(letter: Letter) -> Freeze | None:
    """The freeze of the version that is up; none while a corrected version collects its names."""
    version = versions.current(letter)
    return Freeze.objects.filter(version=version).select_related("version").first() if version else None
