"""`tocsin bills`, as scripts use it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.bills.billxml import COMMITTEE, bill, cosponsors, passed
from tocsin import cli
from tocsin.bills.models import Bill
from tocsin.core.models import Dataset

SHARED_DATA = Path(os.environ.get("SHARED_DATA", "../shared/data"))
shared = pytest.mark.skipif(not (SHARED_DATA / "billstatus").is_dir(), reason="SHARED_DATA is not here")
KEYS = [
    "id", "title", "status", "status_at", "introduced", "history", "sponsor", "cosponsors", "committees", "votes",
    "as_of",
]  # fmt: skip

pytestmark = pytest.mark.django_db
Capture = pytest.CaptureFixture[str]


def write(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text)
    return str(folder / name)


def test_files_folders_and_archives_come_in_and_the_run_is_told(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "in").mkdir()
    write(tmp_path / "in", "b.xml", bill(number=2))
    with ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("c.xml", bill(number=3))
    files = [write(tmp_path, "a.xml", bill(number=1)), str(tmp_path / "in"), str(tmp_path / "c.zip")]
    assert cli.main(["bills", "import", *files]) == 0
    assert capsys.readouterr().out.startswith("bills: 3 added, 0 changed, 0 unchanged, 0 refused (")
    assert cli.main(["bills", "import", *files]) == 0
    assert "0 added, 0 changed, 3 unchanged" in capsys.readouterr().out
    assert Dataset.objects.get(pk="bills").version == 1


def test_a_named_file_that_cannot_be_read_undoes_the_run(tmp_path: Path, capsys: Capture) -> None:
    good, broken = write(tmp_path, "a.xml", bill()), write(tmp_path, "b.xml", bill()[:200])
    for words in ([good, broken], [good, str(tmp_path / "nowhere.xml")], [broken]):
        assert cli.main(["bills", "import", *words]) == 2
        captured = capsys.readouterr()
        assert len(captured.err.splitlines()) == 1 and not captured.out
        assert Path(words[-1]).name in captured.err
    assert not Bill.objects.exists() and not Dataset.objects.filter(pk="bills").exists()


def test_what_a_folder_holds_and_cannot_be_read_is_named_and_left_out(
    tmp_path: Path, capsys: Capture
) -> None:
    write(tmp_path, "a.xml", bill())
    write(tmp_path, "b.xml", bill(version="1.0.0"))
    write(tmp_path, "c.zip", "no archive")
    assert cli.main(["bills", "import", str(tmp_path)]) == 0
    captured = capsys.readouterr()
    assert "1 added" in captured.out and "2 refused" in captured.out
    assert ["b.xml" in captured.err, "c.zip" in captured.err] == [True, True]
    assert len(captured.err.splitlines()) == 2


def test_a_folder_or_archive_without_a_bill_is_bad_input(tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["bills", "import", str(tmp_path)]) == 2
    assert cli.main(["bills", "import", write(tmp_path, "c.zip", "no archive")]) == 2
    write(tmp_path, "b.xml", "<x/>")
    assert cli.main(["bills", "import", str(tmp_path)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 3


def test_a_bill_is_shown_with_exactly_what_was_promised(tmp_path: Path, capsys: Capture) -> None:
    cli.main(["bills", "import", write(tmp_path, "a.xml", bill(passed(), COMMITTEE, cosponsors("B000001")))])
    capsys.readouterr()
    assert cli.main(["bills", "show", "119/hr/12", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == KEYS
    assert found["history"] == [
        {"status": "REFERRED", "at": "2025-02-03"},
        {"status": "PASS_OVER:HOUSE", "at": "2025-06-09T22:21:36-04:00"},
    ]
    assert found["cosponsors"] == [{"bioguide": "B000001", "at": "2025-03-04", "withdrawn_at": None}]
    assert (found["sponsor"], found["introduced"], found["as_of"]) == ("A000001", "2025-02-03", "2026-01-02")
    assert [committee["code"] for committee in found["committees"]] == ["hsfa00", "hsfa14"]


def test_a_bill_is_shown_in_words(tmp_path: Path, capsys: Capture) -> None:
    cli.main(["bills", "import", write(tmp_path, "a.xml", bill(passed(), COMMITTEE))])
    cli.main(["bills", "show", "119/hr/12"])
    out = capsys.readouterr().out
    assert "119/hr/12  River Act" in out
    assert "status      PASS_OVER:HOUSE, 2025-06-09" in out


def test_an_unknown_bill_is_one_line(capsys: Capture) -> None:
    assert cli.main(["bills", "show", "119/hr/99", "--json"]) == 2
    captured = capsys.readouterr()
    assert "119/hr/99" in captured.err and len(captured.err.splitlines()) == 1 and not captured.out


@shared
def test_the_record_of_congress_gov_is_read(capsys: Capture) -> None:
    cli.main(["bills", "import", str(SHARED_DATA / "billstatus" / "119hr5369_snapshot_2026-06-01.json")])
    capsys.readouterr()
    cli.main(["bills", "show", "119/hr/5369", "--json"])
    found = json.loads(capsys.readouterr().out)
    assert (found["status"], found["status_at"]) == ("REFERRED", "2025-09-15")
    assert (found["sponsor"], len(found["cosponsors"])) == ("T000468", 29)
    assert sorted(committee["code"] for committee in found["committees"]) == ["hsfa00", "hsju00"]
