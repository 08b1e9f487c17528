"""Data into PDF, in a process of its own: what a large volume takes in memory is given back, and is limited."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tocsin.core.children import spawn
from tocsin.delivery.channels.print import fonts

HERE = Path(__file__).parent
log = logging.getLogger(__name__)
CHILD = HERE / "compose.py"


class TypesetError(Exception):
    """The volume could not be set; the text says why."""


@dataclass(frozen=True, slots=True)
class Volume:
    """`marks`: the page of each entry, by its number, as the volume counts its pages.
    `rss`: the most memory that the typesetter held, in KiB."""

    pages: int
    marks: Mapping[int, int]
    rss: int = 0


def typeset(
    *,
    template: str | Path,
    data: Mapping[str, Any],
    output: Path,
    day: date,
    images: Mapping[str, Path] | None = None,
) -> Volume:
    """Sets `data` by `template`, a file or the name of one here, into `output`. The same data and day give the same
    bytes. An output `x.png` becomes `x-1.png` and so on, one for each page. `images`: the files that the data names."""
    source = template if isinstance(template, Path) else HERE / f"{template}.typ"
    folder = output.parent / f".{output.stem}"
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    files = {name: str(file) for name, file in (images or {}).items()}
    job = {"template": str(source), "output": str(output), "day": day.isoformat(), "images": files}
    (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
    _run(folder)
    result = json.loads((folder / "result.json").read_text())
    if result["unread"]:
        log.warning("%s is read as the typesetter left it: %s", output.name, result["unread"])
    for file in (*folder.glob("*.*"), *(folder / "fonts").iterdir()):
        file.unlink()
    (folder / "fonts").rmdir()
    folder.rmdir()
    return Volume(result["pages"], {int(n): page for n, page in result["marks"]}, result["rss"])


def _run(folder: Path) -> None:
    """Dies with us, so a maker that is told to end leaves nobody behind."""
    process = spawn([sys.executable, str(CHILD), str(folder)], os.environ)
    try:
        status = process.wait()
    finally:
        process.kill()
        process.wait()
    if status:
        said = folder / "problem.txt"
        raise TypesetError(said.read_text() if said.exists() else f"the typesetter ended with {status}")


def missing_scripts(texts: Iterable[str]) -> list[str]:
    """What of these texts cannot be printed here, most frequent first."""
    coverage = fonts.Coverage(fonts.found())
    for text in texts:
        coverage.clean(text)
    return sorted(coverage.missing, key=lambda script: -coverage.missing[script])
