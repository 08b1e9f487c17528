"""`tocsin mail`: takes in mail from a mail server's pipe, and makes the keys that sign ours."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.db import Error as DatabaseError

from tocsin.core.errors import OperatorError
from tocsin.delivery.channels.email import dkim
from tocsin.delivery.inbound.receive import Received, receive

MAX_BYTES = 25 * 1024 * 1024
OK, DATA_ERROR, NO_USER, TRY_LATER = os.EX_OK, os.EX_DATAERR, os.EX_NOUSER, os.EX_TEMPFAIL
EXITS = {
    Received.RECORDED: OK,
    Received.KNOWN: OK,
    Received.IGNORED: OK,
    Received.STRANGER: NO_USER,
}
"""In the words of sysexits, which a mail server's pipe understands: a stranger's mail goes back to its sender."""


def arguments(parser: ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="act", required=True)
    taking = commands.add_parser("receive", help="take in one mail from standard input")
    taking.add_argument("recipient", nargs="?", default="", help="the address of the envelope")
    making = commands.add_parser("key", help="make a DKIM key; print what the DNS must say")
    making.add_argument("file", type=Path)
    making.add_argument("--selector", default="tocsin")
    making.add_argument("--type", choices=("rsa", "ed25519"), default="rsa")


def run(options: Namespace) -> int:
    return _receive(options.recipient) if options.act == "receive" else _key(options)


def _receive(recipient: str) -> int:
    content = sys.stdin.buffer.read(MAX_BYTES + 1)
    if not content.strip() or len(content) > MAX_BYTES:
        return DATA_ERROR
    try:
        return EXITS[receive(content, recipient=recipient)]
    except DatabaseError:
        return TRY_LATER


def _key(options: Namespace) -> int:
    from django.conf import settings

    key = dkim.generate(options.type)
    try:
        handle = os.open(options.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise OperatorError(f"{options.file}: {error.strerror}") from None
    with os.fdopen(handle, "wb") as file:
        file.write(dkim.pem(key))
    name = f"{options.selector}._domainkey.{settings.DKIM_DOMAIN}"
    chunks = _chunks(dkim.record(key))
    sys.stdout.write(f"{name}. IN TXT ( {' '.join(chunks)} )\n")
    return 0


def _chunks(text: str) -> list[str]:
    """A string in DNS holds 255 bytes at most; receivers join them."""
    return [f'"{text[start : start + 250]}"' for start in range(0, len(text), 250)]
