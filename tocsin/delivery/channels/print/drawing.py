"""What a page of ours draws as text, glyph by glyph, and the page again with other glyphs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import faces  # neighbors, since this runs as a script
import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Operator, String

UPRIGHT = (1, 0, 0, -1)
"""What is drawn counts downward; the text in it turns that round again."""
Matrix = tuple[float, float, float, float, float, float]
START: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(slots=True)
class Glyph:
    """`x` and `y` on the page, upward; `span`: what is told instead of the glyph's own text, if it is."""

    face: faces.Face
    name: str
    size: float
    number: int
    x: float
    y: float
    width: float
    text: str
    span: int
    item: Item


@dataclass(slots=True)
class Item:
    """A text object, from one instruction to another. One that is `odd` stays as it is."""

    start: int
    matrix: Matrix
    end: int = 0
    mode: Any = 0
    turned: bool = False
    odd: bool = False
    changed: bool = False
    glyphs: list[Glyph] = field(default_factory=list)


class Content:
    def __init__(self, page: pikepdf.Page, here: Mapping[str, faces.Face]) -> None:
        self.instructions: list[Any] = list(pikepdf.parse_content_stream(page))
        self.here = here
        self.items: list[Item] = []
        self._read()

    def runs(self) -> Iterator[list[Glyph]]:
        """Glyphs with nothing between them that stays as it is."""
        for odd, items in groupby(self.items, key=lambda item: item.odd):
            if not odd:
                yield [glyph for item in items for glyph in item.glyphs]

    def _read(self) -> None:
        matrix, saved = START, []
        pen = Pen(self.here)
        for n, (operands, operator) in enumerate(self.instructions):
            match str(operator):
                case "q":
                    saved.append(matrix)
                case "Q":
                    matrix = saved.pop()
                case "cm":
                    matrix = _times(_floats(operands), matrix)
                case "BT":
                    pen.item = Item(n, matrix, odd=_linear(matrix) != UPRIGHT)
                    self.items.append(pen.item)
                case "ET":
                    pen.item.end = n
                case name:
                    pen.take(name, operands)

    def data(self) -> bytes:
        out, done = [], 0
        for item in self.items:
            if item.changed:
                out += [*self.instructions[done : item.start], *written(item)]
                done = item.end + 1
        return pikepdf.unparse_content_stream([*out, *self.instructions[done:]])

    def note(self) -> None:
        """Tells each font which of its glyphs still stand for what it says of them."""
        for glyph in (glyph for item in self.items for glyph in item.glyphs):
            if glyph.span:
                glyph.face.said.setdefault(glyph.number, glyph.text)
            else:
                glyph.face.plain.add(glyph.number)


class Pen:
    """Follows the instructions of text objects."""

    def __init__(self, here: Mapping[str, faces.Face]) -> None:
        self.here = here
        self.item = Item(0, START)
        self.name, self.size, self.x, self.y = "", 0.0, 0.0, 0.0
        self.marks: list[str | None] = []
        self.spans = 0

    def take(self, name: str, operands: Any) -> None:
        match name:
            case "BDC":
                inner: Any = operands[1] if isinstance(operands[1], Dictionary) else {}
                self.marks.append(str(inner["/ActualText"]) if "/ActualText" in inner else None)
                self.spans += 1
            case "BMC":
                self.item.turned |= str(operands[0]) == "/ReversedChars"
                self.marks.append(None)
            case "EMC":
                self.marks.pop()
            case "Tf":
                self.name, self.size = str(operands[0]), float(operands[1])
            case "Tr":
                self.item.mode = operands[0]
            case "Tm":
                matrix = _floats(operands)
                self.item.odd |= _linear(matrix) != UPRIGHT
                self.x, self.y = self.item.matrix[4] + matrix[4], self.item.matrix[5] - matrix[5]
            case "Tj":
                self._show(operands[0])
            case "TJ":
                for part in operands[0]:
                    self._show(part) if isinstance(part, String) else self._move(float(part))
            case "Td" | "TD" | "T*" | "Tc" | "Tw" | "Tz" | "TL" | "Ts" | "'" | '"':
                raise ValueError(f"the typesetter writes text in a new way: {name}")

    def _move(self, back: float) -> None:
        self.x -= back * self.size / 1000

    def _show(self, string: String) -> None:
        face = self.here.get(self.name)
        if face is None:
            self.item.odd = True
            return
        said = next((mark for mark in reversed(self.marks) if mark is not None), None)
        data = bytes(string)
        for number in (int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2)):
            text = face.texts.get(number, "") if said is None else said
            span = 0 if said is None else self.spans
            width = face.width(number) * self.size / 1000
            glyph = Glyph(face, self.name, self.size, number, self.x, self.y, width, text, span, self.item)
            self.item.glyphs.append(glyph)
            self.x += width


def written(item: Item) -> Iterator[ContentStreamInstruction]:
    if not item.glyphs:
        return
    yield _do("BT")
    for (span, name, size, y), group in groupby(item.glyphs, key=lambda g: (g.span, g.name, g.size, g.y)):
        piece = list(group)
        turned = item.turned and len(piece) > 1
        if span:
            yield _do("BDC", Name.Span, Dictionary(ActualText=String(piece[0].text)))
        if turned:
            yield _do("BMC", Name.ReversedChars)
        yield _do("Tr", item.mode)
        yield _do("Tf", Name(name), _number(size))
        x = piece[0].x
        yield _do("Tm", *UPRIGHT, _number(x - item.matrix[4]), _number(item.matrix[5] - y))
        yield _do("TJ", Array(_shown(piece, x, size)))
        yield from [_do("EMC")] * (bool(span) + turned)
    yield _do("ET")


def _shown(piece: list[Glyph], pen: float, size: float) -> Iterator[Any]:
    run = b""
    for glyph in piece:
        back = round((pen - glyph.x) * 1000 / size, 2)
        if back:
            yield from [String(run)] * bool(run)
            yield _number(back)
            run, pen = b"", glyph.x
        run += glyph.number.to_bytes(2, "big")
        pen += glyph.width
    yield String(run)


def _do(name: str, *operands: Any) -> ContentStreamInstruction:
    return ContentStreamInstruction(list(operands), Operator(name))


def _number(value: float) -> Any:
    return pikepdf.Object.parse(f"{value:.5f}".rstrip("0").rstrip(".").encode())


def _floats(operands: Any) -> Matrix:
    a, b, c, d, e, f = (float(operand) for operand in operands)
    return a, b, c, d, e, f


def _linear(matrix: Matrix) -> tuple[float, ...]:
    return matrix[:4]


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = other
    rows = [(x * a + y * c, x * b + y * d) for x, y in (one[0:2], one[2:4], one[4:6])]
    return (*rows[0], *rows[1], rows[2][0] + e, rows[2][1] + f)
