"""The `tocsin` command: what it answers to good and bad input."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.site import tocsin
from tocsin.core import embedded


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cli")


def test_help_lists_the_commands(data_dir: Path) -> None:
    done = tocsin(data_dir, "--help")
    assert done.returncode == 0
    assert "up" in done.stdout and "doctor" in done.stdout
    assert "catcher" not in done.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["frobnicate"], "tocsin: unknown command 'frobnicate'"),
        (["up", "--port", "many"], "tocsin up: argument --port: invalid int value: 'many'"),
        (["up", "--port", "99999"], "tocsin: port 99999 is not between 1 and 65535"),
        (["worker", "now"], "tocsin worker: unrecognized arguments: now"),
    ],
)
def test_bad_input_is_one_line_and_exit_status_2(data_dir: Path, words: list[str], says: str) -> None:
    done = tocsin(data_dir, *words)
    assert done.returncode == 2
    assert done.stderr.startswith(says)
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_setting_that_makes_no_sense(data_dir: Path) -> None:
    done = tocsin(data_dir, "up", PORT="eight")
    assert (done.returncode, done.stderr) == (2, "tocsin: PORT must be a whole number, not 'eight'\n")


def test_manage_uses_the_embedded_database_and_stops_it(data_dir: Path) -> None:
    code = "from django.db import connection as c; print(c.cursor().execute('SELECT 6*7').fetchone()[0])"
    done = tocsin(data_dir, "manage", "shell", "--no-imports", "-c", code)
    assert done.stdout.strip() == "42", done.stderr
    assert embedded.Server(data_dir / "postgres").pid() is None


def test_doctor_says_what_to_do(data_dir: Path) -> None:
    done = tocsin(data_dir, "doctor", MAIL_URL="smtp://127.0.0.1:1")
    assert done.returncode == 1
    assert "ok   database: PostgreSQL 18" in done.stdout
    assert "run tocsin migrate" in done.stdout
    assert "FIX  mail: 127.0.0.1:1 does not answer" in done.stdout
