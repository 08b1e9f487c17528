"""The trail of what staff did."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import cast
from tests.insights.scene import audit, login, read, table
from tocsin.actions.models import Submission
from tocsin.campaigns.models import Campaign
from tocsin.core.models import AuditEntry
from tocsin.insights import trail
from tocsin.insights.accounts import create_staff

TRAIL = "/admin/audit/"


def test_reading_personal_data_is_recorded(campaign: Campaign, organizer: Client) -> None:
    anahit = Submission.objects.get(email=cast.ANAHIT.email)
    read(organizer, f"/admin/actions/{anahit.pk}/")
    read(organizer, "/admin/actions/", q=cast.ANAHIT.email)
    one, many = AuditEntry.objects.order_by("-id")[:2][::-1]
    assert (one.verb, one.subject) == ("action.read", str(anahit.pk))
    assert (many.verb, many.detail) == ("actions.listed", {"filter": {"q": "a person"}})


def test_reading_without_personal_data_is_not(campaign: Campaign, viewer: Client) -> None:
    read(viewer, "/admin/actions/")
    read(viewer, f"/admin/actions/{Submission.objects.confirmed()[0].pk}/")
    assert audit() == ["staff.created", "roles.changed", "login"]


def test_signing_in_and_failing_to_is_recorded(db: None, client: Client) -> None:
    create_staff("ani@example.org", "a long walk by the river", "viewer")
    login(client, "ani@example.org", "wrong")
    login(client, "ani@example.org")
    client.post("/account/logout/")
    assert audit()[-3:] == ["login.failed", "login", "logout"]
    assert AuditEntry.objects.get(verb="login.failed").subject == "a•••@example.org"


def test_a_change_of_roles_is_recorded(db: None) -> None:
    create_staff("ani@example.org", "a long walk by the river", "viewer")
    create_staff("ani@example.org", "", "editor")
    changes = AuditEntry.objects.filter(verb="roles.changed").order_by("id").values_list("detail", flat=True)
    assert list(changes) == [{"added": ["viewer"]}, {"removed": ["viewer"]}, {"added": ["editor"]}]


@pytest.mark.parametrize(
    ("query", "seen", "unseen"),
    [
        ({}, "signed in", "nothing of this kind"),
        ({"what": "login"}, "signed in", "made an account"),
        ({"what": "account"}, "made an account", "signed in</b>"),
        ({"who": "organizer"}, "signed in", "made an account"),
        ({"what": "edits"}, "Keep the river clean", "signed in</b>"),
        ({"until": "2001-01-01"}, "Nothing fits this filter.", "signed in</b>"),
    ],
)
def test_filters(
    query: dict[str, str], seen: str, unseen: str, campaign: Campaign, organizer: Client
) -> None:
    page = read(organizer, TRAIL, **query).partition('class="filter"')[2].partition("</form>")[2]
    assert seen in page
    assert unseen not in page


def test_pages_lose_nothing(campaign: Campaign, organizer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    form = trail.TrailFilter({})
    assert form.is_valid()
    whole = list(form.entries())
    monkeypatch.setattr(trail, "SIZE", 2)
    parts, more = form.page()
    while more:
        form = trail.TrailFilter({"before": more.isoformat()})
        assert form.is_valid()
        page, more = form.page()
        parts += page
    assert parts == whole


def test_it_can_be_taken_away(campaign: Campaign, organizer: Client) -> None:
    answer = organizer.get(f"{TRAIL}csv/", {"what": "login"})
    rows = table(b"".join(answer.streaming_content))
    assert [(row["who"], row["what"]) for row in rows] == [("organizer@example.org", "signed in")]
    assert audit()[-1] == "audit.exported"


def test_nothing_in_it_can_be_changed(organizer: Client) -> None:
    assert organizer.post(TRAIL).status_code == 405
