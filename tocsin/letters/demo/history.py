"""For a demonstration that begins with a past: what was signed, frozen and withdrawn months ago."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

from django.utils import timezone

YEREVAN = ZoneInfo("Asia/Yerevan")


def at(moment: datetime) -> AbstractContextManager[Any]:
    """Sets this process's clock, so that deadlines, lateness and dates come out by the rules as they did then.

    The database's own clock goes on: what it notes by itself, such as the journal, tells when this was written.
    """
    return mock.patch.object(timezone, "now", lambda: moment)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=YEREVAN)
