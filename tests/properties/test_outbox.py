"""The outbox against a real database, with workers that come, die and change their minds, and staff who do too."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from threading import Event
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.delivery.scene import OUTBOX, post
from tocsin.delivery import claims, lanes, outbox, receipts, states
from tocsin.delivery.lanes import gates
from tocsin.delivery.models import Message, Receipt
from tocsin.delivery.receipts import Move, apply
from tocsin.delivery.states import Fate, judge
from tocsin.delivery.steadfast import steadfast

pytest_plugins = ("tests.delivery.conftest",)
fates = st.sampled_from(list(Fate))
BORN = {states.HELD, states.QUEUED}
DOMAINS = ("a.example.org", "b.example.org")
KEYS = ("email:a.example.org", "email:*", "*")


def given_by(wrapper: Any) -> str:
    """The address of the database that this connection of Django's talks to."""
    given = wrapper.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    return psycopg.conninfo.make_conninfo(**{name: given[name] for name in names if given.get(name)})


class Worker:
    """One claim and what its holder knows, which may be long out of date."""

    def __init__(self) -> None:
        self.lease, self.waiting = claims.claim(2)
        self.at_hand: list[Message] = []

    def start(self) -> list[UUID]:
        moves = [Move(message=one, new=states.INFLIGHT, lease=self.lease) for one in self.waiting[:1]]
        started = apply(moves)
        self.at_hand += [one for one in self.waiting[:1] if one.id in started]
        self.waiting = self.waiting[1:]
        return list(started)

    def finish(self, fate: Fate) -> set[UUID]:
        moves = [self._outcome(message, fate) for message in self.at_hand]
        self.at_hand = []
        return apply(moves)

    def _outcome(self, message: Message, fate: Fate) -> Move:
        verdict = judge(
            fate,
            attempts=message.attempts,
            soft_failures=message.soft_failures,
            repeatable=claims.repeatable(message),
        )
        return Move(message=message, new=verdict.state, reply="so", lease=self.lease, counts=verdict.counts)


