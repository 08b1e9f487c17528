"""What the delivery journal knows, and the database does not, is settled: after a worker died, after a restore."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connection
from pytest_django import Settings

from tests.delivery.scene import last_reply, moves, post, states_of
from tocsin.cli import main
from tocsin.delivery import claims, journal, replay, states
from tocsin.delivery.journal import Journal
from tocsin.delivery.models import Message
from tocsin.delivery.receipts import Move, apply
from tocsin.delivery.states import Counts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("heard")]


def left_behind(folder: Path, message: Message, lease: UUID, *, ended: str = "", begun: bool = True) -> Path:
    """The journal of a process that died right after this."""
    found = Journal(folder)
    found.attempt(lease, [message.id])
    for _ in range(begun):
        found.begin(message.id)
    for state in filter(None, [ended]):
        found.outcome(message.id, state, "250 2.0.0 taken")
    found.close()
    return found.path


def in_flight(message: Message) -> UUID:
    lease, batch = claims.claim(100)
    apply([Move(message=one, new=states.INFLIGHT, lease=lease) for one in batch if one.pk == message.pk])
    return lease


def written_off(message: Message) -> UUID:
    lease = in_flight(message)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE delivery_message SET leased_until = now() - interval '1 hour'")
    claims.sweep()
    return lease


def restored(message: Message) -> UUID:
    """The database remembers nothing of the try."""
    return uuid4()


def restored_held(message: Message) -> UUID:
    Message.objects.filter(pk=message.pk).update(state=states.HELD)
    return uuid4()


CASES = [
    ("letter", in_flight, "accepted", True, "accepted"),
    ("letter", in_flight, "failed", True, "failed"),
    ("letter", in_flight, "queued", True, "queued"),
    ("letter", in_flight, "", True, "ambiguous"),
    ("reminder", in_flight, "", True, "queued"),
    ("letter", in_flight, "", False, "queued"),
    ("letter", written_off, "accepted", True, "accepted"),
    ("letter", written_off, "", True, "ambiguous"),
    ("letter", written_off, "", False, "queued"),
    ("letter", restored, "accepted", True, "accepted"),
    ("letter", restored, "failed", True, "failed"),
    ("letter", restored, "needs_person", True, "needs_person"),
    ("letter", restored, "queued", True, "queued"),
    ("letter", restored, "", True, "ambiguous"),
    ("reminder", restored, "", True, "queued"),
    ("letter", restored, "", False, "queued"),
    ("letter", restored_held, "accepted", True, "accepted"),
]


@pytest.mark.parametrize(("purpose", "before", "ended", "begun", "after"), CASES)
def test_what_the_journal_knows_is_settled_once(
    folder: Path, purpose: str, before: Callable[[Message], UUID], ended: str, begun: bool, after: str
) -> None:
    message = post(purpose=purpose)
    left_behind(folder, message, before(message), ended=ended, begun=begun)
    replay.replay()
    assert states_of([message]) == [after]
    trail = moves(message)
    assert replay.replay() == {}
    assert moves(message) == trail


@pytest.fixture
def switched_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """The machine starts anew; what it wrote last is gone."""

    def act() -> None:
        (tmp_path / "boot").write_text("another start\n")
        monkeypatch.setattr(journal, "BOOT", tmp_path / "boot")

    return act


@pytest.mark.parametrize(("purpose", "after"), [("letter", "ambiguous"), ("reminder", "queued")])
@pytest.mark.parametrize("before", [in_flight, written_off, restored])
def test_after_a_power_cut_what_was_about_to_leave_may_have_left(
    folder: Path,
    purpose: str,
    after: str,
    before: Callable[[Message], UUID],
    switched_off: Callable[[], None],
) -> None:
    message = post(purpose=purpose)
    left_behind(folder, message, before(message), begun=False)
    switched_off()
    replay.replay()
    assert states_of([message]) == [after]


def test_a_machine_whose_starts_have_no_name_is_not_trusted(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "BOOT", tmp_path / "nothing")
    message = post()
    left_behind(folder, message, in_flight(message), begun=False)
    replay.replay()
    assert states_of([message]) == ["ambiguous"]


def test_who_was_never_begun_has_not_been_tried(folder: Path) -> None:
    message = post()
    left_behind(folder, message, in_flight(message), begun=False)
    replay.replay()
    assert Message.objects.get().attempts == 0
    assert last_reply(message) == replay.NEVER_BEGUN


def test_the_other_sides_words_are_kept(folder: Path) -> None:
    message = post()
    left_behind(folder, message, restored(message), ended="accepted")
    replay.replay()
    assert moves(message) == [("queued", "inflight"), ("inflight", "accepted")]
    assert last_reply(message) == "250 2.0.0 taken (restored from the delivery journal)"


def test_a_later_try_is_not_undone_by_an_earlier_one(folder: Path) -> None:
    message = post()
    left_behind(folder, message, uuid4(), ended="queued")
    left_behind(folder, message, uuid4(), ended="accepted")
    left_behind(folder, message, uuid4())
    replay.replay()
    assert states_of([message]) == ["accepted"]


@pytest.mark.parametrize(("begun", "ended"), [(False, ""), (True, "queued"), (True, "failed"), (True, "")])
def test_a_doubt_is_not_settled_by_what_an_earlier_try_left_behind(
    folder: Path, begun: bool, ended: str
) -> None:
    """Its window was given back untouched, and another worker died with the message on its way."""
    message = post()
    earlier = in_flight(message)
    claimed = Message.objects.get()
    apply([Move(message=claimed, new=states.QUEUED, reply="not tried", lease=earlier, counts=Counts.NOTHING)])
    later = written_off(message)
    left_behind(folder, message, earlier, begun=begun, ended=ended)
    replay.replay()
    assert (states_of([message]), later == earlier) == (["ambiguous"], False)


def test_a_message_that_the_database_never_saw_is_told(folder: Path) -> None:
    message = post()
    left_behind(folder, message, uuid4(), ended="accepted")
    Message.objects.all().delete()
    assert replay.replay() == {"unknown": 1}


def test_the_file_of_a_living_process_is_left_alone(folder: Path) -> None:
    message = post()
    alive = Journal(folder)
    alive.attempt(in_flight(message), [message.id])
    assert replay.replay() == {}
    assert states_of([message]) == ["inflight"]
    alive.close()


def test_the_command_says_what_it_settled(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    message = post()
    left_behind(folder, message, in_flight(message), ended="accepted")
    assert main(["delivery", "replay"]) == 0
    assert main(["delivery", "replay"]) == 0
    assert capsys.readouterr().out == "1 accepted\nthe database knew all of it\n"


def test_old_files_are_removed_once_they_are_known(folder: Path, settings: Settings) -> None:
    left_behind(folder, post(), uuid4(), ended="accepted")
    assert replay.forget_old() == 0
    settings.JOURNAL_DAYS = -1
    replay.replay()
    assert (replay.forget_old(), journal.files(folder)) == (1, [])
