"""What an office answers to all who wrote to it: kept as it was given, held a while, then passed on to each."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.utils.timezone import now
from django.utils.translation import get_language_bidi, override
from django.utils.translation import gettext as _

from tocsin.actions.compose import my_path, words_title
from tocsin.actions.models import Answer, Submission
from tocsin.content.brand import site_brand
from tocsin.core import audit, retention
from tocsin.core.links import absolute
from tocsin.core.retention import Holding
from tocsin.delivery import outbox
from tocsin.delivery.channels.base import Outgoing
from tocsin.delivery.models import Message
from tocsin.people.models import Person

HOLD = timedelta(minutes=30)
"""How long staff may stop an answer that came over the office's link, in case the link fell into other hands."""
BATCH = 200
MAIL_FOR = timedelta(days=3)
AT_ONCE = 2
"""Answers of one office in one campaign that may wait at the same time."""


def give(*, campaign_id: int, person_id: int, text: str, signed_by: str) -> Answer | None:
    """From the office's own page. None where as many as may are waiting already."""
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person_id)
        waiting = Answer.objects.filter(campaign_id=campaign_id, person_id=person_id, approved_at=None)
        if waiting.count() >= AT_ONCE:
            return None
        return Answer.objects.create(
            campaign_id=campaign_id,
            person_id=person_id,
            text=text,
            signed_by=signed_by,
            origin=Answer.Origin.OFFICE,
        )


@transaction.atomic
def enter(
    *, actor: User, campaign_id: int, person_id: int, text: str, signed_by: str, source_url: str
) -> Answer:
    """One that came another way, entered by staff with its source; final at once."""
    answer = Answer.objects.create(
        campaign_id=campaign_id,
        person_id=person_id,
        text=text,
        signed_by=signed_by,
        source_url=source_url,
        origin=Answer.Origin.STAFF,
        approved_at=now(),
    )
    audit.record(actor=actor, verb="answer.entered", subject=answer.pk, campaign=campaign_id)
    return answer


@transaction.atomic
def approve(*, actor: User, answer_id: UUID, reason: str) -> bool:
    moved = bool(Answer.objects.filter(pk=answer_id, approved_at=None).update(approved_at=now()))
    if moved:
        audit.record(actor=actor, verb="answer.approved", subject=answer_id, reason=reason)
    return moved


@transaction.atomic
def reject(*, actor: User, answer_id: UUID, reason: str) -> bool:
    """Only while it is held: what has been passed on is a fact."""
    gone, _rows = Answer.objects.filter(pk=answer_id, approved_at=None).delete()
    if gone:
        audit.record(actor=actor, verb="answer.rejected", subject=answer_id, reason=reason)
    return bool(gone)


def approve_due() -> int:
    due = Answer.objects.filter(approved_at=None, answered_at__lte=now() - HOLD)
    return due.update(approved_at=now())


def mail_due(*, batches: int) -> int:
    """Queues the mails of final answers. A batch and the mark of how far it came are one transaction."""
    queued = 0
    for answer_id in Answer.objects.filter(approved_at__gt=now() - MAIL_FOR).values_list("pk", flat=True):
        for _batch in range(batches):
            found = _mail(answer_id)
            queued += found
            if found < BATCH:
                break
    return queued


@transaction.atomic
def _mail(answer_id: UUID) -> int:
    answer = Answer.objects.select_for_update().get(pk=answer_id)
    with connection.cursor() as cursor:
        start = answer.mailed_until or UUID(int=0)
        cursor.execute(WROTE, [answer.campaign_id, start, str(answer.person_id), BATCH])
        rows = cursor.fetchall()
    for submission_id, email, language in rows:
        outbox.enqueue(
            purpose="answer",
            channel="email",
            key=f"answer:{answer.pk}:{submission_id}",
            recipient=email,
            ref=submission_id,
            language=language,
            data={"answer": str(answer.pk)},
        )
    if rows:
        Answer.objects.filter(pk=answer.pk).update(mailed_until=rows[-1][0], mailed=F("mailed") + len(rows))
    return len(rows)


WROTE = """
    SELECT s.id, s.email, s.language FROM actions_submission s
    WHERE s.campaign_id = %s AND s.state = 'confirmed' AND s.id > %s AND s.supporter_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM delivery_message m WHERE m.key = 'action:' || s.id || ':' || %s AND m.state <> 'cancelled')
    ORDER BY s.id LIMIT %s
"""
"""Those who wrote to this person. The key of a letter names its act and its official."""


def answers_for(submission: Submission) -> list[dict[str, Any]]:
    """What the offices this person wrote to have answered, for `components/answer.html`."""
    keys = Message.objects.for_ref(submission.pk).filter(purpose="action").exclude(state="cancelled")
    people = {key.split(":")[2] for key in keys.values_list("key", flat=True)}
    found = final().filter(campaign_id=submission.campaign_id, person_id__in=people)
    return [face(answer) for answer in found.select_related("person")]


def final() -> QuerySet[Answer]:
    return Answer.objects.exclude(approved_at=None)


def face(answer: Answer) -> dict[str, Any]:
    return {
        "id": answer.pk,
        "name": answer.person.name,
        "text": answer.text,
        "signed_by": answer.signed_by,
        "at": answer.answered_at,
        "by_staff": answer.origin == Answer.Origin.STAFF,
        "source_url": answer.source_url,
        "mailed": answer.mailed,
        "held_until": None if answer.approved_at else answer.answered_at + HOLD,
    }


def compose_answer(message: Message) -> Outgoing:
    """The office's words as they are, from the organization's address."""
    submission = Submission.objects.select_related("campaign", "version").get(pk=message.ref)
    answer = Answer.objects.select_related("person").get(pk=message.data["answer"])
    with override(message.language):
        organization, brand = submission.campaign.organization, site_brand()
        context = {
            "answer": face(answer),
            "organization": organization,
            "campaign_title": words_title(submission),
            "my_url": absolute(my_path(submission), lang=message.language),
            "brand": {
                "name": brand.organization,
                "url": settings.SITE_URL,
                "contact_email": brand.contact_email,
            },
            "lang": message.language,
            "dir": "rtl" if get_language_bidi() else "ltr",
        }
        return Outgoing(
            id=str(message.id),
            message_id=f"<{message.id}@{settings.MAIL_DOMAIN}>",
            recipient=message.recipient,
            sender=settings.MAIL_FROM,
            sender_name=organization,
            subject=_("%(name)s has answered") % {"name": answer.person.name},
            text=render_to_string("mail/answer.txt", context),
            html=render_to_string("mail/answer.html", context),
            language=message.language,
            headers={"Auto-Submitted": "auto-generated"},
        )


def forget(before: datetime) -> int:
    """The answer of a public office stays; who in the office signed it does not."""
    return Answer.objects.filter(answered_at__lt=before).exclude(signed_by="").update(signed_by="")


def register() -> None:
    retention.register(
        Holding(
            model="actions.Answer",
            fields=("signed_by",),
            why="to say who answered for the office",
            keep=timedelta(days=settings.KEEP_DAYS),
            purge=forget,
        )
    )
