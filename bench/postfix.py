"""Postfix's own load generator and sink, from the Debian package, unpacked beside the project and not installed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

LISTENING = 10.0


@cache
def home() -> Path | None:
    """Where the package was unpacked; None when the programs are installed."""
    if shutil.which("smtp-sink", path=_path(None)):
        return None
    folder = Path(tempfile.gettempdir()) / f"tocsin-postfix-{os.getuid()}"
    if not (folder / "usr/sbin/smtp-sink").exists():
        folder.mkdir(exist_ok=True)
        if not _fetched(folder):
            sys.exit("smtp-sink is missing: install the package postfix")
        package = str(next(folder.glob("*.deb")))
        subprocess.run(["dpkg", "-x", package, str(folder)], check=True)
        _bring_libraries(folder, package)
    return folder


def _bring_libraries(folder: Path, package: str) -> None:
    """What it links to comes with other packages, and most of these with every Debian."""
    env = {**os.environ, "LD_LIBRARY_PATH": str(folder / "usr/lib/postfix")}
    links = subprocess.run(
        ["ldd", str(folder / "usr/sbin/smtp-sink")], capture_output=True, check=True, env=env
    )
    if b"not found" not in links.stdout:
        return
    if os.geteuid():
        sys.exit("smtp-sink lacks libraries: install the package postfix")
    needs = subprocess.run(["dpkg-deb", "-f", package, "Depends"], capture_output=True, check=True, text=True)
    command = ["apt-get", "-qq", "-y", "--no-install-recommends", "satisfy", needs.stdout.strip()]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _fetched(folder: Path) -> bool:
    """A new machine has no lists of packages yet; root may bring them."""
    if not shutil.which("apt-get"):
        return False
    download = [["apt-get", "-qq", "download", "postfix"]]
    update = [["apt-get", "-qq", "update"]] if os.geteuid() == 0 else []
    for command in [*download, *update, *download]:
        done = subprocess.run(
            command, cwd=folder, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        if command in download and not done.returncode:
            return True
    return False


def _path(folder: Path | None) -> str:
    found = f"{os.environ['PATH']}:/usr/sbin"
    return f"{folder}/usr/sbin:{found}" if folder else found


def _command(name: str, *arguments: str) -> tuple[list[str], dict[str, str]]:
    folder = home()
    where = shutil.which(name, path=_path(folder))
    assert where
    env = dict(os.environ)
    if folder:
        env["LD_LIBRARY_PATH"] = str(folder / "usr/lib/postfix")
    return [where, *arguments], env


@contextmanager
def sink(dump: Path | None = None) -> Iterator[int]:
    """A mail server that takes everything; its port. `dump`: a file to which each letter is appended as it is taken."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    with _sink(f"127.0.0.1:{port}", dump):
        _await(socket.AF_INET, ("127.0.0.1", port))
        yield port


@contextmanager
def sink_at(path: Path, dump: Path) -> Iterator[None]:
    """The same, on a socket in a folder."""
    with _sink(f"unix:{path}", dump):
        _await(socket.AF_UNIX, str(path))
        yield


@contextmanager
def _sink(place: str, dump: Path | None) -> Iterator[None]:
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    keep = ["-D", str(dump)] if dump else []
    command, env = _command("smtp-sink", *user, *keep, place, "1024")
    with subprocess.Popen(command, env=env) as process:
        try:
            yield
        finally:
            process.terminate()


def source(port: int, messages: int, sessions: int, size: int) -> float:
    """Letters per second of Postfix's own generator, one connection for each of its sessions."""
    given = ("-d", "-s", str(sessions), "-m", str(messages), "-l", str(size), f"127.0.0.1:{port}")
    command, env = _command("smtp-source", *given)
    start = time.perf_counter()
    subprocess.run(command, env=env, check=True)
    return messages / (time.perf_counter() - start)


def _await(family: int, place: tuple[str, int] | str) -> None:
    until = time.monotonic() + LISTENING
    while True:
        try:
            with socket.socket(family) as caller:
                caller.connect(place)
            return
        except OSError:
            if time.monotonic() > until:
                sys.exit("bench: smtp-sink does not listen")
            time.sleep(0.05)
