"""Writing the audit trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from tocsin.core.models import AuditEntry


def record(
    *, actor: AbstractBaseUser | AnonymousUser | None, verb: str, subject: object, **detail: Any
) -> AuditEntry:
    """Notes a deed of staff; call it inside the transaction of the deed. `detail` holds no personal data."""
    known = actor if isinstance(actor, AbstractBaseUser) else None
    name = known.get_username() if known else "system"
    return AuditEntry.objects.create(
        actor_id=known.pk if known else None,
        actor_name=name,
        verb=verb,
        subject=str(subject)[:200],
        detail=detail,
    )


def forget(before: datetime) -> int:
    return AuditEntry.objects.filter(at__lt=before).delete()[0]
