"""`tocsin data`: what it says, what it refuses, and that what it refuses changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from pytest_django import Settings

from tocsin.bills.models import Bill
from tocsin.core import datasets
from tocsin.core.models import Dataset
from tocsin.places.models import PostalDistrict
from tocsin.sync import command
from tocsin.sync.download import LARGEST

RECORD = """<?xml version="1.0"?><billStatus><version>3.0.0</version><bill><number>{number}</number><type>HR</type>
<congress>119</congress><originChamber>House</originChamber><updateDate>2026-01-02</updateDate>
<introducedDate>2025-02-03</introducedDate><title>River Act {number}</title></bill></billStatus>"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder; a file whose name is in `lies` is announced as longer than it is."""

    lies: frozenset[str] = frozenset()

    def log_message(self, format: str, *args: object) -> None:
        pass

    def send_header(self, keyword: str, value: str) -> None:
        if keyword == "Content-Length" and Path(self.path).name in self.lies:
            value = str(int(value) + 10)
        super().send_header(keyword, value)


@pytest.fixture
def mirror(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    folder = tmp_path / "mirror"
    (folder / "billstatus").mkdir(parents=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    settings.DATA_MIRROR = f"http://127.0.0.1:{server.server_port}"
    settings.SHARED_DATA = ""
    yield folder
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def fresh(db: None) -> None:
    datasets.forget()


def write(folder: Path, number: int = 7) -> Path:
    path = folder / "billstatus" / f"BILLSTATUS-119hr{number}.xml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(RECORD.format(number=number))
    return path


def test_from_a_folder_it_loads_and_says_what_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path)
    assert command.sync(["bills"], tmp_path) == 0
    assert "bills: 1 added, 0 changed, 0 removed (as of 2026-01-02" in capsys.readouterr().out
    assert command.sync(["bills"], tmp_path) == 0
    assert "nothing changed" in capsys.readouterr().out
    assert Dataset.objects.get(pk="bills").version == 1


def test_an_unknown_set_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(datasets.Refused, match="no data set is called 'rivers'"):
        command.sync(["rivers"], tmp_path)
    with pytest.raises(datasets.Refused, match="no folder"):
        command.sync([], tmp_path / "nowhere")


def test_a_set_that_was_asked_for_and_is_not_there_is_a_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.sync(["bills"], tmp_path) == 2
    assert "no BILLSTATUS" in capsys.readouterr().err


def test_sets_that_a_folder_lacks_are_passed_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path)
    assert command.sync([], tmp_path) == 0
    assert "zips: not in this folder, left as it is" in capsys.readouterr().out
    assert Bill.objects.count() == 1


def test_known_bills_come_from_the_mirror(mirror: Path) -> None:
    Bill.objects.create(id="119/hr/7", title="Not read yet")
    write(mirror)
    assert command.sync(["bills"], None) == 0
    assert Bill.objects.get().title == "River Act 7"


def test_what_the_server_lacks_is_named_and_changes_nothing(
    mirror: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Bill.objects.create(id="119/hr/7", title="Not read yet")
    assert command.sync(["bills"], None) == 2
    assert "BILLSTATUS-119hr7.xml answered 404" in capsys.readouterr().err
    assert Bill.objects.get().title == "Not read yet"
    assert "answered 404" in Dataset.objects.get(pk="bills").problem


def test_a_download_that_breaks_off_changes_nothing(
    mirror: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Bill.objects.create(id="119/hr/7", title="Not read yet")
    monkeypatch.setattr(Quiet, "lies", frozenset({write(mirror).name}))
    assert command.sync(["bills"], None) == 2
    assert "cannot be reached" in capsys.readouterr().err
    assert Bill.objects.get().title == "Not read yet"


def test_an_unreachable_server_is_one_line(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.DATA_MIRROR, settings.SHARED_DATA = "http://127.0.0.1:1", ""
    assert command.sync(["zips"], None) == 2
    err = capsys.readouterr().err
    assert "zips: http://127.0.0.1:1/zips/" in err
    assert len(err.splitlines()) == 1


def test_a_file_without_end_is_stopped(mirror: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert LARGEST > 2**20
    monkeypatch.setattr("tocsin.sync.download.LARGEST", 100)
    Bill.objects.create(id="119/hr/7", title="Not read yet")
    write(mirror)
    assert command.sync(["bills"], None) == 2
    assert "larger than" in Dataset.objects.get(pk="bills").problem


def test_fewer_rows_than_before_look_truncated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "zips" / "zccd.csv"
    file.parent.mkdir()
    head, rows = "state_fips,state_abbr,zcta,cd", [f"34,NJ,070{n:02d},8" for n in range(1, 41)]
    file.write_text("\n".join([head, *rows, ""]))
    assert command.sync(["zips"], tmp_path) == 0
    file.write_text("\n".join([head, *rows[:20], ""]))
    assert command.sync(["zips"], tmp_path) == 2
    assert "the file looks truncated" in capsys.readouterr().err
    assert PostalDistrict.objects.count() == 40


def test_status_names_every_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path)
    command.sync(["bills"], tmp_path)
    assert command.status() == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("bills: as of 2026-01-02, 1 rows") for line in lines)
    assert "zips: not loaded; run tocsin data sync" in lines
