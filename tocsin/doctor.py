"""`tocsin doctor`: one line per finding, and what to do about it."""

from __future__ import annotations

import shutil
import smtplib
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.timezone import now

from tocsin.core.models import Dataset
from tocsin.delivery import replay
from tocsin.delivery.health import snapshot

OLDEST_POSTGRES = 15
OLDEST_DUE_SECONDS = 15 * 60
FREE_GIGABYTES = 2
KEY_LENGTH = 50
MAIL_SECONDS = 10
DATA_DAYS = timedelta(days=7)
LOCAL = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Finding:
    subject: str
    fact: str
    remedy: str = ""  # empty: all is well

    def __str__(self) -> str:
        mark, advice = ("FIX", f" → {self.remedy}") if self.remedy else ("ok ", "")
        return f"{mark}  {self.subject}: {self.fact}{advice}"


def arguments(parser: ArgumentParser) -> None:
    pass


def run(options: Namespace) -> int:
    findings = [examine(check) for check in CHECKS]
    sys.stdout.writelines(f"{finding}\n" for finding in findings)
    return int(any(finding.remedy for finding in findings))


def examine(check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except DatabaseError as error:
        subject = check.__name__.replace("_", " ")
        return Finding(subject, first_line(error), "check DATABASE_URL and the server; run tocsin migrate")


def database() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_setting('server_encoding')")
        version, encoding = cursor.fetchone()
    fact = f"PostgreSQL {version}, {encoding}"
    if int(version.split(".")[0]) < OLDEST_POSTGRES:
        return Finding("database", fact, f"upgrade it to PostgreSQL {OLDEST_POSTGRES} or newer")
    if encoding != "UTF8":
        return Finding("database", fact, "make the database anew with ENCODING 'UTF8'")
    return Finding("database", fact)


def migrations() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if waiting:
        return Finding("migrations", f"{waiting} not applied", "run tocsin migrate")
    return Finding("migrations", "all applied")


def queue() -> Finding:
    facts = snapshot()
    age = facts["oldest_due_seconds"]
    fact = f"{facts['due']} due, the oldest for {age:.0f} s; {facts['workers']} workers"
    if not facts["workers"]:
        return Finding("queue", fact, "start tocsin worker (tocsin up runs one)")
    if age > OLDEST_DUE_SECONDS:
        return Finding("queue", fact, "read the worker's log; add workers or WORKER_CONCURRENCY")
    return Finding("queue", fact)


def journal() -> Finding:
    place = settings.JOURNAL_DIR
    if gone := replay.missing():
        remedy = f"put them into {place}, or go on without them: tocsin delivery accept-loss"
        return Finding("delivery journal", f"{len(gone)} files are missing, so nothing is sent", remedy)
    if damaged := replay.damaged():
        remedy = f"put {damaged[0].name} back from a copy, or go on without it: tocsin delivery accept-loss"
        return Finding("delivery journal", f"{len(damaged)} files are damaged, so nothing is sent", remedy)
    return Finding("delivery journal", f"whole, in {place}")


def in_doubt() -> Finding:
    count = snapshot()["in_doubt"]
    remedy = "decide in the admin about those that the other side's records do not settle" if count else ""
    return Finding("in doubt", f"{count} messages wait for a person's decision", remedy)


def mail() -> Finding:
    place = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
    try:
        with kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=MAIL_SECONDS) as client:
            code, _ = client.ehlo()
            if settings.EMAIL_USE_TLS:
                client.starttls()
    except (OSError, smtplib.SMTPException) as error:
        return Finding(
            "mail", f"{place} does not answer: {first_line(error)}", "check MAIL_URL and the mail server"
        )
    if code != 250:
        return Finding("mail", f"{place} answers EHLO with {code}", "ask the mail server's keeper why")
    return Finding("mail", f"{place} answers")


def sender() -> Finding:
    if settings.MAIL_DOMAIN.endswith("example.org") and not settings.DEMO:
        return Finding("sender", settings.MAIL_FROM, "set MAIL_FROM to an address of your domain")
    return Finding("sender", settings.MAIL_FROM)


def secret_key() -> Finding:
    if len(settings.SECRET_KEY) < KEY_LENGTH or len(set(settings.SECRET_KEY)) < 10:
        remedy = f"set SECRET_KEY or SECRET_KEY_FILE to {KEY_LENGTH} random characters or more"
        return Finding("secret key", "weak", remedy)
    return Finding("secret key", "strong")


def debug() -> Finding:
    if settings.DEBUG:
        return Finding("debug", "on: errors show the program's insides to everybody", "unset DEBUG")
    return Finding("debug", "off")


def address() -> Finding:
    parts = urlsplit(settings.SITE_URL)
    if parts.hostname in LOCAL:
        return Finding("address", f"{settings.SITE_URL}, for this machine only")
    if parts.scheme != "https":
        return Finding("address", settings.SITE_URL, "serve it by HTTPS and set SITE_URL to https://…")
    if settings.DEMO:
        return Finding(
            "address", f"{settings.SITE_URL} shows all mail of the demonstration", "unset TOCSIN_DEMO"
        )
    return Finding("address", settings.SITE_URL)


def disk() -> Finding:
    free = shutil.disk_usage(settings.DATA_DIR).free / 1e9
    fact = f"{free:.1f} GB free at {settings.DATA_DIR}"
    return Finding("disk", fact, f"keep {FREE_GIGABYTES} GB free" if free < FREE_GIGABYTES else "")


def public_data() -> Finding:
    """Refused loads, and sets that grew old though they are refreshed each night."""
    for row in Dataset.objects.exclude(problem=""):
        return Finding("public data", row.problem, f"run tocsin data sync {row.name}")
    loaded = [row for row in Dataset.objects.all() if row.loaded_at]
    stale = [row.name for row in loaded if row.checked_at and now() - row.checked_at > DATA_DAYS]
    if stale and settings.DATA_REFRESH:
        return Finding("public data", f"{', '.join(stale)} not refreshed lately", "see the worker's log")
    return Finding("public data", ", ".join(f"{row.name} {row.as_of}" for row in loaded) or "none loaded")


def first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]


CHECKS: list[Callable[[], Finding]] = [
    database,
    migrations,
    queue,
    journal,
    in_doubt,
    mail,
    sender,
    secret_key,
    debug,
    address,
    disk,
    public_data,
]
