"""The embedded PostgreSQL, with real servers in temporary folders."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from tocsin.core import embedded
from tocsin.core.cluster import NEEDED_MB
from tocsin.core.errors import OperatorError


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield tmp_path_factory.mktemp("data")


def note(server: embedded.Server, text: str) -> None:
    with psycopg.connect(server.url()) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS note (text text)")
        connection.execute("INSERT INTO note VALUES (%s)", [text])


def notes(server: embedded.Server) -> list[str]:
    with psycopg.connect(server.url()) as connection:
        return [row[0] for row in connection.execute("SELECT text FROM note ORDER BY 1")]


def complaint(folder: Path) -> str:
    with pytest.raises(OperatorError) as raised, embedded.use(folder):
        pytest.fail("a broken cluster was started")
    assert "\n" not in str(raised.value)
    return str(raised.value)


def test_data_outlive_a_restart_and_nothing_is_left_running(folder: Path) -> None:
    with embedded.use(folder) as server:
        pid = server.pid()
        note(server, "kept")
    assert pid and not psutil.pid_exists(pid)
    with embedded.use(folder) as server:
        assert notes(server) == ["kept"]


def test_the_last_user_stops_the_server(folder: Path) -> None:
    with embedded.use(folder) as outer:
        with embedded.use(folder) as inner:
            assert inner.pid() == outer.pid()
        assert outer.pid() is not None
        note(outer, "still there")
    assert outer.pid() is None


def test_what_was_committed_survives_a_killed_server(folder: Path) -> None:
    with embedded.use(folder) as server:
        note(server, "committed")
        os.kill(server.pid() or 0, signal.SIGKILL)
    with embedded.use(folder) as server:
        assert notes(server) == ["committed"]


def test_a_stale_process_number_is_no_obstacle(folder: Path) -> None:
    with embedded.use(folder) as server:
        note(server, "kept")
    ours = f"{os.getpid()}\n{server.cluster}\n1700000000\n5432\n{server.cluster}\n\n 1 2\nready\n"
    (server.cluster / "postmaster.pid").write_text(ours)
    with embedded.use(folder) as server:
        assert notes(server) == ["kept"]


def test_settings_are_durable_and_the_log_keeps_no_values(folder: Path) -> None:
    with embedded.use(folder) as server, psycopg.connect(server.url()) as connection:
        names = ("fsync", "synchronous_commit", "log_min_error_statement", "listen_addresses")
        values = [connection.execute(f"SHOW {name}").fetchone() for name in names]
    assert values == [("on",), ("on",), ("panic",), ("",)]


def test_a_long_path_gets_a_short_socket(folder: Path) -> None:
    with embedded.use(folder / ("long-" * 30)) as server:
        note(server, "reached")
        assert notes(server) == ["reached"]


def test_a_file_in_its_place(folder: Path) -> None:
    (folder / "postgres").write_text("not a directory")
    assert f"{folder}/postgres is not a directory" in complaint(folder)


def test_a_folder_of_something_else(folder: Path) -> None:
    (folder / "postgres").mkdir()
    (folder / "postgres" / "letter.txt").write_text("Dear")
    assert "not a PostgreSQL data directory" in complaint(folder)
    assert (folder / "postgres" / "letter.txt").read_text() == "Dear"


@pytest.mark.parametrize(("version", "says"), [("16", "made by PostgreSQL 16"), ("??", "is damaged")])
def test_a_wrong_version(folder: Path, version: str, says: str) -> None:
    with embedded.use(folder) as server:
        pass
    (server.cluster / "PG_VERSION").write_text(version)
    assert says in complaint(folder)


def test_a_damaged_cluster(folder: Path) -> None:
    with embedded.use(folder) as server:
        pass
    (server.cluster / "global" / "pg_control").write_bytes(b"")
    text = complaint(folder)
    assert str(server.cluster) in text and "restore a backup" in text


def test_a_full_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(NEEDED_MB, "new", 10**9)
    assert "make room" in complaint(folder)


def test_a_half_made_cluster_is_made_anew(folder: Path) -> None:
    (folder / "postgres.new").mkdir()
    (folder / "postgres.new" / "PG_VERSION").write_text("18")
    with embedded.use(folder) as server:
        note(server, "made")
        assert notes(server) == ["made"]
