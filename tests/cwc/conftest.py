"""A stand-in for both gateways, with the settings that lead to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytest_django import Settings

if TYPE_CHECKING:
    from tocsin.delivery.channels.cwc.gateway import Desk


@pytest.fixture
def desk(tmp_path: Path, settings: Settings) -> Iterator[Desk]:
    from tests.cwc.words import AGENT
    from tocsin.delivery.channels.cwc.gateway import Desk, running

    desk = Desk(tmp_path / "congress", key="right", agent=AGENT.name)
    with running(desk) as url:
        settings.CWC_HOUSE_URL = settings.CWC_SENATE_URL = url
        settings.CWC_HOUSE_KEY = settings.CWC_SENATE_KEY = "right"
        settings.CWC_AGENT, settings.CWC_AGENT_EMAIL = AGENT.name, AGENT.ack_email
        settings.CWC_CONTACT_NAME, settings.CWC_CONTACT_EMAIL = AGENT.contact_name, AGENT.contact_email
        settings.CWC_CONTACT_PHONE = AGENT.contact_phone
        yield desk
