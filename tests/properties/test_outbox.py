"""The outbox against a real database, with workers that come, die and change their minds, and staff who do too."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from threading import Event
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection
from django.db.models import F
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
from tocsin.delivery.models import Message, Receipt
from tocsin.delivery.receipts import Move, apply
from tocsin.delivery.states import Fate, judge
from tocsin.delivery.steadfast import steadfast

pytest_plugins = ("tests.delivery.conftest",)
FATES = [*Fate, Fate.LATER, Fate.UNSURE]
BORN = {states.HELD, states.QUEUED}
NOT_TAKEN = frozenset({Fate.LATER, Fate.POLICY, Fate.UNREACHABLE, Fate.REFUSED, Fate.BY_HAND})
MANY, HELD = 9, 0.2
DOMAINS = ("a.example.org", "b.example.org")
EXAMPLES = int(os.environ.get("OUTBOX_EXAMPLES", "50"))
KEYS = ("email:a.example.org", "email:*", "*")


def given_by(wrapper: Any) -> str:
    """The address of the database that this connection of Django's talks to."""
    given = wrapper.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    return psycopg.conninfo.make_conninfo(**{name: given[name] for name in names if given.get(name)})


def applied(moves: list[Move]) -> set[UUID]:
    return apply(moves) if moves else set()


class Worker:
    """One claim and what its holder knows, which may be long out of date."""

    def __init__(self) -> None:
        self.lease, self.waiting = claims.claim(3)
        self.at_hand: list[Message] = []

    def go_on(self, fates: list[Fate], count: int) -> tuple[set[UUID], list[Message]]:
        """As a sender does: settles one window and starts the next in the same statement.

        Which of those at hand could be settled, and which were started.
        """
        ended, self.at_hand = self.at_hand, []
        window, self.waiting = self.waiting[:count], self.waiting[count:]
        moves = [self._outcome(message, fate) for message, fate in zip(ended, fates, strict=True)]
        moves += [Move(message=one, new=states.INFLIGHT, lease=self.lease) for one in window]
        moved = applied(moves)
        self.at_hand = [one for one in window if one.id in moved]
        return {one.id for one in ended} & moved, self.at_hand

    def _outcome(self, message: Message, fate: Fate) -> Move:
        verdict = judge(
            fate,
            attempts=message.attempts,
            soft_failures=message.soft_failures,
            repeatable=claims.repeatable(message),
        )
        return Move(message=message, new=verdict.state, reply="so", lease=self.lease, counts=verdict.counts)


