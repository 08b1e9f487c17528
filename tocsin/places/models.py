"""Divisions by Open Civic Data id, their boundaries, and which postal codes lie in them. All have dates."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CurrentQuerySet(models.QuerySet[Any]):
    def on(self, day: date) -> CurrentQuerySet:
        """What is in force on that day; `valid_to` is the first day on which it no longer is."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gt=day)
        )


class Division(models.Model):
    """A part of a country that somebody is elected for, or that has laws of its own."""

    class Kind(models.TextChoices):
        COUNTRY = "country", _("country")
        STATE = "state", _("state")
        DISTRICT = "cd", _("congressional district")
        UPPER = "sldu", _("state senate district")
        LOWER = "sldl", _("state house district")
        OTHER = "other", _("other")

    id = models.CharField(_("OCD id"), primary_key=True, max_length=150)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Boundary(models.Model):
    """The shape of a division on one map. Several maps may stand side by side, each with its dates."""

    class Layer(models.TextChoices):
        MAIN = "main", _("main map")
        GAP = "gap", _("coarse map, where the main one has a gap")

    division = models.ForeignKey(Division, on_delete=models.CASCADE, related_name="boundaries")
    kind = models.CharField(max_length=10, choices=Division.Kind)
    layer = models.CharField(max_length=4, choices=Layer, default=Layer.MAIN)
    vintage = models.CharField(max_length=20, help_text="As in “119”: the Congress the map is for")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)
    margin = models.FloatField(help_text="Meters from an edge within which this map cannot tell for sure")
    wkb = models.BinaryField(help_text="The whole shape, WGS 84")
    pieces = models.BinaryField(help_text="The same, cut into small pieces for the index")
    cells = models.BinaryField(default=b"", help_text="Squares wholly inside, for the index")

    objects = CurrentQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "boundaries"
        constraints = [models.UniqueConstraint(fields=["division", "vintage", "layer"], name="boundary_once")]

    def __str__(self) -> str:
        return f"{self.division_id} ({self.vintage}, {self.layer})"


class PostalDistrict(models.Model):
    """A ZIP code touches a division. One that is split has several rows."""

    code = models.CharField(max_length=10)
    division = models.ForeignKey(Division, on_delete=models.CASCADE, related_name="+")
    vintage = models.CharField(max_length=20)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "division", "vintage"], name="postal_district_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} in {self.division_id}"


class PostalPoint(models.Model):
    """The middle of a postal code, and what kind of code it is."""

    class Kind(models.TextChoices):
        STANDARD = "standard", _("standard")
        PO_BOX = "po-box", _("post office boxes only")
        UNIQUE = "unique", _("a single organization")
        MILITARY = "military", _("military")

    code = models.CharField(primary_key=True, max_length=10)
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=2)
    lat = models.FloatField()
    lon = models.FloatField()

    def __str__(self) -> str:
        return self.code
