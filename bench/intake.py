"""Accepted sign-ups per second, each durable before its answer: over HTTP, form-encoded, distinct people."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from bench import fill, harness, load, people, wrk
from bench.harness import HOST, ROUNDS, SECONDS, Site
from bench.results import Figure
from tocsin.core.children import Child

CONNECTIONS = int(os.environ.get("BENCH_CONNECTIONS", "64"))
WARM_SECONDS, SETTLE_SECONDS = 2.0, 0.3
STORED = """
    SELECT ARRAY[
        (SELECT count(*) FROM actions_submission), (SELECT count(*) FROM supporters_consent) / 2,
        (SELECT count(*) FROM delivery_message WHERE purpose = 'confirm'),
        (SELECT sum(n) FROM campaigns_tallycounter WHERE metric = 'started' AND scope = 'all')]
"""


@dataclass(frozen=True, slots=True)
class Round:
    rate: float
    p99: float  # ms
    cpu: float  # ms of processor per sign-up, in the server and in the database


def run(site: Site) -> Iterator[Figure]:
    rounds, limits = [], []
    with site.serving() as web:
        for number in range(ROUNDS):
            rounds.append(over_http(site, web))
            limits.append(pgbench(site))
            done, limit = rounds[-1], limits[-1]
            harness.say(
                f"round {number + 1}: {done.rate:,.0f}/s, p99 {done.p99:.0f} ms, {done.cpu:.2f} ms of processor each; "
                f"limit {limit.rate:,.0f}/s (load average {os.getloadavg()[0]:.1f})"
            )
    of = f"the same statement by pgbench, {CONNECTIONS} clients"
    for name, part, unit in (
        ("intake", "rate", "/s"),
        ("intake_p99", "p99", "ms"),
        ("intake_cpu", "cpu", "ms"),
    ):
        value, limit = (median(getattr(one, part) for one in each) for each in (rounds, limits))
        yield Figure(name=name, value=value, unit=unit, limit=limit, of=of)


def over_http(site: Site, web: Child) -> Round:
    assert web.process
    ask = by_wrk if wrk.installed() else by_python
    ask(site, WARM_SECONDS)
    stored_at_rest(site)
    site.empty()
    before = harness.cpu_seconds(web.process.pid, site.server.pid())
    answered, rate, p99 = ask(site, SECONDS)
    used = harness.cpu_seconds(web.process.pid, site.server.pid()) - before
    return Round(rate, p99, 1000 * used / settled(site, answered))


def settled(site: Site, answered: int) -> int:
    """Fails unless the database holds exactly what was answered, and those that the load did not wait for."""
    stored = stored_at_rest(site)
    assert len(set(stored)) == 1, f"not all of one sign-up was stored: {stored}"
    assert answered <= stored[0] <= answered + CONNECTIONS, f"{answered} were accepted, {stored} are stored"
    return stored[0]


def stored_at_rest(site: Site) -> list[int]:
    """What is stored when all that was under way has ended."""
    stored, before = site.one(STORED), None
    while stored != before:
        time.sleep(SETTLE_SECONDS)
        stored, before = site.one(STORED), stored
    return [int(number or 0) for number in stored]


def by_wrk(site: Site, seconds: float) -> tuple[int, float, float]:
    script = site.folder / "people.lua"
    script.write_text(people.script(site.port, *subject()))
    answered, took, p99 = wrk.sent(site.port, script, connections=CONNECTIONS, seconds=seconds)
    return answered, answered / took, p99


def by_python(site: Site, seconds: float) -> tuple[int, float, float]:
    """Where wrk cannot be had. It takes about an eighth of both processors for itself."""
    requests = people.requests(site.port, *subject())
    report = load.run((HOST, site.port), requests, connections=CONNECTIONS, seconds=seconds)
    assert set(report.statuses) == {303}, report.statuses
    return report.statuses[303], report.rate, report.p99_ms


def subject() -> tuple[str, int]:
    """The letter and the version that is answered."""
    from tocsin.actions import published
    from tocsin.actions.page import ActionPage

    found = published.load(people.SLUG, "en")
    assert found, "the demonstration has no such page"
    return ActionPage.objects.get(pk=found.page_id).suggested, found.version_id


def pgbench(site: Site) -> Round:
    """Intake's own statement, prepared, from as many clients."""
    from tocsin.core.embedded import binaries

    site.empty()
    script = site.folder / "intake.sql"
    script.write_text(f"\\set person random(1, 4000000000000000000)\n{statement(site)};\n")
    log = site.folder / "pgbench"
    command = [binaries() / "pgbench", "-n", "-M", "prepared", "-c", CONNECTIONS, "-j", 1, "-T", int(SECONDS)]
    command += [
        "-f",
        script,
        "-l",
        "--log-prefix",
        log,
        "-d",
        "tocsin",
        "-h",
        site.server.socket_dir,
        "-U",
        "postgres",
    ]
    before = harness.cpu_seconds(site.server.pid())
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True)
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    assert found, done.stdout + done.stderr
    used = harness.cpu_seconds(site.server.pid()) - before
    logs = list(site.folder.glob("pgbench.*"))
    took = [int(line.split()[2]) / 1000 for path in logs for line in path.read_text().splitlines()]
    _remove(logs)
    return Round(float(found[1]), quantiles(took, n=100)[98], 1000 * used / len(took))


def _remove(paths: list[Path]) -> None:
    for path in paths:
        path.unlink()


def statement(site: Site) -> str:
    """The statement with pgbench's one variable, the person, in the place of psycopg's parameters."""
    from tocsin.actions.intake import STATEMENT

    campaign, version = fill.subject(site)
    texts = site.one(
        "SELECT array_agg(id) FROM supporters_consenttext WHERE language = 'en' AND kind <> 'reply'"
    )
    letter = site.one("SELECT suggested FROM actions_actionpage LIMIT 1").replace("'", "''").replace(":", " ")
    values = {
        "id": "uuidv7()", "mail": "uuidv7()",
        "email_hash": "sha256(int8send(:person))", "digest": "substr(sha256(int8send(:person)), 1, 16)",
        "email": "'p' || :person || '@example.org'", "name": "'Person ' || :person",
        "campaign": str(campaign), "version": str(version), "consents": f"'{{{','.join(map(str, texts))}}}'",
        "country": "'US'", "postal_code": "'07030'", "address": "''", "area": "'US-NJ'",
        "own_words": "'My grandmother was born in Stepanakert.'", "body": f"'{letter}'",
        "division": "''", "body_thanks": "''",
        "show_name": "true", "reply_ok": "false", "language": "'en'", "source": "''",
        "per_action": "3", "per_day": "5",
    }  # fmt: skip
    return " ".join((STATEMENT % values).split())
