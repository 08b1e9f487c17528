"""The desk of organizations: proofs, likenesses, what staff close, join and add."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from tests.insights.scene import audit, read, signed_in
from tests.organizations import scene
from tocsin.insights.accounts import create_staff
from tocsin.organizations import proofs, standing
from tocsin.organizations.models import Likeness, Member, Organization, Proof

SignIn = Callable[[str], Client]
BODIES = "/admin/organizations/"
MANDATE = b"%PDF-1.7\n" + b"A mandate for River Watch, signed.\n" * 4 + b"%%EOF\n"
REASON = "The board told us by letter."


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def river(db: None) -> Organization:
    return scene.organization("River Watch", proven=False, website="https://river.example.org")


@pytest.fixture
def mandate(river: Organization) -> Proof:
    who = scene.member(river, "Anna Example")
    return proofs.submit_mandate(member=who, upload=ContentFile(MANDATE, name="mandate.pdf"))


@pytest.fixture
def pair(db: None) -> Likeness:
    scene.organization("Choir of Stones")
    scene.organization("Choir of Stones", country="FR")
    return Likeness.objects.get()


def second() -> Client:
    """Another organizer."""
    create_staff("second@example.org", "a long walk by the river", "organizer")
    client = Client()
    client.post("/account/login/", {"login": "second@example.org", "password": "a long walk by the river"})
    return client


def home(body: Organization) -> str:
    return f"{BODIES}{body.pk}/"


def state(body: Organization) -> str:
    body.refresh_from_db()
    return body.state


# --- Proofs -----------------------------------------------------------------------------------------------------
def test_a_mandate_needs_two_people(mandate: Proof, organizer: Client) -> None:
    path = f"{BODIES}proofs/{mandate.pk}/approve/"
    assert "Two people must find it sound." in read(organizer, BODIES)
    assert organizer.post(path).status_code == 302
    assert organizer.post(path).status_code == 409
    assert state(mandate.organization) == standing.UNPROVEN
    assert "You have approved it. A second person must look at it." in read(
        organizer, home(mandate.organization)
    )
    second().post(path)
    assert state(mandate.organization) == standing.PROVEN


def test_a_mandate_is_given_out_as_a_file_that_runs_nothing(mandate: Proof, organizer: Client) -> None:
    answer: Any = organizer.get(f"{BODIES}proofs/{mandate.pk}/file/")
    assert b"".join(answer.streaming_content) == MANDATE
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert audit()[-1] == "mandate.downloaded"
    assert mandate.sha256 in read(organizer, home(mandate.organization))


def test_a_refusal_says_why_to_the_organization(mandate: Proof, organizer: Client) -> None:
    path = f"{BODIES}proofs/{mandate.pk}/refuse/"
    assert organizer.post(path, {"reason": ""}).status_code == 422
    assert organizer.post(path, {"reason": "It is not signed."}).status_code == 302
    assert organizer.post(path, {"reason": "Again."}).status_code == 409
    mandate.refresh_from_db()
    assert (mandate.state, mandate.note) == (Proof.State.REFUSED, "It is not signed.")
    assert audit().count("proof.refused") == 1


def test_a_proof_that_no_longer_holds_is_ended(organizer: Client, db: None) -> None:
    body = scene.organization("Lake")
    organizer.post(f"{BODIES}proofs/{body.proofs.get().pk}/end/", {"reason": "The domain was sold."})
    assert state(body) == standing.UNPROVEN


# --- Two that are alike -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("verdict", "newer"),
    [("different", standing.PROVEN), ("same", standing.MERGED), ("false", standing.BLOCKED)],
)
def test_a_verdict_is_asked_then_done(verdict: str, newer: str, pair: Likeness, organizer: Client) -> None:
    path = f"{BODIES}alike/{pair.pk}/"
    assert f"{path}{verdict}/" in read(organizer, path)
    organizer.get(f"{path}{verdict}/")
    assert state(pair.organization) == standing.HELD
    assert organizer.post(f"{path}{verdict}/").headers["Location"] == BODIES
    assert state(pair.organization) == newer
    assert organizer.post(f"{path}{verdict}/").status_code == 409


def test_a_merger_by_hand_is_searched_chosen_and_done(river: Organization, organizer: Client) -> None:
    lake = scene.organization("Women of the Lake")
    path = f"{home(river)}merge/"
    assert str(lake.pk) in read(organizer, path, q="lake")
    assert organizer.post(path, {"into": str(river.pk)}).status_code == 422
    assert organizer.post(path, {"into": str(lake.pk)}).headers["Location"] == home(lake)
    assert state(river) == standing.MERGED
    assert "River Watch" in read(organizer, home(lake))


# --- One organization -------------------------------------------------------------------------------------------
def test_blocking_and_opening_need_a_reason(river: Organization, organizer: Client) -> None:
    assert organizer.post(f"{home(river)}block/").status_code == 422
    assert organizer.post(f"{home(river)}block/", {"reason": "x" * 301}).status_code == 422
    organizer.post(f"{home(river)}block/", {"reason": REASON})
    assert state(river) == standing.BLOCKED
    assert organizer.post(f"{home(river)}block/", {"reason": REASON}).status_code == 404
    organizer.post(f"{home(river)}unblock/", {"reason": REASON})
    assert state(river) == standing.UNPROVEN


def test_one_is_added_by_hand_and_entrusted_to_an_owner(organizer: Client, db: None) -> None:
    data = {"name": "Լճի կանայք", "language": "hy", "country": "AM", "website": "", "registration": ""}
    path = organizer.post(f"{BODIES}add/", data).headers["Location"]
    organizer.post(f"{path}owner/", {"name": "Ani Example", "email": "Ani@Example.org", "language": "hy"})
    who = Member.objects.get()
    assert (who.email, who.role, who.organization.name) == ("Ani@example.org", standing.OWNER, "Լճի կանայք")
    assert {"organization.added", "organization.owner_added"} <= set(audit())


def test_a_search_finds_other_scripts_and_states(river: Organization, viewer: Client) -> None:
    scene.organization("Артак", language="ru")
    assert "Артак" in read(viewer, BODIES, q="Artak")
    assert "Артак" not in read(viewer, BODIES, state=standing.UNPROVEN)
    assert "River Watch" in read(viewer, BODIES, state=standing.UNPROVEN)


# --- Who may do what --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["editor", "viewer"])
def test_only_an_organizer_vouches(role: str, mandate: Proof, sign_in: SignIn) -> None:
    client, body = sign_in(role), mandate.organization
    paths = [
        f"{BODIES}proofs/{mandate.pk}/approve/", f"{BODIES}proofs/{mandate.pk}/file/", f"{BODIES}add/",
        f"{home(body)}block/", f"{home(body)}merge/", f"{home(body)}owner/",
    ]  # fmt: skip
    assert [client.get(path).headers.get("Location") for path in paths] == ["/admin/"] * len(paths)


@pytest.mark.parametrize("secret", ["Anna Example", "anna.river-watch@example.org"])
def test_people_are_hidden_from_who_may_not_see_them(secret: str, mandate: Proof) -> None:
    path = home(mandate.organization)
    assert secret in read(signed_in("organizer"), path)
    assert secret not in read(signed_in("viewer"), path)
