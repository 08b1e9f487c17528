"""Making the documents of a frozen letter, in the process that `tasks.py` starts. Killed, they are made anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from tocsin.core import audit
from tocsin.core.errors import Refusal
from tocsin.delivery.channels.print import sealed
from tocsin.delivery.channels.print.typeset import TypesetError
from tocsin.letters import delivering, documents, files, freezing, versions
from tocsin.letters.models import Freeze
from tocsin.letters.print import setting

TRIES = 3
LOCK = "SELECT pg_try_advisory_lock(hashtext(%s))"


def make(freeze_id: UUID) -> bool:
    """False where another process is making it, or nothing is left to do."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [f"letter {freeze_id}"])
        if not cursor.fetchone()[0]:
            return False
    freeze = Freeze.objects.select_related("letter", "version").filter(pk=freeze_id).first()
    if freeze is None or freeze.state != Freeze.State.MAKING:
        return False
    if freeze.tries >= TRIES:
        fail(freeze, "its maker was ended three times; see the worker's log")
        return False
    Freeze.objects.filter(pk=freeze_id).update(tries=F("tries") + 1)
    try:
        finish(freeze, write(freeze))
    except TypesetError as error:
        fail(freeze, str(error))
    return True


def write(freeze: Freeze) -> list[dict[str, Any]]:
    """All its files, sealed."""
    folder = files.work_folder(freeze.pk)
    day = timezone.localtime(freeze.at, freeze.letter.zone).date()
    logos = documents.logos_of(freeze.letter)
    made = setting.letter(documents.letter(freeze, logos), output=folder / files.LETTER, day=day, logos=logos)
    found = [sealed.seal(folder / files.LETTER, pages=made.pages)]
    for code in freeze.version.languages:
        name = files.PRESS if code == freeze.version.authoritative else f"press-{code}.pdf"
        pages = setting.press(documents.press(freeze, code), output=folder / name, day=day).pages
        found.append(sealed.seal(folder / name, pages=pages, label=code))
    _json(folder / files.NAMES, freeze.signatories)
    _json(folder / files.TEXT, [freeze.version.authoritative, freeze.version.texts])
    found += [sealed.seal(folder / name) for name in (files.NAMES, files.TEXT)]
    (folder / sealed.SUMS).write_text(sealed.sums(found))
    return [*found, sealed.seal(folder / sealed.SUMS)]


def _json(file: Path, value: object) -> None:
    """Canonical, so that the file's own SHA-256 is the one that the document names."""
    file.write_bytes(versions.canonical(value))


@transaction.atomic
def finish(freeze: Freeze, found: list[dict[str, Any]]) -> None:
    kept = Freeze.objects.select_for_update().select_related("letter").get(pk=freeze.pk)
    kept.state, kept.files, kept.made_at, kept.problem = Freeze.State.MADE, found, timezone.now(), ""
    kept.save(update_fields=["state", "files", "made_at", "problem"])
    audit.record(actor=None, verb="letter.made", subject=f"letter {kept.letter.slug}", files=len(found))
    freezing.tell_signers(kept.pk)
    if kept.letter.sends_itself:
        _send(kept)


def _send(freeze: Freeze) -> None:
    """A letter to nobody stays with staff."""
    try:
        delivering.send(user=None, freeze=freeze)
    except Refusal as refusal:
        Freeze.objects.filter(pk=freeze.pk).update(problem=refusal.text[:300])


def fail(freeze: Freeze, problem: str) -> None:
    Freeze.objects.filter(pk=freeze.pk).update(state=Freeze.State.FAILED, problem=problem[:300])


def again(freeze: Freeze) -> None:
    """Staff try once more, after whatever was missing was mended."""
    failed = Freeze.objects.filter(pk=freeze.pk, state=Freeze.State.FAILED)
    if failed.update(state=Freeze.State.MAKING, tries=0, problem=""):
        transaction.on_commit(freezing.ring)
