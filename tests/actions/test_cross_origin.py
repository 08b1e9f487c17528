"""A form sent from another site is refused, and no visitor is ever given a cookie."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests import cast
from tests.cast import ANAHIT, SLUG
from tocsin.actions.models import Submission
from tocsin.actions.page import ActionPage
from tocsin.core import links

FOREIGN: list[dict[str, Any]] = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "CROSS-SITE"},
    {"Sec-Fetch-Site": "something new"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://testserver.evil.example"},
    {"Origin": "http://evil.example/testserver"},
    {"Origin": "http://testserver@evil.example"},
    {"Origin": "http://testserver:8443"},
    {"Origin": "testserver"},
    {"Origin": "http://[::1"},
]
OWN: list[dict[str, Any]] = [
    {},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    {"Origin": "http://testserver"},
    {"Origin": "https://testserver"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_form_from_another_site_is_refused_with_a_page(
    client: Client, page: ActionPage, headers: dict[str, str]
) -> None:
    response = client.post(f"/{SLUG}/", cast.form(ANAHIT), headers=headers)
    assert response.status_code == 403
    assert b"Forms are only accepted from this site itself." in response.content
    assert cast.stored() == (0, 0)


@pytest.mark.parametrize("headers", OWN, ids=str)
def test_our_own_form_is_taken(client: Client, page: ActionPage, headers: dict[str, str]) -> None:
    assert client.post(f"/{SLUG}/", cast.form(ANAHIT), headers=headers).status_code == 303


@pytest.mark.parametrize("headers", [FOREIGN[0], FOREIGN[5], FOREIGN[6]], ids=str)
def test_no_deed_can_be_done_from_another_site(
    client: Client, page: ActionPage, headers: dict[str, str]
) -> None:
    cast.send(client)
    pending = Submission.objects.get()
    link, thanks = cast.link_to("confirm"), links.sign("thanks", pending.pk)
    assert client.post(link, {"decision": "confirm"}, headers=headers).status_code == 403
    assert client.post(f"/{SLUG}/thanks/again/?t={thanks}", headers=headers).status_code == 403
    cast.confirm(client)
    mine = f"/my/{links.sign('my', Submission.objects.get().supporter_id)}/withdraw/{pending.pk}/"
    assert client.post(mine, headers=headers).status_code == 403
    assert cast.state_of(pending) == "confirmed"


def test_a_link_from_another_site_may_be_followed(client: Client, page: ActionPage) -> None:
    cast.send(client)
    for path in ("/", f"/{SLUG}/", cast.link_to("confirm")):
        assert client.get(path, headers=FOREIGN[0]).status_code == 200


def test_no_page_sets_a_cookie_or_asks_for_one(client: Client, page: ActionPage) -> None:
    sent = cast.send(client)
    link = cast.link_to("confirm")
    shown = [client.get(link), client.get(f"{link}?not_me=1")]
    confirmed = cast.confirm(client)
    mine = confirmed.headers["Location"]
    paths = [
        "/",
        "/?q=river",
        f"/{SLUG}/",
        f"/{SLUG}/?lang=fr",
        f"/{SLUG}/thanks/",
        sent.headers["Location"],
        mine,
    ]
    paths += [
        link,
        "/confirm/x/",
        "/nothing/",
        "/health",
        "/robots.txt",
        "/.well-known/security.txt",
        "/styleguide/",
    ]
    refused = [cast.send(client, name=""), client.post(f"/{SLUG}/", headers=FOREIGN[0])]
    for response in [sent, confirmed, *shown, *refused, *map(client.get, paths)]:
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")
    assert not client.cookies


@pytest.mark.parametrize("path", ["/", f"/{SLUG}/", f"/{SLUG}/thanks/", "/confirm/x/", "/nothing/"])
def test_every_page_says_what_browsers_may_do_with_it(client: Client, page: ActionPage, path: str) -> None:
    headers = client.get(path).headers
    directives = dict(
        part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";")
    )
    assert directives["default-src"] == "'self'"
    assert directives["frame-ancestors"] == directives["object-src"] == directives["base-uri"] == "'none'"
    assert directives["form-action"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
