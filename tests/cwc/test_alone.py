"""The client is of use to others: its folder, copied under another name, runs by itself as its README says."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tocsin.delivery.channels.cwc import client
from tocsin.delivery.channels.cwc.client.verdict import Verdict
from tocsin.delivery.channels.cwc.gateway import Desk, running

FOLDER = Path(client.__file__).parent


def test_the_example_of_its_readme_runs_from_a_copy(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "client")
    example = (FOLDER / "README.md").read_text().split("```python\n")[1].split("```")[0]
    desk = Desk(tmp_path / "congress")
    with running(desk) as url:
        local = f'Endpoint(chamber=SENATE, url="{url}", key="k")'
        code = example.replace('Endpoint.official(SENATE, key="…", test=True)', local)
        tail = "print(judge(answer).name, 'django' in sys.modules, 'tocsin' in sys.modules)"
        command = [sys.executable, "-c", f"import sys\n{code}\n{tail}"]
        found = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert found.stdout.split() == [Verdict.TAKEN.name, "False", "False"]
    assert len(desk.taken) == 1
