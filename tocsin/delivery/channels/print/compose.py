"""One volume, typeset. A script of its own that loads no Django: `python compose.py FOLDER`; see `typeset.py`."""

from __future__ import annotations

import json
import os
import re
import resource
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import fonts  # a neighbor, since this runs as a script

MEMORY = 3 * 1024**3
"""Bytes of address space for one volume; beyond it the typesetter ends with an error instead of the machine."""
STANDARDS: Final = ("a-2a", "ua-1")
"""To be kept, and to be read aloud: PDF/A-2a and PDF/UA-1, so every page carries tags."""
UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
PATCHES = 20
UNBROKEN = re.compile(
    r"[^\s/?&=\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff-]{60,}"
)
"""What no line can hold, in scripts that part words by spaces; it would run off the page."""
PIECE = re.compile(r"(.{20}\W*)(?=\w)", re.DOTALL)
DIGEST = re.compile(r"[0-9a-f]{64}")
"""Fits, and is copied to be compared."""


class UnshownError(Exception):
    """A cluster of characters that no single font has."""


def main(folder: Path) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.umask(0o077)
    try:
        result = compose(folder)
    except Exception as error:  # noqa: BLE001 (whatever it is, the parent must be able to say it)
        (folder / "problem.txt").write_text(f"{type(error).__name__}: {error}"[:1000])
        return 1
    (folder / "result.json").write_text(json.dumps(result))
    return 0


def compose(folder: Path) -> dict[str, Any]:
    job = json.loads((folder / "job.json").read_text())
    faces = fonts.found()
    fonts.gather(faces, folder / "fonts")
    coverage = fonts.Coverage(faces)
    data = _cleaned(
        json.loads((folder / "data.json").read_text()), lambda text: _breakable(coverage.clean(text))
    )
    data["fonts"] = [*faces, fonts.BUILT_IN]
    (folder / "book.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    for _ in range(PATCHES):
        try:
            return _mended(_compile(folder, job), Path(job["output"]))
        except UnshownError as unshown:
            _patch(folder / "book.json", str(unshown))
    raise ValueError("too many characters that no font can show")


def _compile(folder: Path, job: Mapping[str, Any]) -> dict[str, Any]:
    """An UnshownError names a cluster of characters that no single font has."""
    import typst

    source = folder / "book.typ"
    source.write_bytes(Path(job["template"]).read_bytes())
    for name, file in job["images"].items():
        (folder / name).write_bytes(Path(file).read_bytes())
    compiler = typst.Compiler(
        str(source), root=str(folder), font_paths=[str(folder / "fonts")], ignore_system_fonts=True
    )
    output = Path(job["output"])
    try:
        pages = _pictures(compiler, output) if output.suffix == ".png" else _pdf(compiler, output, job["day"])
        marks = json.loads(compiler.query("<mark>", field="value"))
    except typst.TypstError as error:
        unshown = UNSHOWN.search(str(error))
        if unshown:
            raise UnshownError(unshown[1]) from None
        raise
    mark = marks[0] if marks else {"pages": pages, "entries": []}
    return {"pages": mark["pages"], "marks": mark["entries"]}


def _mended(result: Mapping[str, Any], output: Path) -> dict[str, Any]:
    """A file that cannot be mended is whole as the typesetter made it: it looks the same, and is read less well."""
    unread = ""
    if output.suffix == ".pdf":
        import reading  # only now: the typesetter has given back what memory it took

        try:
            reading.mend(output)
        except Exception as error:  # noqa: BLE001
            unread = f"{type(error).__name__}: {error}"[:300]
    return {**result, "unread": unread, "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}


def _pdf(compiler: Any, output: Path, day: str) -> int:
    """How many pages it has, only a template that leaves a <mark> says."""
    # `timestamp` is in seconds; noon in Greenwich is the same day nearly everywhere.
    seconds = (date.fromisoformat(day) - date(1970, 1, 1)).days * 86400 + 43200
    compiler.compile(
        output=str(output), format="pdf", pdf_standards=list(STANDARDS), timestamp=seconds, pdf_tags=True
    )
    return 0


def _pictures(compiler: Any, output: Path) -> int:
    """One file for each page, `<name>-1.png` and so on, one pixel for each point of the template."""
    made = compiler.compile(format="png", ppi=72)
    pages = [made] if isinstance(made, bytes) else made
    for n, picture in enumerate(pages, start=1):
        output.with_stem(f"{output.stem}-{n}").write_bytes(picture)
    return len(pages)


def _breakable(text: str) -> str:
    def pieces(found: re.Match[str]) -> str:
        return found[0] if DIGEST.fullmatch(found[0]) else PIECE.sub("\\1\u200b", found[0])

    return UNBROKEN.sub(pieces, text)


def _cleaned(value: Any, clean: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(part, clean) for part in value]
    if isinstance(value, dict):
        return {name: _cleaned(part, clean) for name, part in value.items()}
    return value


def _patch(file: Path, cluster: str) -> None:
    text = re.sub(r"\\u\{([0-9a-f]+)\}", lambda found: chr(int(found[1], 16)), cluster)
    script = fonts.script_of(text[0]) or "characters"
    file.write_text(file.read_text(encoding="utf-8").replace(text, f"[{script}]"), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
