"""What the tests of organizations and of their letters share: staff, deeds at once, refusals, and what mail met."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Barrier, Thread
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connections

from tocsin.core.errors import Refusal
from tocsin.delivery import receipts
from tocsin.delivery.models import Message
from tocsin.delivery.receipts import Move


def staff(name: str = "ed") -> User:
    return User.objects.create_user(name)


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Refusal) as found:
        yield
    assert found.value.code == code
    assert found.value.text


def at_once(*deeds: Callable[[], Any]) -> list[str]:
    """All start together, each with a connection of its own; what each ended with: `done`, or the refusal's code."""
    start, ended = Barrier(len(deeds)), [""] * len(deeds)

    def alone(number: int, deed: Callable[[], Any]) -> None:
        try:
            start.wait()
            deed()
            ended[number] = "done"
        except Refusal as refusal:
            ended[number] = refusal.code
        finally:
            connections.close_all()

    threads = [Thread(target=alone, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended


def mails(kind: str = "", **found: Any) -> list[Message]:
    """The oldest first; those of one millisecond stand in any order."""
    chosen = Message.objects.filter(**found)
    return list((chosen.filter(data__mail=kind) if kind else chosen).order_by("id"))


def comes_back(messages: Sequence[Message], new: str = "failed") -> None:
    """As when the mail server refuses the recipient."""
    for message in messages:
        Message.objects.filter(pk=message.pk).update(state="inflight")
        message.refresh_from_db()
        receipts.apply([Move(message=message, new=new, reply="550 5.1.1 nobody here")])
