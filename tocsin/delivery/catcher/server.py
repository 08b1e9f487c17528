"""The server process: a real SMTP dialogue, and a `250` only when the letter is on disk."""

from __future__ import annotations

import asyncio
import logging
import signal
from functools import partial
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from tocsin.delivery.catcher import store

MAX_BYTES = 16 * 1024 * 1024
"""Room for attachments of 10 MB, which base64 makes longer by a third."""
MAX_RECIPIENTS = 100

log = logging.getLogger(__name__)


class Catcher:
    def __init__(self, directory: Path) -> None:
        self.directory = directory

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MAX_RECIPIENTS:
            return "452 4.5.3 too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        try:
            paths = [await self._keep(address, envelope) for address in envelope.rcpt_tos]
        except OSError as error:
            log.warning("a letter could not be kept: %s", error.strerror)
            return "452 4.3.1 the letter could not be kept"
        return f"250 2.0.0 kept as {paths[0].stem}"

    async def _keep(self, address: str, envelope: Envelope) -> Path:
        trace = f"Return-Path: <{envelope.mail_from}>\r\nDelivered-To: {address}\r\n"
        content = envelope.original_content or b""
        return await asyncio.to_thread(store.save, self.directory, address, trace.encode() + content)


def serve(host: str, port: int, directory: Path) -> None:
    """Returns after SIGTERM or SIGINT."""
    directory.mkdir(parents=True, exist_ok=True)
    asyncio.run(_serve(host, port, Catcher(directory)))


async def _serve(host: str, port: int, catcher: Catcher) -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    server = await open_server(host, port, catcher)
    async with server:
        await stop.wait()


async def open_server(host: str, port: int, catcher: Catcher) -> asyncio.Server:
    dialogue = partial(
        SMTP,
        catcher,
        hostname="catcher",
        ident="Tocsin mail catcher",
        data_size_limit=MAX_BYTES,
        enable_SMTPUTF8=True,
    )
    return await asyncio.get_running_loop().create_server(dialogue, host, port)
