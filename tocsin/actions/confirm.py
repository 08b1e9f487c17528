"""Confirmation, "this was not me", and withdrawal. Each is a compare-and-set: it happens once or not at all."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import now

from tocsin.actions import hooks, states
from tocsin.actions.dispatch import dispatch
from tocsin.actions.match import Matched, keep, match
from tocsin.actions.models import Submission
from tocsin.campaigns import tally
from tocsin.campaigns.models import Metric
from tocsin.delivery import doorbell, outbox
from tocsin.supporters.models import Consent, Supporter


def confirm(submission_id: UUID) -> str:
    """Counts the person and queues the messages. Returns the state after it: first confirmation wins.

    The database allows one confirmed submission per person and campaign, so any number of confirmations at
    once count one.
    """
    submission = Submission.objects.select_related("campaign", "version").get(pk=submission_id)
    if submission.state != states.PENDING:
        return submission.state
    matched = match(submission)
    try:
        with transaction.atomic():
            if _move(submission_id, states.PENDING, states.CONFIRMED, confirmed_at=now()):
                _enter(submission, matched)
    except IntegrityError:
        _move(submission_id, states.PENDING, states.REPEAT, ended_at=now())
    doorbell.ring()
    return state_of(submission_id)


def _enter(submission: Submission, matched: Matched) -> None:
    supporter, _ = Supporter.objects.update_or_create(
        email_hash=submission.email_hash,
        defaults={"email": submission.email, "name": submission.name, "language": submission.language},
    )
    Submission.objects.filter(pk=submission.pk).update(supporter=supporter)
    _count(submission, +1)
    keep(submission, matched)
    dispatch(submission, matched)
    hooks.emit(hooks.CONFIRMED, submission)


def void(submission_id: UUID) -> str:
    """ "This was not me": the submission ends, and the address hears no more of this campaign."""
    with transaction.atomic():
        if _move(submission_id, states.PENDING, states.VOID, ended_at=now()):
            for waiting in _of_same_address(submission_id):
                outbox.cancel(ref=waiting)
    return state_of(submission_id)


def _of_same_address(submission_id: UUID) -> list[UUID]:
    """This and whatever else waits in the same campaign for the same person's answer."""
    this = Submission.objects.only("campaign_id", "email_hash").get(pk=submission_id)
    theirs = Submission.objects.filter(campaign_id=this.campaign_id, email_hash=this.email_hash)
    return list(theirs.filter(state__in=(states.PENDING, states.VOID)).values_list("pk", flat=True))


def withdraw(submission_id: UUID) -> bool:
    """Takes a confirmed act back: it no longer counts, and what has not left yet never will."""
    with transaction.atomic():
        if not _move(submission_id, states.CONFIRMED, states.WITHDRAWN, ended_at=now()):
            return False
        outbox.cancel(ref=submission_id)
        Consent.objects.filter(act=submission_id, withdrawn_at=None).update(withdrawn_at=now())
        submission = Submission.objects.select_related("campaign").get(pk=submission_id)
        _count(submission, -1)
        hooks.emit(hooks.WITHDRAWN, submission)
    return True


def state_of(submission_id: UUID) -> str:
    return Submission.objects.values_list("state", flat=True).get(pk=submission_id)


def _move(submission_id: UUID, old: str, new: str, **changes: object) -> bool:
    if new not in states.MOVES[old]:
        raise ValueError(f"no submission goes from {old} to {new}")
    return bool(Submission.objects.filter(pk=submission_id, state=old).update(state=new, **changes))


def _count(submission: Submission, delta: int) -> None:
    tally.move(
        campaign_id=submission.campaign_id,
        metric=Metric.CONFIRMED,
        delta=delta,
        area=submission.area,
        ref=submission.pk,
    )
