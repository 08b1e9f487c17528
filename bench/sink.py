"""A mail server that takes everything at once, and counts: `python -m bench.sink` prints its port, and at its
end, when its standard input closes, how many letters it took."""

from __future__ import annotations

import asyncio
import sys

CAPABILITIES = b"250-sink\r\n250-8BITMIME\r\n250 SIZE 10485760\r\n"


class Dialogue(asyncio.Protocol):
    taken = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport, self.buffer, self.reading = transport, b"", False
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while self.step():
            pass

    def step(self) -> bool:
        """One command or one letter; False while it is not whole."""
        end = b"\r\n.\r\n" if self.reading else b"\r\n"
        taken, found, rest = self.buffer.partition(end)
        if found:
            self.buffer = rest
            self.transport.write(self.answer(taken[:4].upper()))
        return bool(found)

    def answer(self, verb: bytes) -> bytes:
        if self.reading:
            self.reading = False
            Dialogue.taken += 1
            return b"250 taken\r\n"
        self.reading = verb == b"DATA"
        return {b"EHLO": CAPABILITIES, b"DATA": b"354 go ahead\r\n", b"QUIT": b"221 bye\r\n"}.get(
            verb, b"250 ok\r\n"
        )


async def serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Dialogue, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    print(Dialogue.taken, flush=True)


if __name__ == "__main__":
    asyncio.run(serve())
