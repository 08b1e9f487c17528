"""Which offices the gateways say they deliver to. An outage keeps the last list, and its age can be told."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now
from django.utils.timezone import now

from tocsin.delivery.channels.cwc import setup
from tocsin.delivery.channels.cwc.client import HOUSE, SENATE, NoAnswerError, Office, chamber_of
from tocsin.delivery.models import CwcOffice

FRESH = timedelta(hours=1)
MAY_SHRINK = 0.5
"""A list with less than this share of the offices it had is taken for damaged."""
BELIEVED = timedelta(days=1)
"""A list that has been so small for this long is believed."""

log = logging.getLogger(__name__)


class Standing(Enum):
    LISTED = "listed"
    UNLISTED = "unlisted"
    UNKNOWN = "unknown"
    """No list of this chamber has ever arrived."""


def standing(code: str) -> Standing:
    chamber = chamber_of(code)
    if CwcOffice.objects.filter(code=code, chamber=setup.list_name(chamber), active=True).exists():
        return Standing.LISTED
    return Standing.UNLISTED if as_of(chamber) else Standing.UNKNOWN


def is_ready(code: str) -> bool:
    """Whether a message to this office can be handed over: both the chamber and the office are there."""
    try:
        chamber = chamber_of(code)
    except ValueError:
        return False
    return setup.is_configured(chamber) and standing(code) is Standing.LISTED


def as_of(chamber: str) -> datetime | None:
    """When the list that is in force arrived."""
    listed = CwcOffice.objects.filter(chamber=setup.list_name(chamber))
    newest: datetime | None = listed.aggregate(at=Max("seen_at"))["at"]
    return newest


def refresh_if_due() -> None:
    for chamber in (HOUSE, SENATE):
        known = as_of(chamber)
        if setup.is_configured(chamber) and (known is None or now() - known > FRESH):
            refresh(chamber)


def refresh(chamber: str) -> bool:
    """Whether a new list is in force."""
    gateway = setup.gateway(chamber)
    if gateway is None:
        return False
    try:
        listed = gateway.offices()
    except (NoAnswerError, ValueError) as error:
        log.warning(
            "the %s list of offices did not come (%s); the one of %s stays", chamber, error, as_of(chamber)
        )
        return False
    finally:
        gateway.close()
    return replace(chamber, listed)


def replace(chamber: str, listed: Sequence[Office]) -> bool:
    name, known = setup.list_name(chamber), as_of(chamber)
    active = CwcOffice.objects.filter(chamber=name, active=True)
    had = active.count()
    is_old = known is None or now() - known > BELIEVED
    if not listed or (len(listed) < had * MAY_SHRINK and not is_old):
        log.warning(
            "the %s list of offices shrank from %s to %s; the old one stays", chamber, had, len(listed)
        )
        return False
    rows = [CwcOffice(code=one.code, chamber=name, name=one.name, seen_at=Now()) for one in listed]
    with transaction.atomic():
        active.exclude(code__in=[one.code for one in listed]).update(active=False)
        CwcOffice.objects.bulk_create(
            {row.code: row for row in rows}.values(),
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["chamber", "name", "active", "seen_at"],
        )
    return True
