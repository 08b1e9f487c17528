"""The second factor of staff: `STAFF_SECOND_FACTOR` is off, optional or required."""

from __future__ import annotations

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tocsin.core.middleware import GetResponse

OFF, OPTIONAL, REQUIRED = "off", "optional", "required"
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
ADMIN = "/admin/"
OLD_DOORS = ("/admin/login/", "/admin/password_reset/")


def has_factor(user: User | AnonymousUser) -> bool:
    return bool(is_mfa_enabled(user, FACTORS))


def reminds(user: User | AnonymousUser) -> bool:
    return bool(settings.STAFF_SECOND_FACTOR == OPTIONAL) and not has_factor(user)


class SecondFactorMiddleware:
    """One way into the admin: our sign-in, and where it is required, never without a second factor."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OLD_DOORS):
            return redirect(f"/account/login/?{urlencode({'next': request.GET.get('next') or ADMIN})}")
        if request.path.startswith(ADMIN) and self._must_enroll(request):
            messages.info(request, _("Add a second factor first. Then you can go on."))
            return redirect("mfa_index")
        return self.get_response(request)

    @staticmethod
    def _must_enroll(request: HttpRequest) -> bool:
        if settings.STAFF_SECOND_FACTOR != REQUIRED or not request.user.is_authenticated:
            return False
        return not has_factor(request.user)


class StaffMFAAdapter(DefaultMFAAdapter):
    """Keeps the secrets of authenticator apps encrypted, so that a copy of the database does not hold them."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    """Keys from `SECRET_KEY`; what was written under a fallback key can still be read."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_key(key)) for key in keys])


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"tocsin.mfa:" + secret.encode()).digest())
