"""The dialogue with the mail server, phase by phase, so that the fate of each letter is known or honestly unknown."""

from __future__ import annotations

import re
import time
from dataclasses import replace

from tocsin.delivery.channels.base import Outgoing, Reply, SendError
from tocsin.delivery.channels.email import verp
from tocsin.delivery.channels.email.addresses import LetterError, parse_address
from tocsin.delivery.channels.email.dkim import Signer
from tocsin.delivery.channels.email.letter import Letter, write
from tocsin.delivery.channels.email.relay import Relay
from tocsin.delivery.channels.email.wire import Wire, connect, line, words

BUDGET = 45.0
"""Seconds one letter may take in all; it must end before the lease does."""
CLOSING, GO_AHEAD = 421, 354
LINE_START_DOT = re.compile(rb"^\.", re.MULTILINE)
HOST_SPEAKS = frozenset({"RSET", "MAIL"})
"""Until the reply to MAIL the server has said nothing of this letter: what breaks is the host's fault."""

Command = tuple[str, str]


class StaleError(Exception):
    """The server had closed the kept connection; nothing of this letter was sent."""


class EmailSession:
    """Keeps its connection from letter to letter, and opens a new one when the server has closed it."""

    def __init__(self, relay: Relay, *, return_domain: str = "", signer: Signer | None = None) -> None:
        self.relay, self.return_domain, self.signer = relay, return_domain, signer
        self.wire: Wire | None = None

    def send(self, outgoing: Outgoing) -> Reply:
        try:
            letter = self._write(outgoing)
        except LetterError as error:
            raise SendError(f"cannot be written as mail: {error}", permanent=True) from None
        deadline = time.monotonic() + BUDGET
        try:
            return self._transfer(letter, deadline)
        except StaleError:
            return self._transfer(letter, deadline)

    def close(self) -> None:
        if self.wire:
            self.wire.quit()
        self.wire = None

    def _write(self, outgoing: Outgoing) -> Letter:
        letter = write(outgoing)
        if self.return_domain:
            address = verp.address(outgoing.id, self.return_domain)
            letter = replace(letter, sender=parse_address(address, "the return address"))
        if self.signer:
            letter = replace(letter, content=self.signer.sign(letter.content))
        return letter

    def _transfer(self, letter: Letter, deadline: float) -> Reply:
        wire = self.wire or self._connect(deadline)
        wire.deadline = deadline
        self._envelope(wire, letter)
        self._content(wire, letter)
        return self._verdict(wire)

    def _connect(self, deadline: float) -> Wire:
        """A failure says nothing about the letter."""
        left = max(0.001, min(self.relay.timeout, deadline - time.monotonic()))
        try:
            self.wire = connect(self.relay, left)
        except OSError as error:
            raise SendError(f"could not reach the mail server: {words(error)}", unreachable=True) from None
        return self.wire

    # --- MAIL, RCPT, DATA: the server answers for this letter ----------------------------------------------
    def _envelope(self, wire: Wire, letter: Letter) -> None:
        """In one write where the server takes groups of commands (RFC 2920), else one by one."""
        commands = [*self._reset(wire), *self._commands(wire, letter)]
        wire.dirty = True
        for group in [commands] if wire.pipelining else [[command] for command in commands]:
            self._ask(wire, group)
            self._judge(wire, [verb for verb, _ in group])

    def _reset(self, wire: Wire) -> list[Command]:
        return [("RSET", "RSET")] if wire.dirty else []

    def _commands(self, wire: Wire, letter: Letter) -> list[Command]:
        if letter.needs_utf8 and not wire.utf8:
            raise SendError(
                "the address needs SMTPUTF8, which the mail server does not offer", permanent=True
            )
        if 0 < wire.largest < len(letter.content):
            words = f"has {len(letter.content)} bytes, the mail server takes {wire.largest} at most"
            raise SendError(f"the letter is too large: it {words}", permanent=True)
        size = f" SIZE={len(letter.content)}" if wire.size else ""
        utf8 = " SMTPUTF8" if letter.needs_utf8 else ""
        return [
            ("MAIL", f"MAIL FROM:<{letter.sender}>{size}{utf8}"),
            ("RCPT", f"RCPT TO:<{letter.recipient}>"),
            ("DATA", "DATA"),
        ]

    def _ask(self, wire: Wire, group: list[Command]) -> None:
        try:
            wire.put("".join(f"{text}\r\n" for _, text in group).encode())
        except OSError as error:
            raise self._break(wire, group[0][0], error) from None

    def _judge(self, wire: Wire, verbs: list[str]) -> None:
        """Reads every reply of a group. The first refusal is the letter's fate, whatever the later ones say."""
        refused: tuple[str, SendError] | None = None
        for verb in verbs:
            try:
                code, text = wire.reply()
            except OSError as error:
                fault = self._break(wire, verb, error)
                raise (refused[1] if refused else fault) from None
            if code in (CLOSING, -1):
                fault = self._closing(wire, verb, code, text)
                raise refused[1] if refused else fault
            wire.used = wire.used or verb == "MAIL"
            if verb == "DATA" and code == GO_AHEAD:
                self._end_nothing(wire, refused[0] if refused else "")
            elif refused is None and not (code // 100 == 2 and verb != "DATA"):
                refused = verb, SendError(f"{verb}: {line(code, text)}", permanent=code // 100 == 5)
        if refused:
            raise refused[1]

    def _end_nothing(self, wire: Wire, refused: str) -> None:
        """The server waits for a letter whose recipient it refused: it gets an empty one, which reaches nobody.

        Where it refused the sender, what it remembers is anyone's guess: then the connection ends instead.
        """
        if not refused:
            return
        if refused != "RCPT":
            self._drop()
            return
        try:
            wire.put(b".\r\n")
            wire.reply()
        except OSError:
            self._drop()

    def _break(self, wire: Wire, verb: str, error: OSError) -> Exception:
        self._drop()
        if wire.used and verb in HOST_SPEAKS:
            return StaleError()
        text = f"{verb}: the connection broke: {words(error)}"
        return SendError(text, unreachable=verb in HOST_SPEAKS)

    def _closing(self, wire: Wire, verb: str, code: int, text: bytes) -> Exception:
        stale = wire.used and verb in HOST_SPEAKS
        self._drop()
        return StaleError() if stale else SendError(f"{verb}: {line(code, text)}", unreachable=True)

    # --- The letter itself: until its final dot has left, it cannot have been taken ------------------------
    def _content(self, wire: Wire, letter: Letter) -> None:
        content = letter.content
        stuffed = LINE_START_DOT.sub(b"..", content) if b"\n." in content else content
        try:
            wire.put(stuffed, more=True)
        except OSError as error:
            self._drop()
            raise SendError(f"the connection broke before the end of the letter: {words(error)}") from None

    # --- The final dot: from here on only the reply tells ----------------------------------------------------
    def _verdict(self, wire: Wire) -> Reply:
        try:
            wire.put(b".\r\n")
            code, text = wire.reply()
        except OSError as error:
            self._drop()
            raise SendError(f"no reply after the letter: {words(error)}", ambiguous=True) from None
        if code // 100 == 2:
            wire.dirty = False
            return Reply(line(code, text))
        known = code // 100 in (4, 5)
        if code == CLOSING or not known:
            self._drop()
        raise SendError(
            line(code, text), permanent=code // 100 == 5, ambiguous=not known, unreachable=code == CLOSING
        )

    def _drop(self) -> None:
        if self.wire:
            self.wire.close()
        self.wire = None
