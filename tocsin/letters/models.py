"""An open letter: who writes to whom, its versions, and who signed which of them."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from tocsin.core.ids import uuid7
from tocsin.letters import states
from tocsin.letters.letter import Addressee, Host, Letter
from tocsin.letters.outcome import Freeze, Response
from tocsin.letters.page import LetterPage
from tocsin.organizations.models import NAME

__all__ = [
    "Addressee", "Comment", "Freeze", "Host", "Invitation", "Letter", "LetterPage", "LetterVersion", "Response",
    "Signature", "SignatureEvent",
]  # fmt: skip


class LetterVersion(models.Model):
    """The letter's text in all its languages, as it stood. The database refuses any change of the words.

    `texts`: language → `{title, lead, subject, salutation, body, closing}`, where `body` is a list of
    `{id, kind, text}` and `kind` one of paragraph, heading, item, quote. `digest`: SHA-256 of the canonical JSON.
    """

    class State(models.TextChoices):
        COMMENTS = states.COMMENTS, _("Shown for comments")
        UP = states.UP, _("Up for signing")
        REPLACED = states.REPLACED, _("Replaced")

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.COMMENTS)
    authoritative = models.CharField(max_length=10)
    texts = models.JSONField()
    digest = models.CharField(max_length=64)
    note = models.CharField(
        _("what changed and why"),
        max_length=1000,
        blank=True,
        help_text=_("Shown to everybody beside the changes."),
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(db_default=Now())
    opened_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "number"], name="version_number"),
            models.UniqueConstraint(fields=["letter"], name="version_one_up", condition=Q(state=states.UP)),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} v{self.number}"

    @property
    def languages(self) -> list[str]:
        """The authoritative one first."""
        return sorted(self.texts, key=lambda code: (code != self.authoritative, code))

    def text_in(self, language: str) -> tuple[str, dict[str, Any]]:
        """The language that was found, and its text; the authoritative one where there is no translation."""
        code = language if language in self.texts else self.authoritative
        return code, self.texts[code]


class Comment(models.Model):
    """What an invited organization, or staff, says of one paragraph; with `suggestion`, how it should read instead."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        TAKEN = "taken", _("Taken over")
        DECLINED = "declined", _("Declined")
        SETTLED = "settled", _("Settled")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(LetterVersion, on_delete=models.CASCADE, related_name="comments")
    language = models.CharField(max_length=10)
    part = models.CharField(max_length=40, help_text="The id of the paragraph; empty: the letter as a whole")
    member = models.ForeignKey("organizations.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    organization = models.ForeignKey(
        "organizations.Organization", null=True, on_delete=models.CASCADE, related_name="+"
    )
    author = models.CharField(
        max_length=300, help_text="As it is shown: a person's name, and for whom they speak"
    )
    text = models.TextField(blank=True)
    suggestion = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answer = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now())
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return str(self.id)


class Invitation(models.Model):
    """One organization, or person, asked to sign: known here already, or by a name and an address."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="invitations")
    organization = models.ForeignKey(
        "organizations.Organization",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="invitations",
    )
    name = models.CharField(max_length=NAME)
    person = models.CharField(max_length=200, blank=True)
    email = models.EmailField(max_length=320, blank=True)
    language = models.CharField(max_length=10, default="en")
    created_at = models.DateTimeField(db_default=Now())
    reminded_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "organization"],
                name="invitation_once",
                condition=Q(organization__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["letter", "email"], name="invitation_email_once", condition=~Q(email="")
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class SignatureQuerySet(models.QuerySet["Signature"]):
    def standing(self) -> Self:
        """Signed, by a person, or by an organization that is proven: what is listed and counted."""
        proven = Q(organization__state="proven") | Q(organization__isnull=True)
        return self.filter(proven, state=states.SIGNED)

    def unproven(self) -> Self:
        """Signed for an organization that nobody can vouch for yet."""
        return self.filter(state=states.SIGNED, organization__state__in=("unproven", "held"))

    def withdrawn(self) -> Self:
        """Those who stood under the letter and took their name off."""
        return self.filter(withdrawn_at__isnull=False, first_signed_at__isnull=False)

    def organizations(self) -> Self:
        return self.filter(organization__isnull=False)

    def people(self) -> Self:
        return self.filter(organization__isnull=True)


class Signature(models.Model):
    """One organization, or one person, under one letter. Its history is in its events, which are never erased."""

    class State(models.TextChoices):
        UNCONFIRMED = states.UNCONFIRMED, _("Not confirmed")
        WAITING = states.WAITING, _("Waits for a second person")
        SIGNED = states.SIGNED, _("Signed")
        WITHDRAWN = states.WITHDRAWN, _("Withdrawn")
        REFUSED = states.REFUSED, _("Refused by the second person")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="signatures")
    version = models.ForeignKey(LetterVersion, on_delete=models.PROTECT, related_name="signatures")
    organization = models.ForeignKey(
        "organizations.Organization",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="signatures",
    )
    member = models.ForeignKey("organizations.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    approved_by = models.ForeignKey(
        "organizations.Member", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=12, choices=State)
    name = models.CharField(max_length=NAME, help_text="Of the signer, as they gave it")
    title = models.CharField(max_length=200, blank=True)
    authority = models.CharField(max_length=300, blank=True, help_text="On what ground they may sign")
    show_signer = models.BooleanField(default=True)
    country = models.CharField(max_length=2, blank=True, help_text="Of a person; an organization has its own")
    affiliation = models.CharField(max_length=NAME, blank=True)
    email = models.EmailField(max_length=320, blank=True, help_text="Of a person who signs for themselves")
    email_hash = models.BinaryField(max_length=32, null=True)
    language = models.CharField(max_length=10, default="en")
    late = models.BooleanField(default=False, help_text="Came after the letter was frozen")
    created_at = models.DateTimeField(db_default=Now())
    first_signed_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=500, blank=True, help_text="In its own words; shown")

    objects = SignatureQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "organization"],
                name="signature_once",
                condition=Q(organization__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["letter", "email_hash"],
                name="signature_person_once",
                condition=Q(email_hash__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["letter", "state"], name="signature_state")]

    def __str__(self) -> str:
        return str(self.id)


class SignatureEvent(models.Model):
    """One thing that happened to a signature. Append-only, by the database's own rule."""

    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(max_length=20)
    version = models.ForeignKey(LetterVersion, null=True, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(
        "organizations.Member", null=True, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.signature_id} {self.verb}"
