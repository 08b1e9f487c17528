"""A PostgreSQL cluster on disk: its settings, and what can be wrong with it, in one line."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from tocsin.core.errors import OperatorError

VERSION = "18"
NEEDED_MB = {"new": 150, "old": 20}

SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "100",
    "shared_buffers": "'192MB'",
    "effective_cache_size": "'1GB'",
    "work_mem": "'8MB'",
    "maintenance_work_mem": "'128MB'",
    "max_wal_size": "'2GB'",
    "checkpoint_timeout": "'15min'",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    # The log never holds personal data: no statements, no values.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
}
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
THROWAWAY = dict.fromkeys(DURABLE, "off")
HEADER = "# Written by tocsin at every start. For your own settings use ALTER SYSTEM: they win.\n"

FULL = "No space left on device"
FATAL = re.compile(r"(?:FATAL|PANIC|error):\s+(.*)")


def write_settings(cluster: Path, settings: dict[str, str]) -> None:
    lines = [f"{name} = {value}\n" for name, value in settings.items()]
    (cluster / "tocsin.conf").write_text(HEADER + "".join(lines))
    (cluster / "tocsin.conf").chmod(0o644)
    main = cluster / "postgresql.conf"
    include = "include_if_exists = 'tocsin.conf'\n"
    if include not in main.read_text():
        with main.open("a") as file:
            file.write(include)


def check(cluster: Path) -> None:
    """Raises on a cluster that PostgreSQL could not use."""
    if cluster.exists() and not cluster.is_dir():
        raise OperatorError(f"{cluster} is not a directory: move it away and start again")
    version = cluster / "PG_VERSION"
    if version.exists():
        _check_version(cluster, version.read_text(errors="replace").strip())
    elif cluster.exists() and any(cluster.iterdir()):
        raise OperatorError(
            f"{cluster} is not a PostgreSQL data directory (no PG_VERSION): move it away, or restore a backup"
        )
    free = shutil.disk_usage(cluster.parent).free // 1_000_000
    needed = NEEDED_MB["old" if version.exists() else "new"]
    if free < needed:
        raise OperatorError(f"{cluster}: only {free} MB free on its disk, {needed} MB needed: make room")


def _check_version(cluster: Path, version: str) -> None:
    if not version.isdigit():
        raise OperatorError(f"{cluster}/PG_VERSION is damaged: restore a backup, or move the directory away")
    if version != VERSION:
        raise OperatorError(
            f"{cluster} was made by PostgreSQL {version}, this is {VERSION}: "
            "dump it there and restore it here, or set DATABASE_URL"
        )
    owner = cluster.stat().st_uid
    if os.geteuid() not in (0, owner):
        raise OperatorError(f"{cluster} belongs to user id {owner}: run tocsin as that user")


def explain(cluster: Path, log: str) -> str:
    if FULL in log:
        return f"{cluster}: its disk is full: make room and start again"
    found = FATAL.findall(log)
    reason = found[-1] if found else first_line(log.strip().rpartition("\n")[2])
    reason = reason or "no reason given"
    return f"{cluster}: PostgreSQL could not start ({reason}): repair it or restore a backup"


def first_line(text: str) -> str:
    return text.strip().partition("\n")[0]
