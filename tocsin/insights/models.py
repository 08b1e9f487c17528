"""What staff may do beyond editing pages, as permissions. There is no table behind it."""

from __future__ import annotations

from django.db import models

from tocsin.insights.roles import POWERS


class Power(models.Model):
    """Carries the permissions of this app."""

    class Meta:
        managed = False
        default_permissions = ()
        permissions = [(power.name, power.label) for power in POWERS]

    def __str__(self) -> str:
        return "powers"
