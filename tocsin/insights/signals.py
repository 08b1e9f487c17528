"""Thin doors from the signals of Django and allauth into the audit trail."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.models import Group, User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed
from wagtail.log_actions import get_active_log_context

from tocsin.core import audit
from tocsin.core.email import mask_email

CHANGES = {"post_add": "added", "post_remove": "removed"}


def connect() -> None:
    user_logged_in.connect(on_login)
    user_logged_out.connect(on_logout)
    user_login_failed.connect(on_failed_login)
    m2m_changed.connect(on_roles, sender=User.groups.through)
    authenticator_added.connect(on_factor_added)
    authenticator_removed.connect(on_factor_removed)
    password_changed.connect(on_password)
    password_reset.connect(on_password)


def on_login(sender: object, user: User, **kwargs: Any) -> None:
    audit.record(actor=user, verb="login", subject=user)


def on_logout(sender: object, user: User | None, **kwargs: Any) -> None:
    if user:
        audit.record(actor=user, verb="logout", subject=user)


def on_failed_login(sender: object, credentials: dict[str, Any], **kwargs: Any) -> None:
    name = str(credentials.get("email") or credentials.get("username") or "")
    audit.record(actor=None, verb="login.failed", subject=mask_email(name) if name else "?")


def on_roles(sender: object, instance: object, action: str, pk_set: set[int] | None, **kwargs: Any) -> None:
    if action not in CHANGES or not pk_set or not isinstance(instance, User):
        return
    names = list(Group.objects.filter(pk__in=pk_set).order_by("name").values_list("name", flat=True))
    actor = get_active_log_context().user
    audit.record(actor=actor, verb="roles.changed", subject=instance, **{CHANGES[action]: names})


def on_factor_added(sender: object, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    audit.record(actor=user, verb="factor.added", subject=user, type=authenticator.type)


def on_factor_removed(sender: object, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    audit.record(actor=user, verb="factor.removed", subject=user, type=authenticator.type)


def on_password(sender: object, user: User, **kwargs: Any) -> None:
    audit.record(actor=user, verb="password.changed", subject=user)
