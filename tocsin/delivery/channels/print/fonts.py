"""The letters a book is set in, and which characters they have. What no font has is never printed as a box."""

from __future__ import annotations

import os
import struct
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

FOLDERS = (
    Path(sys.prefix) / "share" / "fonts",
    Path("/usr/share/fonts/truetype/noto"),
    Path("/usr/share/fonts/opentype/noto"),
)
"""Where `scripts/fonts.sh` puts them, and where Debian does; the folder in FONT_DIR comes before both."""
SERIF = "Noto Serif"
BUILT_IN = "Libertinus Serif"
"""Comes with the typesetter: Latin, Greek and Cyrillic, when there is no Noto."""
BUILT_IN_RANGES = ((0x20, 0x7E), (0xA0, 0x17F), (0x391, 0x3C9), (0x400, 0x45F), (0x2013, 0x2026))
SCRIPTS = (
    "Armenian",
    "Hebrew",
    "Georgian",
    *("Devanagari", "Bengali", "Gujarati", "Gurmukhi", "Kannada", "Malayalam", "Sinhala", "Tamil", "Telugu"),
    *("Tibetan", "Thai", "Lao", "Khmer", "Myanmar"),
    "Ethiopic",
)
FACES: dict[str, tuple[str, ...]] = {
    SERIF: tuple(f"NotoSerif-{style}.ttf" for style in ("Regular", "Bold", "Italic", "BoldItalic")),
    "Noto Naskh Arabic": ("NotoNaskhArabic-Regular.ttf", "NotoNaskhArabic-Bold.ttf"),
    **{f"Noto Serif {s}": (f"NotoSerif{s}-Regular.ttf", f"NotoSerif{s}-Bold.ttf") for s in SCRIPTS},
    "Noto Serif CJK SC": ("NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc"),
    "Noto Sans": ("NotoSans-Regular.ttf",),
    "Noto Color Emoji": ("NotoColorEmoji.ttf",),
    "Noto Sans Symbols": ("NotoSansSymbols-Regular.ttf",),
    "Noto Sans Symbols 2": ("NotoSansSymbols2-Regular.ttf",),
    "Noto Sans Math": ("NotoSansMath-Regular.ttf",),
}
"""Family → its files, in the order in which a character looks for its font."""
MAX = 0x110000
JOINERS = "\u200c\u200d\ufe0f"
"""Without ink, but they say how their neighbors look."""
SCRIPT_NAMES = {
    "CJK": "Chinese",
    "HANGUL": "Korean",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "UNKNOWN": "symbol",
}
Faces = dict[str, list[Path]]


def folders() -> list[Path]:
    given = os.environ.get("FONT_DIR", "")
    return [Path(given)] * bool(given) + [folder for folder in FOLDERS if folder.is_dir()]


def found() -> Faces:
    """The families that are here, with their files; a family counts only with its first, regular face."""
    places = folders()
    here: Faces = {}
    for family, names in FACES.items():
        files = [file for name in names if (file := _first(places, name))]
        if files and files[0].name == names[0]:
            here[family] = files
    return here


def _first(places: Iterable[Path], name: str) -> Path | None:
    return next((place / name for place in places if (place / name).is_file()), None)


def gather(faces: Faces, folder: Path) -> None:
    """Links to these files and no others, so that a book is set in the same letters wherever it is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in (file for files in faces.values() for file in files):
        link = folder / file.name
        if not link.exists():
            link.symlink_to(file)


class Coverage:
    """Which characters the fonts here can print."""

    def __init__(self, faces: Faces) -> None:
        self.has = bytearray(MAX)
        if SERIF not in faces:
            for start, end in BUILT_IN_RANGES:
                self.has[start : end + 1] = b"\1" * (end + 1 - start)
        for files in faces.values():
            for start, end in characters(files[0]):
                self.has[start : end + 1] = b"\1" * (end + 1 - start)
        self.missing: dict[str, int] = {}

    def clean(self, text: str) -> str:
        """The text as it can be printed. What cannot is named in brackets, and counted in `missing`."""
        text = unicodedata.normalize("NFC", text.replace("\t", " "))
        has = self.has
        if all(has[ord(c)] and c not in "\u200b\ufeff" for c in text if c != "\n"):
            return text
        out: list[str] = []
        gap = ""
        for char in text:
            script = "" if char == "\n" or self._prints(char) else script_of(char)
            if script == gap and script:
                continue
            if script:
                out.append(f"[{script}]")
                self.missing[script] = self.missing.get(script, 0) + 1
            elif char == "\n" or self._prints(char):
                out.append(char)
            gap = script or (gap if _ignorable(char) else "")
        return "".join(out)

    def _prints(self, char: str) -> bool:
        return bool(self.has[ord(char)]) and (char in JOINERS or not _ignorable(char))


def _ignorable(char: str) -> bool:
    return unicodedata.category(char) in ("Cf", "Cc") or 0xFE00 <= ord(char) <= 0xFE0F


def script_of(char: str) -> str:
    """The script in plain words; empty for what has no ink."""
    if _ignorable(char) or unicodedata.category(char) in ("Zs", "Zl", "Zp"):
        return ""
    if ord(char) >= 0x1F000 and unicodedata.category(char)[0] == "S":
        return "emoji"
    first = unicodedata.name(char, "UNKNOWN").split()[0].removesuffix("-")
    return SCRIPT_NAMES.get(first, first.capitalize())


# --- Reading a font's table of characters (OpenType `cmap`, formats 4 and 12) -------------------------------------
def characters(file: Path) -> Iterator[tuple[int, int]]:
    """First and last of every run of characters that the font has."""
    data = file.read_bytes()
    start = struct.unpack_from(">I", data, 12)[0] if data[:4] == b"ttcf" else 0
    for n in range(struct.unpack_from(">H", data, start + 4)[0]):
        tag, _sum, offset, _length = struct.unpack_from(">4sIII", data, start + 12 + 16 * n)
        if tag == b"cmap":
            yield from _runs(data, offset)


def _runs(data: bytes, cmap: int) -> Iterator[tuple[int, int]]:
    """From the richest of the font's tables."""
    count = struct.unpack_from(">H", data, cmap + 2)[0]
    offsets = {cmap + struct.unpack_from(">I", data, cmap + 8 + 8 * n)[0] for n in range(count)}
    forms = {struct.unpack_from(">H", data, at)[0]: at for at in offsets}
    if 12 in forms:
        yield from _format_12(data, forms[12])
    elif 4 in forms:
        yield from _format_4(data, forms[4])


def _format_12(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    for n in range(struct.unpack_from(">I", data, at + 12)[0]):
        first, last, glyph = struct.unpack_from(">III", data, at + 16 + 12 * n)
        yield first + (glyph == 0), last


def _format_4(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends, starts = at + 14, at + 16 + 2 * count
    deltas, offsets = starts + 2 * count, starts + 4 * count
    for n in range(count):
        first, last, delta, offset = (
            struct.unpack_from(">H", data, table + 2 * n)[0] for table in (starts, ends, deltas, offsets)
        )
        if not offset:
            yield first, min(last, 0xFFFE)
            continue
        for char in range(first, min(last, 0xFFFE) + 1):
            glyph = struct.unpack_from(">H", data, offsets + 2 * n + offset + 2 * (char - first))[0]
            if glyph and (glyph + delta) & 0xFFFF:
                yield char, char
