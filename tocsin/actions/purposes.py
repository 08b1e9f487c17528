"""The messages an action sends, as data for the outbox."""

from __future__ import annotations

from datetime import timedelta

from tocsin.actions import compose, hooks, states
from tocsin.actions.models import Submission
from tocsin.actions.ways import SANDBOX
from tocsin.campaigns import tally
from tocsin.campaigns.models import Metric
from tocsin.delivery import outbox
from tocsin.delivery.channels import CHANNELS
from tocsin.delivery.models import Message
from tocsin.delivery.purposes import Purpose
from tocsin.delivery.states import HANDED_OVER, QUEUED


def follow(message: Message, old: str, new: str) -> None:
    """The count of messages handed over follows the states: up when one is taken, down when one bounces.

    What was in flight when its sender withdrew does not leave a second time.
    """
    hooks.emit_move(message, new)
    if new == QUEUED and _taken_back(message):
        outbox.cancel(ref=message.ref)
    delta = (new in HANDED_OVER) - (old in HANDED_OVER)
    if delta and is_counted(message.channel):
        campaign_id, area = Submission.objects.values_list("campaign_id", "area").get(pk=message.ref)
        tally.move(campaign_id=campaign_id, metric=Metric.DELIVERED, delta=delta, area=area, ref=message.id)


def is_counted(channel: str) -> bool:
    """The sandbox hands nothing over, and what a person did by hand was not sent by us."""
    return channel != SANDBOX and not CHANNELS[channel].by_hand


def _taken_back(message: Message) -> bool:
    """Waits for a withdrawal that is under way, so that one of the two sees the other."""
    states_of = Submission.objects.select_for_update().values_list("state", flat=True)
    return states_of.get(pk=message.ref) == states.WITHDRAWN


PURPOSES = (
    Purpose(
        name="confirm",
        compose=compose.compose_confirmation,
        expires=timedelta(days=1),
        keep=timedelta(days=30),
        resend_when_unsure=True,
    ),
    Purpose(
        name="already",
        compose=compose.compose_already,
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
