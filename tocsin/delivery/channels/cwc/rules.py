"""How fast and when each chamber's lane may run; plain data for the lanes."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from tocsin.delivery.channels.cwc.client.codes import HOUSE, SENATE
from tocsin.delivery.channels.cwc.client.endpoint import LOCAL
from tocsin.delivery.channels.cwc.client.windows import MAINTENANCE, TIME_ZONE

RATE = 5.0
"""Messages per second; vendors were told a ceiling of 5 to 10."""
URLS = {HOUSE: settings.CWC_HOUSE_URL, SENATE: settings.CWC_SENATE_URL}
RULES: dict[str, dict[str, Any]] = {
    f"cwc:{chamber}": {
        "rate": RATE,
        # A gateway on this machine is a stand-in, and never closes.
        "maintenance": [] if urlsplit(url).hostname in LOCAL else MAINTENANCE[chamber],
        "time_zone": TIME_ZONE,
    }
    for chamber, url in URLS.items()
}
