"""What a program reads out of a finished PDF is the text that went in: one glyph for each cluster of letter and marks.

The typesetter draws a letter and its marks as glyphs of their own and gives the text of the whole cluster to each, so
most programs read it as often as it has glyphs. Here such glyphs become one, which looks the same and has that text.
Where lines run to the left, programs turn round what a single glyph says; so there every letter, and the marks on it,
have a glyph of their own, and the last one has all of the ink."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import drawing  # neighbors, since this runs as a script
import faces
import pikepdf
from drawing import Glyph
from faces import leftward

FAR = 3
"""Times the size of the letters: what stands farther away is of another cluster."""
WIDE = 1.2
"""Times the size, too: beside a wider glyph, programs that look for gaps between words take a space for none."""
Known = dict[tuple[int, int], faces.Face]


def mend(file: Path) -> None:
    """The same file in, the same bytes out."""
    known: Known = {}
    whole = file.with_suffix(".mended")
    with pikepdf.open(file) as pdf:
        for page in pdf.pages:
            if here := _unclear(page, known):
                _mend(pdf, page, here)
        made = [face for face in known.values() if face.made]
        for face in made:
            face.write(pdf)
        if made:
            pdf.save(whole, deterministic_id=True, compress_streams=False)
    if made:
        whole.replace(file)


def _unclear(page: pikepdf.Page, known: Known) -> dict[str, faces.Face]:
    here = {}
    for name, font in page.resources.get("/Font", {}).items():
        if "/DescendantFonts" in font:
            if font.objgen not in known:
                known[font.objgen] = faces.Face(font)
            if known[font.objgen].unclear:
                here[name] = known[font.objgen]
    return here


def _mend(pdf: pikepdf.Pdf, page: pikepdf.Page, here: dict[str, faces.Face]) -> None:
    content = drawing.Content(page, here)
    found = [cluster for run in content.runs() for cluster in clusters(run) if cluster.several]
    for cluster in found:
        _join(cluster)
    if found:
        page.Contents = faces.packed(pdf, content.data())
    content.note()


@dataclass(slots=True)
class Cluster:
    glyphs: list[Glyph]
    text: str

    @property
    def several(self) -> bool:
        """Several glyphs, or one whose text would be turned round."""
        return len(self.glyphs) > 1 or (len(self.text) > 1 and leftward(self.text))


def clusters(glyphs: Iterable[Glyph]) -> Iterator[Cluster]:
    """As they are drawn. An alef that has no width of its own goes with the lam that it is part of."""
    last: Cluster | None = None
    for found in _parted(glyphs):
        cluster = found
        if last and _flat(last) and _near(last.glyphs[-1], cluster.glyphs[0]) and leftward(cluster.text):
            cluster = Cluster([*last.glyphs, *cluster.glyphs], cluster.text + last.text)
        elif last:
            yield last
        last = cluster
    if last:
        yield last


def _flat(cluster: Cluster) -> bool:
    return not any(glyph.width for glyph in cluster.glyphs) and leftward(cluster.text)


def _near(one: Glyph, other: Glyph) -> bool:
    far = abs(one.x - other.x) + abs(one.y - other.y)
    return one.face is other.face and one.size == other.size and far < FAR * one.size


def _parted(glyphs: Iterable[Glyph]) -> Iterator[Cluster]:
    """What stands side by side with the same text may be one cluster, or the same one several times."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not (run[-1].text == glyph.text and _near(run[-1], glyph)):
            yield from _of(run)
            run = []
        run.append(glyph)
    yield from _of(run)


def _of(run: list[Glyph]) -> Iterator[Cluster]:
    if len(run) == 1:
        yield Cluster(run, run[0].text)
    elif run:
        text = run[0].text
        parts = _by_letter(run, text) if _simple(text) else _by_repetition(run)
        yield from (Cluster(part, text) for part in parts)


@cache
def _simple(text: str) -> bool:
    """Letters and nothing but marks on them: such a cluster has no more glyphs with a width than letters."""
    return leftward(text) or all(unicodedata.combining(char) for char in text[1:])


def _by_letter(run: list[Glyph], text: str) -> list[list[Glyph]]:
    """Marks come after their letter, or before it where lines run to the left."""
    turned = leftward(text)
    letters = sum(not unicodedata.combining(char) for char in text)
    parts: list[list[Glyph]] = []
    for glyph in run[::-1] if turned else run:
        if not parts or (glyph.width and sum(other.width > 0 for other in parts[-1]) == letters):
            parts.append([])
        parts[-1].append(glyph)
    return [part[::-1] for part in reversed(parts)] if turned else parts


def _by_repetition(run: list[Glyph]) -> list[list[Glyph]]:
    numbers, count = [glyph.number for glyph in run], len(run)
    size = next(n for n in range(1, count + 1) if numbers[:n] * (count // n) == numbers)
    return [run[at : at + size] for at in range(0, count, size)]


def _join(cluster: Cluster) -> None:
    """In the place of the first one with a width; the others go."""
    broad = [glyph for glyph in cluster.glyphs if glyph.width] or cluster.glyphs[:1]
    home, face, size = broad[0], broad[0].face, broad[0].size
    left, right = min(glyph.x for glyph in broad), max(glyph.x + glyph.width for glyph in broad)
    unit = size / face.shapes.units

    def units(length: float) -> int:
        return round(length / unit)

    width = units(right - left)
    texts = _told(cluster.text, wide=right - left > WIDE * size)
    step = width // len(texts)
    ink = step * (len(texts) - 1)
    parts = [(g.number, units(g.x - left) - ink, units(g.y - home.y)) for g in cluster.glyphs]
    numbers = [face.glyph((), step, text) for text in texts[:-1]]
    numbers.append(face.glyph(parts, width - ink, texts[-1]))
    made = []
    for n, (number, text) in enumerate(zip(numbers, texts, strict=True)):
        new = replace(home, number=number, text=text, span=0)
        new.x, new.width = left + n * step * unit, face.width(number) * size / 1000
        made.append(new)
    place = next(n for n, glyph in enumerate(home.item.glyphs) if glyph is home)
    home.item.glyphs[place : place + 1] = made
    for glyph in cluster.glyphs:
        glyph.item.glyphs = [other for other in glyph.item.glyphs if other is not glyph]
        glyph.item.changed = True


def _told(text: str, wide: bool) -> list[str]:
    """What each new glyph says, from the left."""
    if not leftward(text):
        return list(text) if wide else [text]
    parts: list[str] = []
    for char in text:
        if parts and unicodedata.combining(char) and unicodedata.combining(parts[-1][0]):
            parts[-1] += char
        else:
            parts.append(char)
    return parts[::-1]
