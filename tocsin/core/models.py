"""The audit trail of what staff did."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class AuditEntry(models.Model):
    """One thing a member of staff did: who, what, to which, when. Written in the transaction of the deed."""

    at = models.DateTimeField(db_default=Now())
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    actor_name = models.CharField(max_length=200)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.actor_name} {self.verb} {self.subject}"


class Dataset(models.Model):
    """A set of public data as it was last loaded. `version` grows with each change, for caches to see."""

    name = models.CharField(primary_key=True, max_length=40)
    version = models.PositiveIntegerField(default=0)
    as_of = models.DateField(null=True, help_text="What the data say of their own age")
    source = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what was read")
    rows = models.PositiveIntegerField(default=0)
    loaded_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True, help_text="When a load last looked, changed or not")
    done = models.PositiveIntegerField(default=0, help_text="Progress of a load that runs")
    total = models.PositiveIntegerField(default=0, help_text="0: none runs")
    problem = models.TextField(blank=True, help_text="Why the last load was refused")

    def __str__(self) -> str:
        return self.name
