"""How the web server is started: Granian, WSGI, one connection to the database per blocking thread."""

from __future__ import annotations

import errno
import os
import socket
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from config import env
from tocsin.core.children import Child, foreground
from tocsin.core.errors import OperatorError

KILL_SECONDS = 10


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=None, metavar="N", help="default: PORT, else 8000")


def address(port: int | None) -> tuple[str, int]:
    number = env.number("PORT", 8000) if port is None else port
    if not 0 < number < 65536:
        raise OperatorError(f"port {number} is not between 1 and 65535")
    return env.text("HOST", "127.0.0.1"), number


def check_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
            raise OperatorError(f"port {port} on {host} {reason}: choose with --port N or PORT") from None


def command(host: str, port: int, data_dir: Path) -> list[str]:
    # Only the scaled images are public; originals may carry places and dates.
    images = data_dir / "media" / "images"
    images.mkdir(parents=True, exist_ok=True)
    options = {
        "interface": "wsgi",
        "host": host,
        "port": port,
        "workers": env.number("WEB_WORKERS", 2),
        "blocking-threads": env.number("WEB_THREADS", 4),
        "workers-kill-timeout": KILL_SECONDS,
        "respawn-interval": 0.5,
        "log-level": "warning",
        "static-path-route": "/media/images",
        "static-path-mount": images,
    }
    listed = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    flags = ["--respawn-failed-workers", "--no-ws"]
    return [sys.executable, "-m", "granian", *listed, *flags, "config.wsgi:application"]


def run(options: Namespace) -> int:
    from tocsin.core import embedded

    host, port = address(options.port)
    check_free(host, port)
    os.environ["PORT"] = str(port)
    return foreground(Child("web server", command(host, port, embedded.data_dir()), KILL_SECONDS + 5))
