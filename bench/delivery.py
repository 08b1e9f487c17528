"""Messages that one worker hands over per second, each step of each durable, to a mail server that is quick."""

from __future__ import annotations

import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator

from bench import fill, harness
from bench.harness import SCALE, Site
from bench.results import Figure

MESSAGES, BARE = int(5000 * SCALE), 2000
SPAN = "SELECT extract(epoch FROM max(at) - min(at))::float8 FROM delivery_receipt"
LEFT = "SELECT count(*) FROM delivery_message WHERE state <> 'accepted'"
LETTER = "Subject: Please confirm\r\n\r\n" + "Please confirm that you wrote this.\r\n" * 60


def run(site: Site) -> Iterator[Figure]:
    site.empty()
    fill.submissions(site, MESSAGES, state="pending")
    fill.messages(site)
    command = [sys.executable, "-m", "bench.sink"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as sink:
        assert sink.stdout
        port = int(sink.stdout.readline())
        limit = bare_rate(port)
        with site.working(MAIL_URL=f"smtp://127.0.0.1:{port}"):
            harness.wait(lambda: not site.one(LEFT), "delivery", seconds=300, pause=0.5)
        taken = int(sink.communicate()[0]) - BARE
    assert taken == MESSAGES, f"{taken} letters arrived, {MESSAGES} were sent"
    of = "a bare loop of smtplib to the same server"
    yield Figure(name="delivery", value=MESSAGES / site.one(SPAN), unit="/s", limit=limit, of=of)


def bare_rate(port: int) -> float:
    with smtplib.SMTP("127.0.0.1", port) as client:
        start = time.perf_counter()
        for _ in range(BARE):
            client.sendmail("campaign@example.org", ["p@example.org"], LETTER)
        return BARE / (time.perf_counter() - start)
