"""What has to be true before the site is served. Quick when nothing changed."""

from __future__ import annotations

import hashlib
import io
import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

MIGRATION_LOCK = 7_062_025  # advisory lock: several hosts may start at the same time


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--demo", action="store_true")


def run(options: Namespace) -> int:
    """Standard output carries only what the demonstration's seed reports."""
    compile_translations()
    migrate()
    collect_static()
    if options.demo:
        _say("Preparing the demonstration …")
        report = io.StringIO()
        call_command("seed_demo", stdout=report)
        sys.stdout.write(report.getvalue())
    return 0


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def migrate() -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            _say("Migrating the database …")
            call_command("migrate", interactive=False, verbosity=0)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def collect_static() -> None:
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    state = _static_state()
    if stamp.exists() and stamp.read_text() == state:
        return
    _say("Collecting static files …")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(state)


def _static_state() -> str:
    """A fingerprint of every static file's name, size and time."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name}:{status.st_size}:{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def compile_translations() -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for root in settings.LOCALE_PATHS:
        for source in Path(root).glob("*/LC_MESSAGES/*.po"):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            with source.open("rb") as file:
                catalog = read_po(file, locale=source.parts[-3])
            fresh = target.with_suffix(f".{os.getpid()}")  # several processes may start at once
            with fresh.open("wb") as file:
                write_mo(file, catalog)
            fresh.replace(target)
