"""Staff accounts: made by hand, named by their email."""

from __future__ import annotations

import io
import re

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from tests.insights.scene import PASSWORD, login
from tocsin.insights.accounts import create_staff, tie_name


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("create_staff", *words, stdout=out)
    return out.getvalue()


def test_the_command_makes_an_account_that_opens_the_admin(db: None, client: Client) -> None:
    printed = re.fullmatch(r"ani@example.org / (\S+): editor\n", run("ani@example.org", "--role", "editor"))
    assert printed
    assert login(client, "ani@example.org", printed[1]).headers["Location"] == "/admin/"


def test_again_it_changes_the_role_only(db: None) -> None:
    create_staff("ani@example.org", PASSWORD, "viewer")
    assert run("ani@example.org", "--role", "editor") == "ani@example.org (the password stays): editor\n"


def test_the_command_refuses_what_is_no_address(db: None) -> None:
    with pytest.raises(CommandError, match="nobody is not an email address"):
        run("nobody", "--role", "viewer")


def test_a_changed_email_is_the_new_name(db: None, client: Client) -> None:
    user = create_staff("ani@example.org", PASSWORD, "viewer")
    user.email = "Ani.New@Example.org"
    tie_name(user)
    assert login(client, "ani.new@example.org").headers["Location"] == "/admin/"
    assert "ani@example.org" not in [address.email for address in user.emailaddress_set.filter(primary=True)]


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(db: None, client: Client) -> None:
    create_staff("ani@example.org", PASSWORD, "viewer")
    client.post("/account/password/reset/", {"email": "ani@example.org"})
    [path] = re.findall(r"http://[^/]+(/account/password/reset/key/\S+)", mail.outbox[0].body)
    form = client.get(path).headers["Location"]
    client.post(form, {"password1": "another walk by the river", "password2": "another walk by the river"})
    assert login(Client(), "ani@example.org", "another walk by the river").headers["Location"] == "/admin/"
    assert "already been used" in Client().get(path).content.decode()


def test_a_stranger_s_address_gets_no_mail(db: None, client: Client) -> None:
    assert client.post("/account/password/reset/", {"email": "eve@example.org"}).status_code == 302
    assert mail.outbox == []


def test_signing_out_in_the_admin_ends_at_the_door(organizer: Client) -> None:
    answer = organizer.post("/admin/logout/", follow=True)
    assert "Staff: sign in" in answer.content.decode()
    assert organizer.get("/admin/").status_code == 302
