"""`tocsin up`: database, web, worker and the demonstration's mail catcher as one foreground process tree."""

from __future__ import annotations

import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import NoReturn

from config import env
from tocsin.core import embedded, web
from tocsin.core.children import SIGNALS, Child, describe, interruptible, signal_group, spawn
from tocsin.core.errors import OperatorError

TICK_SECONDS = 0.2
READY_SECONDS, PORT_SECONDS = 90, 15
WEB_PATIENCE, WORKER_PATIENCE, CATCHER_PATIENCE = 15.0, 30.0, 5.0
CONGRESS = {
    "CWC_HOUSE_KEY": "demonstration",
    "CWC_SENATE_KEY": "demonstration",
    "CWC_AGENT": "Tocsin demonstration",
    "CWC_AGENT_EMAIL": "congress@example.org",
    "CWC_CONTACT_NAME": "Tocsin demonstration",
    "CWC_CONTACT_PHONE": "202-555-0142",
    "CWC_CONTACT_EMAIL": "congress@example.org",
}
"""How the demonstration is known to its own stand-in for the gateways of Congress."""


def arguments(parser: ArgumentParser) -> None:
    web.arguments(parser)
    parser.add_argument("--demo", action="store_true", help="seed and serve the demonstration campaign")


def run(options: Namespace) -> int:
    host, port = web.address(options.port)
    return Tree(options.demo or env.flag("TOCSIN_DEMO"), host, port, embedded.data_dir()).run()


