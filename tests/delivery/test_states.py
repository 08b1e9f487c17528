"""The rules alone, and then the rules against a real database with workers that come, die and change their minds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
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
from tocsin.delivery import claims, outbox, states
from tocsin.delivery.models import Message, Receipt
from tocsin.delivery.receipts import Move, apply
from tocsin.delivery.states import Fate, Verdict, judge

fates = st.sampled_from(list(Fate))
BORN = {states.HELD, states.QUEUED}


@given(fates, st.integers(0, 9), st.integers(0, 99), st.booleans())
def test_every_verdict_is_a_legal_move(fate: Fate, attempts: int, soft: int, repeatable: bool) -> None:
    verdict = judge(fate, attempts=attempts, soft_failures=soft, repeatable=repeatable)
    assert states.may_move(states.INFLIGHT, verdict.state)
    assert timedelta() <= verdict.delay <= states.BACKOFF_CAP


@given(fates, st.integers(1, 9), st.integers(0, 99))
def test_what_may_have_left_is_not_sent_again_unless_that_is_harmless(
    fate: Fate, attempts: int, soft: int
) -> None:
    verdict = judge(fate, attempts=attempts, soft_failures=soft, repeatable=False)
    assert (verdict.state == states.QUEUED) <= (fate is Fate.LATER)


@given(st.lists(fates, min_size=100, max_size=100), st.booleans())
def test_every_message_comes_to_an_end(answers: Sequence[Fate], repeatable: bool) -> None:
    tries, attempts, soft, verdict = iter(answers), 0, 0, Verdict(states.QUEUED)
    while verdict.state == states.QUEUED:
        attempts += 1
        verdict = judge(next(tries), attempts=attempts, soft_failures=soft, repeatable=repeatable)
        attempts, soft = attempts - verdict.soft, soft + verdict.soft
    assert attempts <= states.MAX_ATTEMPTS
    assert soft <= states.MAX_SOFT_FAILURES


@given(st.integers(0, 10_000))
def test_backoff_stays_within_its_cap(failures: int) -> None:
    assert timedelta() <= states.backoff(failures) <= states.BACKOFF_CAP


def test_every_state_is_known_and_ends_are_ends() -> None:
    assert {new for moves in states.MOVES.values() for new in moves} <= set(states.STATES)
    assert {state for state, moves in states.MOVES.items() if not moves} == {"bounced", "cancelled"}


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
        return Move(message=message, new=verdict.state, reply="so", lease=self.lease, soft=verdict.soft)


class Delivery(RuleBasedStateMachine):
    workers: Bundle[Worker] = Bundle("workers")

    @initialize()
    def empty(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE delivery_message CASCADE")
        self.posted: set[UUID] = set()
        self.cancelled: set[UUID] = set()
        self.holders: dict[UUID, Worker] = {}

    @rule(purpose=st.sampled_from(["letter", "reminder"]), held=st.booleans())
    def post(self, purpose: str, held: bool) -> None:
        self.posted.add(post(purpose=purpose, held=held).id)

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
        act(ids=chosen, reason="staff")

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
    def what_is_cancelled_stays_cancelled(self) -> None:
        gone = Message.objects.filter(pk__in=self.cancelled).values_list("state", flat=True)
        assert set(gone) <= {states.CANCELLED}


@OUTBOX[0]
@OUTBOX[1]
def test_delivery_under_any_order_of_events() -> None:
    """Any interleaving of claims, sends, deaths, sweeps and second thoughts."""
    quick = settings(
        max_examples=20, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Delivery, settings=quick)
