"""Telling versions of a text from texts of strangers: how many texts a second, and how often rightly."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

import numpy as np

from bench import harness
from bench.harness import SCALE, Site
from bench.results import Figure
from tests.offices import letters

TEMPLATES, COPIES, STRANGERS = 5, 2000, 10_000
MOST_EDITED = 0.1


def run(site: Site) -> Iterator[Figure]:
    """Letters of about 160 words: five suggested texts with their edited copies, and writers who never met."""
    from tocsin.offices import sketch
    from tocsin.offices.clusters import cluster

    texts, origin = synthetic()
    limit = timed(lambda: [sketch.groups(text) for text in texts])
    start = time.perf_counter()
    labels = cluster(np.stack([sketch.sketch(sketch.groups(text)) for text in texts]))
    took = time.perf_counter() - start
    heads = {number: origin.index(number) for number in range(TEMPLATES)}
    copies = [place for place, number in enumerate(origin) if number >= 0]
    together = sum(labels[place] == heads[origin[place]] for place in copies) / len(copies)
    strangers = [place for place, number in enumerate(origin) if number < 0]
    alone = np.bincount(labels, minlength=len(labels))
    false = sum(labels[place] != place or alone[place] > 1 for place in strangers) / len(strangers)
    harness.say(
        f"{len(texts)} texts, {together:.2%} of the edited ones together, {false:.3%} of strangers joined"
    )
    of = "the same texts cut into hashed word groups, without comparing them"
    yield Figure(name="group", value=len(texts) / took, unit="/s", limit=len(texts) / limit, of=of)
    yield Figure(name="group_found", value=100 * together, unit="%", limit=100, of="every edited copy")
    yield Figure(name="group_false", value=100 * false, unit="%", limit=0, of="no stranger joined to anybody")


def synthetic() -> tuple[list[str], list[int]]:
    """The texts in a mixed order, and for each the number of its template; -1 for a stranger."""
    dice = random.Random(119)  # noqa: S311
    words = letters.vocabulary(dice)
    found: list[tuple[str, int]] = []
    for number in range(TEMPLATES):
        template = letters.letter(dice, words, 12)
        for _ in range(int(COPIES * SCALE)):
            share = dice.uniform(0, MOST_EDITED)
            copy = letters.edited(dice, template, share, words)
            copy = letters.reordered(dice, copy) if dice.random() < 0.2 else copy
            extra = letters.letter(dice, words, 2) + " " if dice.random() < 0.2 else ""
            found.append((extra + copy, number))
    found += [(letters.letter(dice, words, 12), -1) for _ in range(int(STRANGERS * SCALE))]
    dice.shuffle(found)
    return [text for text, _ in found], [number for _, number in found]


def timed(work: object) -> float:
    assert callable(work)
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