@dataclass
class Tree:
    demo: bool
    host: str
    port: int
    data_dir: Path
    env: dict[str, str] = field(default_factory=lambda: dict(os.environ))
    children: list[Child] = field(default_factory=list)
    server: embedded.Server | None = None
    preparing: subprocess.Popen[bytes] | None = None
    report: str = ""

    def run(self) -> int:
        interruptible()
        with ExitStack() as stack:
            lock_instance(stack, self.data_dir)
            web.check_free(self.host, self.port)
            try:
                self.start(stack)
                self.watch()
            except KeyboardInterrupt:
                say("stopping; Ctrl-C again forces")
                return 0
            finally:
                self.leave()
        raise AssertionError

    def start(self, stack: ExitStack) -> None:
        self.env |= {"PORT": str(self.port), "TOCSIN_DATA_DIR": str(self.data_dir), "PYTHONUNBUFFERED": "1"}
        if self.demo:
            self.env["TOCSIN_DEMO"] = "1"
        if not env.text("DATABASE_URL"):
            self.server = stack.enter_context(embedded.use(self.data_dir))
            self.env["DATABASE_URL"] = self.server.url()
        stack.callback(self.stop)  # runs before the database stops
        self.prepare()
        self.plan()
        for child in self.children:
            child.start(self.env)
            if child.port:
                await_port(child.port)
        self.await_health()
        self.greet()

    def prepare(self) -> None:
        command = [*TOCSIN, "prepare", *(["--demo"] if self.demo else [])]
        self.preparing = spawn(command, self.env, stdout=subprocess.PIPE)
        output, _ = self.preparing.communicate()
        if self.preparing.returncode:
            raise OperatorError("", self.preparing.returncode)  # it has said why
        self.preparing, self.report = None, output.decode().strip()

    def plan(self) -> None:
        if self.demo and not env.text("MAIL_URL"):
            port = free_port(self.data_dir / "catcher_port", "mail catcher")
            self.env["MAIL_URL"] = f"smtp://127.0.0.1:{port}"
            self.children.append(Child("mail catcher", [*TOCSIN, "catcher", str(port)], CATCHER_PATIENCE))
        if self.demo and not (env.text("CWC_HOUSE_KEY") or env.text("CWC_SENATE_KEY")):
            port = free_port(self.data_dir / "congress_port", "gateway of Congress")
            url = f"http://127.0.0.1:{port}"
            self.env |= CONGRESS | {"CWC_HOUSE_URL": url, "CWC_SENATE_URL": url}
            command = [*TOCSIN, "manage", "cwc_gateway", "--port", str(port)]
            self.children.append(Child("stand-in for Congress", command, CATCHER_PATIENCE, port=port))
        self.children.append(Child("worker", [*TOCSIN, "worker"], WORKER_PATIENCE))
        serve = web.command(self.host, self.port, self.data_dir)
        self.children.append(Child("web server", serve, WEB_PATIENCE))

    def await_health(self) -> None:
        until, status = time.monotonic() + READY_SECONDS, 0
        while time.monotonic() < until:
            self.revive()
            status = health(self.host, self.port)
            if 0 < status < 500:
                return
            time.sleep(TICK_SECONDS)
        if not status:
            raise OperatorError(f"the site did not answer on port {self.port} within {READY_SECONDS} s", 1)
        say(f"/health answers {status}: see what it says, and tocsin doctor")

    def greet(self) -> None:
        site = env.text("SITE_URL", f"http://localhost:{self.port}").rstrip("/")
        lines = ["", f"Tocsin is ready at {site}/", *self.report.splitlines()]
        if any(child.name == "mail catcher" for child in self.children):
            lines.append(f"Outgoing mail: {site}/dev/mail/")
        if any(child.name == "stand-in for Congress" for child in self.children):
            lines.append(f"Messages to Congress: {site}/dev/congress/")
        lines += [f"Data: {self.data_dir}", "Stop with Ctrl-C.", ""]
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()

    def watch(self) -> NoReturn:
        while True:
            self.revive()
            time.sleep(TICK_SECONDS)

    def revive(self) -> None:
        if self.server is not None and self.server.pid() is None:
            say("the database stopped by itself; starting it again")
            with embedded.alone(self.data_dir):
                self.server.start()
        for child in self.children:
            status = child.died()
            if status is not None:
                say(f"the {child.name} ended by itself ({describe(status)})")
            if child.hopeless:
                raise OperatorError(f"the {child.name} ends as soon as it is started; the reason is above", 1)
            if child.waiting():
                child.start(self.env)

    def leave(self) -> None:
        """From here on a second Ctrl-C forces."""
        for kind in SIGNALS:
            signal.signal(kind, self._force)

    def stop(self) -> None:
        if self.preparing is not None:
            signal_group(self.preparing.pid, signal.SIGKILL)
            self.preparing.wait()
            self.preparing = None
        for child in reversed(self.children):
            child.stop()

    def _force(self, number: int, frame: FrameType | None) -> None:
        for child in self.children:
            if child.process is not None:
                signal_group(child.process.pid, signal.SIGKILL)
        if self.server is not None and (pid := self.server.pid()):
            os.kill(pid, signal.SIGQUIT)
        os._exit(130)


TOCSIN = [sys.executable, "-m", "tocsin.cli"]


def say(text: str) -> None:
    sys.stderr.write(f"tocsin: {text}\n")
    sys.stderr.flush()


def lock_instance(stack: ExitStack, data_dir: Path) -> None:
    path = data_dir / "up.lock"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        file = stack.enter_context(path.open("a+"))
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = path.read_text().strip() or "unknown"
        raise OperatorError(f"{data_dir} is in use by tocsin process {holder}: stop that one first") from None
    except OSError as error:
        raise OperatorError(f"{data_dir}: {error.strerror}: choose another with TOCSIN_DATA_DIR") from None
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()


def await_port(port: int) -> None:
    """Until somebody listens there: the worker asks the stand-in for its offices first of all, then once a minute."""
    until = time.monotonic() + PORT_SECONDS
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(TICK_SECONDS)


def free_port(path: Path, what: str) -> int:
    """A free port, the same one as last time if that is still free."""
    wanted = int(path.read_text()) if path.exists() and path.read_text().strip().isdigit() else 0
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            found = int(probe.getsockname()[1])
            path.write_text(str(found))
            return found
    raise OperatorError(f"no free port for the {what}")


def health(host: str, port: int) -> int:
    """The HTTP status of /health, 0 when nobody answers."""
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    connection = http.client.HTTPConnection(target, port, timeout=5)
    try:
        connection.request("GET", "/health", headers={"Host": "localhost"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
