"""The messages an action sends, as data for the outbox."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from tocsin.actions import compose, hooks, notices, states
from tocsin.actions.models import Submission
from tocsin.campaigns import tally
from tocsin.campaigns.models import Metric
from tocsin.delivery import outbox
from tocsin.delivery.channels import CHANNELS
from tocsin.delivery.purposes import Purpose, Told
from tocsin.delivery.states import HANDED_OVER, QUEUED
from tocsin.officials.ways import SANDBOX


def follow(told: Sequence[Told]) -> None:
    """The count of messages handed over follows the states: up when one is taken, down when one bounces.

    What was in flight when its sender withdrew does not leave a second time.
    """
    hooks.emit_moves(told)
    for ref in _taken_back(one.message.ref for one in told if one.new == QUEUED):
        outbox.cancel(ref=ref)
    deltas = {
        one.message: delta
        for one in told
        if is_counted(one.message.channel) and (delta := (one.new in HANDED_OVER) - (one.old in HANDED_OVER))
    }
    if not deltas:
        return
    acts = Submission.objects.in_bulk([message.ref for message in deltas])
    tally.move_many(
        tally.Step(
            campaign_id=acts[message.ref].campaign_id,
            metric=Metric.DELIVERED,
            delta=delta,
            area=acts[message.ref].area,
            ref=message.id,
        )
        for message, delta in deltas.items()
    )


def is_counted(channel: str) -> bool:
    """The sandbox hands nothing over, and what a person did by hand was not sent by us."""
    return channel != SANDBOX and not CHANNELS[channel].by_hand


def _taken_back(refs: Iterable[UUID]) -> list[UUID]:
    """Waits for withdrawals that are under way, so that one of the two sees the other."""
    acts = Submission.objects.select_for_update().filter(pk__in=set(refs)).order_by("pk")
    return [pk for pk, state in acts.values_list("pk", "state") if state == states.WITHDRAWN]


PURPOSES = (
    Purpose(
        name="confirm",
        compose=notices.confirmation,
        gather=notices.gather,
        expires=timedelta(days=1),
        keep=timedelta(days=30),
        resend_when_unsure=True,
    ),
    Purpose(
        name="already",
        compose=notices.already,
        gather=notices.gather,
        expires=timedelta(days=1),
        keep=timedelta(days=30),
        resend_when_unsure=True,
    ),
    Purpose(
        name="action",
        compose=compose.compose_letter,
        expires=timedelta(days=5),
        keep=timedelta(days=365),
        priority=5,
        settled=follow,
    ),
    hooks.PURPOSE,
)
