"""What the delivery tests share: letters, a listener that remembers, and what became of a message."""

from __future__ import annotations

from collections.abc import Iterable
from threading import Event
from typing import Any
from uuid import UUID, uuid4

import pytest

from tocsin.delivery import drain as draining
from tocsin.delivery import journal, outbox
from tocsin.delivery.channels.base import Outgoing, SendError, Session
from tocsin.delivery.drain import drain_until_dry
from tocsin.delivery.models import Message, Receipt

OUTBOX = [
    pytest.mark.django_db(
        transaction=True, available_apps=["tocsin.delivery", "procrastinate.contrib.django"]
    ),
    pytest.mark.usefixtures("empty_outbox"),
]
"""Real commits; only delivery's own tables are emptied afterwards."""

ANNA = "anna@example.org"


def outgoing(recipient: str = ANNA, **changes: Any) -> Outgoing:
    given: dict[str, Any] = {
        "id": "7",
        "message_id": "<7@example.org>",
        "recipient": recipient,
        "sender": "campaign@example.org",
        "subject": "Please act",
        "text": "Dear Senator,\n\nplease act.\n",
    }
    return Outgoing(**given | changes)


def compose(message: Message) -> Outgoing:
    return outgoing(message.recipient, id=str(message.id), message_id=f"<{message.id}@example.org>")


def post(recipient: str = ANNA, **changes: Any) -> Message:
    given: dict[str, Any] = {
        "purpose": "letter",
        "channel": "email",
        "key": str(uuid4()),
        "recipient": recipient,
        "ref": uuid4(),
        "language": "en",
        "data": {},
    }
    message = outbox.enqueue(**given | changes)
    assert message is not None
    return message


def drain(*, senders: int = 2, stop: Event | None = None) -> dict[str, int]:
    return dict(drain_until_dry(senders=senders, linger=0.05, stop=stop or Event()))


def moves(message: Message) -> list[tuple[str, str]]:
    return list(message.receipts.values_list("old_state", "new_state"))


def states_of(messages: Iterable[Message]) -> list[str]:
    found: dict[UUID, str] = dict(Message.objects.values_list("id", "state"))
    return [found[message.id] for message in messages]


def last_reply(message: Message) -> str:
    return Receipt.objects.filter(message=message).latest("id").reply


def fate(session: Session, letter: Outgoing) -> tuple[str, str]:
    try:
        return "taken", session.send(letter).text
    except SendError as error:
        return {(False, False): "later", (True, False): "refused", (False, True): "unsure"}[
            error.permanent, error.ambiguous
        ], error.reply


def another_process() -> None:
    """This one has ended, as far as its delivery journal is concerned."""
    journal.current().close()
    journal._current.clear()
    draining._ready.clear()
