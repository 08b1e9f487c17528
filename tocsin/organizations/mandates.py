"""What may be uploaded as a signed mandate. Told by content, never by name; nothing in it is run or drawn."""

from __future__ import annotations

import re
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _

MAX_BYTES = 10 * 1024 * 1024
MIN_BYTES = 64
"""Fewer cannot hold a page or a picture of one."""

TAIL = 2048
"""The end mark stands here; scanners and signing tools put a little after it."""

ENCRYPTED = re.compile(rb"/Encrypt\s*(<<|\d+\s+\d+\s+R)")


class Kind(StrEnum):
    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self]


CONTENT_TYPES = {Kind.PDF: "application/pdf", Kind.PNG: "image/png", Kind.JPEG: "image/jpeg"}

STARTS = {Kind.PDF: b"%PDF-", Kind.PNG: b"\x89PNG\r\n\x1a\n", Kind.JPEG: b"\xff\xd8\xff"}
ENDS = {Kind.PDF: b"%%EOF", Kind.PNG: b"IEND\xaeB`\x82", Kind.JPEG: b"\xff\xd9"}


def check_mandate(upload: File[bytes]) -> Kind:
    """Raises ValidationError with one clear sentence. The upload is left at its start."""
    data = _read(upload)
    kind = next((kind for kind, start in STARTS.items() if data.startswith(start)), None)
    if kind is None:
        raise ValidationError(_("Upload the mandate as a PDF, a PNG or a JPEG file."), code="kind")
    if len(data) < MIN_BYTES:
        raise ValidationError(_("This file is empty."), code="empty")
    if ENDS[kind] not in data[-TAIL:]:
        raise ValidationError(_("This file breaks off before its end. Upload it again."), code="truncated")
    if kind is Kind.PDF and ENCRYPTED.search(data):
        raise ValidationError(
            _("This PDF is protected. Save it without a password and without restrictions, then upload it."),
            code="encrypted",
        )
    return kind


def _read(upload: File[bytes]) -> bytes:
    upload.seek(0)
    data: bytes = upload.read(MAX_BYTES + 1)
    upload.seek(0)
    if not data.strip():
        raise ValidationError(_("This file is empty."), code="empty")
    if len(data) > MAX_BYTES:
        raise ValidationError(_("A mandate can have at most 10 MB."), code="size")
    return data
