"""How an outsider finds out whether a file is what was frozen: every freeze, its files, and their SHA-256."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from tocsin.letters import files, moments
from tocsin.letters.counting import counted
from tocsin.letters.models import Freeze, LetterVersion
from tocsin.letters.published import Published

LABELS: dict[str, str | Promise] = {
    files.LETTER: gettext_lazy("The letter with all names"),
    files.PRESS: gettext_lazy("For the press"),
    files.NAMES: gettext_lazy("The list of signatories as data"),
    files.TEXT: gettext_lazy("The text as data"),
    "SHA256SUMS": gettext_lazy("The SHA-256 of these files"),
}
HEX = re.compile(r"\b[0-9a-f]{64}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of a freeze, as anybody may take it away."""

    name: str
    label: str
    url: str
    sha256: str
    bytes: int
    pages: int
    language: str
    version: int

    @property
    def kind(self) -> str:
        return self.name.rpartition(".")[2].upper() if "." in self.name else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """What was fixed at one moment. `replaced`: a corrected version came after it."""

    freeze: Freeze
    version: LetterVersion
    number: int
    moment: str
    counted: str
    files: list[File]
    replaced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`sha256` is empty where what was asked is not one; `file` is None where it is none of ours."""

    asked: str
    sha256: str
    file: File | None


def frozen(found: Published) -> list[Frozen]:
    """The newest first."""
    listed = [(found.freezes[one.pk], one) for one in found.versions if one.pk in found.freezes]
    return [_frozen(found, freeze, version) for freeze, version in reversed(listed)]


def _frozen(found: Published, freeze: Freeze, version: LetterVersion) -> Frozen:
    return Frozen(
        freeze=freeze,
        version=version,
        number=version.number,
        moment=moments.with_utc(found.letter, freeze.at),
        counted=counted(freeze.organizations, freeze.people),
        files=files_of(found, freeze, version),
        replaced=version.pk != found.version.pk,
    )


def files_of(found: Published, freeze: Freeze | None, version: LetterVersion) -> list[File]:
    """None before they are made."""
    if freeze is None or freeze.state != Freeze.State.MADE:
        return []
    return [_file(found.letter.slug, version, described) for described in freeze.files]


def _file(slug: str, version: LetterVersion, described: dict[str, Any]) -> File:
    name, language = described["name"], described.get("label", "")
    label = str(LABELS.get(name) or LABELS[files.PRESS])
    if language and len(version.texts) > 1:
        label = _("%(label)s, in %(language)s") % {
            "label": label,
            "language": get_language_info(language)["name_translated"],
        }
    return File(
        name=name,
        label=label,
        url=reverse("letter_file", args=[slug, version.number, name]),
        sha256=described["sha256"],
        bytes=described["bytes"],
        pages=described["pages"],
        language=language,
        version=version.number,
    )


def judge(freezes: list[Frozen], asked: str) -> Verdict:
    """`asked` as people paste it: in capitals, in groups, or the whole line that a program printed."""
    plain = asked.strip().lower()
    words = HEX.search(plain) or HEX.search(re.sub(r"[\s:]", "", plain))
    sha256 = words.group() if words else ""
    known = (file for one in freezes for file in one.files if file.sha256 == sha256)
    return Verdict(asked=asked, sha256=sha256, file=next(known, None))
