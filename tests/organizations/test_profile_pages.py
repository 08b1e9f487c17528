"""Names, logos and mandates of an organization, given through its pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.organizations import scene
from tests.organizations.pages import (
    FORM,
    joined,
    owner_path,
    prove_by_dns,
    the_state,
)
from tests.organizations.test_dns import name_server
from tests.organizations.test_mandates import PDF
from tests.organizations.test_pictures import bomb, plain, saved
from tocsin.organizations import proofs, standing
from tocsin.organizations.models import Organization, Proof

pytestmark = pytest.mark.django_db

__all__ = ["name_server"]

ROWS = {"names-TOTAL_FORMS": "2", "names-INITIAL_FORMS": "0", "names-1-name": ""}
PROFILE = {**FORM, **ROWS, "email": "", "phone": "", "two_person": "on"}


def test_other_names_are_kept_and_emptied(client: Client) -> None:
    _owner, path = owner_path()
    named = {"names-0-name": "Գետի պահակ", "names-0-language": "hy", "names-0-kind": "name"}
    assert client.post(f"{path}profile/", PROFILE | named).status_code == 303
    body = Organization.objects.get()
    assert (body.two_person, body.name_in("hy")) == (True, "Գետի պահակ")
    assert client.post(f"{path}profile/", PROFILE | named | {"names-0-name": ""}).status_code == 303
    assert not body.other_names.exists()


def test_a_wrong_row_is_said_and_nothing_is_saved(client: Client) -> None:
    _owner, path = owner_path()
    wrong = {"names-0-name": "x" * 301, "names-0-language": "hy", "names-0-kind": "name"}
    refused = client.post(f"{path}profile/", PROFILE | wrong | {"phone": "12"})
    assert refused.status_code == 422
    assert b"at most 300 characters" in refused.content
    assert Organization.objects.get().phone == ""


def test_another_domain_ends_the_proof_and_that_is_said_before(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = joined(client)
    prove_by_dns(client, path, monkeypatch)
    assert b"Another domain needs another proof" in client.get(f"{path}profile/").content
    client.post(f"{path}profile/", PROFILE | {"website": "https://lake.test"})
    assert the_state() == standing.UNPROVEN
    assert b"has moved to another domain" in client.get(f"{path}proof/").content


LOGO = {"rights": "Our own; on letters that we signed", "confirmed": "on"}


def logo_of(data: bytes, name: str = "logo.png") -> dict[str, Any]:
    return LOGO | {"file": SimpleUploadedFile(name, data)}


def test_a_logo_is_shown_and_removed(client: Client, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    _owner, path = owner_path()
    assert client.post(f"{path}logo/", logo_of(saved(plain(2000, 1000)))).status_code == 303
    body = Organization.objects.get()
    assert (body.logo_width, body.logo_height, body.logo_rights) == (640, 320, LOGO["rights"])
    assert (tmp_path / body.logo).read_bytes().startswith(b"\x89PNG")
    assert f"/media/{body.logo}" in client.get(f"{path}profile/").content.decode()
    client.post(f"{path}logo/", {"decision": "remove"})
    assert Organization.objects.get().logo == ""


def test_the_file_of_a_logo_goes_when_nobody_shows_it(
    client: Client, settings: Any, tmp_path: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    paths = [owner_path(scene.organization(name))[1] for name in ("River Watch", "Women of the Lake")]
    for path in paths:
        client.post(f"{path}logo/", logo_of(saved(plain())))
    file = tmp_path / Organization.objects.all()[0].logo
    left = []
    for path in paths:
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"{path}logo/", {"decision": "remove"})
        left.append(file.exists())
    assert left == [True, False]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (logo_of(b"<svg onload='alert(1)'></svg>", "logo.svg"), "can hold scripts"),
        (logo_of(b"<script>alert(1)</script>"), "can hold scripts"),
        (logo_of(bomb(20_000)), "too large"),
        (logo_of(saved(plain())) | {"confirmed": ""}, "Confirm that you may give this logo"),
        (logo_of(saved(plain())) | {"rights": ""}, "Say who owns the logo"),
        (LOGO, "Choose the file of the logo."),
    ],
)
def test_what_is_no_logo_is_refused(client: Client, given: dict[str, Any], words: str) -> None:
    _owner, path = owner_path()
    refused = client.post(f"{path}logo/", given)
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert Organization.objects.get().logo == ""


def padded(size: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("mandate.pdf", PDF.replace(b"%%EOF", b"%" * (size - len(PDF)) + b"\n%%EOF"))


def test_a_mandate_of_ten_megabytes_waits_for_two_people(
    client: Client, settings: Any, tmp_path: Any
) -> None:
    settings.DATA_DIR = tmp_path
    _owner, path = owner_path(scene.organization(proven=False))
    answer = client.post(f"{path}proof/mandate/", {"file": padded(10 * 1024 * 1024 - 1)})
    assert answer.status_code == 303
    assert b"0 of 2 people" in client.get(f"{path}proof/").content
    assert Proof.objects.get().state == Proof.State.PENDING


@pytest.mark.parametrize(("size", "status"), [(10 * 1024 * 1024 + 100, 422), (11 * 1024 * 1024 + 1, 413)])
def test_a_larger_mandate_is_refused(client: Client, size: int, status: int) -> None:
    _owner, path = owner_path()
    assert client.post(f"{path}proof/mandate/", {"file": padded(size)}).status_code == status
    assert not Proof.objects.exists()


def test_why_a_mandate_was_refused_is_shown(client: Client, admin_user: Any) -> None:
    owner, path = owner_path()
    proof = Proof.objects.create(organization=owner.organization, kind="mandate")
    proofs.refuse(user=admin_user, proof=proof, reason="The second page is missing.")
    assert b"The second page is missing." in client.get(f"{path}proof/").content


def test_the_model_of_a_mandate_names_those_who_may_sign(client: Client) -> None:
    _owner, path = owner_path()
    assert "Anna Example, Director" in client.get(f"{path}proof/?text=mandate").content.decode()


def test_reading_changes_nothing(client: Client) -> None:
    owner, path = owner_path()
    for page in ("", "leave/", "profile/", "logo/", "proof/", "proof/dns/", "proof/check/", "people/"):
        client.get(f"{path}{page}", follow=True)
    for deed in ("end", "renew", "role"):
        client.get(f"{path}people/{owner.pk}/{deed}/?role=viewer")
    was = owner.link
    owner.refresh_from_db()
    assert (owner.link, owner.role, owner.ended_at, Proof.objects.count()) == (was, "owner", None, 0)
