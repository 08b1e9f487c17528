"""How long the personal data of actions are kept, and what becomes of them then."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from tocsin.actions import states
from tocsin.actions.models import Match, Submission
from tocsin.core import retention
from tocsin.supporters.models import Consent, Supporter

PERSONAL = (
    *("name", "title", "given_name", "family_name", "email", "street", "city", "postal_code", "address"),
    *("own_words", "body", "body_thanks", "division"),
)


def drop_unconfirmed(before: datetime) -> int:
    """Whoever never confirmed, or said "this was not me", leaves no trace but the count of those who started.

    A voided row stays, emptied, so that its address is not written to again.
    """
    old = Submission.objects.filter(created_at__lt=before, state__in=(states.PENDING, states.REPEAT))
    Consent.objects.filter(act__in=old.values("pk")).delete()
    return old.delete()[0] + empty(states.VOID, before)


def empty_ended(before: datetime) -> int:
    """A withdrawn act keeps its place in the count's history, and nothing of the person."""
    return empty(states.WITHDRAWN, before)


def empty_confirmed(before: datetime) -> int:
    """A confirmed act goes on counting: once, by the keyed hash; the rest is emptied."""
    return empty(states.CONFIRMED, before)


def empty(state: str, before: datetime) -> int:
    rows = Submission.objects.filter(state=state, created_at__lt=before).exclude(email="")
    Match.objects.filter(submission__in=rows).delete()
    return rows.update(**dict.fromkeys(PERSONAL, ""), show_name=False, reply_ok=False)


def drop_supporters(before: datetime) -> int:
    """Who has done nothing for that long: their page closes, their acts go on counting."""
    idle = Supporter.objects.filter(created_at__lt=before).exclude(submissions__created_at__gte=before)
    return idle.delete()[0]


def register() -> None:
    retention.register(
        retention.Holding(
            model="supporters.Supporter",
            fields=("name", "email"),
            why="to show people what became of their messages",
            keep=timedelta(days=settings.KEEP_DAYS),
            purge=drop_supporters,
        )
    )
    for name, keep, why, purge in (
        (
            "unconfirmed",
            timedelta(days=settings.CONFIRM_DAYS + 1),
            "to be confirmed by its sender",
            drop_unconfirmed,
        ),
        ("withdrawn", timedelta(days=30), "to answer questions about the withdrawal", empty_ended),
        (
            "confirmed",
            timedelta(days=settings.KEEP_DAYS),
            "to deliver the message and prove its sender",
            empty_confirmed,
        ),
    ):
        retention.register(
            retention.Holding(
                model=f"actions.Submission ({name})", fields=PERSONAL, why=why, keep=keep, purge=purge
            )
        )
