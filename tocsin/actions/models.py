"""What people did: a submission answers one version of one page's words."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from tocsin.actions import states
from tocsin.actions.page import ActionPage
from tocsin.core.ids import uuid7

__all__ = ["ActionPage", "Answer", "Match", "Submission", "TextVersion"]


class TextVersion(models.Model):
    """The words of a page as they stood: what a submission answers can always be shown again."""

    page = models.ForeignKey(ActionPage, null=True, on_delete=models.SET_NULL, related_name="versions")
    language = models.CharField(max_length=10)
    digest = models.BinaryField(max_length=32, unique=True)
    words = models.JSONField()
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.pk} ({self.language})"


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def confirmed(self) -> SubmissionQuerySet:
        return self.filter(state=states.CONFIRMED)

    def shown(self) -> SubmissionQuerySet:
        """Those who agreed to be shown on the page."""
        return self.confirmed().filter(show_name=True)


class Submission(models.Model):
    """One person's act on a campaign, stored exactly as it was sent."""

    class State(models.TextChoices):
        PENDING = states.PENDING, _("Waiting for confirmation")
        CONFIRMED = states.CONFIRMED, _("Confirmed")
        REPEAT = states.REPEAT, _("Repeat of an earlier act")
        VOID = states.VOID, _("Voided: “this was not me”")
        WITHDRAWN = states.WITHDRAWN, _("Withdrawn")
        EXPIRED = states.EXPIRED, _("Never confirmed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Without a constraint: its check locks the campaign's one row in every act. Neither is ever deleted.
    campaign = models.ForeignKey(
        "campaigns.Campaign",
        on_delete=models.PROTECT,
        related_name="submissions",
        db_index=False,
        db_constraint=False,
    )
    version = models.ForeignKey(
        TextVersion, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    supporter = models.ForeignKey(
        "supporters.Supporter",
        null=True,
        on_delete=models.SET_NULL,
        related_name="submissions",
        db_index=False,
    )
    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    email_hash = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=16)
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=320)
    country = models.CharField(max_length=2)
    postal_code = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=300, blank=True)
    title = models.CharField(max_length=10, blank=True, db_default="")
    given_name = models.CharField(max_length=100, blank=True, db_default="")
    family_name = models.CharField(max_length=100, blank=True, db_default="")
    street = models.CharField(max_length=200, blank=True, db_default="")
    city = models.CharField(max_length=100, blank=True, db_default="")
    area = models.CharField(max_length=8)
    own_words = models.TextField(blank=True)
    body = models.TextField(blank=True)
    division = models.CharField(
        max_length=400,
        blank=True,
        db_default="",
        help_text="What was settled of the place: OCD ids, parted by spaces",
    )
    body_thanks = models.TextField(blank=True, db_default="")
    show_name = models.BooleanField(default=False)
    reply_ok = models.BooleanField(default=False)
    language = models.CharField(max_length=10)
    source = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email_hash", "digest"],
                name="submission_same_words",
                condition=Q(state__in=["pending", "void"]),
            ),
            models.UniqueConstraint(
                fields=["campaign", "email_hash"],
                name="submission_one_per_person",
                condition=Q(state="confirmed"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["campaign", "-confirmed_at"],
                name="submission_shown",
                condition=Q(state="confirmed", show_name=True),
            ),
            models.Index(
                fields=["supporter"], name="submission_supporter", condition=Q(supporter__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Match(models.Model):
    """Where a supporter lives, as far as their campaign's rule needed it, and how that is known."""

    submission = models.OneToOneField(
        Submission, primary_key=True, on_delete=models.CASCADE, related_name="match"
    )
    division = models.CharField(max_length=150, blank=True)
    divisions = models.JSONField(default=list)
    method = models.CharField(max_length=10)
    confidence = models.CharField(max_length=12)
    reason = models.CharField(max_length=20, blank=True)
    candidates = models.JSONField(default=list)
    vintage = models.CharField(max_length=20, blank=True)
    checked = models.CharField(
        max_length=20, blank=True, help_text="The map in force when it was last looked up"
    )
    ask_again = models.BooleanField(default=False)
    matched_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["checked", "submission"], name="match_by_map")]

    def __str__(self) -> str:
        return f"{self.submission_id} in {self.division}"


class Answer(models.Model):
    """What an official's office answered to all who wrote to it in one campaign."""

    class Origin(models.TextChoices):
        OFFICE = "office", _("The office itself, on its page")
        STAFF = "staff", _("Entered by staff")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="answers")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="answers")
    text = models.TextField()
    signed_by = models.CharField(max_length=200, blank=True)
    origin = models.CharField(max_length=8, choices=Origin)
    source_url = models.URLField(max_length=500, blank=True)
    answered_at = models.DateTimeField(db_default=Now())
    approved_at = models.DateTimeField(null=True, blank=True)
    mailed_until = models.UUIDField(null=True, blank=True)
    mailed = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        ordering = ["answered_at"]
        indexes = [models.Index(fields=["campaign", "person"], name="answer_to_campaign")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.campaign_id}"
