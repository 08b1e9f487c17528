"""Bills, who stands behind them, and votes: as much as target rules need."""

from __future__ import annotations

from django.db import models
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

    def __str__(self) -> str:
        return self.title


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

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bill", "person", "role", "at"], name="sponsorship_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.bill_id}"


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
