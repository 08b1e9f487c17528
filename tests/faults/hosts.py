"""Worker hosts with a network of their own, any of which can be cut off: run it with `unshare --net`.

Each host is a network namespace with one cable to this one, which stands for the other machines: through it alone it
reaches the database and the mail server. The namespaces end with their processes, so nothing is left behind.

Reads `hire HOST`, `cut HOST` and `mend HOST` from its input and answers each with a line; a host has one worker.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import socket
import subprocess
import sys
from multiprocessing import Event
from pathlib import Path

from tests.faults import sink

HUB, DATABASE_PORT, MAIL_PORT = "10.77.0.1", 5432, 2525
UNSHARE = ["unshare", "--net", *([] if os.geteuid() == 0 else ["--user", "--map-root-user"])]
"""A network of its own; who is not root has one as root of a world of their own."""
NEW_NETWORK, NEW_NAME, DIE_WITH_PARENT = 0x40000000, 0x04000000, 1
"""Linux's CLONE_NEWNET, CLONE_NEWUTS (a host has a name, too) and PR_SET_PDEATHSIG."""


def address(host: int) -> str:
    return f"10.77.0.{host + 1}"


def ip(*words: str, inside: int | None = None) -> None:
    entered = ["nsenter", "-t", str(inside), "-n"] if inside else []
    subprocess.run([*entered, "ip", *words], check=True)


def wire(host: int, pid: int) -> None:
    """A cable between us and the namespace of this process."""
    ip("link", "add", f"host{host}", "type", "veth", "peer", "name", "eth0", "netns", str(pid))
    ip("address", "add", f"{address(host)}/32", "dev", "eth0", inside=pid)
    ip("link", "set", "eth0", "up", inside=pid)
    ip("route", "add", HUB, "dev", "eth0", inside=pid)
    mend(host)


def mend(host: int) -> None:
    ip("link", "set", f"host{host}", "up")
    ip("route", "replace", address(host), "dev", f"host{host}", "src", HUB)


def cut(host: int) -> None:
    ip("link", "set", f"host{host}", "down")


def hire(host: int, data: str) -> int:
    """A process that becomes a host of its own, and works there once it is wired."""
    apart, wired = Event(), Event()
    pid = os.fork()
    if pid:
        apart.wait()
        wire(host, pid)
        wired.set()
        return pid
    os.close(0)
    if ctypes.CDLL(None, use_errno=True).unshare(NEW_NETWORK | NEW_NAME):
        os._exit(ctypes.get_errno())
    socket.sethostname(f"host{host}")
    from django.conf import settings

    from tests.faults.nursery import work

    settings.JOURNAL_DIR = f"{data}/journal-{host}"
    apart.set()
    wired.wait()
    work()
    os._exit(os.EX_OK)


async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> None:
    """What listens on a socket in a folder, for hosts that come by the network."""
    far_reader, far_writer = await asyncio.open_unix_connection(path)
    try:
        await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))
    except OSError:
        pass
    finally:
        far_writer.close()
        writer.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65_536):
        writer.write(data)
        await writer.drain()
    writer.close()


async def serve(database: str, mail: Path, thinking: float) -> None:
    """The database and the mail server, for all hosts. `mail`: the socket of one, or the journal of one of our own."""
    if mail.is_socket():
        await asyncio.start_server(lambda r, w: relay(r, w, str(mail)), HUB, MAIL_PORT)
    else:
        letters = sink.Sink(mail, think=thinking)
        loop = asyncio.get_running_loop()
        await loop.create_server(lambda: sink.Dialogue(letters), HUB, MAIL_PORT)
    server = await asyncio.start_server(lambda r, w: relay(r, w, database), HUB, DATABASE_PORT)
    print("ready", flush=True)  # noqa: T201
    await server.serve_forever()


def stand(database: str, mail: Path, thinking: float) -> None:
    """In a process of its own, which ends with this one."""
    hub = os.getpid()
    if not os.fork():
        os.close(0)
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != hub:
            os._exit(os.EX_OK)
        asyncio.run(serve(database, mail, thinking))


def main() -> None:
    import django

    from tests.faults.nursery import hurry, set_up

    database, mail, thinking = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])
    ip("link", "set", "lo", "up")
    ip("address", "add", f"{HUB}/32", "dev", "lo")
    django.setup()
    set_up()
    hurry()
    stand(database, mail, thinking)
    for line in sys.stdin:
        word, host = line.split()
        answer = "done"
        if word == "hire":
            answer = str(hire(int(host), os.environ["TOCSIN_DATA_DIR"]))
        else:
            {"cut": cut, "mend": mend}[word](int(host))
        print(answer, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
