"""Where the gateways are, and which other hosts a setting may name."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from .codes import HOUSE, SENATE

OFFICIAL = {
    (HOUSE, False): "https://cwc.house.gov",
    (HOUSE, True): "https://uat-cwc.house.gov",
    (SENATE, False): "https://soapbox.senate.gov",
    (SENATE, True): "https://soapbox.senate.gov",
}
HOSTS = {
    HOUSE: {"cwc.house.gov", "uat-cwc.house.gov", "test-cwc.house.gov"},
    SENATE: {"soapbox.senate.gov"},
}
LOCAL = {"127.0.0.1", "localhost", "::1"}
MESSAGES = {
    (HOUSE, False): "/v2/message",
    (HOUSE, True): "/v2/message",
    (SENATE, False): "/api/production-messages/",
    (SENATE, True): "/api/testing-messages/",
}
OFFICES = {HOUSE: "/v2/offices", SENATE: "/api/active_offices"}
VALIDATE = {HOUSE: "/v2/validate"}
"""The Senate has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A gateway and our key to it. Raises ValueError for a host that is neither official nor on this machine."""

    chamber: str
    url: str
    key: str = field(repr=False)
    test: bool = False

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        official = parts.scheme == "https" and parts.hostname in HOSTS[self.chamber] and not parts.port
        if (
            not (official or (self.is_local and parts.scheme == "http"))
            or parts.path.strip("/")
            or parts.query
        ):
            allowed = ", ".join(f"https://{host}" for host in sorted(HOSTS[self.chamber]))
            raise ValueError(f"the {self.chamber} gateway must be {allowed}, or http on this machine")

    @classmethod
    def official(cls, chamber: str, *, key: str, test: bool = False) -> Endpoint:
        return cls(chamber=chamber, url=OFFICIAL[chamber, test], key=key, test=test)

    @property
    def is_local(self) -> bool:
        return urlsplit(self.url).hostname in LOCAL

    def messages(self) -> str:
        return self._path(MESSAGES[self.chamber, self.test])

    def offices(self) -> str:
        return self._path(OFFICES[self.chamber])

    def validate(self) -> str:
        """Raises KeyError where the chamber offers no such check."""
        return self._path(VALIDATE[self.chamber])

    def _path(self, path: str) -> str:
        return f"{path}?{urlencode({'apikey': self.key})}"
