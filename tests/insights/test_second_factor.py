"""The second factor, end to end, with a code computed as an app would."""

from __future__ import annotations

import base64
import hmac
import re
import struct
import time

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from tests.insights.scene import PASSWORD, audit, login, prove, read, signed_in
from tocsin.insights.accounts import create_staff

ACTIVATE = "/account/2fa/totp/activate/"
EMAIL = "organizer@example.org"


def code(secret: str, at: float) -> str:
    """RFC 6238: six digits of HMAC-SHA-1 over the half minute."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(at // 30)), "sha1")
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def enroll(client: Client) -> str:
    """Sets up an app; the secret it was given."""
    prove(client)
    secret = re.findall(r'class="secret">([A-Z2-7]+)<', read(client, ACTIVATE))[0]
    assert client.post(ACTIVATE, {"code": code(secret, time.time())}).status_code == 302
    return str(secret)


@pytest.fixture
def required(settings: Settings) -> None:
    settings.STAFF_SECOND_FACTOR = "required"


@pytest.mark.parametrize("path", ["/admin/", "/admin/campaigns/", "/admin/actions/export/", "/admin/pages/"])
def test_where_it_is_required_nobody_enters_without(path: str, required: None, organizer: Client) -> None:
    assert organizer.get(path).headers["Location"] == "/account/2fa/"
    assert organizer.post(path).headers["Location"] == "/account/2fa/"


def test_after_enrolling_the_admin_opens(
    required: None, organizer: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        enroll(organizer)
    assert organizer.get("/admin/").status_code == 200
    assert "factor.added" in audit()


def test_the_password_alone_no_longer_opens(organizer: Client) -> None:
    enroll(organizer)
    other = Client()
    assert login(other, EMAIL).headers["Location"].startswith("/account/2fa/authenticate/")
    assert other.get("/admin/").headers["Location"].startswith("/account/login/")


def test_password_and_code_open(required: None, organizer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = enroll(organizer)
    other = Client()
    login(other, EMAIL)
    later = time.time() + 30
    monkeypatch.setattr(time, "time", lambda: later)
    assert (
        other.post("/account/2fa/authenticate/", {"code": code(secret, later)}).headers["Location"]
        == "/admin/"
    )
    assert other.get("/admin/").status_code == 200


def test_a_wrong_code_does_not_open(organizer: Client) -> None:
    secret = enroll(organizer)
    other = Client()
    login(other, EMAIL)
    answer = other.post("/account/2fa/authenticate/", {"code": code(secret, time.time() + 3600)})
    assert "Incorrect code" in answer.content.decode()


def test_a_recovery_code_opens_once(organizer: Client) -> None:
    enroll(organizer)
    user = User.objects.get(email=EMAIL)
    spare = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]
    first, second = Client(), Client()
    login(first, EMAIL)
    login(second, EMAIL)
    assert first.post("/account/2fa/authenticate/", {"code": spare}).headers["Location"] == "/admin/"
    assert second.post("/account/2fa/authenticate/", {"code": spare}).status_code == 200


def test_the_secret_is_not_readable_in_the_database(organizer: Client) -> None:
    secret = enroll(organizer)
    assert secret not in str(Authenticator.objects.get(type="totp").data)


def test_where_it_is_optional_the_admin_reminds_until_there_is_one(organizer: Client) -> None:
    assert "Protect your account with a second factor." in read(organizer, "/admin/")
    enroll(organizer)
    assert "Protect your account with a second factor." not in read(organizer, "/admin/")


def test_where_it_is_off_nothing_reminds(settings: Settings, organizer: Client) -> None:
    settings.STAFF_SECOND_FACTOR = "off"
    assert "Protect your account" not in read(organizer, "/admin/")


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/password_reset/"])
def test_there_is_one_door(path: str, client: Client, db: None) -> None:
    assert (
        client.get(path, {"next": "/admin/pages/"}).headers["Location"]
        == "/account/login/?next=%2Fadmin%2Fpages%2F"
    )


def test_nobody_signs_up(client: Client, db: None) -> None:
    client.post("/account/signup/", {"email": "eve@example.org", "password1": PASSWORD})
    assert not User.objects.filter(email="eve@example.org").exists()


def test_guessing_is_stopped(client: Client, db: None) -> None:
    create_staff("ani@example.org", PASSWORD, "viewer")
    for guess in range(5):
        login(client, "ani@example.org", f"guess number {guess}")
    answer = login(client, "ani@example.org")
    assert "Too many failed login attempts" in answer.content.decode()


def test_the_second_factor_page_offers_both_ways(db: None) -> None:
    page = read(signed_in("editor"), "/account/2fa/")
    assert "Add a passkey" in page
    assert "Set up an app" in page
