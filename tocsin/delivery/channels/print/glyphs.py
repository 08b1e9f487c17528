"""A TrueType font that takes more glyphs: each made of those that it has, moved, or of nothing."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Final

Part = tuple[int, int, int]
"""A glyph, and how far it is moved right and up, in the units of the font."""
TABLE: Final = struct.Struct(">4sIII")
COMPONENT: Final = struct.Struct(">HHhh")
MOVED_BY_WORDS, MORE, OVERLAP = 0x0003, 0x0020, 0x0400
MAX_GLYPHS = 0xFFFF
SUM = 0xB1B0AFBA
"""What a font adds up to."""


class Font:
    def __init__(self, data: bytes) -> None:
        self.version = data[:4]
        self.tables: dict[bytes, bytes] = {}
        for n in range(struct.unpack_from(">H", data, 4)[0]):
            tag, _, start, length = TABLE.unpack_from(data, 12 + 16 * n)
            self.tables[tag] = data[start : start + length]
        self.units: int = struct.unpack_from(">H", self.tables[b"head"], 18)[0]
        self.count: int = struct.unpack_from(">H", self.tables[b"maxp"], 4)[0]
        self.places = self._places()
        self.metrics = self._metrics()
        self.glyf = bytearray(self.tables[b"glyf"])
        self.parts = 0

    def _places(self) -> list[int]:
        long = struct.unpack_from(">h", self.tables[b"head"], 50)[0]
        places = struct.unpack_from(f">{self.count + 1}{'I' if long else 'H'}", self.tables[b"loca"])
        return [place if long else place * 2 for place in places]

    def _metrics(self) -> list[tuple[int, int]]:
        """Width and left side of each glyph; the last ones may share their width."""
        wide = struct.unpack_from(">H", self.tables[b"hhea"], 34)[0]
        table = self.tables[b"hmtx"]
        metrics = list(struct.iter_unpack(">Hh", table[: 4 * wide]))
        return metrics + [(metrics[-1][0], left) for (left,) in struct.iter_unpack(">h", table[4 * wide :])]

    def add(self, parts: Sequence[Part], width: int) -> int:
        """The number of the new glyph."""
        if self.count >= MAX_GLYPHS:
            raise ValueError("a font has no room for another glyph")
        box = self._box(parts)
        if box:
            self.glyf += struct.pack(">hhhhh", -1, *box)
            for n, (glyph, right, up) in enumerate(parts, start=1):
                flags = MOVED_BY_WORDS | (OVERLAP if n == 1 else 0) | (MORE if n < len(parts) else 0)
                self.glyf += COMPONENT.pack(flags, glyph, right, up)
            self.glyf += b"\0" * (-len(self.glyf) % 4)
        self.places.append(len(self.glyf))
        self.metrics.append((width, box[0] if box else 0))
        self.parts = max(self.parts, len(parts))
        self.count += 1
        return self.count - 1

    def _box(self, parts: Sequence[Part]) -> tuple[int, int, int, int] | None:
        boxes = []
        for glyph, right, up in parts:
            start = self.places[glyph]
            if self.places[glyph + 1] > start:
                left, low, far, high = struct.unpack_from(">hhhh", self.glyf, start + 2)
                boxes.append((left + right, low + up, far + right, high + up))
        if not boxes:
            return None
        lefts, lows, rights, highs = zip(*boxes, strict=True)
        return min(lefts), min(lows), max(rights), max(highs)

    def data(self) -> bytes:
        self.tables[b"glyf"] = bytes(self.glyf)
        self.tables[b"loca"] = struct.pack(f">{len(self.places)}I", *self.places)
        self.tables[b"hmtx"] = b"".join(struct.pack(">Hh", *metric) for metric in self.metrics)
        head, hhea, maxp = (bytearray(self.tables[tag]) for tag in (b"head", b"hhea", b"maxp"))
        struct.pack_into(">I", head, 8, 0)
        struct.pack_into(">h", head, 50, 1)
        struct.pack_into(">H", hhea, 34, self.count)
        self._widen(maxp)
        self.tables |= {b"head": bytes(head), b"hhea": bytes(hhea), b"maxp": bytes(maxp)}
        data = bytearray(self._joined())
        place = next(at for at in range(12, len(data), 16) if data[at : at + 4] == b"head")
        start = struct.unpack_from(">I", data, place + 8)[0]
        struct.pack_into(">I", data, start + 8, (SUM - _sum(bytes(data))) & 0xFFFFFFFF)
        return bytes(data)

    def _widen(self, maxp: bytearray) -> None:
        """The limits that a reader sets aside memory for. What a part is made of may itself be made of parts."""
        struct.pack_into(">H", maxp, 4, self.count)
        points, contours, in_parts, contours_in_parts = struct.unpack_from(">HHHH", maxp, 6)
        most, depth = struct.unpack_from(">HH", maxp, 28)
        limits = (max(points, in_parts) * self.parts, max(contours, contours_in_parts) * self.parts)
        struct.pack_into(">HH", maxp, 10, *(min(limit, 0xFFFF) for limit in limits))
        struct.pack_into(">HH", maxp, 28, max(most, self.parts), depth + 1)

    def _joined(self) -> bytes:
        count = len(self.tables)
        power = 1 << (count.bit_length() - 1)
        header = struct.pack(">HHHH", count, power * 16, power.bit_length() - 1, (count - power) * 16)
        place, rows, bodies = 12 + 16 * count, [], []
        for tag, table in sorted(self.tables.items()):
            body = table + b"\0" * (-len(table) % 4)
            rows.append(TABLE.pack(tag, _sum(body), place, len(table)))
            bodies.append(body)
            place += len(body)
        return b"".join([self.version, header, *rows, *bodies])


def _sum(data: bytes) -> int:
    return sum(struct.unpack(f">{len(data) // 4}I", data)) & 0xFFFFFFFF
