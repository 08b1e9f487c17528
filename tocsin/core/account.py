"""PostgreSQL refuses to run as root. Where we are root, it runs as a system user of its own."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
from pathlib import Path

from tocsin.core.errors import OperatorError

SYSTEM_USER = "tocsin-db"


def database_account(cluster: Path) -> pwd.struct_passwd | None:
    """Who runs the server: the owner of the cluster, else the system user; None for ourselves."""
    if os.geteuid() != 0:
        return None
    owner = cluster.stat().st_uid if cluster.exists() else 0
    if owner:
        try:
            return pwd.getpwuid(owner)
        except KeyError:
            raise OperatorError(
                f"{cluster} belongs to user id {owner}, which this system does not know: chown it to a user"
            ) from None
    return _system_user()


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        pass
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"]
    try:
        subprocess.run([*command, SYSTEM_USER], check=True, capture_output=True)
        return pwd.getpwnam(SYSTEM_USER)
    except (OSError, subprocess.CalledProcessError, KeyError):
        raise OperatorError(
            f"PostgreSQL cannot run as root and the user {SYSTEM_USER} could not be made: "
            "run tocsin as another user, or set DATABASE_URL"
        ) from None


def let_through(account: pwd.struct_passwd, path: Path) -> None:
    """Adds the search bit (and only that) to parents of `path` that the account cannot pass."""
    closed = [parent for parent in path.resolve().parents if not _may(account, parent, 0o1)]
    for parent in closed:
        parent.chmod(parent.stat().st_mode | 0o001)
        note = f"note: chmod o+x {parent}, so that user {account.pw_name} reaches {path}"
        sys.stderr.write(note + "\n")


def let_read(account: pwd.struct_passwd, tree: Path) -> None:
    """Opens the program files for reading where they were installed for root only."""
    let_through(account, tree)
    if _may(account, tree, 0o5):
        return
    for path in [tree, *tree.rglob("*")]:
        if path.is_symlink():
            continue
        mode = path.stat().st_mode
        path.chmod(mode | (0o055 if path.is_dir() or mode & 0o100 else 0o044))


def _may(account: pwd.struct_passwd, path: Path, bits: int) -> bool:
    status = path.stat()
    if status.st_uid == account.pw_uid:
        bits <<= 6
    elif status.st_gid == account.pw_gid:
        bits <<= 3
    return status.st_mode & bits == bits
