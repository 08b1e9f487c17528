"""Every role, every address: what it may open, and what is hidden in what it opens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from tests import cast
from tests.insights.scene import PASSWORD, letter_of, read
from tocsin.actions.models import Submission
from tocsin.campaigns.models import Campaign
from tocsin.insights.accounts import create_staff
from tocsin.insights.groups import sync_roles

SignIn = Callable[[str], Client]
ADDRESSES = {
    "home": "/admin/",
    "campaigns": "/admin/campaigns/",
    "dashboard": "/admin/campaigns/{campaign}/",
    "figures": "/admin/campaigns/{campaign}/by-day.json",
    "release": "/admin/campaigns/{campaign}/release/{official}/",
    "decide": "/admin/messages/{message}/cancel/",
    "actions": "/admin/actions/",
    "action": "/admin/actions/{action}/",
    "end": "/admin/actions/{action}/end/",
    "data": "/admin/data/",
    "audit": "/admin/audit/",
    "audit csv": "/admin/audit/csv/",
    "edit campaign": "/admin/snippets/campaigns/campaign/edit/{campaign}/",
    "edit official": "/admin/snippets/officials/official/edit/{official}/",
    "edit page": "/admin/pages/{page}/edit/",
    "images": "/admin/images/",
    "users": "/admin/users/",
    "groups": "/admin/groups/",
}
FIGURES = {"home", "campaigns", "dashboard", "figures", "data"}
EDITING = {"edit campaign", "edit official", "edit page", "images"}
MAY = {
    "organizer": set(ADDRESSES) - {"users", "groups"},
    "editor": FIGURES | EDITING,
    "viewer": FIGURES | {"actions", "action"},
}
MATRIX = [
    (role, name, 200 if name in allowed else 302) for role, allowed in MAY.items() for name in ADDRESSES
]
SECRETS = (cast.ANAHIT.name, cast.ANAHIT.email, cast.ANAHIT.postal_code, "I grew up there.")


@pytest.fixture
def action(campaign: Campaign) -> Submission:
    return Submission.objects.confirmed().get(email=cast.ANAHIT.email)


@pytest.fixture
def paths(campaign: Campaign, action: Submission) -> dict[str, str]:
    known = {
        "campaign": campaign.pk,
        "official": campaign.officials[0].pk,
        "message": letter_of(action).pk,
        "action": action.pk,
        "page": campaign.pages.get().pk,
    }
    return {name: path.format(**known) for name, path in ADDRESSES.items()}


@pytest.mark.parametrize(("role", "name", "status"), MATRIX)
def test_the_matrix(role: str, name: str, status: int, paths: dict[str, str], sign_in: SignIn) -> None:
    assert sign_in(role).get(paths[name]).status_code == status


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_stranger_is_sent_to_the_door(name: str, paths: dict[str, str], client: Client) -> None:
    assert client.get(paths[name]).headers["Location"].startswith("/account/login/?next=/admin/")


@pytest.mark.parametrize("role", ["editor", "viewer"])
def test_only_an_organizer_exports(role: str, sign_in: SignIn) -> None:
    assert sign_in(role).post("/admin/actions/export/").headers["Location"] == "/admin/"


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("name", ["actions", "action"])
def test_personal_data_is_for_organizers(
    name: str, secret: str, paths: dict[str, str], sign_in: SignIn
) -> None:
    assert secret not in read(sign_in("viewer"), paths[name])


@pytest.mark.parametrize("secret", SECRETS)
def test_an_organizer_sees_the_whole_action(secret: str, paths: dict[str, str], organizer: Client) -> None:
    assert secret in read(organizer, paths["action"])


def test_what_staff_noted_is_for_organizers(
    action: Submission, paths: dict[str, str], sign_in: SignIn
) -> None:
    sign_in("organizer").post(paths["end"], {"reason": "asked by telephone"})
    assert "asked by telephone" in read(sign_in("organizer"), paths["action"])
    assert "asked by telephone" not in read(sign_in("viewer"), paths["action"])


def test_a_viewer_cannot_find_people_by_their_address(campaign: Campaign, viewer: Client) -> None:
    asked = read(viewer, "/admin/actions/", q=cast.ANAHIT.email)
    assert asked.count("/admin/actions/0") == read(viewer, "/admin/actions/").count("/admin/actions/0") == 4


def test_roles_can_be_made_again_without_harm(db: None) -> None:
    before = {group.name: group.permissions.count() for group in Group.objects.all()}
    sync_roles()
    assert {group.name: group.permissions.count() for group in Group.objects.all()} == before
    assert set(before) == {"organizer", "editor", "viewer"}


def test_an_account_has_one_role_and_keeps_its_password(db: None) -> None:
    first = create_staff("Ani@Example.org", PASSWORD, "viewer")
    again = create_staff("ani@example.org", "something else entirely", "editor")
    assert first == again
    assert again.username == again.email == "ani@example.org"
    assert [group.name for group in again.groups.all()] == ["editor"]
    assert again.check_password(PASSWORD)


def test_an_unknown_role_is_refused(db: None) -> None:
    with pytest.raises(ValueError, match="no role 'owner'"):
        create_staff("ani@example.org", PASSWORD, "owner")
