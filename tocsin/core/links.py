"""Signed links: who holds one may do one thing. The purpose is part of the signature, so none can be reused."""

from __future__ import annotations

import base64
import binascii
from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner


class LinkError(Exception):
    """The link is not ours, or was changed."""


class LinkExpired(LinkError):  # noqa: N818
    """The link was ours, and is too old."""


def sign(purpose: str, subject: UUID) -> str:
    """A token of about 75 characters: the subject, the time, and an HMAC-SHA256 over both and the purpose."""
    raw = base64.urlsafe_b64encode(subject.bytes).rstrip(b"=").decode()
    return _signer(purpose).sign(raw)


def read(purpose: str, token: str, *, max_age: timedelta | None = None) -> UUID:
    """The subject of a token. Raises `LinkExpired`, or `LinkError` for anything else."""
    try:
        raw = _signer(purpose).unsign(token, max_age=max_age)
        return UUID(bytes=base64.urlsafe_b64decode(raw + "=="))
    except SignatureExpired as error:
        raise LinkExpired from error
    except (BadSignature, binascii.Error, ValueError) as error:
        raise LinkError from error


def _signer(purpose: str) -> TimestampSigner:
    return TimestampSigner(salt=f"tocsin.link.{purpose}", sep=".")


def absolute(path: str, **query: str) -> str:
    """The whole address of a page of this site, as mails and papers need it."""
    return f"{settings.SITE_URL}{path}{'?' + urlencode(query) if query else ''}"
