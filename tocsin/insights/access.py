"""Asking whether somebody may do something."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]


class StaffRequest(HttpRequest):
    """A request inside the admin: somebody is signed in."""

    user: User


def may(user: User | AnonymousUser, power: str) -> bool:
    return user.has_perm(f"insights.{power}")


def needs(power: str) -> Callable[[View], View]:
    """Wagtail answers a refusal by sending the person home with a message."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not may(request.user, power):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate
