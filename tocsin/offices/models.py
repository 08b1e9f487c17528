"""What an official's office receives: its page, its delivery books, and how alike the messages are."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from tocsin.core.ids import uuid7


class Office(models.Model):
    """The page of one official's office. Its link can be taken back: a new `id` is a new link."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="office_page")
    created_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.person_id)


class Book(models.Model):
    """All messages of one campaign to one official, typeset, frozen and hashed, to be handed over by a person."""

    class State(models.TextChoices):
        MAKING = "making", _("Being typeset")
        FROZEN = "frozen", _("Ready to hand over")
        HANDED_OVER = "handed_over", _("Handed over")
        FAILED = "failed", _("Could not be made")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="books")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="books")
    state = models.CharField(max_length=12, choices=State, default=State.MAKING)
    language = models.CharField(max_length=10, default="en")
    singly = models.BooleanField(default=False, help_text="Also each letter on a page of its own")
    tries = models.PositiveSmallIntegerField(default=0)
    letters = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    files = models.JSONField(default=list)
    problem = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(db_default=Now())
    frozen_at = models.DateTimeField(null=True, blank=True)
    handed_over_on = models.DateField(null=True, blank=True)
    handed_over_to = models.CharField(max_length=200, blank=True)
    handed_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return str(self.id)


class BookEntry(models.Model):
    """Which act stands in a book, and under which number."""

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="entries")
    number = models.PositiveIntegerField()
    submission = models.UUIDField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book", "number"], name="book_number")]

    def __str__(self) -> str:
        return f"{self.book_id} {self.number}"


class Wording(models.Model):
    """How far a confirmed message is in its sender's own words, measured against the text that was suggested."""

    class Kind(models.TextChoices):
        TEMPLATE = "template", _("The suggested text")
        EDITED = "edited", _("The suggested text, edited")
        OWN = "own", _("Own words")

    submission = models.OneToOneField(
        "actions.Submission", primary_key=True, on_delete=models.CASCADE, related_name="wording"
    )
    kind = models.CharField(max_length=8, choices=Kind)
    likeness = models.PositiveSmallIntegerField(
        help_text="Percent of shared word groups with the suggested text"
    )
    sketch = models.BinaryField(max_length=512)
    cluster = models.UUIDField(null=True, blank=True)
    measured_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["cluster"], name="wording_cluster", condition=Q(cluster__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.kind}"
