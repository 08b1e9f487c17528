"""The pages of the stand-in, which a demonstration has and nothing else; and its process."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape
from pytest_django import Settings

from tests.cwc.words import message, person
from tocsin.delivery.channels.cwc.client import HOUSE, Endpoint, Gateway, NoAnswerError, write
from tocsin.delivery.channels.cwc.gateway import Desk, running, store

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script> & more"


@pytest.fixture
def root(tmp_path: Path, settings: Settings) -> Path:
    settings.DEMO, settings.DATA_DIR, settings.ROOT_URLCONF = True, tmp_path, "tests.cwc.urls"
    return tmp_path / "congress"


def arrive(root: Path, **changes: Any) -> None:
    with running(Desk(root)) as url:
        gateway = Gateway(Endpoint(chamber=HOUSE, url=url, key="k"))
        assert gateway.post(write(message(**changes))).status == 200
        gateway.close()


def test_messages_stand_in_groups_as_the_office_sees_them(root: Path, client: Client) -> None:
    arrive(root, delivery_id="1" * 32)
    arrive(root, delivery_id="2" * 32, message="", constituent=person(first_name="Bedros"))
    arrive(root, delivery_id="3" * 32, campaign_id="other", subject="Please oppose H.R. 6840", position="con")
    assert "3 messages" in client.get("/dev/congress/").content.decode()
    page = client.get("/dev/congress/HNJ08/").content.decode()
    assert page.count("<dt>CampaignId</dt>") == 2
    assert "2 messages, 1 with words of the constituents" in page
    assert "Ms. Bedros Petrosyan" in page


def test_a_message_is_shown_whole_and_harmless(root: Path, client: Client) -> None:
    arrive(root, message=EVIL)
    key = store.messages(root, "HNJ08")[0].stem
    page = client.get(f"/dev/congress/HNJ08/{key}/").content.decode()
    assert escape(EVIL) in page
    assert EVIL not in page
    assert "94 Washington St, Hoboken, NJ, 07030" in page
    assert escape("<BillTypeAbbreviation>hr</BillTypeAbbreviation>") in page


def test_without_messages_the_page_says_so(root: Path, client: Client) -> None:
    assert "No message yet" in client.get("/dev/congress/").content.decode()


@pytest.mark.parametrize("path", ["HNJ08/", "..%2fmail/", "HNJ08/1-2/", "HNJ08/..%2f..%2fsecret_key/"])
def test_what_is_not_there_is_not_found(root: Path, client: Client, path: str) -> None:
    assert client.get(f"/dev/congress/{path}").status_code == 404


def test_outside_a_demonstration_there_is_no_page(root: Path, client: Client, settings: Settings) -> None:
    settings.DEMO = False
    assert client.get("/dev/congress/").status_code == 404


def test_the_command_serves_until_it_is_told_to_stop(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tocsin.cli", "manage", "cwc_gateway", "--port", str(port)]
    process = subprocess.Popen(command, env=os.environ | {"TOCSIN_DATA_DIR": str(tmp_path)})
    gateway = Gateway(Endpoint(chamber=HOUSE, url=f"http://127.0.0.1:{port}", key="k"))
    assert len(listed(gateway)) == 441
    gateway.close()
    process.send_signal(signal.SIGTERM)
    assert process.wait() == 0


def listed(gateway: Gateway) -> list[object]:
    while True:
        try:
            return [*gateway.offices()]
        except NoAnswerError:
            time.sleep(0.1)
