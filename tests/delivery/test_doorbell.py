"""The bell that wakes a sender, and what a monitor is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.delivery.scene import OUTBOX, post
from tocsin.delivery import claims, doorbell, health, tasks
from tocsin.delivery.models import Message

pytestmark = OUTBOX


def bells() -> int:
    return ProcrastinateJob.objects.filter(task_name=doorbell.TASK, status="todo").count()


def test_many_rings_are_one_job() -> None:
    for _ in range(5):
        doorbell.ring()
    assert bells() == 1


def test_a_message_rings() -> None:
    post()
    assert bells() == 1


def test_a_held_message_does_not_ring() -> None:
    post(held=True)
    assert bells() == 0


def test_rings_in_quick_succession_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorbell, "_next_ring", 0)
    monkeypatch.setattr(doorbell, "QUIET", 60)
    doorbell.ring()
    ProcrastinateJob.objects.all()._raw_delete("default")
    doorbell.ring()
    assert bells() == 0


def test_the_sweep_rings_when_something_is_due() -> None:
    tasks.sweep(0)
    assert bells() == 0
    post()
    ProcrastinateJob.objects.all()._raw_delete("default")
    tasks.sweep(0)
    assert bells() == 1


def test_the_sweep_clears_the_bells_of_dead_workers() -> None:
    doorbell.ring()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    doorbell.ring()
    tasks.sweep(0)
    assert list(ProcrastinateJob.objects.values_list("status", flat=True)) == ["todo"]


def test_the_job_is_the_one_that_the_worker_knows() -> None:
    assert {doorbell.TASK, "tocsin.delivery.tasks.sweep"} <= set(app.tasks)


def test_health_of_an_empty_outbox() -> None:
    assert health.snapshot() == {
        "queued": 0,
        "inflight": 0,
        "due": 0,
        "oldest_due_seconds": 0.0,
        "in_doubt": 0,
        "workers": 0,
    }


def test_health_tells_how_long_the_oldest_has_waited() -> None:
    post(), post(), post(due_at=timezone.now() + timedelta(hours=1))
    Message.objects.filter(due_at__lte=timezone.now()).update(due_at=timezone.now() - timedelta(hours=2))
    claims.claim(1)
    found = health.snapshot()
    assert (found["queued"], found["due"]) == (3, 2)
    assert 7_200 <= found["oldest_due_seconds"] < 10_800
