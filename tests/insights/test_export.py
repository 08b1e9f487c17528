"""The export: whole, safe to open, proven, and written down."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import cast
from tests.insights.scene import EXPORT, audit, export, prove, read, table
from tocsin.actions.models import Submission
from tocsin.campaigns.models import Campaign
from tocsin.core.models import AuditEntry
from tocsin.insights.columns import COLUMNS


@pytest.fixture
def exporter(campaign: Campaign, organizer: Client) -> Client:
    prove(organizer)
    return organizer


def test_it_holds_every_action_that_fits_the_filter(exporter: Client) -> None:
    rows = table(export(exporter, "?state=confirmed"))
    assert [row["email"] for row in rows] == [cast.ZOE.email, cast.DANIEL.email, cast.ANAHIT.email]
    assert list(rows[0]) == [column.name for column in COLUMNS]
    assert (rows[0]["name"], rows[0]["postal_code"], rows[0]["area"]) == (cast.ZOE.name, "75011", "FR")


def test_what_looks_like_a_formula_is_text(exporter: Client) -> None:
    Submission.objects.filter(email=cast.ZOE.email).update(name="=1+1", own_words="@SUM(A1)", source="-2")
    [row] = table(export(exporter, "?area=FR"))
    assert (row["name"], row["own_words"], row["source"]) == ("'=1+1", "'@SUM(A1)", "'-2")


def test_excel_gets_its_mark_on_request(exporter: Client) -> None:
    assert export(exporter, bom="on").startswith(b"\xef\xbb\xbfid,")
    assert export(exporter).startswith(b"id,")


def test_it_is_written_down_with_filter_and_rows(exporter: Client) -> None:
    export(exporter, f"?area=FR&q={cast.ZOE.email}")
    begun, done = AuditEntry.objects.order_by("-id")[:2][::-1]
    assert (begun.verb, begun.detail["filter"]) == ("actions.export", {"q": "a person", "area": "FR"})
    assert (done.verb, done.detail, done.actor_name) == (
        "actions.exported",
        {"rows": 1},
        "organizer@example.org",
    )


def test_looking_at_the_page_exports_nothing(exporter: Client) -> None:
    assert "The file holds personal data." in read(exporter, EXPORT)
    assert "actions.export" not in audit()


def test_it_asks_once_more_who_is_there(campaign: Campaign, organizer: Client) -> None:
    answer = organizer.post(EXPORT)
    assert answer.headers["Location"].startswith("/account/reauthenticate/")
    assert "actions.export" not in audit()


def test_it_is_never_kept_by_a_cache(exporter: Client) -> None:
    assert "no-store" in exporter.post(EXPORT).headers["Cache-Control"]
