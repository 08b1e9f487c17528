"""What the invited say of a draft, paragraph by paragraph, and what becomes of it."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.core import audit
from tocsin.core.errors import Refusal
from tocsin.letters.models import Comment, Letter, LetterPage, LetterVersion
from tocsin.organizations.models import Member

WHOLE = ""
FIELDS = ("title", "lead", "salutation", "closing")
"""Parts of the text that are no paragraphs."""


@transaction.atomic
def say(
    *, version: LetterVersion, language: str, part: str, text: str, suggestion: str = "",
    member: Member | None = None, user: User | None = None,
) -> Comment:  # fmt: skip
    """`part`: the id of a paragraph, a field of the text, or empty for the letter as a whole."""
    if (
        version.state != LetterVersion.State.COMMENTS
        or version.letter.versions.filter(number__gt=version.number).exists()
    ):
        raise Refusal("version", _("This version takes no comments any more. Look at the newest one."))
    if not text.strip() and not suggestion.strip():
        raise Refusal("text", _("Write what you think of it, or how it should read."))
    if (suggestion.strip() or part) and part_text(version, language, part) is None:
        raise Refusal("part", _("Choose the paragraph that should read differently."))
    return Comment.objects.create(
        version=version, language=language, part=part, text=text.strip(), suggestion=suggestion.strip(),
        member=member, organization=member.organization if member else None, author=_author(member, user),
    )  # fmt: skip


def _author(member: Member | None, user: User | None) -> str:
    if member is not None:
        return f"{member.name}, {member.organization.name}"[:300]
    return (user.get_full_name() or user.get_username()) if user else ""


def part_text(version: LetterVersion, language: str, part: str) -> str | None:
    """The words that a comment is about; None: there is no such part."""
    text = version.texts.get(language)
    if text is None:
        return None
    if part in FIELDS:
        return str(text[part])
    return next((one["text"] for one in text["body"] if one["id"] == part), None)


@transaction.atomic
def take(*, user: User, comment: Comment, answer: str = "") -> None:
    """Puts the suggestion into the draft, where the paragraph still reads as it did when it was suggested."""
    kept = _open(comment)
    Letter.objects.select_for_update().get(pk=kept.version.letter_id)
    before = part_text(kept.version, kept.language, kept.part)
    pages = LetterPage.objects.filter(letter=kept.version.letter_id, locale__language_code=kept.language)
    page = pages.first()
    draft = page.get_latest_revision_as_object() if page else None
    if (
        draft is None
        or not kept.suggestion
        or before is None
        or not _replace(draft, kept.part, before, kept.suggestion)
    ):
        raise Refusal(
            "changed",
            _("The paragraph has changed since. Change the draft by hand, then settle the comment."),
        )
    draft.save_revision(user=user, log_action=True)
    _settle(kept, Comment.State.TAKEN, answer)
    audit.record(actor=user, verb="letter.suggestion_taken", subject=f"letter {kept.version.letter.slug}")


def _replace(draft: LetterPage, part: str, before: str, after: str) -> bool:
    if part in FIELDS:
        if getattr(draft, part) != before:
            return False
        if len(after) > (draft._meta.get_field(part).max_length or len(after)):
            raise Refusal("long", _("This is too long for its place. Change the draft by hand."))
        setattr(draft, part, after)
        return True
    for number, block in enumerate(draft.body):
        if str(block.id) == part and str(block.value).strip() == before:
            draft.body[number] = (block.block_type, after, block.id)
            return True
    return False


@transaction.atomic
def decline(*, user: User, comment: Comment, answer: str) -> None:
    """With the reason, which the author and all who are invited read."""
    if not answer.strip():
        raise Refusal("answer", _("Say why: those who suggested it read your answer."))
    _settle(_open(comment), Comment.State.DECLINED, answer)
    audit.record(
        actor=user, verb="letter.suggestion_declined", subject=f"letter {comment.version.letter.slug}"
    )


@transaction.atomic
def settle(*, user: User, comment: Comment, answer: str = "") -> None:
    _settle(_open(comment), Comment.State.SETTLED, answer)
    audit.record(actor=user, verb="letter.comment_settled", subject=f"letter {comment.version.letter.slug}")


def _open(comment: Comment) -> Comment:
    kept = (
        Comment.objects.select_for_update(of=("self",)).select_related("version__letter").get(pk=comment.pk)
    )
    if kept.state != Comment.State.OPEN:
        raise Refusal("decided", _("This has been decided already."))
    return kept


def _settle(comment: Comment, state: str, answer: str) -> None:
    comment.state, comment.answer, comment.answered_at = state, answer.strip(), timezone.now()
    comment.save(update_fields=["state", "answer", "answered_at"])
