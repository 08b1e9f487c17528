"""What the tests of the pages of organizations do again and again, through the pages and mails alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.organizations import scene
from tests.organizations.test_dns import ZONE
from tocsin.delivery.models import Message
from tocsin.organizations import members, proofs
from tocsin.organizations.models import Member, Organization, Proof
from tocsin.organizations.purposes import compose_link

FORM = {
    "name": "River Watch",
    "language": "en",
    "country": "AM",
    "website": "www.river.example",
    "registration": "",
    "person": "Anna Example",
    "title": "Director",
    "email": "anna@example.org",
}
NEW, ENTER = "/organizations/new/", "/organizations/enter/"
JOIN = {"decision": "join"}
LINK = re.compile(r"https?://[^/\s]+(/organizations/\S+)")


def link_in(message: Message, compose: Callable[[Message], Any]) -> str:
    """The path of the link in the mail."""
    found = LINK.search(compose(message).text)
    assert found
    return found[1]


def mailed(purpose: str = members.MAIL) -> Message:
    return Message.objects.filter(purpose=purpose).latest("created_at")


def registered(client: Client, **given: str) -> str:
    """The path of the link that came by mail."""
    assert client.post(NEW, FORM | given).status_code == 303
    return link_in(mailed(), compose_link).partition("?")[0]


def joined(client: Client, **given: str) -> str:
    path = registered(client, **given)
    assert client.post(path, JOIN).status_code == 303
    return path


def owner_path(body: Organization | None = None, **more: str) -> tuple[Member, str]:
    member = scene.member(body or scene.organization(website="https://river.example", proven=False), **more)
    return member, members.path_of(member)


def the_state() -> str:
    return Organization.objects.latest("created_at").state


def prove_by_dns(client: Client, path: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    client.post(f"{path}proof/dns/")
    name, value = proofs.record_of(Proof.objects.filter(kind="dns").latest("created_at"))
    monkeypatch.setitem(ZONE, f"{name}.", [f'"{value}"'])
    return client.post(f"{path}proof/check/")
