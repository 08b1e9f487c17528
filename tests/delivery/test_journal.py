"""The delivery journal itself: on disk before anything leaves, whole, and honest about damage."""

from __future__ import annotations

import resource
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from tocsin.delivery import journal
from tocsin.delivery.journal import Journal, JournalError, Place


def entries(path: Path) -> list[dict[str, object]]:
    return [entry for entry, _ in journal.read(path)]


@pytest.fixture
def written(tmp_path: Path) -> Journal:
    """One window of two messages: the first was taken, the second was begun."""
    found = Journal(tmp_path / "journal")
    first, second = uuid4(), uuid4()
    found.attempt(uuid4(), [first, second])
    found.begin(first)
    found.outcome(first, "accepted", "250 ok <anna@example.org> taken")
    found.begin(second)
    return found


def test_what_is_written_is_read_again_and_tells_of_no_person(written: Journal) -> None:
    head, window, begun, outcome, _ = entries(written.path)
    assert head["tocsin-journal"] == journal.FORMAT
    assert window["m"][0] == begun["b"] == outcome["o"]  # type: ignore[index]
    assert (outcome["s"], outcome["r"]) == ("accepted", "250 ok <…> taken")
    assert b"anna" not in written.path.read_bytes()


def test_a_torn_last_line_ends_the_reading(written: Journal) -> None:
    whole = entries(written.path)
    with written.path.open("ab") as file:
        file.write(b'{"o":"0198')
    assert entries(written.path) == whole


@pytest.mark.parametrize(
    ("old", "new"), [(b'"accepted"', b'"bounced!"'), (b'"s":', b'"x":'), (b"250 ok", b"550 no")]
)
def test_a_changed_line_is_refused(written: Journal, old: bytes, new: bytes) -> None:
    content = written.path.read_bytes()
    written.path.write_bytes(content.replace(old, new))
    with pytest.raises(JournalError, match=f"{written.path.name} is damaged at byte"):
        entries(written.path)


def test_a_line_taken_out_is_missed(written: Journal) -> None:
    lines = written.path.read_bytes().splitlines(keepends=True)
    written.path.write_bytes(b"".join(lines[:2] + lines[3:]))
    with pytest.raises(JournalError):
        entries(written.path)


def test_reading_goes_on_from_a_place(written: Journal) -> None:
    *_, (_, place), (last, _) = list(journal.read(written.path))
    assert [entry for entry, _ in journal.read(written.path, place)] == [last]


def test_windows_whose_end_the_database_does_not_know_hold_the_mark_back(tmp_path: Path) -> None:
    found = Journal(tmp_path)
    first = found.attempt(uuid4(), [uuid4()])
    second = found.attempt(uuid4(), [uuid4()])
    start = found.safe()
    found.known(second)
    assert found.safe() == start
    found.known(first)
    assert found.safe() == found.end


def test_a_living_process_holds_its_file(written: Journal) -> None:
    assert journal.in_use(written.path)
    written.close()
    assert not journal.in_use(written.path)


def test_a_large_file_is_followed_by_another(written: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    first, lease = written.path, uuid4()
    monkeypatch.setattr(journal, "LARGEST", 100)
    written.attempt(lease, [uuid4()])
    assert written.path == first, "as long as a window of the old file is open"
    written.known(1)
    written.known(2)
    written.attempt(lease, [uuid4()])
    assert written.path != first
    assert len(entries(written.path)) == 2
    assert journal.files(written.folder) == [first, written.path]


def test_threads_share_one_unbroken_chain(tmp_path: Path) -> None:
    found, ids = Journal(tmp_path), [uuid4() for _ in range(400)]

    def work(mine: list[UUID]) -> None:
        for one in mine:
            number = found.attempt(uuid4(), [one])
            found.begin(one)
            found.outcome(one, "accepted", "250 ok")
            found.known(number)

    threads = [threading.Thread(target=work, args=(ids[start::8],)) for start in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {entry["o"] for entry in entries(found.path) if "o" in entry} == {one.hex for one in ids}
    assert (found.safe(), found.flushed <= found.end.offset) == (found.end, True)


@contextmanager
def no_room(path: Path) -> Iterator[None]:
    """No file may grow beyond what this one is now."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 20, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_said_and_leaves_no_half_line(written: Journal) -> None:
    before = entries(written.path)
    with no_room(written.path), pytest.raises(JournalError, match="cannot be written"):
        written.attempt(uuid4(), [uuid4()])
    assert entries(written.path) == before
    written.attempt(uuid4(), [uuid4()])
    assert len(entries(written.path)) == len(before) + 1


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(JournalError, match="cannot be begun"):
        Journal(tmp_path / "file" / "journal").attempt(uuid4(), [])


def test_the_beginning_is_the_first_place() -> None:
    assert Place() == Place(0, journal.GENESIS)
