"""The dialogue with the mail server, phase by phase, so that the fate of each letter is known or honestly unknown."""

from __future__ import annotations

import contextlib
import re
import smtplib
import socket
import ssl
import time

from tocsin.delivery.channels.base import Outgoing, Reply, SendError
from tocsin.delivery.channels.email.addresses import LetterError
from tocsin.delivery.channels.email.letter import Letter, write
from tocsin.delivery.channels.email.relay import Relay

BUDGET = 45.0
"""Seconds one letter may take in all; it must end before the lease does."""
CLOSING, GO_AHEAD = 421, 354
LINE_START_DOT = re.compile(rb"^\.", re.MULTILINE)


class StaleError(Exception):
    """The server had closed the kept connection; nothing of this letter was sent."""


class EmailSession:
    """Keeps its connection from letter to letter, and opens a new one when the server has closed it."""

    def __init__(self, relay: Relay) -> None:
        self.relay = relay
        self.smtp: smtplib.SMTP | None = None
        self.used = self.dirty = False
        self.deadline = 0.0

    def send(self, outgoing: Outgoing) -> Reply:
        try:
            letter = write(outgoing)
        except LetterError as error:
            raise SendError(f"cannot be written as mail: {error}", permanent=True) from None
        self.deadline = time.monotonic() + BUDGET
        try:
            return self._transfer(letter)
        except StaleError:
            return self._transfer(letter)

    def close(self) -> None:
        if self.smtp:
            with contextlib.suppress(OSError):
                self.smtp.docmd("QUIT")
        self._drop()

    def _transfer(self, letter: Letter) -> Reply:
        smtp = self.smtp or self._connect()
        self._envelope(smtp, letter)
        self._content(smtp, letter)
        return self._verdict(smtp)

    # --- Connect, EHLO, STARTTLS, AUTH: a failure says nothing about the letter ----------------------------
    def _connect(self) -> smtplib.SMTP:
        smtp = self._client()
        try:
            self._greet(smtp)
        except OSError as error:
            smtp.close()
            raise SendError(f"could not reach the mail server: {_words(error)}") from None
        self.smtp, self.used, self.dirty = smtp, False, False
        return smtp

    def _client(self) -> smtplib.SMTP:
        name, timeout = self.relay.name, self._left()
        if self.relay.scheme == "smtps":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(local_hostname=name, timeout=timeout, context=context)
        return smtplib.SMTP(local_hostname=name, timeout=timeout)

    def _greet(self, smtp: smtplib.SMTP) -> None:
        relay = self.relay
        _expect(220, smtp.connect(relay.host, relay.port))
        _sock(smtp).setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        smtp.ehlo_or_helo_if_needed()
        if relay.scheme == "smtp+starttls":
            _expect(220, smtp.starttls(context=ssl.create_default_context()))
            smtp.ehlo_or_helo_if_needed()
        if relay.user:
            smtp.login(relay.user, relay.password)

    # --- MAIL, RCPT, DATA: the server answers for this letter ----------------------------------------------
    def _envelope(self, smtp: smtplib.SMTP, letter: Letter) -> None:
        options = self._options(smtp, letter)
        if self.dirty:
            self._command(smtp, "RSET", "")
        self.dirty = True
        self._command(smtp, "MAIL", f"FROM:<{letter.sender}>{options}")
        self.used = True
        self._command(smtp, "RCPT", f"TO:<{letter.recipient}>")
        self._command(smtp, "DATA", "", expected=GO_AHEAD)

    def _options(self, smtp: smtplib.SMTP, letter: Letter) -> str:
        if letter.needs_utf8 and not smtp.has_extn("smtputf8"):
            raise SendError(
                "the address needs SMTPUTF8, which the mail server does not offer", permanent=True
            )
        smtp.command_encoding = "utf-8" if letter.needs_utf8 else "ascii"
        size = f" SIZE={len(letter.content)}" if smtp.has_extn("size") else ""
        return f"{size} SMTPUTF8" if letter.needs_utf8 else size

    def _command(self, smtp: smtplib.SMTP, verb: str, rest: str, expected: int = 250) -> None:
        try:
            self._limit(smtp)
            code, text = smtp.docmd(verb, rest)
        except OSError as error:
            self._drop()
            self._raise_if_stale(verb)
            raise SendError(f"{verb}: the connection broke: {_words(error)}") from None
        if code == expected or code // 100 == expected // 100 == 2:
            return
        if code in (CLOSING, -1):
            self._drop()
            self._raise_if_stale(verb)
        raise SendError(f"{verb}: {_line(code, text)}", permanent=code // 100 == 5)

    def _raise_if_stale(self, verb: str) -> None:
        if self.used and verb in ("RSET", "MAIL"):
            raise StaleError

    # --- The letter itself: until its final dot has left, it cannot have been taken ------------------------
    def _content(self, smtp: smtplib.SMTP, letter: Letter) -> None:
        try:
            self._limit(smtp)
            _sock(smtp).sendall(LINE_START_DOT.sub(b"..", letter.content))
        except OSError as error:
            self._drop()
            raise SendError(f"the connection broke before the end of the letter: {_words(error)}") from None

    # --- The final dot: from here on only the reply tells ----------------------------------------------------
    def _verdict(self, smtp: smtplib.SMTP) -> Reply:
        try:
            self._limit(smtp)
            _sock(smtp).sendall(b".\r\n")
            code, text = smtp.getreply()
        except OSError as error:
            self._drop()
            raise SendError(f"no reply after the letter: {_words(error)}", ambiguous=True) from None
        if code // 100 == 2:
            self.dirty = False
            return Reply(_line(code, text))
        if code == CLOSING or code // 100 not in (4, 5):
            self._drop()
        known = code // 100 in (4, 5)
        raise SendError(_line(code, text), permanent=code // 100 == 5, ambiguous=not known)

    # --- Time and sockets --------------------------------------------------------------------------------------
    def _left(self) -> float:
        return max(0.001, min(self.relay.timeout, self.deadline - time.monotonic()))

    def _limit(self, smtp: smtplib.SMTP) -> None:
        _sock(smtp).settimeout(self._left())

    def _drop(self) -> None:
        if self.smtp:
            self.smtp.close()
        self.smtp = None


def _sock(smtp: smtplib.SMTP) -> socket.socket:
    if smtp.sock is None:
        raise smtplib.SMTPServerDisconnected("not connected")
    return smtp.sock


def _expect(code: int, reply: tuple[int, bytes]) -> None:
    if reply[0] != code:
        raise smtplib.SMTPResponseException(*reply)


def _line(code: int, text: bytes) -> str:
    return f"{code} {text.decode('utf-8', 'replace')}"


def _words(error: OSError) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        return _line(error.smtp_code, text if isinstance(text, bytes) else text.encode())
    return str(error) or type(error).__name__
