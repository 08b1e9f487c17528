"""What is uploaded as a logo comes out as a small still picture, or is refused before it takes memory."""

from __future__ import annotations

import hashlib
import io
import resource
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tocsin.organizations.pictures import MAX_BYTES, Logo, clean_logo

TURNED = Image.Exif()
TURNED[0x0112] = 6
TURNED[0x010E] = "taken at home"


def saved(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def plain(width: int = 100, height: int = 50, mode: str = "RGB", color: Any = "navy") -> Image.Image:
    return Image.new(mode, (width, height), color)


def clean(data: bytes, name: str = "logo.png") -> Logo:
    return clean_logo(ContentFile(data, name=name))


def seen(logo: Logo) -> Image.Image:
    return Image.open(io.BytesIO(logo.data))


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def empty_png(width: int, height: int, body: bytes = b"") -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def bomb(side: int) -> bytes:
    """Hundreds of millions of dots in some 100 kB, whole and valid."""
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(side + 1)) for _row in range(side))
    return empty_png(side, side, rows + packer.flush())


def most_memory() -> int:
    """Bytes, also those of the C libraries: the highest that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


BLACK_WEBP = bytes.fromhex("524946461a000000574542505650384c0e0000002f0fe7c309071011fd0f4444ff03")
"""A whole WebP of 10,000 x 10,000 dots."""


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_told_by_content_drawn_anew_and_small(kind: str) -> None:
    logo = clean(saved(plain(2000, 500), kind), "logo.svg")
    assert (logo.width, logo.height, seen(logo).format, seen(logo).size) == (640, 160, "PNG", (640, 160))
    assert logo.sha256 == hashlib.sha256(logo.data).hexdigest()


def test_a_small_logo_keeps_its_size() -> None:
    assert seen(clean(saved(plain(30, 20)))).size == (30, 20)


def test_nothing_comes_along() -> None:
    notes = PngInfo()
    notes.add_text("Comment", "secret note")
    data = (
        saved(plain(), pnginfo=notes, exif=TURNED, icc_profile=b"profile of a screen")
        + b"<script>alert(1)</script>"
    )
    logo = clean(data)
    assert all(word in data for word in (b"secret", b"taken at home", b"script", b"iCCP"))
    assert not any(word in logo.data for word in (b"secret", b"taken at home", b"script", b"iCCP", b"eXIf"))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_turned_as_the_camera_says(kind: str) -> None:
    assert seen(clean(saved(plain(1000, 100), kind, exif=TURNED))).size == (32, 320)


@pytest.mark.parametrize(
    ("data", "dot"),
    [
        (saved(plain(mode="RGBA", color=(200, 0, 0, 60))), (200, 0, 0, 60)),
        (saved(plain(mode="RGBA", color=(200, 0, 0, 60)), "WEBP", lossless=True), (200, 0, 0, 60)),
        (saved(plain(mode="LA", color=(9, 60))), (9, 9, 9, 60)),
        (saved(plain(mode="RGB", color=(9, 9, 9)), transparency=(9, 9, 9)), (9, 9, 9, 0)),
        (saved(plain(mode="RGB", color=(9, 8, 7)).quantize(4)), (9, 8, 7, 255)),
        (saved(plain(mode="RGB", color=(9, 8, 7)).quantize(4), transparency=0), (9, 8, 7, 0)),
        (saved(plain(color=(9, 8, 7)), "MPO", save_all=True, append_images=[plain()]), (9, 8, 7, 255)),
        (saved(plain(mode="1", color=1)), (255, 255, 255, 255)),
        (saved(plain(mode="L", color=77)), (77, 77, 77, 255)),
        (saved(Image.fromarray(np.full((50, 100), 40_000, np.uint16))), (156, 156, 156, 255)),
        (saved(plain(mode="CMYK", color=(0, 255, 255, 0)), "JPEG", quality=100), (255, 0, 0, 255)),
    ],
)
def test_color_and_transparency_stay(data: bytes, dot: tuple[int, ...]) -> None:
    assert seen(clean(data)).convert("RGBA").getpixel((50, 25)) == pytest.approx(dot, abs=2)


MOVING: dict[str, Any] = {"save_all": True, "append_images": [plain(color="red")]}


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "markup"),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?><svg/>", "markup"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "markup"),
        (saved(plain(), "GIF", **MOVING), "gif"),
        (saved(plain(), **MOVING), "animated"),
        (saved(plain(), "WEBP", **MOVING), "animated"),
        (saved(plain(), "BMP"), "kind"),
        (saved(plain(), "PDF"), "kind"),
        (b"RIFF", "kind"),
        (saved(plain(300, 300))[:-60], "damaged"),
        (saved(plain(300, 300), "JPEG")[:-60], "damaged"),
        (saved(plain(300, 300), "WEBP")[:-20], "damaged"),
        (b"RIFF\x04\x00\x00\x00WEBP", "damaged"),
        (empty_png(50, 50), "damaged"),
        (saved(plain()) + bytes(MAX_BYTES), "size"),
        (empty_png(8_001, 1), "dots"),
        (empty_png(5_001, 5_000), "dots"),
        (empty_png(20_000, 20_000), "dots"),
        (empty_png(2**31 - 1, 2**31 - 1), "dots"),
        (BLACK_WEBP, "dots"),
        (saved(plain(8_001, 2), "JPEG"), "dots"),
        (saved(plain(8_001, 2), "WEBP", lossless=True), "dots"),
        (saved(plain(8_001, 2), "WEBP"), "dots"),
    ],
)
def test_refused_with_a_reason(data: bytes, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        clean(data)
    assert refused.value.code == code
    assert len(refused.value.messages) == 1


def test_the_largest_that_is_taken() -> None:
    assert seen(clean(saved(plain(8_000, 3_125, "L", 7)))).size == (640, 250)


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("data", [bomb(13_000), bomb(20_000), BLACK_WEBP], ids=["13,000", "20,000", "WebP"])
def test_a_bomb_takes_no_memory(data: bytes) -> None:
    """Pillow itself stops only the largest one."""
    before = most_memory()
    with pytest.raises(ValidationError) as refused:
        clean(data)
    assert refused.value.code == "dots"
    assert most_memory() - before < 20_000_000
