"""Fifty callers at once on one line."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection

from tocsin.actions import line
from tocsin.delivery import states
from tocsin.delivery.models import Call, Message

NUMBER = "(202) 555-0143"


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_never_take_more_places_than_there_are() -> None:
    moment = datetime.now(UTC)
    rows = [
        Message(
            key=str(uuid4()),
            purpose="action",
            channel="phone",
            state=states.NEEDS_PERSON,
            recipient=NUMBER,
            ref=uuid4(),
            expires_at=moment,
        )
        for _ in range(50)
    ]
    Message.objects.bulk_create(rows)

    def take(message: Message) -> bool:
        try:
            return line.join(message).call is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        taken = list(pool.map(take, rows))
    assert sum(taken) == line.AT_ONCE == Call.objects.filter(line="12025550143").count()
    assert sorted(line.standing(row).ahead for row in rows)[-1] == 46
