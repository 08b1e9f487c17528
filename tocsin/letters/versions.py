"""From what editors write to what is signed: a version is taken, shown for comments, put up for signing, replaced."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.core import audit
from tocsin.core.errors import Refusal
from tocsin.letters import notices, states
from tocsin.letters.models import Letter, LetterVersion, Signature
from tocsin.letters.page import LetterPage

Texts = dict[str, dict[str, Any]]


def canonical(value: object) -> bytes:
    """One form for one value (RFC 8785 for the texts and whole numbers we hold): sorted keys, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(value: object) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()


def texts_of(letter: Letter) -> Texts:
    """The newest drafts of its pages, by language. Pages that were unpublished or never written are not among them."""
    pages = LetterPage.objects.filter(letter=letter).select_related("locale").order_by("pk")
    drafts = [(page.locale.language_code, page.get_latest_revision_as_object()) for page in pages]
    return {code: text_of(draft) for code, draft in drafts}


def text_of(page: LetterPage) -> dict[str, Any]:
    body = [
        {"id": str(block.id or n), "kind": block.block_type, "text": str(block.value).strip()}
        for n, block in enumerate(page.body)
    ]
    return {
        "title": page.title,
        "lead": page.lead,
        "subject": page.subject or page.title,
        "salutation": page.salutation,
        "body": [part for part in body if part["text"]],
        "closing": page.closing,
    }


def problems(letter: Letter) -> list[str]:
    """Why no version can be taken now; empty: nothing stands in the way."""
    texts = texts_of(letter)
    found = []
    if letter.language not in texts:
        found.append(_("There is no text in the authoritative language yet."))
    for code, text in texts.items():
        if not text["body"]:
            found.append(_("The text in “%(language)s” is empty.") % {"language": code})
    return found


@transaction.atomic
def share(*, user: User | None, letter: Letter) -> LetterVersion:
    """Shows the text as it stands to those who are invited, for their comments."""
    version = _take(user, letter)
    if letter.state == states.DRAFTING:
        _tell_invited(letter, mark="")
    return version


@transaction.atomic
def put_up(*, user: User | None, letter: Letter, note: str = "") -> LetterVersion:
    """From here on the words cannot change. A correction replaces the version before, and asks its signers again.

    `note` says what changed and why, and is shown to everybody; needed for a correction.
    """
    kept = Letter.objects.select_for_update().get(pk=letter.pk)
    if kept.state == states.STOPPED:
        raise Refusal("stopped", _("This letter was stopped."))
    before = kept.versions.filter(state=states.UP).first()
    version = _take(user, kept)
    if before is not None and before.digest == version.digest:
        raise Refusal("same", _("This text is up for signing already."))
    if before is not None and not note.strip():
        raise Refusal("note", _("Say what changed and why: everybody who signed is told, and asked again."))
    moment = timezone.now()
    if before is not None and kept.deadline is not None and kept.deadline <= moment:
        raise Refusal(
            "deadline", _("The deadline has passed, so nobody could sign again. Set a new one first.")
        )
    if before is not None:
        LetterVersion.objects.filter(pk=before.pk).update(state=states.REPLACED, replaced_at=moment)
    LetterVersion.objects.filter(pk=version.pk).update(state=states.UP, opened_at=moment, note=note.strip())
    kept.state, kept.opened_at = states.SIGNING, kept.opened_at or moment
    kept.save(update_fields=["state", "opened_at"])
    version.refresh_from_db()
    audit.record(actor=user, verb="letter.put_up", subject=f"letter {kept.slug}", version=version.number)
    if before is not None:
        _ask_again(version)
    else:
        _tell_invited(kept, mark="up")
    return version


def _tell_invited(letter: Letter, *, mark: str) -> None:
    """Those who were invited before there was a text, and again when it can be signed."""
    for invitation in letter.invitations.filter(declined_at=None).select_related("organization"):
        notices.invite(invitation, mark=mark)


def _ask_again(version: LetterVersion) -> None:
    """Everybody who signed an earlier version; until they answer they stand under that one."""
    signed = Signature.objects.filter(letter=version.letter_id, state__in=(states.SIGNED, states.WAITING))
    for signature in signed.exclude(version=version).select_related("organization"):
        notices.ask_again(signature, version)


def _take(user: User | None, letter: Letter) -> LetterVersion:
    """The version with exactly these words; the same words after each other are one version."""
    kept = Letter.objects.select_for_update().get(pk=letter.pk)
    if found := problems(kept):
        raise Refusal("text", " ".join(found))
    texts = texts_of(kept)
    mark = digest([kept.language, texts])
    last = kept.versions.order_by("number").last()
    if last is not None and last.digest == mark:
        return last
    version = LetterVersion.objects.create(
        letter=kept, number=last.number + 1 if last else 1, authoritative=kept.language,
        texts=texts, digest=mark, made_by=user,
    )  # fmt: skip
    audit.record(actor=user, verb="letter.version", subject=f"letter {kept.slug}", version=version.number)
    return version


@transaction.atomic
def stop(*, user: User, letter: Letter, reason: str) -> None:
    """It is not shown any more. Nothing is erased, and a frozen letter cannot be stopped."""
    kept = Letter.objects.select_for_update().get(pk=letter.pk)
    if not states.may_move(kept.state, states.STOPPED, states.LETTER_MOVES):
        raise Refusal("state", _("A frozen letter cannot be stopped."))
    kept.state = states.STOPPED
    kept.save(update_fields=["state"])
    audit.record(actor=user, verb="letter.stopped", subject=f"letter {kept.slug}", reason=reason)


def current(letter: Letter) -> LetterVersion | None:
    """What is up for signing, or was frozen last."""
    return letter.versions.filter(state=states.UP).first()


def newest(letter: Letter) -> LetterVersion | None:
    return letter.versions.order_by("number").last()
