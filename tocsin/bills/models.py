"""Bills: who stands behind them, what happened to them, which committees have them, and votes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Bill(models.Model):
    """`id` as in `119/hr/5369`: Congress, type, number."""

    id = models.CharField(primary_key=True, max_length=60)
    title = models.CharField(_("title"), max_length=500)
    chamber = models.CharField(
        _("chamber"),
        max_length=60,
        blank=True,
        help_text="Slug of the organization whose members may cosponsor",
    )
    introduced = models.DateField(_("introduced"), null=True, blank=True)
    as_of = models.DateField(
        _("as of"), null=True, blank=True, help_text="Empty: no list of cosponsors is known"
    )
    source = models.CharField(max_length=300, blank=True)
    updated = models.DateTimeField(null=True, editable=False, help_text="What the record says of its own age")
    digest = models.CharField(
        max_length=64, blank=True, editable=False, db_index=True, help_text="Of the file that was read last"
    )
    official_title = models.TextField(_("official title"), blank=True)
    policy_area = models.CharField(_("policy area"), max_length=100, blank=True)
    status = models.CharField(_("status"), max_length=60, blank=True, help_text="As in “PASS_OVER:HOUSE”")
    status_at = models.CharField(
        max_length=40,
        blank=True,
        help_text="ISO 8601: a day, or a moment where the record is trusted with it",
    )
    history = models.JSONField(default=list, blank=True, help_text="Statuses in their order: `status`, `at`")
    unknown = models.JSONField(
        default=list, blank=True, help_text="Actions that no rule understood, for a person to look at"
    )
    laws = models.JSONField(default=list, blank=True, help_text="As in “Public Law 117-103”")
    related = models.JSONField(default=list, blank=True, help_text="`id`, `title`, `relation`, `by`")
    summary = models.JSONField(
        default=dict, blank=True, help_text="By the Congressional Research Service: `at`, `stage`, `text`"
    )

    def __str__(self) -> str:
        return self.title

    @property
    def congress(self) -> str:
        return self.pk.split("/")[0]


class SponsorshipQuerySet(models.QuerySet["Sponsorship"]):
    def listed(self) -> SponsorshipQuerySet:
        """Also who withdrew. Who only vanished from the record is listed until a later record confirms it."""
        still = Q(missing_since=None) | Q(missing_since__gte=F("bill__as_of"))
        return self.filter(still)

    def standing(self) -> SponsorshipQuerySet:
        """Who stands behind the bill today."""
        return self.listed().filter(withdrawn_at=None)


class Sponsorship(models.Model):
    """A member stands behind a bill; a withdrawn cosponsorship is kept and marked."""

    class Role(models.TextChoices):
        SPONSOR = "sponsor", _("sponsor")
        COSPONSOR = "cosponsor", _("cosponsor")

    bill = models.ForeignKey(Bill, on_delete=models.CASCADE, related_name="sponsorships")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role)
    at = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateField(null=True, blank=True)
    original = models.BooleanField(default=False, help_text="Since the day the bill was introduced")
    missing_since = models.DateField(
        null=True,
        blank=True,
        help_text="“As of” the first record that no longer has it, though nobody withdrew",
    )

    objects = SponsorshipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bill", "person", "role", "at"], name="sponsorship_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.bill_id}"


class BillAction(models.Model):
    """One thing that happened to a bill, in the words of the record. The Library of Congress repeats the chambers."""

    bill = models.ForeignKey(Bill, on_delete=models.CASCADE, related_name="actions")
    position = models.PositiveIntegerField(help_text="The oldest is 0")
    at = models.DateField()
    time = models.CharField(
        max_length=32, blank=True, help_text="ISO 8601, where the record is trusted with it"
    )
    text = models.TextField()
    kind = models.CharField(max_length=60, blank=True)
    code = models.CharField(max_length=40, blank=True)
    system = models.CharField(
        max_length=10,
        blank=True,
        help_text="0 Senate, 1 House committee, 2 House floor, 9 Library of Congress",
    )
    committees = models.JSONField(default=list, blank=True, help_text="Codes, as in “hsfa00”")
    rolls = models.JSONField(default=list, blank=True, help_text="Roll calls, as in “119-1-house-123”")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["bill", "position"], name="bill_action_once")]

    def __str__(self) -> str:
        return f"{self.at}: {self.text}"


class Referral(models.Model):
    """A committee or subcommittee has, or had, the bill. `code` as in `hsfa00`, `hsfa13`."""

    bill = models.ForeignKey(Bill, on_delete=models.CASCADE, related_name="referrals")
    code = models.CharField(max_length=20)
    organization = models.ForeignKey(
        "officials.Organization", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(max_length=300)
    chamber = models.CharField(max_length=60, blank=True)
    activities = models.JSONField(default=list, blank=True, help_text="`name`, `at`; the oldest first")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["bill", "code"], name="referral_once")]

    def __str__(self) -> str:
        return f"{self.bill_id}: {self.name}"


class RollCall(models.Model):
    """One recorded vote. `id` as in `119-1-house-123`."""

    id = models.CharField(primary_key=True, max_length=60)
    bill = models.ForeignKey(Bill, null=True, blank=True, on_delete=models.CASCADE, related_name="roll_calls")
    at = models.DateField()
    question = models.CharField(max_length=300)
    source = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.question


class Vote(models.Model):
    """How one member voted."""

    class Option(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no")
        PRESENT = "present", _("present")
        ABSENT = "absent", _("did not vote")

    roll_call = models.ForeignKey(RollCall, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    option = models.CharField(max_length=8, choices=Option)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roll_call", "person"], name="vote_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.option}"
