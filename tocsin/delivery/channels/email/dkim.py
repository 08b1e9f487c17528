"""Signs letters: DKIM (RFC 6376) with relaxed canonicalization, by RSA-SHA256 or Ed25519-SHA256 (RFC 8463)."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from tocsin.core.errors import OperatorError

SIGNED = (
    *("from", "reply-to", "subject", "to", "date", "message-id", "list-unsubscribe", "list-unsubscribe-post"),
    *("x-action-id", "content-language", "auto-submitted", "mime-version", "content-type"),
    "content-transfer-encoding",
)
"""Each is named once more than it occurs, so that nobody on the way can add another."""
MIN_RSA_BITS = 1024
RSA_BITS = 2048
FOLD = 72
BLANKS = re.compile(rb"[ \t]+")
BLANKS_AT_END = re.compile(rb"[ \t]+(?=\r\n)")

Key = RSAPrivateKey | Ed25519PrivateKey
Field = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Signer:
    """One signature per key; with both kinds, receivers that do not know Ed25519 use the other."""

    domain: str
    keys: tuple[tuple[str, Key], ...]

    def sign(self, content: bytes, *, now: int | None = None) -> bytes:
        head, _, body = content.partition(b"\r\n\r\n")
        headers, digest = fields(head), _b64(hashlib.sha256(canonical_body(body)).digest())
        moment = int(time.time()) if now is None else now
        return b"".join(self._signature(pair, headers, digest, moment) for pair in self.keys) + content

    def _signature(self, pair: tuple[str, Key], headers: list[Field], digest: str, now: int) -> bytes:
        selector, key = pair
        names = covered(headers)
        parts = [f"v=1; a={algorithm(key)}; c=relaxed/relaxed;", f"d={self.domain}; s={selector}; t={now};"]
        parts += [*_folded(f"h={':'.join(names)};", ":"), f"bh={digest};", "b="]
        value = "\r\n ".join(parts).encode()
        signature = _b64(sign(key, to_be_signed(headers, names, value)))
        lines = [signature[start : start + FOLD] for start in range(0, len(signature), FOLD)]
        return b"DKIM-Signature: " + value + "\r\n ".join(lines).encode() + b"\r\n"


@lru_cache(maxsize=4)
def signer(domain: str, selectors: tuple[str, ...], files: tuple[str, ...]) -> Signer | None:
    """From the settings; None when no key is named."""
    if len(selectors) != len(files):
        raise OperatorError("DKIM_SELECTOR must name one selector for each file of DKIM_KEY_FILE")
    keys = tuple((name, load(Path(file))) for name, file in zip(selectors, files, strict=True))
    return Signer(domain, keys) if keys else None


def load(path: Path) -> Key:
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise OperatorError(f"the DKIM key {path} cannot be read: {error.strerror}") from None
    except (ValueError, TypeError):
        raise OperatorError(f"the DKIM key {path} is not a private key in PEM form") from None
    if isinstance(key, Ed25519PrivateKey) or (
        isinstance(key, RSAPrivateKey) and key.key_size >= MIN_RSA_BITS
    ):
        return key
    raise OperatorError(f"the DKIM key {path} must be RSA of {MIN_RSA_BITS} bits or more, or Ed25519")


def generate(kind: str) -> Key:
    if kind == "ed25519":
        return Ed25519PrivateKey.generate()
    return generate_private_key(public_exponent=65537, key_size=RSA_BITS)


def pem(key: Key) -> bytes:
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())


def record(key: Key) -> str:
    """What the domain's DNS must say under `<selector>._domainkey`."""
    public = key.public_key()
    if isinstance(key, Ed25519PrivateKey):
        raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        return f"v=DKIM1; k=ed25519; p={_b64(raw)}"
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return f"v=DKIM1; k=rsa; p={_b64(public.public_bytes(serialization.Encoding.DER, form))}"


def algorithm(key: Key) -> str:
    return "ed25519-sha256" if isinstance(key, Ed25519PrivateKey) else "rsa-sha256"


def sign(key: Key, data: bytes) -> bytes:
    if isinstance(key, Ed25519PrivateKey):
        return key.sign(hashlib.sha256(data).digest())
    return key.sign(data, PKCS1v15(), hashes.SHA256())


def fields(head: bytes) -> list[Field]:
    """Names in lower case with their raw values, folds included."""
    lines = re.split(rb"\r\n(?![ \t])", head)
    pairs = (line.partition(b":") for line in lines if line)
    return [(name.strip().lower(), value) for name, _, value in pairs]


def covered(headers: list[Field]) -> list[str]:
    present = [name.decode("ascii", "replace") for name, _ in headers]
    return [name for wanted in SIGNED for name in [wanted] * (present.count(wanted) + 1)]


def to_be_signed(headers: list[Field], names: list[str], value: bytes) -> bytes:
    """The named headers, the last of a kind first (RFC 6376 §5.4.2), then the signature's own without its `b`."""
    left: dict[bytes, list[bytes]] = {}
    for name, text in headers:
        left.setdefault(name, []).append(text)
    chosen = [
        canonical_header(name.encode(), left[name.encode()].pop())
        for name in names
        if left.get(name.encode())
    ]
    return b"".join(text + b"\r\n" for text in chosen) + canonical_header(b"dkim-signature", value)


def canonical_header(name: bytes, value: bytes) -> bytes:
    return name + b":" + BLANKS.sub(b" ", value.replace(b"\r\n", b"")).strip(b" \t")


def canonical_body(body: bytes) -> bytes:
    if b"  " in body or b" \r" in body or b"\t" in body:
        body = BLANKS_AT_END.sub(b"", BLANKS.sub(b" ", body + b"\r\n"))
    body = body.rstrip(b"\r\n")
    return body + b"\r\n" if body else b""


def _folded(text: str, mark: str) -> list[str]:
    lines: list[str] = []
    line = ""
    for piece in re.findall(f"[^{mark}]*{mark}?", text):
        if len(line) + len(piece) > FOLD:
            lines, line = [*lines, line], ""
        line += piece
    return [*lines, line]


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
