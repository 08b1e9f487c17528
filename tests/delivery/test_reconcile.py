"""A letter whose reply was lost is looked up in the mail server's own log, and sent again only where that is sure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from tests.delivery.scene import OUTBOX, drain, last_reply, moves, post, states_of
from tests.faults.sink import Sink
from tocsin.delivery import claims, reconcile, replay
from tocsin.delivery.channels.email import maillog
from tocsin.delivery.channels.email.maillog import Trace
from tocsin.delivery.models import Message
from tocsin.delivery.receipts import Move

LINES = (
    "Nov 27 05:25:41 mx postfix/smtpd[5]: {queue}: client=localhost[127.0.0.1]\n"
    "Nov 27 05:25:41 mx postfix/cleanup[7]: {queue}: message-id=<{name}@example.org>\n"
    "Nov 27 05:25:41 mx postfix/qmgr[8]: {queue}: from=<campaign@example.org>, size=800, nrcpt=1 (queue active)\n"
    "2026-11-27T05:25:42.104153+00:00 mx postfix/smtp[9]: {queue}: to=<a@example.org>, relay=mx[192.0.2.1]:25, "
    "delay=0.4, delays=0.1/0/0.1/0.2, dsn=2.0.0, status=sent (250 2.0.0 Ok)\n"
)
BEGUN = (
    "Nov 27 06:13:28 mx postfix/smtpd[5]: 9C0E4: client=localhost[127.0.0.1]\n"
    "Nov 27 06:13:28 mx postfix/cleanup[7]: 9C0E4: message-id=<{name}@example.org>\n"
    "Nov 27 06:13:28 mx postfix/smtpd[6]: lost connection after DATA (9 bytes) from elsewhere[192.0.2.7]\n"
    "Nov 27 06:13:28 mx postfix/smtpd[5]: {words}\n"
)
outbox = [*OUTBOX, pytest.mark.usefixtures("folder")]


def written(path: Path, names: list[UUID]) -> None:
    """As Postfix writes it, each letter with a number of its own."""
    with path.open("a") as file:
        file.writelines(LINES.format(queue=f"4F{place:X}", name=name) for place, name in enumerate(names))


@pytest.fixture
def log(tmp_path: Path, settings: Settings, sink: Sink) -> Callable[[], None]:
    """Writes what the server has taken so far to its log."""
    settings.MAIL_LOG = str(tmp_path / "mail.log")
    Path(settings.MAIL_LOG).touch()

    def write() -> None:
        names = (tmp_path / "journal").read_text().split()
        Path(settings.MAIL_LOG).write_text("")
        written(Path(settings.MAIL_LOG), [UUID(name) for name in names])

    return write


def age(message: Message, by: timedelta = reconcile.ASK_AFTER) -> None:
    Message.objects.filter(pk=message.pk).update(settled_at=timezone.now() - by - timedelta(seconds=1))


def sent_around(doubt: str) -> Message:
    """One that ends in doubt, with letters before and after it."""
    for number in range(4):
        post(f"before{number}@example.org")
    drain(senders=1)
    message = post(doubt)
    drain(senders=1)
    assert states_of([message]) == ["ambiguous"]
    for number in range(4):
        post(f"after{number}@example.org")
    drain(senders=1)
    return message


class TestDoubts:
    pytestmark = outbox

    def test_one_that_was_taken_is_settled_at_once(self, log: Callable[[], None], sink: Sink) -> None:
        message = post("lost-end.1.a@example.org")
        drain()
        log()
        assert reconcile.ask_mail_log() == {"accepted": 1}
        assert last_reply(message) == "in the mail server's log, as 4F0"
        assert (drain(), len(sink.letters)) == ({}, 1)

    def test_one_that_was_never_taken_leaves_again(self, log: Callable[[], None], sink: Sink) -> None:
        message = sent_around("drop-body.1.a@example.org")
        age(message)
        log()
        assert reconcile.ask_mail_log() == {"queued": 1}
        assert (Message.objects.get(pk=message.pk).attempts, last_reply(message)) == (
            0,
            reconcile.NEVER_TAKEN,
        )
        drain()
        assert moves(message)[-2:] == [("queued", "inflight"), ("inflight", "accepted")]
        assert len(sink.letters) == 9

    def test_a_young_doubt_waits(self, log: Callable[[], None]) -> None:
        message = sent_around("drop-body.1.a@example.org")
        log()
        assert (reconcile.ask_mail_log(), states_of([message])) == ({}, ["ambiguous"])

    def test_an_old_doubt_is_a_persons(self, log: Callable[[], None]) -> None:
        message = sent_around("lost-end.1.a@example.org")
        age(message, reconcile.ASK_FOR)
        log()
        assert (reconcile.ask_mail_log(), states_of([message])) == ({}, ["ambiguous"])

    @pytest.mark.parametrize("missing", ["before", "after"])
    def test_a_log_that_misses_what_was_taken_around_it_is_not_believed(
        self, log: Callable[[], None], missing: str, settings: Settings
    ) -> None:
        """It was not kept then, or is that of another server."""
        message = sent_around("drop-body.1.a@example.org")
        age(message)
        log()
        path = Path(settings.MAIL_LOG)
        names = dict(Message.objects.values_list("recipient", "id"))
        path.write_text(path.read_text().replace(str(names[f"{missing}3@example.org"]), str(uuid4())))
        path.write_text(path.read_text().replace(str(names[f"{missing}0@example.org"]), str(uuid4())))
        assert (reconcile.ask_mail_log(), states_of([message])) == ({}, ["ambiguous"])

    def test_without_a_letter_after_it_nothing_is_concluded(self, log: Callable[[], None]) -> None:
        post()
        drain()
        message = post("drop-body.1.a@example.org")
        drain()
        age(message)
        log()
        assert (reconcile.ask_mail_log(), states_of([message])) == ({}, ["ambiguous"])

    @pytest.mark.parametrize(
        ("words", "outcome"),
        [
            ("lost connection after DATA (124150 bytes) from localhost[127.0.0.1]", {"queued": 1}),
            ("timeout after DATA (124150 bytes) from localhost[127.0.0.1]", {"queued": 1}),
            ("lost connection after END-OF-MESSAGE from localhost[127.0.0.1]", {}),
            ("disconnect from localhost[127.0.0.1]", {}),
        ],
    )
    def test_a_letter_of_which_the_server_saw_the_beginning(
        self, log: Callable[[], None], settings: Settings, words: str, outcome: dict[str, int]
    ) -> None:
        """Postfix writes its name down before it has the end. Only where that never came is the letter gone."""
        message = post("drop-body.1.a@example.org")
        drain()
        log()
        with Path(settings.MAIL_LOG).open("a") as file:
            file.write(BEGUN.format(name=message.pk, words=words))
        assert reconcile.ask_mail_log() == {}
        age(message, reconcile.LAG)
        assert reconcile.ask_mail_log() == outcome

    @pytest.mark.parametrize(
        ("attempts", "outcome", "words"),
        [
            (1, "queued", reconcile.NEVER_TAKEN),
            (2, "queued", reconcile.NEVER_TAKEN),
            (3, "failed", claims.GIVEN_UP),
        ],
    )
    def test_a_letter_at_which_workers_die_ends_after_three_tries(
        self, log: Callable[[], None], attempts: int, outcome: str, words: str
    ) -> None:
        message = sent_around("drop-body.1.a@example.org")
        Message.objects.filter(pk=message.pk).update(reply=claims.LOST, attempts=attempts)
        age(message)
        log()
        assert reconcile.ask_mail_log() == {outcome: 1}
        assert (Message.objects.get(pk=message.pk).attempts, last_reply(message)) == (attempts, words)

    def test_a_try_that_was_restored_from_the_journal_has_no_witnesses(self, log: Callable[[], None]) -> None:
        """Its receipt was written long after it; between the two the log may have been changed for another."""
        message = sent_around("drop-body.1.a@example.org")
        message.receipts.filter(new_state="inflight").update(reply=replay.RESTORED)
        age(message)
        log()
        assert (reconcile.ask_mail_log(), states_of([message])) == ({}, ["ambiguous"])

    def test_a_person_who_was_quicker_decides(self, log: Callable[[], None]) -> None:
        message = sent_around("drop-body.1.a@example.org")
        log()
        seen = Message.objects.get(pk=message.pk)
        age(message)
        move = Move(message=seen, new="queued", reply=reconcile.NEVER_TAKEN)
        assert (reconcile._settle(move), states_of([message])) == (False, ["ambiguous"])

    def test_a_log_that_cannot_be_read_changes_nothing(
        self, log: Callable[[], None], settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        message = post("lost-end.1.a@example.org")
        drain()
        settings.MAIL_LOG = str(tmp_path)
        assert (reconcile.ask_mail_log(), states_of([message])) == ({}, ["ambiguous"])
        assert "log cannot be read: Is a directory" in caplog.text

    @pytest.mark.parametrize("setting", ["MAIL_LOG", "MAIL_PROVIDER"])
    def test_without_a_server_of_ones_own_there_is_nothing_to_ask(
        self, log: Callable[[], None], settings: Settings, setting: str
    ) -> None:
        message = post("lost-end.1.a@example.org")
        drain()
        log()
        given = {"MAIL_LOG": "", "MAIL_PROVIDER": "postmark"}
        setattr(settings, setting, given[setting])
        assert (reconcile.ask_mail_log(), states_of([message])) == ({}, ["ambiguous"])


@given(
    chunk=st.integers(1, 700),
    count=st.integers(1, 9),
    cut=st.integers(0, 9),
    noise=st.binary(max_size=300),
)
def test_a_letter_is_found_wherever_it_stands(
    tmp_path_factory: pytest.TempPathFactory, chunk: int, count: int, cut: int, noise: bytes
) -> None:
    """In any place of any chunk, also in the file before the last change of files."""
    path, names = tmp_path_factory.mktemp("log") / "mail.log", [uuid4() for _ in range(count)]
    written(path.with_name("mail.log.1"), names[:cut])
    path.write_bytes(noise + b"\n")
    written(path, names[cut:])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(maillog, "CHUNK", chunk)
        found = maillog.find(path, {*names, uuid4()}, until={uuid4()})
    numbers = [*enumerate(names[:cut]), *enumerate(names[cut:])]
    assert found == {name: Trace(f"4F{place:X}", taken=True) for place, name in numbers}


def test_no_more_is_read_than_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [uuid4() for _ in range(100)]
    written(tmp_path / "mail.log", names)
    monkeypatch.setattr(maillog, "CHUNK", 2_000)
    found = maillog.find(tmp_path / "mail.log", names, until={names[90]})
    assert set(names[91:]) <= set(found) < set(names[80:])


def test_a_long_log_is_read_only_so_far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [uuid4() for _ in range(100)]
    written(tmp_path / "mail.log", names)
    monkeypatch.setattr(maillog, "CHUNK", 2_000)
    monkeypatch.setattr(maillog, "FARTHEST", 8_000)
    assert len(maillog.find(tmp_path / "mail.log", names, until={uuid4()})) < 25


def test_a_letter_that_came_twice_is_taken_if_one_of_them_was(tmp_path: Path) -> None:
    name = uuid4()
    words = "lost connection after DATA (7 bytes) from localhost[127.0.0.1]"
    (tmp_path / "mail.log").write_text(BEGUN.format(name=name, words=words))
    assert maillog.find(tmp_path / "mail.log", {name}) == {name: Trace("9C0E4", cut=True)}
    written(tmp_path / "mail.log", [name])
    assert maillog.find(tmp_path / "mail.log", {name}) == {name: Trace("4F0", taken=True)}


def test_the_server_may_drop_one_letter_and_take_the_next_over_the_same_process(tmp_path: Path) -> None:
    cut, taken = uuid4(), uuid4()
    words = "lost connection after DATA (7 bytes) from localhost[127.0.0.1]"
    (tmp_path / "mail.log").write_text(BEGUN.format(name=cut, words=words))
    written(tmp_path / "mail.log", [taken])
    found = maillog.find(tmp_path / "mail.log", {cut, taken})
    assert found == {cut: Trace("9C0E4", cut=True), taken: Trace("4F0", taken=True)}
