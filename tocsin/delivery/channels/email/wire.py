"""One open connection to a mail server, and its replies. Only what every letter needs; `smtplib` opens it."""

from __future__ import annotations

import contextlib
import smtplib
import socket
import ssl
import time

from tocsin.delivery.channels.email.relay import Relay

MAX_REPLY = 64 * 1024
CHUNK = 16 * 1024
PIECE = 256 * 1024
BROKEN = (-1, b"what the server said is no SMTP")


class Wire:
    """Reads are buffered, so the replies to a group of commands cost one call to the system."""

    def __init__(self, smtp: smtplib.SMTP, timeout: float) -> None:
        if smtp.sock is None:
            raise smtplib.SMTPServerDisconnected("not connected")
        self.smtp, self.sock, self.timeout = smtp, smtp.sock, timeout
        self.buffer = b""
        self.deadline = 0.0
        self.used = self.dirty = False
        self.pipelining, self.utf8, self.size = map(smtp.has_extn, ("pipelining", "smtputf8", "size"))
        self.largest = _number(smtp.esmtp_features.get("size", ""))
        """Bytes of the largest letter the server takes; 0 where it does not say."""
        self.more = 0 if isinstance(self.sock, ssl.SSLSocket) else getattr(socket, "MSG_MORE", 0)

    def put(self, data: bytes, *, more: bool = False) -> None:
        """`more`: the next write follows at once and may share its packet. The time-out is for each piece."""
        view = memoryview(data)
        for start in range(0, len(data), PIECE):
            self._limit()
            self.sock.sendall(view[start : start + PIECE], self.more if more else 0)

    def reply(self) -> tuple[int, bytes]:
        """The code and the words of one reply, its lines joined; code -1 for what is no SMTP."""
        words: list[bytes] = []
        while True:
            line = self._line()
            if not line[:3].isdigit() or line[3:4] not in (b" ", b"-", b""):
                return BROKEN
            words.append(line[4:].strip())
            if line[3:4] != b"-":
                return int(line[:3]), b"\n".join(words)
            if len(words) > 100:
                return BROKEN

    def quit(self) -> None:
        with contextlib.suppress(OSError):
            self.deadline = time.monotonic() + self.timeout
            self.put(b"QUIT\r\n")
            self.reply()
        self.close()

    def close(self) -> None:
        self.smtp.close()

    def _line(self) -> bytes:
        while (end := self.buffer.find(b"\n")) < 0:
            if len(self.buffer) > MAX_REPLY:
                raise ConnectionError("the server's reply never ends")
            self._limit()
            received = self.sock.recv(CHUNK)
            if not received:
                raise ConnectionError("closed by the mail server")
            self.buffer += received
        line, self.buffer = self.buffer[:end], self.buffer[end + 1 :]
        return line.rstrip(b"\r")

    def _limit(self) -> None:
        self.sock.settimeout(max(0.001, min(self.timeout, self.deadline - time.monotonic())))


def connect(relay: Relay, timeout: float) -> Wire:
    """Greeting, EHLO, STARTTLS, AUTH. Raises `OSError`; nothing is said of any letter."""
    smtp = _client(relay, timeout)
    try:
        _expect(220, smtp.connect(relay.host, relay.port))
        if smtp.sock:
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        smtp.ehlo_or_helo_if_needed()
        if relay.scheme == "smtp+starttls":
            _expect(220, smtp.starttls(context=ssl.create_default_context()))
            smtp.ehlo_or_helo_if_needed()
        if relay.user:
            smtp.login(relay.user, relay.password)
        return Wire(smtp, relay.timeout)
    except OSError:
        smtp.close()
        raise


def _client(relay: Relay, timeout: float) -> smtplib.SMTP:
    if relay.scheme == "smtps":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(local_hostname=relay.name, timeout=timeout, context=context)
    return smtplib.SMTP(local_hostname=relay.name, timeout=timeout)


def _number(words: str) -> int:
    return int(words[:20]) if words.isdecimal() else 0


def _expect(code: int, reply: tuple[int, bytes]) -> None:
    if reply[0] != code:
        raise smtplib.SMTPResponseException(*reply)


def line(code: int, text: bytes) -> str:
    return f"{code} {text.decode('utf-8', 'replace')}"


def words(error: OSError) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        return line(error.smtp_code, text if isinstance(text, bytes) else text.encode())
    return str(error) or type(error).__name__
