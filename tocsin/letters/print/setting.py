"""Sets a letter, its press version and its share images."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from tocsin.delivery.channels.print.typeset import Volume, typeset
from tocsin.letters.print.data import Letter, Press, Share

HERE = Path(__file__).parent


def letter(data: Letter, *, output: Path, day: date, logos: Mapping[str, Path] | None = None) -> Volume:
    """`logos`: for each name that a host gives as its logo, a PNG, JPEG or WebP file. Raises TypesetError."""
    return typeset(template=HERE / "letter.typ", data=data, output=output, day=day, images=logos)


def press(data: Press, *, output: Path, day: date) -> Volume:
    return typeset(template=HERE / "press.typ", data=data, output=output, day=day)


def share(images: Sequence[Share], *, folder: Path, day: date) -> dict[str, Path]:
    """A picture of 1200 x 630 pixels for each language, by the language."""
    typeset(template=HERE / "share.typ", data={"images": images}, output=folder / "share.png", day=day)
    made: dict[str, Path] = {}
    for n, image in enumerate(images, start=1):
        made[image["lang"]] = (folder / f"share-{n}.png").replace(folder / f"share-{image['lang']}.png")
    return made
