"""The share images of a letter, made anew when what they say has changed. A file's name tells what it says."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language_bidi, override
from django.utils.translation import gettext as _

from tocsin.content.brand import site_brand
from tocsin.delivery.channels.print.typeset import TypesetError
from tocsin.letters import delivering, files, freezing, roll, versions
from tocsin.letters.addressed import recipients
from tocsin.letters.counting import counted
from tocsin.letters.models import Letter
from tocsin.letters.moments import deadline_words
from tocsin.letters.print import data as shapes
from tocsin.letters.print import setting


def folder() -> Path:
    return files.root() / "share"


def refresh() -> int:
    """For the clock: how many letters got new images."""
    return sum(_refresh(letter) for letter in Letter.objects.public())


def _refresh(letter: Letter) -> bool:
    images = facts(letter)
    wanted = [image for image in images if not path_of(letter, image).exists()]
    if not wanted:
        return False
    work = folder() / f".{letter.slug}-{os.getpid()}"
    work.mkdir(parents=True, exist_ok=True)
    try:
        made = setting.share(wanted, folder=work, day=timezone.localdate())
        for image in wanted:
            _replace(letter, image, made[image["lang"]])
    except TypesetError:
        return False
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return True


def facts(letter: Letter) -> list[shapes.Share]:
    """What the images say now, one for each language."""
    version = versions.current(letter)
    if version is None:
        return []
    freeze = freezing.in_force(letter)
    found = roll.roll(letter, version, freeze)
    delivered = any(one.is_handed_over for one in delivering.standings(letter, freeze))
    return list(words(letter, version.texts, found.organizations, found.countries, delivered=delivered))


def path_of(letter: Letter, image: shapes.Share) -> Path:
    mark = hashlib.sha256(json.dumps(image, sort_keys=True).encode()).hexdigest()[:12]
    return folder() / f"{letter.slug}.{image['lang']}.{mark}.png"


def newest(letter: Letter, language: str) -> Path | None:
    """What there is now; an image a minute behind is better than none."""
    found = list(folder().glob(f"{letter.slug}.{language}.*.png"))
    return max(found, key=lambda file: file.stat().st_mtime, default=None)


def _replace(letter: Letter, image: shapes.Share, made: Path) -> None:
    target = path_of(letter, image)
    made.replace(target)
    for old in folder().glob(f"{letter.slug}.{image['lang']}.*.png"):
        if old != target:
            old.unlink(missing_ok=True)


# --- What they say ----------------------------------------------------------------------------------------------------
def words(
    kept: Letter, texts: dict[str, Any], organizations: int, countries: int, *, delivered: bool
) -> Sequence[shapes.Share]:
    return [_words(kept, code, text, organizations, countries, delivered) for code, text in texts.items()]


def _words(
    kept: Letter, code: str, text: dict[str, Any], organizations: int, countries: int, delivered: bool
) -> shapes.Share:
    with override(code):
        to = [one.name for one in recipients(kept)]
        return {
            "lang": code,
            "dir": "rtl" if get_language_bidi() else "ltr",
            "brand": site_brand().organization,
            "kind": _("Open letter"),
            "title": text["title"],
            "addressee": _("To %(names)s") % {"names": ", ".join(to)} if to else "",
            "count": counted(organizations, countries=countries) if organizations else "",
            "state": _state(kept, delivered),
            "delivered": delivered,
        }


def _state(kept: Letter, delivered: bool) -> str:
    if delivered:
        return _("Delivered")
    words = deadline_words(kept) if kept.state == Letter.State.SIGNING else ""
    return _("Signing ends on %(moment)s") % {"moment": words} if words else ""
