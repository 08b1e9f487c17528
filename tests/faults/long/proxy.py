"""What goes wrong between us and the mail server, by the number in the recipient's address and a seed.

Stands before Postfix's `smtp-sink` and passes everything on, but for the letters whose turn it is. Each fault is
written to a file as it happens. Prints its port; ends with SIGTERM.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
import zlib
from collections import Counter, deque
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path


class Then(Enum):
    """What happens in place of a reply; all but the first when the sink has spoken."""

    SILENCE = "nobody answers"
    PASS = "the sink's reply is passed on"
    LOSE = "the sink's reply is lost, and so is the connection"
    WITHHOLD = "the sink's reply never comes"


@dataclass(frozen=True, slots=True)
class Fault:
    """`reply`: what the client hears instead of the sink. `times`: how often; None for always."""

    name: str
    phase: str
    reply: bytes | Then
    times: int | None = 1


RCPT, BODY, END, TAKEN = "RCPT", "BODY", "END", "TAKEN"
FAULTS: dict[str, tuple[Fault, ...]] = {
    "soft": (
        Fault("soft-recipient", RCPT, b"451 4.7.1 come back later\r\n"),
        Fault("soft-letter", END, b"452 4.3.1 disk full\r\n", times=2),
    ),
    "hard": (
        Fault("hard-recipient", RCPT, b"550 5.1.1 nobody here\r\n", times=None),
        Fault("hard-letter", END, b"554 5.6.0 content refused\r\n", times=None),
    ),
    "hang": (
        Fault("hang-recipient", RCPT, Then.SILENCE),
        Fault("hang-taken", TAKEN, Then.WITHHOLD),
    ),
    "drop": (
        Fault("drop-letter", BODY, Then.LOSE),
        Fault("drop-taken", TAKEN, Then.LOSE),
    ),
}
"""After DATA a connection drops, or goes silent, before the sink has the whole letter or once it has."""
DOUBTFUL = ("hang-taken", "drop-letter", "drop-taken")
NUMBER = re.compile(rb"TO:<n(\d+)@", re.IGNORECASE)
NO_RECIPIENT, GO_AHEAD = b"503 5.5.1 no valid recipients\r\n", b"354 go ahead\r\n"


@dataclass
class Mischief:
    """Which letter meets what."""

    seed: int
    shares: dict[str, float]
    file: int
    spent: Counter[int] = field(default_factory=Counter)

    def due(self, number: int) -> Fault | None:
        drawn = zlib.crc32(f"{self.seed}:{number}".encode()) / 2**32
        for kind, share in self.shares.items():
            if drawn < share:
                fault = FAULTS[kind][drawn > share / 2]
                return fault if fault.times is None or self.spent[number] < fault.times else None
            drawn -= share
        return None

    def spend(self, number: int, fault: Fault) -> None:
        if fault.times is not None:
            self.spent[number] += 1
        os.write(self.file, f"{fault.name} {number}\n".encode())


class Upstream(asyncio.Protocol):
    """Our connection to the sink."""

    transport: asyncio.Transport

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self.buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        *lines, self.buffer = (self.buffer + data).split(b"\r\n")
        reply = b""
        for line in lines:
            reply += line + b"\r\n"
            if line[3:4] != b"-":
                self.gate.replies.append(reply)
                reply = b""
        self.buffer = reply + self.buffer
        self.gate.settle()

    def connection_lost(self, error: Exception | None) -> None:
        self.gate.client.close()


class Gate(asyncio.Protocol):
    """A client's connection. What it still has to hear stands in `due`, in order."""

    client: asyncio.Transport

    def __init__(self, mischief: Mischief, port: int) -> None:
        self.mischief, self.port = mischief, port
        self.up = Upstream(self)
        self.buffer = b""
        self.due: deque[bytes | Then] = deque([Then.PASS])
        self.replies: deque[bytes] = deque()
        self.onward: list[bytes] = []
        self.number = 0
        self.fault: Fault | None = None
        self.reading = self.refused = self.silent = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.client = transport
        self.connecting = asyncio.ensure_future(self._connect())

    async def _connect(self) -> None:
        """The client says nothing before the sink's greeting has come."""
        try:
            await asyncio.get_running_loop().create_connection(lambda: self.up, "127.0.0.1", self.port)
        except OSError:
            self.client.abort()

    def connection_lost(self, error: Exception | None) -> None:
        """What has been passed on is still taken."""
        if self.connecting.done() and hasattr(self.up, "transport"):
            self.up.transport.close()

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while self.buffer and not self.silent and (self._body() if self.reading else self._line()):
            pass
        if self.onward:
            self.up.transport.write(b"".join(self.onward))
            self.onward.clear()
        self.settle()

    def _line(self) -> bool:
        line, found, rest = self.buffer.partition(b"\r\n")
        if found:
            self.buffer = rest
            self._command(line)
        return bool(found)

    def _command(self, line: bytes) -> None:
        verb = line[:4].upper()
        if verb == b"RCPT" and (found := NUMBER.search(line)):
            self.number = int(found[1])
            self.fault = self.mischief.due(self.number)
            self.refused = self._meets(RCPT)
            if self.refused:
                return
        elif verb == b"DATA":
            if self.refused:
                self.due.append(NO_RECIPIENT)
                return
            self.reading = True
            if self.fault is not None and self.fault.phase == END:
                self.due.append(GO_AHEAD)
                return
        self.onward.append(line + b"\r\n")
        self.due.append(Then.PASS)

    def _body(self) -> bool:
        """A letter that shall not be taken never reaches the sink with its final dot."""
        content, found, rest = self.buffer.partition(b"\r\n.\r\n")
        if not found:
            return False
        self.buffer, self.reading = rest, False
        if self._meets(END):
            return True
        self.onward.append(content)
        if self._meets(BODY):
            return False
        self.onward.append(found)
        if not self._meets(TAKEN):
            self.due.append(Then.PASS)
        return True

    def _meets(self, phase: str) -> bool:
        if self.fault is None or self.fault.phase != phase:
            return False
        self.mischief.spend(self.number, self.fault)
        if phase == BODY:
            self.silent = True
            self.client.abort()
        else:
            self.due.append(self.fault.reply)
        return True

    def settle(self) -> None:
        """Says all that can be said now."""
        said: list[bytes] = []
        while self.due and not self.silent:
            next_one = self.due[0]
            if isinstance(next_one, Then) and next_one is not Then.SILENCE and not self.replies:
                break
            self.due.popleft()
            if isinstance(next_one, bytes):
                said.append(next_one)
            elif next_one is Then.PASS:
                said.append(self.replies.popleft())
            else:
                self.silent = True
                if next_one is Then.LOSE:
                    self.client.abort()
        if said:
            self.client.write(b"".join(said))


async def serve(port: int, mischief: Mischief) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Gate(mischief, port), "127.0.0.1", 0, backlog=256)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201
    await server.serve_forever()


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    faults = os.open(Path(given["file"]), flags, 0o600)
    asyncio.run(serve(given["port"], Mischief(given["seed"], given["shares"], faults)))
