"""A mail server that misbehaves on request and writes down what it took *before* it says so.

The recipient asks for the fault: `lost-end.2.anna@example.org` loses the reply to its first two letters.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DROP, HANG = "drop", "hang"
FAULTS: dict[str, tuple[str, str]] = {
    "soft-rcpt": ("RCPT", "451 4.7.1 come back later"),
    "hard-rcpt": ("RCPT", "550 5.1.1 nobody here"),
    "busy-rcpt": ("RCPT", "421 4.3.2 closing"),
    "drop-rcpt": ("RCPT", DROP),
    "hang-rcpt": ("RCPT", HANG),
    "soft-data": ("DATA", "451 4.3.0 not now"),
    "hard-data": ("DATA", "554 5.7.1 not this"),
    "drop-data": ("DATA", DROP),
    "drop-body": ("BODY", DROP),
    "soft-end": ("END", "452 4.3.1 disk full"),
    "hard-end": ("END", "554 5.6.0 content refused"),
    "odd-end": ("END", "999 what is this"),
    "lost-end": ("TAKEN", DROP),
    "hang-end": ("TAKEN", HANG),
}
TO = re.compile(rb"TO:<([^>]*)>", re.IGNORECASE)
FROM = re.compile(rb"FROM:<([^>]*)>", re.IGNORECASE)
ID = re.compile(rb"^X-Action-Id: (\S+)", re.MULTILINE)


class Sink:
    """What all connections share."""

    def __init__(self, journal: Path, *, keep: bool = False, think: float = 0.0) -> None:
        self.file = os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.extensions = ["8BITMIME", "SIZE 10485760", "PIPELINING"]
        self.faults: Counter[str] = Counter()
        self.letters: list[bytes] = []
        self.packets: list[bytes] = []
        self.senders: list[str] = []
        """What arrived, as it arrived, and the return addresses; kept where letters are."""
        self.connections = 0
        self.careless = False
        """Asks for the letter even when it has refused its recipient."""
        self.keep = keep
        self.think = think
        """Seconds from taking a letter to saying so."""
        self.next_fault = ""
        """The name of a fault that the next letter meets once, whoever it is for."""
        self.close_after = 0
        """Letters after which a connection is closed; 0 for never."""

    def fault(self, recipient: str, phase: str) -> str | None:
        if self.next_fault and FAULTS[self.next_fault][0] == phase:
            self.next_fault, (_, answer) = "", FAULTS[self.next_fault]
            return answer
        name, times, *_ = [*recipient.partition("@")[0].split("."), "0"]
        where, answer = FAULTS.get(name, ("", ""))
        if where != phase or self.faults[recipient] >= int(times):
            return None
        self.faults[recipient] += 1
        return answer

    def take(self, content: bytes) -> None:
        found = ID.search(content)
        os.write(self.file, (found[1] if found else b"-") + b"\n")
        if self.keep:
            self.letters.append(content)


class Dialogue(asyncio.Protocol):
    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self.buffer = b""
        self.recipient = ""
        self.reading = self.welcome = self.silent = False
        self.taken = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.sink.connections += 1
        self.say("220 sink ready")

    def say(self, line: str) -> None:
        if not self.silent:
            self.transport.write(line.encode() + b"\r\n")

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if self.sink.keep:
            self.sink.packets.append(data)
        while self.buffer:
            if self.reading:
                if not self.body():
                    return
                continue
            line, found, rest = self.buffer.partition(b"\r\n")
            if not found:
                return
            self.buffer = rest
            self.command(line)

    def body(self) -> bool:
        if self.sink.fault(self.recipient, "BODY"):
            self.transport.abort()
            self.buffer = b""  # what has not come to its end is not taken
            return False
        if self.buffer.startswith(b".\r\n"):
            self.buffer, self.reading = self.buffer[3:], False
            self.say("554 5.5.1 no valid recipients")
            return True
        content, found, rest = self.buffer.partition(b"\r\n.\r\n")
        if found:
            self.buffer, self.reading = rest, False
            self.end(content.replace(b"\r\n..", b"\r\n.") + b"\r\n")
        return bool(found)

    def command(self, line: bytes) -> None:
        verb = line[:4].upper()
        if verb == b"EHLO":
            self.say("\r\n".join([f"250-{name}" for name in ("sink", *self.sink.extensions)] + ["250 HELP"]))
        elif verb == b"MAIL" and (found := FROM.search(line)):
            if self.sink.keep:
                self.sink.senders.append(found[1].decode())
            self.say("250 2.1.0 ok")
        elif verb == b"RCPT" and (found := TO.search(line)):
            self.recipient = found[1].decode()
            self.welcome = self.answer("RCPT", "250 2.1.5 ok")
        elif verb == b"DATA" and not self.welcome and not self.sink.careless:
            self.say("503 5.5.1 no valid recipients")
        elif verb == b"DATA":
            self.reading = self.answer("DATA", "354 go ahead")
        elif verb == b"QUIT":
            self.say("221 bye")
            self.transport.close()
        else:
            self.say("250 ok")

    def end(self, content: bytes) -> None:
        if (fault := self.sink.fault(self.recipient, "END")) is not None:
            self.say(fault)
            return
        self.sink.take(content)
        self.taken += 1
        if self.sink.think:
            asyncio.get_running_loop().call_later(self.sink.think, self.confirm)
        else:
            self.confirm()

    def confirm(self) -> None:
        self.answer("TAKEN", f"250 2.0.0 taken as {self.taken}")
        if self.taken == self.sink.close_after:
            self.transport.close()

    def answer(self, phase: str, usual: str) -> bool:
        fault = self.sink.fault(self.recipient, phase)
        if fault == DROP:
            self.transport.abort()
        elif fault == HANG:
            self.silent = True
        else:
            self.say(fault or usual)
        return fault is None


async def open_server(sink: Sink, port: int = 0) -> asyncio.Server:
    loop = asyncio.get_running_loop()
    return await loop.create_server(lambda: Dialogue(sink), "127.0.0.1", port, backlog=256)


@contextmanager
def running(sink: Sink, port: int = 0) -> Iterator[int]:
    """The port of a sink that runs in a thread of this process."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(open_server(sink, port))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


async def _serve(port: int, journal: Path, think: float) -> None:
    server = await open_server(Sink(journal, think=think), port)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])))
