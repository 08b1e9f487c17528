"""Typesetting the delivery book: pages per second and the peak memory of its processes, by the number of messages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

from bench import fill, harness
from bench.harness import SCALE, Site
from bench.results import Figure

SIZES = {"1k": 1_000, "10k": 10_000, "100k": 100_000}
PLAIN = """
#set page(paper: "us-letter", margin: 25mm)
#set text(font: "Noto Serif", size: 10pt)
#for i in range({pages}) {{ par(lorem(420)); pagebreak(weak: true) }}
"""
# Half sign the suggested text, a tenth edit it, the rest write a paragraph of their own; two in 27 in another script.
LETTERS = """
    INSERT INTO delivery_message (id, key, purpose, channel, state, recipient, language, ref, expires_at, data)
    SELECT uuidv7(), 'action:' || id || ':book', 'action', 'print', 'needs_person', 'office', 'en', id,
        now() + interval '1 day', jsonb_build_object('official', jsonb_build_object('slug', %s::text, 'name', '',
        'office', 'Office'), 'letter', jsonb_build_object('subject', 'The visit', 'salutation', 'Dear Sir,',
        'closing', 'Sincerely,', 'place', 'New Jersey',
        'signature', (ARRAY['Նարեկ Սարգսյան', 'ليلى حداد'])[1 + n %% 27] || ' ' || n,
        'own_words', CASE WHEN n %% 10 < 4 THEN 'I am number ' || n || '. ' || %s ELSE '' END,
        'body', CASE WHEN n %% 10 = 4 THEN replace(%s, 'Please', 'I urge you, number ' || n) ELSE %s END))
    FROM (SELECT id, row_number() OVER () AS n FROM actions_submission) AS numbered
"""
NAMES = """
    UPDATE delivery_message SET data = jsonb_set(data, '{letter,signature}', to_jsonb('Person ' || left(ref::text, 18)))
    WHERE data->'letter'->>'signature' IS NULL
"""
KINDS = """
    INSERT INTO offices_wording (submission_id, kind, likeness, sketch)
    SELECT m.ref, CASE WHEN m.data->'letter'->>'own_words' <> '' THEN 'own'
        WHEN m.data->'letter'->>'body' = %s THEN 'template' ELSE 'edited' END, 0, '' FROM delivery_message AS m
"""
DISTRICTS = """
    INSERT INTO actions_match (submission_id, division, divisions, method, confidence, reason, candidates, vintage,
        checked, ask_again)
    SELECT id, 'ocd-division/country:us/state:nj/cd:' || 1 + (row_number() OVER ()) % 12, '[]', 'zip', 'high', '',
        '[]', '', '', false
    FROM actions_submission
"""
STORY = (
    "My family left with what we could carry, and my grandmother still asks when the others come home. I vote, I teach "
    "at a school here, and I have never written to your office before. Please say their names in the room."
)


def run(site: Site) -> Iterator[Figure]:
    for name, size in SIZES.items():
        count = max(int(size * SCALE), 1)
        book = prepare(site, count)
        seconds, peak = watched(
            [sys.executable, "-m", "tocsin.delivery.maker", "tocsin.offices.book_making", str(book.pk)],
            site.env,
        )
        book.refresh_from_db()
        assert book.state == "frozen", book.problem
        limit = plain(site, min(book.pages, 1000))
        harness.say(
            f"{count} messages: {book.pages} pages in {seconds:.0f} s, {peak:.0f} MB, {len(book.files)} files"
        )
        yield Figure(
            name=f"print.book_{name}",
            value=book.pages / seconds,
            unit="pages/s",
            limit=limit,
            of="Typst setting as many pages (1,000 at most) of plain text",
        )
        yield Figure(
            name=f"print.book_{name}_memory", value=peak, unit="MB", limit=3072, of="what a volume may take"
        )


def prepare(site: Site, count: int) -> Any:
    from tocsin.actions.models import TextVersion
    from tocsin.offices.models import Book
    from tocsin.people.models import Person

    site.empty()
    fill.submissions(site, count)
    campaign, version = fill.subject(site)
    person = Person.objects.get(slug=site.one("SELECT slug FROM people_person ORDER BY id LIMIT 1"))
    text = str(TextVersion.objects.get(pk=version).words["suggested"])
    site.sql(LETTERS, person.slug, STORY, text, text)
    site.sql(NAMES)
    site.sql(KINDS, text)
    site.sql(DISTRICTS)
    site.sql("VACUUM ANALYZE delivery_message, offices_wording, actions_match")
    return Book.objects.create(campaign_id=campaign, person=person)


def watched(command: list[str], env: dict[str, str]) -> tuple[float, float]:
    """Seconds, and the largest sum of the resident memory of the process and its children in MB."""
    started, peak = time.monotonic(), 0.0
    process = subprocess.Popen(command, env=os.environ | env)
    try:
        while process.poll() is None:
            peak = max(peak, memory(process.pid))
            time.sleep(0.2)
    finally:
        process.kill()
    return time.monotonic() - started, peak


def memory(pid: int) -> float:
    try:
        parent = psutil.Process(pid)
        found = [parent, *parent.children(recursive=True)]
        return float(sum(process.memory_info().rss for process in found)) / 1e6
    except psutil.NoSuchProcess:
        return 0.0


def plain(site: Site, pages: int) -> float:
    """Pages per second."""
    from tocsin.delivery.channels.print import fonts

    folder = site.folder / "plain"
    fonts.gather(fonts.found(), folder / "fonts")
    source, output = folder / "plain.typ", folder / "plain.pdf"
    source.write_text(PLAIN.format(pages=pages))
    work = "import json, sys, typst; a = json.loads(sys.argv[1]); typst.compile(a[0], output=a[1], font_paths=[a[2]])"
    paths = [str(Path(path)) for path in (source, output, folder / "fonts")]
    started = time.monotonic()
    subprocess.run([sys.executable, "-c", work, json.dumps(paths)], check=True)
    return pages / (time.monotonic() - started)
