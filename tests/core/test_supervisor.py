"""`tocsin up` as a person runs it. The tests share one data directory, so only the first start is long."""

from __future__ import annotations

import signal
import socket
from functools import partial
from pathlib import Path

import psutil
import pytest

from tests.core.site import READY_SECONDS, Site, eventually, free_port, tocsin
from tocsin.core import embedded


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("up") / "data"


def gone(processes: list[psutil.Process]) -> bool:
    """Also where another process has the number of one by now."""
    return not any(process.is_running() for process in processes)


def postgres(data_dir: Path) -> int | None:
    return embedded.Server(data_dir / "postgres").pid()


def test_it_starts_greets_refuses_a_second_and_leaves_nothing_behind(data_dir: Path) -> None:
    with Site(data_dir, "--demo").ready() as site:
        tree = site.tree()
        assert len(tree) >= 5
        assert f"http://localhost:{site.port}/" in site.said() and "Ctrl-C" in site.said()
        second = tocsin(data_dir, "up", "--port", str(free_port()))
        assert (second.returncode, second.stderr) == (
            2,
            f"tocsin: {data_dir} is in use by tocsin process {site.process.pid}: stop that one first\n",
        )
        assert site.health() == 200
        assert site.end(signal.SIGINT) == 0
    assert gone(tree)
    assert postgres(data_dir) is None


def test_killed_parts_come_back(data_dir: Path) -> None:
    with Site(data_dir, "--demo").ready() as site:
        for word in ("granian", "worker", "postgres", "catcher"):
            victim = site.child(word)
            assert victim is not None
            family = [victim, *victim.children(recursive=True)]
            victim.kill()
            eventually(f"the old {word} is gone", partial(gone, family), READY_SECONDS)
            eventually(f"{word} is back", partial(back, site, word), READY_SECONDS)
        assert site.end(signal.SIGTERM) == 0
        assert site.said().count("by itself") == 4


def back(site: Site, word: str) -> bool:
    return site.child(word) is not None and site.health() == 200


def test_a_killed_supervisor_leaves_only_the_database_and_the_next_one_takes_it_over(data_dir: Path) -> None:
    with Site(data_dir, "--demo").ready() as site:
        pid = postgres(data_dir)
        others = [process for process in site.tree() if process.name() != "postgres"]
        site.end(signal.SIGKILL)
    eventually("web, worker and catcher are gone", lambda: gone(others))
    assert postgres(data_dir) == pid
    with Site(data_dir, "--demo").ready() as site:
        assert postgres(data_dir) == pid
        assert site.end(signal.SIGINT) == 0
    assert postgres(data_dir) is None


def test_a_busy_port_is_found_before_anything_is_started(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = tocsin(tmp_path / "data", "up", "--port", str(port))
    assert done.returncode == 2
    assert done.stderr == f"tocsin: port {port} on 127.0.0.1 is in use: choose with --port N or PORT\n"
    assert not (tmp_path / "data" / "postgres").exists()


def test_a_broken_data_directory_is_named(tmp_path: Path) -> None:
    (tmp_path / "postgres").write_text("")
    done = tocsin(tmp_path, "up", "--port", str(free_port()))
    assert done.returncode == 2
    assert done.stderr.startswith(f"tocsin: {tmp_path}/postgres is not a directory")
    assert done.stderr.count("\n") == 1


def test_a_given_database_is_used(data_dir: Path, tmp_path: Path) -> None:
    with embedded.use(data_dir) as server:
        with Site(tmp_path / "data", DATABASE_URL=server.url()).ready() as site:
            assert site.health() == 200
            assert site.end(signal.SIGINT) == 0
        assert server.pid() is not None
    assert not (tmp_path / "data" / "postgres").exists()


def test_a_database_that_cannot_be_reached(tmp_path: Path) -> None:
    url = "postgresql://nobody@127.0.0.1:1/none"
    done = tocsin(tmp_path, "up", "--port", str(free_port()), DATABASE_URL=url)
    assert done.returncode == 2
    assert done.stderr.startswith("tocsin: database: connection failed")
    assert done.stderr.count("\n") == 1
