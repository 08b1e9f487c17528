"""The outbox, what is known of its lanes, and what the outside reported later."""

from __future__ import annotations

from collections.abc import Collection
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

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
    lane = models.CharField(max_length=120, default="", db_default="")
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
    remote_id = models.CharField(max_length=200, blank=True, default="", db_default="")
    settled_at = models.DateTimeField(null=True, blank=True)
    loaded: object = None
    """What the purpose's `gather` found for composing."""

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="message_key")]
        indexes = [
            models.Index(
                fields=["lane", "priority", "due_at"],
                name="message_due",
                condition=Q(state="queued", lease__isnull=True),
            ),
            models.Index(
                fields=["state", "created_at"],
                name="message_waiting",
                condition=Q(state__in=("held", "ambiguous", "needs_person")),
            ),
            models.Index(
                fields=["settled_at"],
                name="message_undelivered",
                condition=Q(state__in=("failed", "bounced")),
            ),
            models.Index(fields=["leased_until"], name="message_leased", condition=Q(lease__isnull=False)),
            models.Index(fields=["lane"], name="message_lane_leased", condition=Q(lease__isnull=False)),
            models.Index(fields=["ref"], name="message_ref"),
            models.Index(fields=["remote_id"], name="message_remote", condition=~Q(remote_id="")),
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
    lease = models.UUIDField(null=True, blank=True)
    """Of a try: the claim it was made under, by which the delivery journal knows it."""

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.old_state} → {self.new_state}"


class Lane(models.Model):
    """What staff decided about one lane, and what its host's breaker remembers; a lane without a row has its defaults.

    A lane is the way to one office, one mail domain or one gateway; `*` stands for all of them.
    Rates are messages per second; `hours` and `maintenance` are as in `schedule.py`.
    """

    key = models.CharField(primary_key=True, max_length=120)
    paused = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)
    rate = models.FloatField(null=True, blank=True)
    concurrency = models.PositiveSmallIntegerField(null=True, blank=True)
    daily_cap = models.PositiveIntegerField(null=True, blank=True)
    hours = models.JSONField(default=dict, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    maintenance = models.JSONField(default=list, blank=True)
    spread_until = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0, db_default=0)
    open_until = models.DateTimeField(null=True, blank=True)
    opened = models.PositiveSmallIntegerField(default=0, db_default=0)
    day = models.DateField(null=True, blank=True)
    sent_today = models.PositiveIntegerField(default=0, db_default=0)
    changed_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.key


class Event(models.Model):
    """Something the outside reported of a message after it had left. Its key makes a repeated report harmless."""

    class Kind(models.TextChoices):
        DELIVERED = "delivered", _("Delivered")
        DEFERRED = "deferred", _("Deferred")
        BOUNCED = "bounced", _("Bounced")
        COMPLAINED = "complained", _("Complaint")
        AUTO_REPLY = "auto_reply", _("Automatic reply")
        REPLY = "reply", _("Reply")

    key = models.CharField(max_length=200, unique=True)
    message = models.ForeignKey(Message, null=True, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind)
    source = models.CharField(max_length=30)
    detail = models.TextField(blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Suppression(models.Model):
    """An address that must not be written to again, as a keyed hash."""

    address_hash = models.BinaryField(max_length=32, unique=True)
    reason = models.CharField(max_length=20)
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.reason


class CwcOffice(models.Model):
    """An office that takes messages by Communicating With Congress, as its gateway lists it."""

    code = models.CharField(primary_key=True, max_length=5)
    chamber = models.CharField(max_length=6)
    name = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)
    seen_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.code


class Call(models.Model):
    """One supporter's call to an office's line. While it is open it takes one of the line's places."""

    class Outcome(models.TextChoices):
        SPOKE = "spoke", _("I spoke with somebody")
        VOICEMAIL = "voicemail", _("I left a message")
        BUSY = "busy", _("The line was busy")
        NO_ANSWER = "no_answer", _("Nobody answered")
        WRONG = "wrong", _("The number is wrong")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="calls")
    line = models.CharField(max_length=40)
    opened_at = models.DateTimeField(db_default=Now())
    open_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["line", "open_until"], name="call_open", condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return f"{self.line} {self.outcome}"


class Webhook(models.Model):
    """A system of the organization's own that hears of what happens. Its secret is derived, so none is stored."""

    name = models.CharField(_("name"), max_length=100)
    url = models.URLField(_("address"), max_length=500)
    events = models.JSONField(_("what it hears of"), default=list)
    active = models.BooleanField(_("active"), default=True)
    key_version = models.PositiveSmallIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name


class JournalMark(models.Model):
    """How far the database has seen one file of the delivery journal; one that is shorter, or gone, tells of a loss."""

    file = models.CharField(primary_key=True, max_length=200)
    host = models.CharField(max_length=120)
    offset = models.BigIntegerField()
    digest = models.CharField(max_length=32)
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.file} {self.offset}"


class DatabaseCopy(models.Model):
    """A database that has sent from here. Another identity means that this one was restored, or moved."""

    identity = models.CharField(primary_key=True, max_length=60)
    since = models.DateTimeField(db_default=Now())
    loss_accepted = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.identity
