"""Staff accounts: nobody signs up; an organizer makes them. The email is the name of the account."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from tocsin.core import audit
from tocsin.insights.roles import ROLES


class StaffAccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")


@transaction.atomic
def create_staff(email: str, password: str, role: str) -> User:
    """The account of this email, made if there is none; either way it has this one role."""
    if role not in ROLES:
        raise ValueError(f"there is no role {role!r}: choose from {', '.join(ROLES)}")
    name = email.strip().lower()
    user = User.objects.filter(username=name).first()
    if user is None:
        user = User.objects.create_user(username=name, email=name, password=password)
        audit.record(actor=None, verb="staff.created", subject=name, role=role)
    user.groups.set([Group.objects.get(name=role)])
    trust_email(user)
    return user


@transaction.atomic
def tie_name(user: User) -> None:
    """The email is the name of the account, whoever made it and however."""
    user.email = user.username = user.email.strip().lower()
    user.save(update_fields=["email", "username"])
    trust_email(user)


def trust_email(user: User) -> None:
    """The address was given by an administrator, so it needs no confirmation by mail."""
    EmailAddress.objects.filter(user=user, primary=True).exclude(email=user.email).update(primary=False)
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
