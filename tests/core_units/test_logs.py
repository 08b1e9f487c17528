"""Nothing personal reaches a log."""

from __future__ import annotations

import logging
import logging.config
from copy import deepcopy
from io import StringIO

import pytest
from django.conf import settings

from tocsin.core.ids import uuid7
from tocsin.core.links import sign
from tocsin.core.logs import scrub

LEAKS = [
    "GET /confirm/{token}/ 200",
    "GET /confirm/{token}",
    "GET /my/{token}/withdraw/0190/ 303",
    "Not Found: /vance/thanks/?t={token}&lang=en",
    'Referer: "http://localhost/offices/{token}/bundle"',
    "Gone: /organizations/{token}/letters/river/",
    "Not Found: /organizations/prove/{token}/",
    "Not Found: /invited/{token}/decline/",
    "Internal Server Error: /signed/{token}/",
    "Not Found: /a-door-of-tomorrow/{token}/",
    "mail to {email} failed",
    "RCPT TO:<{email}> 550",
    "'{email}', \"{email}\", <{email}>, ({email})",
    "DETAIL: Key (email)=({email}) already exists.",
    "Not Found: /dev/mail/{encoded}/",
    "?q={email}",
    "https://user:secret@host/path?t={token}",
]


@pytest.mark.parametrize("line", LEAKS)
def test_an_address_or_a_token_is_cut_out(line: str) -> None:
    token, email = sign("my", uuid7()), "anahit.petrosyan@example.org"
    said = scrub(line.format(token=token, email=email, encoded=email.replace("@", "%40")))
    assert token not in said and token.partition(".")[0] not in said
    assert "anahit" not in said and "secret" not in said


def test_what_is_not_personal_stays() -> None:
    for line in (
        "Internal Server Error: /vance/ (delivery 3, 12 ms)",
        "Not Found: /admin/organizations/019365d2-77b1-7c3e-9c1f-0123456789ab/",
        "tocsin.letters.views.public.letter",
    ):
        assert scrub(line) == line


def test_an_error_with_an_address_in_it_is_logged_without_the_address() -> None:
    shown = StringIO()
    configuration = deepcopy(settings.LOGGING)
    configuration["handlers"]["stderr"]["stream"] = shown
    logging.config.dictConfig(configuration)
    try:
        raise ValueError("anahit@example.org is there twice, see /my/secret-token/")
    except ValueError:
        logging.getLogger("tocsin.tests").exception("storing %s failed", "anahit@example.org")
    logging.config.dictConfig(settings.LOGGING)
    said = shown.getvalue()
    assert "ValueError" in said and "test_logs.py" in said
    assert "anahit@" not in said and "secret-token" not in said
