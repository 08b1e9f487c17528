"""A logo as it may be shown: drawn anew, small, and without anything but its dots."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from dataclasses import dataclass

import numpy as np
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

FORMATS = ("PNG", "JPEG", "WEBP")
MOVING = ("PNG", "WEBP")
"""The second picture in a JPEG is a preview or a depth map of a camera."""

BOX = (640, 320)
MAX_BYTES = 5 * 1024 * 1024
MAX_SIDE = 8_000
MAX_DOTS = 25_000_000

SNIFF = 1024
MARKUP = (b"<svg", b"<html", b"<!doctype", b"<script", b"<?xml")
BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, Image.DecompressionBombError)
"""What Pillow raises for a file that is not what it says."""


@dataclass(frozen=True, slots=True)
class Logo:
    """Always PNG: browsers and the typesetter of the PDF both read it."""

    data: bytes
    width: int
    height: int
    sha256: str


def clean_logo(upload: File[bytes]) -> Logo:
    """Raises ValidationError with one clear sentence."""
    data = _read(upload)
    _refuse_other_kinds(data)
    try:
        image = _drawn(data)
    except Image.DecompressionBombError:
        raise _too_many_dots() from None
    except BROKEN:
        raise ValidationError(
            _("This picture is damaged. Save it again and upload it."), code="damaged"
        ) from None
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return Logo(out.getvalue(), image.width, image.height, hashlib.sha256(out.getvalue()).hexdigest())


def _read(upload: File[bytes]) -> bytes:
    upload.seek(0)
    data: bytes = upload.read(MAX_BYTES + 1)
    if not data:
        raise ValidationError(_("This file is empty."), code="empty")
    if len(data) > MAX_BYTES:
        raise ValidationError(_("A logo can have at most 5 MB."), code="size")
    return data


def _refuse_other_kinds(data: bytes) -> None:
    head = data[:SNIFF].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<") and any(mark in head for mark in MARKUP):
        raise ValidationError(
            _("SVG and HTML files can hold scripts. Save the logo as PNG, JPEG or WebP."), code="markup"
        )
    if data[:3] == b"GIF":
        raise ValidationError(_("GIF files can be animated. Save the logo as PNG, JPEG or WebP."), code="gif")
    if not data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) and not _is_webp(data):
        raise ValidationError(_("Upload the logo as a PNG, a JPEG or a WebP file."), code="kind")


def _is_webp(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def _drawn(data: bytes) -> Image.Image:
    image: Image.Image = Image.open(io.BytesIO(data), formats=FORMATS)
    _check_size(*image.size)
    if image.format in MOVING and getattr(image, "n_frames", 1) > 1:
        raise ValidationError(_("A logo cannot move. Save one still picture of it."), code="animated")
    image.draft(None, BOX)  # a JPEG is unpacked no larger than needed
    ImageOps.exif_transpose(image, in_place=True)
    plain = _eight_bit(image)
    plain.thumbnail(BOX, Image.Resampling.LANCZOS)
    return _bare(plain)


def _check_size(width: int, height: int) -> None:
    """Before anything is unpacked: a small file can hold a picture of gigabytes."""
    if max(width, height) > MAX_SIDE or width * height > MAX_DOTS:
        raise _too_many_dots()


def _too_many_dots() -> ValidationError:
    return ValidationError(
        _("This picture is too large. A side can have 8,000 dots, and the whole 25 million."), code="dots"
    )


def _eight_bit(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # 16-bit gray: Pillow's own conversion cuts off instead of scaling
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    mode = "RGBA" if image.has_transparency_data else "RGB"
    return image if image.mode == mode else image.convert(mode)


def _bare(image: Image.Image) -> Image.Image:
    """The dots alone: profiles, texts and comments stay behind."""
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    return bare
