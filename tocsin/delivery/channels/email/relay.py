"""Where outgoing mail is handed over, read from `MAIL_URL`."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Relay:
    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    name: str = "localhost"
    """What we call ourselves in EHLO."""
    timeout: float = 20.0


def parse_relay(url: str, *, name: str, timeout: float) -> Relay:
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError(f"MAIL_URL must look like {'://…, '.join(PORTS)}://host:port")
    return Relay(
        scheme=parts.scheme,
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        name=name,
        timeout=timeout,
    )
