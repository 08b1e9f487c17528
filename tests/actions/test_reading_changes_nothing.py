"""Mail scanners open every link, again and again. Nothing that is only read may change anything."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from tests import cast
from tests.cast import ANAHIT, DANIEL, SLUG
from tocsin.actions.models import Submission
from tocsin.actions.page import ActionPage
from tocsin.core import links

PREFETCHES = 100
ROWS = (
    "SELECT '{table}', md5(coalesce(string_agg(row::text, '|' ORDER BY row::text), '')) FROM {table} AS row"
)


def contents() -> dict[str, str]:
    """A fingerprint of every row of every table."""
    tables = sorted(connection.introspection.table_names())
    query = " UNION ALL ".join(ROWS.format(table=table) for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(query)
        return dict(cursor.fetchall())


def every_link(client: Client) -> list[str]:
    """All addresses that a visitor or a mail of ours leads to, with one act pending and one confirmed."""
    confirmed = cast.act(client, DANIEL)
    sent = cast.send(client, ANAHIT)
    (mail,) = cast.post_for(ANAHIT.email)
    pending = Submission.objects.get(email=ANAHIT.email)
    link = cast.path_in(mail.text, "confirm")
    mine = f"/my/{links.sign('my', confirmed.supporter_id)}/"
    return [
        "/", "/?q=river", f"/{SLUG}/", f"/{SLUG}/?source=x", f"/{SLUG}/thanks/", sent.headers["Location"],
        link, f"{link}?lang=en", f"{link}?not_me=1", f"{link}?decision=confirm", f"{link}?decision=void",
        mine, f"{mine}?fresh=1", f"{mine}withdraw/{confirmed.pk}/",
        f"/{SLUG}/thanks/again/?t={links.sign('thanks', pending.pk)}",
        "/health", "/robots.txt", "/.well-known/security.txt", "/styleguide/", "/admin/", "/account/login/",
        "/nothing/",
    ]  # fmt: skip


@pytest.mark.parametrize("method", ["get", "head"])
def test_prefetching_every_link_again_and_again_changes_nothing(
    client: Client, page: ActionPage, method: str
) -> None:
    found = every_link(client)
    before = contents()
    for number in range(PREFETCHES):
        getattr(client, method)(found[number % len(found)])
    assert contents() == before


def test_a_scanner_that_follows_the_links_of_our_mails_signs_nobody(client: Client, page: ActionPage) -> None:
    cast.send(client)
    (mail,) = cast.post_for(ANAHIT.email)
    for address in {cast.path_in(mail.text, "confirm"), cast.path_in(mail.html, "confirm")}:
        for query in ("", "?lang=en", "?lang=en&not_me=1"):
            assert client.get(address + query).status_code == 200
    assert Submission.objects.get().state == "pending"
    assert cast.post_for(cast.OFFICE) == []


def test_the_page_says_that_nothing_is_counted_yet(client: Client, page: ActionPage) -> None:
    cast.send(client)
    shown = client.get(cast.link_to("confirm")).content.decode()
    assert "This is the whole letter as it will be sent in your name." in shown
    assert "Nobody has confirmed yet." in client.get(f"/{SLUG}/").content.decode()
