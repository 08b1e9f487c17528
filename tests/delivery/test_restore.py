"""After a restore nothing is sent that the delivery journal knows to have left; without the journal, nothing at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from tests.delivery.scene import OUTBOX, another_process, drain, post, states_of
from tests.faults.sink import Sink
from tocsin import doctor
from tocsin.cli import main
from tocsin.delivery import journal, replay
from tocsin.delivery.journal import JournalError
from tocsin.delivery.models import DatabaseCopy, JournalMark

pytestmark = [*OUTBOX, pytest.mark.usefixtures("folder")]
TABLES = "delivery_message", "delivery_receipt", "delivery_journalmark", "delivery_databasecopy"


def save() -> dict[str, bytes]:
    """A backup of what the outbox holds, as COPY writes it."""
    saved = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            with cursor.copy(f"COPY {table} TO STDOUT (FORMAT binary)") as copy:
                saved[table] = b"".join(bytes(part) for part in copy)
    return saved


def put_back(saved: dict[str, bytes]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
        for table, content in saved.items():
            with cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as copy:
                copy.write(content)


def test_a_restored_database_sends_nothing_again(sink: Sink) -> None:
    messages = [post(f"p{number}@example.org") for number in range(12)]
    drain()
    replay.mark()
    saved = save()
    later = [post(f"q{number}@example.org") for number in range(12)]
    waiting = save()
    drain()
    assert len(sink.letters) == 24
    another_process()
    put_back(waiting)
    assert set(states_of(later)) == {"queued"}
    drain()
    assert set(states_of([*messages, *later])) == {"accepted"}
    assert len(sink.letters) == 24
    another_process()
    put_back(saved)
    assert drain() == {}
    assert set(states_of(messages)) == {"accepted"}


def test_a_worker_under_which_the_database_was_restored_notices(sink: Sink) -> None:
    post()
    drain()
    saved = save()
    replay.mark()
    replay.mark()
    put_back(saved)
    with pytest.raises(replay.RewoundError, match="restored while this process ran"):
        replay.mark()
    another_process()
    post()
    assert drain() == {"inflight": 1, "accepted": 1}
    replay.mark()


def test_what_a_mark_covers_is_on_disk(sink: Sink) -> None:
    """Else a power cut leaves the file shorter than its mark, and nothing would be sent until somebody looks."""
    post()
    drain()
    own = journal.current()
    assert own.flushed < own.end.offset
    replay.mark()
    assert JournalMark.objects.get().offset == own.flushed == own.end.offset


def test_nothing_is_sent_while_a_journal_is_missing(
    sink: Sink, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    post()
    drain()
    replay.mark()
    another_process()
    (lost,) = journal.files(folder)
    lost.unlink()
    message = post()
    assert drain() == {}
    assert states_of([message]) == ["queued"]
    with pytest.raises(JournalError, match=f"{lost.name}.* accept-loss"):
        replay.prepare()
    assert "accept-loss" in doctor.journal().remedy
    assert main(["delivery", "accept-loss"]) == 0
    assert capsys.readouterr().out == f"gone on without {lost.name}\n"
    assert drain()["accepted"] == 1
    assert doctor.journal().remedy == ""


def test_nothing_is_sent_while_a_journal_is_damaged(sink: Sink, folder: Path) -> None:
    post()
    drain()
    another_process()
    (damaged,) = journal.files(folder)
    damaged.write_bytes(damaged.read_bytes().replace(b"accepted", b"rejected"))
    message = post()
    JournalMark.objects.all().delete()
    assert drain() == {}
    assert damaged.name in doctor.journal().remedy
    assert replay.accept_loss() == [damaged.name]
    assert drain()["accepted"] == 1
    assert states_of([message]) == ["accepted"]


def test_a_copy_on_another_server_needs_the_journals_of_all_hosts(sink: Sink, folder: Path) -> None:
    folder.mkdir()
    JournalMark.objects.create(file="elsewhere-1-1.journal", host="elsewhere", offset=10, digest="0" * 32)
    DatabaseCopy.objects.create(identity="of another server")
    message = post()
    assert drain() == {}
    assert (replay.accept_loss(), states_of([message])) == (["elsewhere-1-1.journal"], ["queued"])
    assert drain()["accepted"] == 1
    assert DatabaseCopy.objects.filter(loss_accepted=True).exists()


def test_other_hosts_keep_their_own_journals(sink: Sink) -> None:
    JournalMark.objects.create(file="elsewhere-1-1.journal", host="elsewhere", offset=10, digest="0" * 32)
    post()
    assert drain()["accepted"] == 1
