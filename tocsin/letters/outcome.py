"""What became of a letter: the frozen text and names, and what the addressees answered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from tocsin.core.ids import uuid7
from tocsin.letters.letter import Addressee, Letter


class Freeze(models.Model):
    """The moment at which text and names became what they are. `signatories` is the frozen set, as published.

    `text_sha256` and `names_sha256` are of canonical JSON; `files` as `files.seal` describes each.
    """

    class State(models.TextChoices):
        MAKING = "making", _("Being typeset")
        MADE = "made", _("Made")
        FAILED = "failed", _("Could not be typeset")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="freezes")
    version = models.OneToOneField("letters.LetterVersion", on_delete=models.PROTECT, related_name="freeze")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    signatories = models.JSONField()
    organizations = models.PositiveIntegerField()
    people = models.PositiveIntegerField(default=0)
    text_sha256 = models.CharField(max_length=64)
    names_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State, default=State.MAKING)
    files = models.JSONField(default=list)
    problem = models.CharField(max_length=300, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(
        null=True, blank=True, help_text="When its messages were put into the outbox"
    )

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.at:%Y-%m-%d %H:%M}"


class Response(models.Model):
    """What an addressee answered to the letter."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="responses")
    addressee = models.ForeignKey(Addressee, null=True, on_delete=models.SET_NULL, related_name="responses")
    text = models.TextField(_("answer"), help_text=_("Word for word, in the language it came in."))
    signed_by = models.CharField(_("signed by"), max_length=200, blank=True)
    source_url = models.URLField(_("where it can be seen"), max_length=500, blank=True)
    received_on = models.DateField(_("received on"))
    entered_at = models.DateTimeField(db_default=Now())
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["received_on", "entered_at"]

    def __str__(self) -> str:
        return str(self.id)