class Delivery(RuleBasedStateMachine):
    workers: Bundle[Worker] = Bundle("workers")

    @initialize()
    def empty(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE delivery_message, delivery_lane CASCADE")
        self.posted: set[UUID] = set()
        self.cancelled: set[UUID] = set()
        self.holders: dict[UUID, Worker] = {}
        self.paused: set[str] = set()
        self.by_person: Counter[UUID] = Counter()
        self.lanes: dict[UUID, str] = {}

    @rule(
        purpose=st.sampled_from(["letter", "reminder"]), held=st.booleans(), domain=st.sampled_from(DOMAINS)
    )
    def post(self, purpose: str, held: bool, domain: str) -> None:
        message = post(f"p@{domain}", purpose=purpose, held=held)
        self.posted.add(message.id)
        self.lanes[message.id] = message.lane

    @rule(target=workers)
    def claim(self) -> Worker:
        worker = Worker()
        self.follow(worker)
        return worker

    @rule(worker=workers)
    def start(self, worker: Worker) -> None:
        self.follow(worker)

    def follow(self, worker: Worker) -> None:
        for started in worker.start():
            assert started not in self.cancelled
            assert not self.paused.intersection(gates(self.lanes[started]))
            self.holders[started] = worker

    @rule(worker=workers, fate=fates)
    def finish(self, worker: Worker, fate: Fate) -> None:
        assert {self.holders[message] for message in worker.finish(fate)} <= {worker}

    @rule(worker=consumes(workers))
    def leave(self, worker: Worker) -> None:
        claims.let_go(worker.lease)

    @rule(worker=consumes(workers))
    def die(self, worker: Worker) -> None:
        worker.waiting = worker.at_hand = []

    @rule()
    def time_passes(self) -> None:
        Message.objects.filter(lease__isnull=False).update(leased_until=timezone.now() - timedelta(hours=1))
        claims.sweep()
        Message.objects.update(due_at=timezone.now() - timedelta(hours=1))

    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        for message in Message.objects.filter(pk__in=data.draw(self.some())):
            self.cancelled |= {one.id for one in outbox.cancel(ref=message.ref)}

    @rule(data=st.data())
    def staff(self, data: st.DataObject) -> None:
        chosen = data.draw(self.some())
        act = data.draw(st.sampled_from([outbox.release, outbox.requeue, outbox.hold]))
        moved = act(ids=chosen, reason="staff")
        self.by_person.update(message.id for message in moved if act is outbox.requeue)

    @rule(key=st.sampled_from(KEYS))
    def pause(self, key: str) -> None:
        lanes.pause(key=key, reason="staff")
        self.paused.add(key)

    @rule(key=st.sampled_from(KEYS))
    def resume(self, key: str) -> None:
        lanes.resume(key=key)
        self.paused.discard(key)

    @rule(key=st.sampled_from(KEYS), rate=st.sampled_from([None, 1000.0]), places=st.sampled_from([None, 1]))
    def configure(self, key: str, rate: float | None, places: int | None) -> None:
        rules: dict[str, Any] = {"hours": {}, "time_zone": "", "maintenance": [], "daily_cap": None}
        lanes.configure(key=key, rate=rate, concurrency=places, **rules)

    @rule(data=st.data(), state=st.sampled_from([states.ACCEPTED, states.FAILED, states.BOUNCED]))
    def reconcile(self, data: st.DataObject, state: str) -> None:
        for message in data.draw(self.some()):
            receipts.settle(message_id=message, state=state, reply="found in the mail log")

    @rule()
    def lose_the_connection(self) -> None:
        """As when the database restarts: the next statement finds nobody, and `steadfast` connects again."""
        with psycopg.connect(given_by(connection), autocommit=True) as other:
            pid = connection.connection.info.backend_pid
            other.execute("SELECT pg_terminate_backend(%s, 1000)", [pid])
        assert steadfast(Message.objects.count, Event()) == len(self.posted)

    def some(self) -> st.SearchStrategy[list[UUID]]:
        return st.lists(st.sampled_from(sorted(self.posted)), max_size=2) if self.posted else st.just([])

    @invariant()
    def nothing_is_lost_and_every_trail_is_legal(self) -> None:
        found = dict(Message.objects.values_list("id", "state"))
        assert set(found) == self.posted
        trails: dict[UUID, list[tuple[str, str]]] = {one: [] for one in found}
        for one, old, new in Receipt.objects.order_by("id").values_list("message", "old_state", "new_state"):
            trails[one].append((old, new))
        for one, trail in trails.items():
            visited = [old for old, _ in trail] + [found[one]]
            assert visited[0] in BORN
            assert visited[1:] == [new for _, new in trail]
            assert all(states.may_move(old, new) for old, new in trail)

    @invariant()
    def leases_are_held_only_on_the_way(self) -> None:
        leased = Message.objects.filter(lease__isnull=False)
        assert set(leased.values_list("state", flat=True)) <= {states.QUEUED, states.INFLIGHT}
        assert not Message.objects.filter(state=states.INFLIGHT, lease=None).exists()
        assert not Message.objects.filter(attempts__lt=0).exists()

    @invariant()
    def nothing_is_taken_twice_unless_a_person_or_its_purpose_wished_it(self) -> None:
        taken = Counter(Receipt.objects.filter(new_state=states.ACCEPTED).values_list("message", flat=True))
        assert all(count <= 1 + self.by_person[message] for message, count in taken.items())

    @invariant()
    def what_is_cancelled_stays_cancelled(self) -> None:
        gone = Message.objects.filter(pk__in=self.cancelled).values_list("state", flat=True)
        assert set(gone) <= {states.CANCELLED}


@OUTBOX[0]
@OUTBOX[1]
def test_delivery_under_any_order_of_events() -> None:
    """Any interleaving of claims, sends, deaths, sweeps and second thoughts."""
    quick = settings(
        max_examples=12, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Delivery, settings=quick)
