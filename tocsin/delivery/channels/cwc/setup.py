"""What the operator has set, read anew each time, and what is wrong with it."""

from __future__ import annotations

import logging

from django.conf import settings

from tocsin.delivery.channels.cwc.client import HOUSE, SENATE, Agent, Endpoint
from tocsin.delivery.channels.cwc.client.endpoint import OFFICIAL
from tocsin.delivery.channels.cwc.client.rules import problem_of

log = logging.getLogger(__name__)


def agent() -> Agent:
    return Agent(
        name=settings.CWC_AGENT,
        ack_email=settings.CWC_AGENT_EMAIL,
        contact_name=settings.CWC_CONTACT_NAME,
        contact_email=settings.CWC_CONTACT_EMAIL,
        contact_phone=settings.CWC_CONTACT_PHONE,
    )


def endpoint(chamber: str) -> Endpoint | None:
    """None where the chamber is not set up. Raises ValueError where it is set up wrongly."""
    key, url = {
        HOUSE: (settings.CWC_HOUSE_KEY, settings.CWC_HOUSE_URL),
        SENATE: (settings.CWC_SENATE_KEY, settings.CWC_SENATE_URL),
    }[chamber]
    if not key:
        return None
    test = settings.CWC_TEST
    return Endpoint(chamber=chamber, url=url or OFFICIAL[chamber, test], key=key, test=test)


def usable(chamber: str) -> Endpoint | None:
    """As `endpoint`, and loud where it is set up wrongly."""
    try:
        return endpoint(chamber)
    except ValueError:
        log.error("the address of the %s gateway is not one that may be used; see docs/cwc.md", chamber)
        return None


def is_configured(chamber: str) -> bool:
    return usable(chamber) is not None and not agent_problems()


def agent_problems() -> list[str]:
    """In the words of the settings; none when all are right."""
    given = {
        "CWC_AGENT": ("DeliveryAgent", settings.CWC_AGENT),
        "CWC_AGENT_EMAIL": ("DeliveryAgentAckEmailAddress", settings.CWC_AGENT_EMAIL),
        "CWC_CONTACT_NAME": ("DeliveryAgentContactName", settings.CWC_CONTACT_NAME),
        "CWC_CONTACT_EMAIL": ("DeliveryAgentContactEmail", settings.CWC_CONTACT_EMAIL),
        "CWC_CONTACT_PHONE": ("DeliveryAgentContactPhone", settings.CWC_CONTACT_PHONE),
    }
    found = [(name, problem_of(*pair)) for name, pair in given.items()]
    return [f"{name} {problem.rule}" for name, problem in found if problem]