class Delivery(RuleBasedStateMachine):
    sweepers: Bundle[list[Move]] = Bundle("sweepers")

    @initialize(seed=st.integers(0, 2**32))
    def begin(self, seed: int) -> None:
        """Chance, not Hypothesis, chooses among what depends on the database, and how a try ends: of all ways alike."""
        self.random = random.Random(seed)  # noqa: S311
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE delivery_message, delivery_lane CASCADE")
        self.posted: dict[UUID, Message] = {}
        self.cancelled: set[UUID] = set()
        self.workers: list[Worker] = []
        self.leased: dict[UUID, Worker] = {}
        """Who may believe to hold a message now."""
        self.paused: set[str] = set()
        self.by_person: Counter[UUID] = Counter()
        self.perhaps_taken: Counter[UUID] = Counter()
        """So many tries of each were not seen to end without success."""
        self.post()

    @rule()
    def post(self) -> None:
        for purpose in ("letter", "letter", "reminder"):
            recipient, held = f"p@{self.random.choice(DOMAINS)}", self.random.random() < HELD
            message = post(recipient, purpose=purpose, held=held)
            self.posted[message.id] = message

    @rule(count=st.integers(0, 2), rounds=st.integers(0, 5))
    def come(self, count: int, rounds: int) -> None:
        worker = self.claim(count)
        for _ in range(rounds):
            self.go_on(worker, count)

    def claim(self, count: int) -> Worker:
        worker = Worker()
        for message in worker.waiting:
            assert message.id not in self.leased
            self.leased[message.id] = worker
        self.workers.append(worker)
        self.go_on(worker, count)
        return worker

    def one_at_work(self) -> list[Worker]:
        busy = [worker for worker in self.workers if worker.waiting or worker.at_hand]
        return self.random.sample(busy, min(1, len(busy)))

    def some(self) -> list[UUID]:
        """Every other time of those in somebody's hands."""
        known = list(self.random.choice([self.posted, self.leased]) or self.posted)
        return self.random.sample(known, min(2, len(known)))

    @rule(count=st.integers(0, 2))
    def work(self, count: int) -> None:
        for worker in self.one_at_work() * 2:
            self.go_on(worker, count)

    def go_on(self, worker: Worker, count: int, fates: list[Fate] = FATES) -> None:
        ends = self.random.choices(fates, k=len(worker.at_hand))
        ended = dict(zip([message.id for message in worker.at_hand], ends, strict=True))
        tried = {message.id: message.attempts for message in worker.at_hand}
        self.perhaps_taken.subtract([one for one, fate in ended.items() if fate in NOT_TAKEN])
        settled, started = worker.go_on(ends, count)
        assert {self.leased.pop(one) for one in settled} <= {worker}
        again = Message.objects.filter(pk__in=settled, state=states.QUEUED).values_list("id", "attempts")
        assert all(count == tried[one] - (ended[one] in NOT_TAKEN) for one, count in again)
        for message in started:
            assert self.leased[message.id] is worker
            assert message.id not in self.cancelled
            assert not self.paused & {message.lane, *KEYS[1:]}
            repeats = self.perhaps_taken[message.id] - self.by_person[message.id]
            assert repeats <= 0 or claims.repeatable(message)
            self.perhaps_taken[message.id] += 1

    @rule()
    def oversleep(self) -> None:
        """It was suspended for longer than its lease lasts, and another has come."""
        for worker in self.one_at_work():
            self.time_passes()
            self.claim(0)
            self.go_on(worker, MANY)

    @rule()
    def leave(self) -> None:
        for worker in self.one_at_work():
            others = Message.objects.filter(lease__isnull=False).exclude(lease=worker.lease)
            before = set(others.values_list("id", "lease"))
            claims.let_go(worker.lease)
            assert set(others.values_list("id", "lease")) == before
            self.forget(one.id for one in worker.waiting if self.leased.get(one.id) is worker)
            self.workers.remove(worker)
            self.claim(0)

    @rule()
    def die(self) -> None:
        for worker in self.one_at_work():
            self.workers.remove(worker)

    @rule()
    def sweep_in_good_time(self) -> None:
        """Whose lease has not run out keeps it."""
        held = Message.objects.filter(lease__isnull=False, leased_until__gt=timezone.now())
        before = set(held.values_list("id", "state", "lease"))
        claims.sweep()
        assert before <= set(held.values_list("id", "state", "lease"))
        assert not Message.objects.expired().exists()
        assert not Message.objects.overdue().exists()
        self.leased = {one: worker for one, worker in self.leased.items() if one in {pk for pk, *_ in before}}

    @rule()
    def time_passes(self) -> None:
        Message.objects.filter(lease__isnull=False).update(leased_until=timezone.now() - timedelta(hours=1))
        claims.sweep()
        Message.objects.update(due_at=F("due_at") - timedelta(hours=1))
        self.leased.clear()

    @rule(target=sweepers)
    def look(self) -> list[Move]:
        """A sweeper sees what its time has come for, and is slow to act on it."""
        past = timezone.now() - timedelta(hours=1)
        chosen = Message.objects.filter(pk__in=self.some())
        chosen.update(expires_at=past)
        chosen.filter(lease__isnull=False).update(leased_until=past)
        lost = Message.objects.overdue().filter(state=states.INFLIGHT)
        return [*map(claims._after_crash, lost), *map(claims._too_late, Message.objects.expired())]

    @rule(moves=consumes(sweepers))
    def act(self, moves: list[Move]) -> None:
        self.forget(applied(moves))

    @rule()
    def cancel(self) -> None:
        """Even what is in somebody's hands does not leave any more."""
        worker = self.claim(0)
        for one in self.some():
            flying, moved = self.flying(), outbox.cancel(ref=self.posted[one].ref)
            self.cancelled |= {message.id for message in moved}
            assert not self.cancelled & flying
            self.forget(self.cancelled)
        self.go_on(worker, MANY)

    @rule()
    def staff(self) -> None:
        chosen = self.some()
        act = self.random.choice([outbox.release, outbox.requeue, outbox.hold])
        flying = self.flying()
        moved = {message.id for message in act(ids=chosen, reason="staff")}
        assert not moved & flying
        fresh = Message.objects.filter(pk__in=moved, state=states.QUEUED)
        assert not fresh.exclude(expires_at__gt=timezone.now(), attempts__lte=1, soft_failures=0).exists()
        self.by_person.update(one for one in moved if act is outbox.requeue)
        self.forget(moved)

    def flying(self) -> set[UUID]:
        """Those that a live worker talks about with the other side; nobody takes them out of its hands."""
        return {one.id for w in self.workers for one in w.at_hand if self.leased.get(one.id) is w}

    def forget(self, ids: Iterable[UUID]) -> None:
        for one in list(ids):
            self.leased.pop(one, None)

    @rule(key=st.sampled_from(KEYS))
    def pause(self, key: str) -> None:
        worker = self.claim(0)
        lanes.pause(key=key, reason="staff")
        self.paused.add(key)
        self.go_on(worker, MANY)

    @rule()
    def resume(self) -> None:
        for key in KEYS:
            lanes.resume(key=key)
        self.paused.clear()

    @rule(key=st.sampled_from(KEYS), rate=st.sampled_from([None, 1000.0]), places=st.sampled_from([None, 2]))
    def configure(self, key: str, rate: float | None, places: int | None) -> None:
        rules: dict[str, Any] = {"hours": {}, "time_zone": "", "maintenance": [], "daily_cap": None}
        lanes.configure(key=key, rate=rate, concurrency=places, **rules)

    @rule(state=st.sampled_from([states.ACCEPTED, states.FAILED, states.BOUNCED]))
    def reconcile(self, state: str) -> None:
        for one in self.some():
            flying = self.flying()
            moved = receipts.settle(message_id=one, state=state, reply="found in the mail log")
            assert not (moved and one in flying)

    @rule()
    def lose_the_connection(self) -> None:
        """As when the database restarts: the next statement finds nobody, and `steadfast` connects again."""
        with psycopg.connect(given_by(connection), autocommit=True) as other:
            pid = connection.connection.info.backend_pid
            other.execute("SELECT pg_terminate_backend(%s, 1000)", [pid])
        assert steadfast(Message.objects.count, Event()) == len(self.posted)

    @invariant()
    def nothing_is_lost_and_every_trail_is_legal(self) -> None:
        found = dict(Message.objects.values_list("id", "state"))
        assert set(found) == set(self.posted)
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
        assert not Message.objects.filter(lease__isnull=False, leased_until=None).exists()

    @invariant()
    def every_message_comes_to_an_end(self) -> None:
        attempts = Message.objects.values_list("attempts", flat=True)
        assert set(attempts) <= set(range(states.MAX_ATTEMPTS + 1))

    @invariant()
    def nothing_is_taken_twice_unless_a_person_or_its_purpose_wished_it(self) -> None:
        taken = Counter(Receipt.objects.filter(new_state=states.ACCEPTED).values_list("message", flat=True))
        assert all(count <= 1 + self.by_person[message] for message, count in taken.items())

    @invariant()
    def what_is_cancelled_stays_cancelled(self) -> None:
        gone = Message.objects.filter(pk__in=self.cancelled).values_list("state", flat=True)
        assert set(gone) <= {states.CANCELLED}

    def teardown(self) -> None:
        """Whatever came before, nobody's message is stuck: everybody works until nothing waits."""
        self.resume()
        for key in KEYS:
            self.configure(key, None, None)
        Message.objects.update(expires_at=timezone.now() + timedelta(days=1))
        self.time_passes()
        for _ in self.posted:
            self.go_on(self.claim(MANY), MANY, [Fate.TAKEN])
        waiting = Message.objects.filter(state__in=(states.QUEUED, states.INFLIGHT))
        assert not waiting.exists()


@OUTBOX[0]
@OUTBOX[1]
def test_delivery_under_any_order_of_events() -> None:
    """Any interleaving of claims, sends, deaths, sweeps and second thoughts."""
    quick = settings(
        max_examples=EXAMPLES, stateful_step_count=60, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Delivery, settings=quick)
