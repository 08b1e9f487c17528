"""The action page with a million people behind it: how many read it per second, what it weighs, how fresh it is."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from statistics import median

from bench import browser, fill, harness, people, wrk
from bench.harness import HOST, ROUNDS, SCALE, Site
from bench.results import Figure

PEOPLE_BEHIND = int(1_000_000 * SCALE)
PATH = f"/{people.SLUG}/"
WATCH_SECONDS = 6.0


def run(site: Site) -> Iterator[Figure]:
    site.empty()
    harness.say(f"{PEOPLE_BEHIND:,} submissions")
    fill.submissions(site, PEOPLE_BEHIND)
    fill.journal(site, PEOPLE_BEHIND)
    with site.serving(), harness.bare(site, read(site)):
        rates = [(wrk.rate(site.port, PATH), wrk.rate(site.port + 1, PATH)) for _ in range(ROUNDS)]
        weight = browser.transfer(f"http://localhost:{site.port}{PATH}")
        seconds = max(edit_shows(site), count_shows(site))
    value, limit = (median(column) for column in zip(*rates, strict=True))
    yield Figure(
        name="page",
        value=value,
        unit="/s",
        limit=limit,
        of="the same bytes from an application that does nothing",
    )
    yield Figure(
        name="page_transfer", value=weight, unit="KB", limit=60, of="a budget: all its resources, compressed"
    )
    yield Figure(
        name="page_freshness",
        value=seconds,
        unit="s",
        limit=5,
        of="a promise: an edit and a count show by then",
    )


def read(site: Site, *, zipped: bool = True) -> bytes:
    """The page over a connection of its own, so that any process of the server may answer."""
    connection = http.client.HTTPConnection(HOST, site.port, timeout=10)
    connection.request("GET", PATH, headers=wrk.HEADERS | ({} if zipped else {"Accept-Encoding": "identity"}))
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    assert answer.status == 200, answer.status
    return body


def edit_shows(site: Site) -> float:
    from tocsin.actions.page import ActionPage

    page = ActionPage.objects.get(slug=people.SLUG, locale__language_code="en")
    crowd(site)
    title, page.title = page.title, "A title of this very moment"
    page.save_revision().publish()
    seconds = last_without(site, page.title)
    page.title = title
    page.save_revision().publish()
    return seconds


def count_shows(site: Site) -> float:
    """One more person signs and confirms, through the same forms as everybody."""
    from tocsin.actions.models import Submission
    from tocsin.campaigns import tally
    from tocsin.core import links

    campaign, version = fill.subject(site)
    post(site, people.requests(site.port, "Please ask for their release.", version)())
    submission = Submission.objects.filter(state="pending").latest("created_at")
    crowd(site)
    path = f"/confirm/{links.sign('confirm', submission.pk)}/"
    post(site, people.request(site.port, path, "decision=confirm"))
    return last_without(site, f"{tally.read(campaign).confirmed:,}")


def post(site: Site, request: bytes) -> None:
    from bench import load

    report = load.run((HOST, site.port), lambda: request, connections=1, seconds=-load.WARM_SECONDS)
    assert set(report.statuses) == {303}, report.statuses


def crowd(site: Site) -> None:
    """Readers just before the change, so that every process still holds the old page."""
    for _ in range(20):
        read(site, zipped=False)


def last_without(site: Site, words: str) -> float:
    """Seconds until no answer lacks the words any more, whichever process gives it."""
    start, last, now = time.monotonic(), 0.0, 0.0
    while now < WATCH_SECONDS:
        found = words.encode() in read(site, zipped=False)
        now = time.monotonic() - start
        last = last if found else now
        time.sleep(0.02)
    return last
