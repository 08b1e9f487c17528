"""The page of an open letter under which 2,000 organizations stand: milliseconds for one request, nothing kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from statistics import median
from typing import TYPE_CHECKING

from bench import harness
from bench.harness import ROUNDS, SCALE, Site
from bench.results import Figure

if TYPE_CHECKING:
    from tocsin.letters.models import Letter, LetterVersion
    from tocsin.organizations.models import Organization

ORGANIZATIONS = max(int(2_000 * SCALE), 1)
NAMES = (
    ("River Friends of the Lower Valley {n}", "en"),
    ("Գետի բարեկամներ {n}", "hy"),
    ("Общество друзей реки {n}", "ru"),
    ("جمعية أصدقاء النهر {n}", "ar"),
    ("Fédération pour la protection des rivières, section {n}", "fr"),
)
COUNTRIES = (
    "AM FR US DE LB GE CH CA AR AU AT BE BR BG CY CZ DK EE FI GR HU IE IT JP LV LT LU MX NL NO PL PT RO ES SE"
)
TIMES = 7
PLAIN = """
SELECT signature.id::text, body.name, body.language, body.country, signature.name, signature.title, body.website,
    body.logo
FROM letters_signature signature
JOIN letters_letter letter ON letter.id = signature.letter_id
JOIN organizations_organization body ON body.id = signature.organization_id
WHERE letter.slug = %s
"""


def run(site: Site) -> Iterator[Figure]:
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    for name, frozen in (("letter.page", False), ("letter.page_frozen", True)):
        slug = name.replace(".", "-").replace("_", "-")
        seed(slug, frozen=frozen)
        path = f"/letters/{slug}/?lang=en"
        body = client.get(path).content
        value = milliseconds(partial(client.get, path))
        limit = milliseconds(partial(least, slug, body))
        harness.say(f"{ORGANIZATIONS} organizations: {len(body) / 1000:,.0f} KB in {value:.1f} ms")
        yield Figure(
            name=name, value=value, unit="ms", limit=limit, of="reading its lines, and encoding as many bytes"
        )
    seconds = documents("letter-page-frozen")
    yield Figure(name="letter.documents", value=seconds, unit="s", limit=10, of="a promise")


def documents(slug: str) -> float:
    """Seconds for all files of a frozen letter: the document, the press version, the data, the sums."""
    from tocsin.letters import making
    from tocsin.letters.models import Freeze

    freeze, started = (
        Freeze.objects.select_related("letter", "version").get(letter__slug=slug),
        time.monotonic(),
    )
    making.write(freeze)
    return time.monotonic() - started


def least(slug: str, body: bytes) -> bytes:
    """What no page with these names can do without."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(PLAIN, [slug])
        cursor.fetchall()
    return body.decode().encode()


def milliseconds(deed: Callable[[], object]) -> float:
    """The median of several, after one that nobody counts."""
    deed()
    found = []
    for _ in range(ROUNDS * TIMES):
        started = time.perf_counter()
        deed()
        found.append(time.perf_counter() - started)
    return median(found) * 1000


def seed(slug: str, *, frozen: bool) -> None:
    """A letter in one language, with names in five; two of three have another name, half of them a logo."""
    from tocsin.letters import freezing, states
    from tocsin.letters.models import Letter, LetterVersion

    letter = Letter.objects.create(name=slug, slug=slug, by_country=True, state=states.SIGNING)
    body = [
        {"id": str(n), "kind": "paragraph", "text": "The ferry must run at night again. " * 8}
        for n in range(6)
    ]
    title, ask = "Let the ferry run at night", "Two thousand ask one."
    text = {
        "title": title,
        "lead": ask,
        "subject": title,
        "salutation": "Dear council,",
        "body": body,
        "closing": "",
    }
    version = LetterVersion.objects.create(
        letter=letter, number=1, state=states.UP, authoritative="en", texts={"en": text}, digest="0" * 64
    )
    _sign(letter, version, slug)
    if frozen:
        freezing.freeze(user=None, letter=letter)


def _sign(letter: Letter, version: LetterVersion, slug: str) -> None:
    from django.utils import timezone

    from tocsin.letters.models import Signature
    from tocsin.organizations.models import Organization, OtherName

    made, now = [_organization(slug, n) for n in range(ORGANIZATIONS)], timezone.now()
    Organization.objects.bulk_create(made)
    OtherName.objects.bulk_create(
        OtherName(organization=one, name=f"The friends of river {n}", language="en" if n % 3 else "fr")
        for n, one in enumerate(made)
        if one.language not in ("en", "fr")
    )
    Signature.objects.bulk_create(
        Signature(letter=letter, version=version, organization=one, state="signed", name=f"Person {n}",
                  title="Director", first_signed_at=now + timedelta(seconds=n),
                  signed_at=now + timedelta(seconds=n))
        for n, one in enumerate(made)
    )  # fmt: skip


def _organization(slug: str, n: int) -> Organization:
    from tocsin.organizations.models import Organization

    (name, language), countries = NAMES[n % len(NAMES)], COUNTRIES.split()
    logo = {"logo": f"images/logos/{n}.webp", "logo_width": 200, "logo_height": 100} if n % 2 else {}
    return Organization(
        slug=f"{slug}-{n}",
        name=name.format(n=n),
        language=language,
        country=countries[n % len(countries)],
        state="proven",
        proven_by=("mail", "dns", "mandate")[n % 3],
        website="https://example.org/",
        **logo,
    )
