"""A font as a PDF has it: what text each of its glyphs stands for, and glyphs for what no single one stood for."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import glyphs  # a neighbor, since this runs as a script
import pikepdf

CHARS = re.compile(rb"\d+ beginbfchar.*endbfchar", re.DOTALL)
CHAR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")
AT_ONCE = 100
"""So many lines a block of the table may have."""


@cache
def leftward(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in ("R", "AL") for char in text)


def packed(pdf: pikepdf.Pdf, data: bytes) -> pikepdf.Stream:
    """It never ends with half of a line end: some validators take that for a part of the one after it."""
    body = zlib.compress(data)
    while body[-1:] in (b"\r", b"\n"):
        data += b"\n"
        body = zlib.compress(data)
    return pikepdf.Stream(pdf, body, Filter=pikepdf.Name.FlateDecode)


class Face:
    def __init__(self, font: Any) -> None:
        self.font = font
        self.inner = font.DescendantFonts[0]
        self.table: bytes = font.ToUnicode.read_bytes()
        self.texts = {
            int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
            for block in CHARS.findall(self.table)
            for glyph, text in CHAR.findall(block)
        }
        self.widths = dict(_widths(self.inner.get("/W", [])))
        self.other = float(self.inner.get("/DW", 1000))
        self.made: dict[tuple[tuple[glyphs.Part, ...], int, str], int] = {}
        self.plain: set[int] = set()
        self.said: dict[int, str] = {}
        """Glyphs that stand for what `texts` says, and what those stand for that do not, where they stand alone."""
        self.unclear = self._unclear()
        self._shapes: glyphs.Font | None = None

    def _unclear(self) -> bool:
        """Whether what its glyphs say may be read twice, or turned round, and can be mended."""
        if "/FontFile2" not in self.inner.FontDescriptor or b"beginbfrange" in self.table:
            return False
        told = Counter(text for text in self.texts.values() if len(text) > 1)
        return any(count > 1 or leftward(text) or not text.isalpha() for text, count in told.items())

    @property
    def shapes(self) -> glyphs.Font:
        if self._shapes is None:
            self._shapes = glyphs.Font(self.inner.FontDescriptor.FontFile2.read_bytes())
        return self._shapes

    def width(self, glyph: int) -> float:
        return self.widths.get(glyph, self.other)

    def glyph(self, parts: Iterable[glyphs.Part], width: int, text: str) -> int:
        """`width` in units of the font."""
        key = (tuple(parts), width, text)
        if key not in self.made:
            new = self.shapes.add(key[0], width)
            self.made[key] = new
            self.texts[new] = text
            self.widths[new] = width * 1000 / self.shapes.units
        return self.made[key]

    def write(self, pdf: pikepdf.Pdf) -> None:
        descriptor = self.inner.FontDescriptor
        descriptor.FontFile2 = packed(pdf, self.shapes.data())
        descriptor.FontFile2.Length1 = len(descriptor.FontFile2.read_bytes())
        if "/CIDSet" in descriptor:
            whole = (1 << self.shapes.count) - 1 << (-self.shapes.count % 8)
            descriptor.CIDSet = pdf.make_stream(whole.to_bytes((self.shapes.count + 7) // 8, "big"))
        first = min(self.made.values())
        added = [_number(self.widths[glyph]) for glyph in range(first, self.shapes.count)]
        self.inner.W = pikepdf.Array([*self.inner.get("/W", []), first, pikepdf.Array(added)])
        self._settle()
        self.font.ToUnicode = packed(pdf, CHARS.sub(lambda _: self._lines(), self.table, count=1))

    def _settle(self) -> None:
        """A glyph that no longer stands for a whole cluster says what it stands for alone."""
        new = set(self.made.values())
        for glyph in [glyph for glyph in self.texts if glyph not in self.plain and glyph not in new]:
            if glyph in self.said:
                self.texts[glyph] = self.said[glyph]
            else:
                del self.texts[glyph]

    def _lines(self) -> bytes:
        lines = [
            f"<{glyph:04X}> <{text.encode('utf-16-be').hex().upper()}>"
            for glyph, text in sorted(self.texts.items())
        ]
        blocks = [lines[at : at + AT_ONCE] for at in range(0, len(lines), AT_ONCE)]
        return "\n".join(
            f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar" for block in blocks
        ).encode()


def _widths(table: Any) -> Iterator[tuple[int, float]]:
    """Either `first [width …]` or `first last width`."""
    rest = list(table)
    while rest:
        first = int(rest.pop(0))
        if isinstance(rest[0], pikepdf.Array):
            yield from enumerate((float(width) for width in rest.pop(0)), start=first)
        else:
            last, width = int(rest.pop(0)), float(rest.pop(0))
            yield from ((glyph, width) for glyph in range(first, last + 1))


def _number(value: float) -> Any:
    return int(value) if value == int(value) else pikepdf.Object.parse(f"{value:.4f}".encode())
