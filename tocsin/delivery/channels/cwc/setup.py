"""What the operator has set, read anew each time, and what is wrong with it."""

from __future__ import annotations

import logging

from django.conf import settings

from tocsin.delivery.channels.cwc.client import HOUSE, SENATE, Agent, Endpoint, Gateway
from tocsin.delivery.channels.cwc.client.endpoint import OFFICIAL
from tocsin.delivery.channels.cwc.client.rules import problem_of
from tocsin.delivery.channels.cwc.client.transport import proxy_problem

DIRECT = "direct"
"""What CWC_PROXY says where this machine's own address is the listed one."""

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
    made = Endpoint(chamber=chamber, url=url or OFFICIAL[chamber, test], key=key, test=test)
    if not made.is_local:
        _check_way_out(settings.CWC_PROXY)
    return made


def _check_way_out(proxy: str) -> None:
    """The gateways know us by our address, so nothing leaves by one that nobody vouched for."""
    if not proxy:
        raise ValueError("CWC_PROXY must name the proxy whose address is listed, or say direct")
    if proxy != DIRECT and (wrong := proxy_problem(proxy)):
        raise ValueError(f"CWC_PROXY {wrong}")


def usable(chamber: str) -> Endpoint | None:
    """As `endpoint`, and loud where it is set up wrongly."""
    try:
        return endpoint(chamber)
    except ValueError as error:
        log.error("the %s gateway is not used: %s; see docs/cwc.md", chamber, error)
        return None


def gateway(chamber: str) -> Gateway | None:
    """None where the chamber cannot be used."""
    found = usable(chamber)
    if found is None:
        return None
    proxy = "" if found.is_local or settings.CWC_PROXY == DIRECT else settings.CWC_PROXY
    return Gateway(found, timeout=settings.CWC_TIMEOUT, proxy=proxy)


def list_name(chamber: str) -> str:
    """The test systems have lists of their own: all take part in the Senate's, about half in its production."""
    return f"{chamber[0]}-test" if settings.CWC_TEST else chamber


def is_configured(chamber: str) -> bool:
    return usable(chamber) is not None and not agent_problems()


def problems(chamber: str) -> list[str]:
    """What is wrong with the settings of this chamber, in their own words; none when all are right."""
    try:
        endpoint(chamber)
    except ValueError as error:
        return [str(error), *agent_problems()]
    return agent_problems()


def agent_problems() -> list[str]:
    given = {
        "CWC_AGENT": ("DeliveryAgent", settings.CWC_AGENT),
        "CWC_AGENT_EMAIL": ("DeliveryAgentAckEmailAddress", settings.CWC_AGENT_EMAIL),
        "CWC_CONTACT_NAME": ("DeliveryAgentContactName", settings.CWC_CONTACT_NAME),
        "CWC_CONTACT_EMAIL": ("DeliveryAgentContactEmail", settings.CWC_CONTACT_EMAIL),
        "CWC_CONTACT_PHONE": ("DeliveryAgentContactPhone", settings.CWC_CONTACT_PHONE),
    }
    found = [(name, problem_of(*pair)) for name, pair in given.items()]
    return [f"{name} {problem.rule}" for name, problem in found if problem]
