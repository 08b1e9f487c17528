"""The outbox: one row per message, and an append-only receipt for each move it makes."""

from __future__ import annotations

from collections.abc import Collection
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from tocsin.core.ids import uuid7
from tocsin.delivery import states


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self) -> Self:
        """Waiting for a sender now, and not yet in anyone's hands."""
        return self.filter(state=states.QUEUED, lease=None, due_at__lte=Now())

    def overdue(self) -> Self:
        """Their claim ran out: whoever held them is gone."""
        return self.filter(lease__isnull=False, leased_until__lte=Now())

    def expired(self) -> Self:
        return self.filter(state=states.QUEUED, lease=None, expires_at__lte=Now())

    def cancellable(self) -> Self:
        return self.filter(state__in=states.CANCELLABLE)

    def handed_over(self) -> Self:
        return self.filter(state__in=states.HANDED_OVER)

    def in_doubt(self) -> Self:
        """A person or the other side's records must say what became of them."""
        return self.filter(state__in=(states.AMBIGUOUS, states.NEEDS_PERSON))

    def for_ref(self, ref: UUID) -> Self:
        return self.filter(ref=ref)

    def for_purposes(self, purposes: Collection[str]) -> Self:
        return self.filter(purpose__in=purposes)


class Message(models.Model):
    """A message that must reach someone. The row is the queue; see `states.py` for its life."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=200)
    purpose = models.CharField(max_length=30)
    channel = models.CharField(max_length=20)
    state = models.CharField(max_length=20, default=states.QUEUED, db_default=states.QUEUED)
    priority = models.SmallIntegerField(default=0, db_default=0)
    recipient = models.CharField(max_length=320, blank=True)
    language = models.CharField(max_length=10, default="en", db_default="en")
    ref = models.UUIDField()
    data = models.JSONField(default=dict, db_default={})
    created_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    attempts = models.SmallIntegerField(default=0, db_default=0)
    soft_failures = models.SmallIntegerField(default=0, db_default=0)
    lease = models.UUIDField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    reply = models.TextField(blank=True, default="", db_default="")
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="message_key")]
        indexes = [
            models.Index(
                fields=["priority", "due_at"],
                name="message_due",
                condition=Q(state="queued", lease__isnull=True),
            ),
            models.Index(
                fields=["state", "created_at"],
                name="message_waiting",
                condition=Q(state__in=("held", "ambiguous", "needs_person")),
            ),
            models.Index(fields=["leased_until"], name="message_leased", condition=Q(lease__isnull=False)),
            models.Index(fields=["ref"], name="message_ref"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.id} {self.state}"


class Receipt(models.Model):
    """One move of one message: what was tried, what the other side answered."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="receipts")
    at = models.DateTimeField(db_default=Now())
    old_state = models.CharField(max_length=20)
    new_state = models.CharField(max_length=20)
    attempt = models.SmallIntegerField()
    reply = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.old_state} → {self.new_state}"
