"""People who act, and what exactly they agreed to."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from tocsin.core.ids import uuid7


class Supporter(models.Model):
    """A person whose address was confirmed. Holds what their own page needs, and no more."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email_hash = models.BinaryField(max_length=32, unique=True)
    email = models.EmailField(max_length=320)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=10, default="en")
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return str(self.id)


class ConsentKind(models.TextChoices):
    """What a person may agree to. Each is asked alone, unticked, and can be left out."""

    UPDATES = "updates", "The organization may write to me about this campaign"
    SHOW = "show", "My name may be shown on the page"
    REPLY = "reply", "The office may see my address and answer me"


class ConsentText(models.Model):
    """The exact words of one consent in one language; `version` counts their changes."""

    kind = models.CharField(max_length=20, choices=ConsentKind)
    language = models.CharField(max_length=10)
    version = models.PositiveIntegerField()
    text = models.TextField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "language", "version"], name="consent_text_version"),
            models.UniqueConstraint(fields=["kind", "language", "text"], name="consent_text_words"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language} v{self.version}"


class Consent(models.Model):
    """One yes, to exactly these words, at this time, given with this act."""

    act = models.UUIDField()
    text = models.ForeignKey(
        ConsentText, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    given_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["act", "text"], name="consent_once")]

    def __str__(self) -> str:
        return f"{self.act} {self.text_id}"
