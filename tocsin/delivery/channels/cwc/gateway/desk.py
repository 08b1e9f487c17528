"""What the stand-in decides: keys, agents, schema, repeats, rate, maintenance, and the faults it was asked for."""

from __future__ import annotations

import json
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

from lxml import etree

from tocsin.delivery.channels.cwc.client import HOUSE, SENATE, chamber_of, validate
from tocsin.delivery.channels.cwc.client.endpoint import MESSAGES, OFFICES, VALIDATE
from tocsin.delivery.channels.cwc.client.xml import read
from tocsin.delivery.channels.cwc.gateway import roster, store

XML, JSON = "application/xml", "application/json"
HANG, DROP = "hang", "drop"
BEFORE: dict[str, tuple[int, str] | str] = {
    "soft": (503, "The service is busy"),
    "permanent": (400, "The message was refused on request"),
    "media": (415, "Unsupported media type"),
    "timeout": HANG,
    "drop": DROP,
}
"""Faults before the message is taken."""
AFTER: dict[str, tuple[int, str] | str] = {
    "lost": DROP,
    "hang-after": HANG,
    "broken-after": (502, "Bad gateway"),
}
"""Faults once it is taken."""
CEILING = 10
"""Messages per second and chamber."""
HANG_SECONDS = 30.0
ROUTES = {path: (chamber, "message") for (chamber, _), path in MESSAGES.items()}
ROUTES |= {path: (chamber, "validate") for chamber, path in VALIDATE.items()}
LISTS = {path: chamber for chamber, path in OFFICES.items()} | {f"{OFFICES[SENATE]}.json": SENATE}
TAKEN = {HOUSE: 200, SENATE: 201}


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    body: bytes = b""
    kind: str = XML
    after: int = 0
    drop: bool = False


@dataclass
class Desk:
    root: Path
    key: str = ""
    """Empty: any key will do."""
    agent: str = ""
    """Empty: any agent will do."""
    ceiling: int = CEILING
    maintenance: bool = False
    faults: deque[str] = field(default_factory=deque)
    stop: Event = field(default_factory=Event)
    seen: set[str] = field(default_factory=set)
    taken: list[str] = field(default_factory=list)
    times: dict[str, deque[float]] = field(default_factory=lambda: {HOUSE: deque(), SENATE: deque()})
    lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        """What was taken before a restart is still known."""
        for _office, paths in store.offices(self.root):
            self.seen |= {path.stem[21:] for path in paths}

    def misbehave(self, fault: str) -> None:
        """The next message meets it. Raises ValueError."""
        if fault not in BEFORE and fault not in AFTER:
            raise ValueError(f"no such fault: {fault}; there are {', '.join([*BEFORE, *AFTER])}")
        self.faults.append(fault)

    # --- Lists -----------------------------------------------------------------------------------------------
    def get(self, target: str) -> Response:
        parts = urlsplit(target)
        if parts.path not in LISTS:
            return _error(404, "No such address")
        if refused := self._refused(parts.query):
            return refused
        chamber = LISTS[parts.path]
        listed = roster.offices(chamber)
        named = [{"name": office.name, "office_code": office.code} for office in listed]
        rows = named if chamber == SENATE else [office.code for office in listed]
        return Response(200, json.dumps(rows).encode(), JSON)

    # --- Messages --------------------------------------------------------------------------------------------
    def post(self, target: str, kind: str, content: bytes) -> Response:
        parts = urlsplit(target)
        if parts.path not in ROUTES:
            return _error(404, "No such address")
        chamber, what = ROUTES[parts.path]
        if refused := self._refused(parts.query) or self._too_many(chamber):
            return refused
        if kind.partition(";")[0].strip() != XML:
            return _error(415, "Content-Type must be application/xml")
        with self.lock:
            fault = self.faults.popleft() if self.faults else ""
        if fault in BEFORE:
            return self._fault(BEFORE[fault])
        answer = self._judge(chamber, content, keep=what == "message")
        return self._fault(AFTER[fault]) if fault in AFTER and answer.status < 300 else answer

    def _refused(self, query: str) -> Response | None:
        if self.maintenance:
            return _error(503, "Down for maintenance", after=60)
        given = parse_qs(query).get("apikey", [""])[0]
        return None if given and self.key in ("", given) else _error(403, "The key is not valid")

    def _too_many(self, chamber: str) -> Response | None:
        now = time.monotonic()
        with self.lock:
            recent = self.times[chamber]
            while recent and now - recent[0] > 1:
                recent.popleft()
            if len(recent) >= self.ceiling:
                return _error(429, "Too many messages", after=1)
            recent.append(now)
        return None

    def _fault(self, fault: tuple[int, str] | str) -> Response:
        if fault == HANG:
            self.stop.wait(HANG_SECONDS)
        return Response(0, drop=True) if isinstance(fault, str) else _error(*fault)

    def _judge(self, chamber: str, content: bytes, *, keep: bool) -> Response:
        try:
            root = read(content)
        except ValueError as error:
            return _error(400, f"The message is {error}")
        if found := validate(root) or _wrong(root, chamber, self.agent):
            return _error(400, *map(str, found))
        return self._keep(root, content, chamber) if keep else Response(200)

    def _keep(self, root: etree._Element, content: bytes, chamber: str) -> Response:
        delivery_id = str(root.findtext("Delivery/DeliveryId")).strip()
        with self.lock:
            if delivery_id in self.seen:
                return _error(409, "A message with this DeliveryId has been received")
            store.save(self.root, str(root.findtext("Recipient/MemberOffice")).strip(), delivery_id, content)
            self.seen.add(delivery_id)
            self.taken.append(delivery_id)
        return Response(
            TAKEN[chamber], f"<Response><Message>Received {delivery_id}</Message></Response>".encode()
        )


def _wrong(root: etree._Element, chamber: str, agent: str) -> list[str]:
    """What the schema does not say but the gateways ask for."""
    office = str(root.findtext("Recipient/MemberOffice")).strip()
    kinds = [str(kind.text) for kind in root.iterfind("Message/Bills/Bill/BillTypeAbbreviation")]
    found = []
    if agent and root.findtext("Delivery/DeliveryAgent") != agent:
        found.append("DeliveryAgent is not the one registered with this key")
    if chamber_of(office) != chamber or office not in {known.code for known in roster.offices(chamber)}:
        found.append(f"{office} does not receive messages here")
    if any(kind.islower() != (chamber == HOUSE) for kind in kinds):
        found.append("BillTypeAbbreviation is not in the spelling of this chamber")
    return found


def _error(status: int, *reasons: str, after: int = 0) -> Response:
    errors = "".join(f"<Error>{escape(reason)}</Error>" for reason in reasons)
    return Response(status, f"<Errors>{errors}</Errors>".encode(), after=after)
