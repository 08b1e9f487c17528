"""Workers on three hosts, each with a network of its own. The cable of one is pulled while it sends, and put back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

from bench import postfix
from tests.faults.hosts import DATABASE_PORT, HUB, MAIL_PORT, UNSHARE
from tests.faults.long.course import Course
from tocsin.core.embedded import DATABASE

HOSTS, ILL_FATED = 3, 3
CUT, MEND = 0.2, 0.6
"""After these parts of the whole have been taken."""
SOCKET = ".s.PGSQL.5432"


class Cables(Course):
    """Nobody is killed here, and the mail server behaves: it is Postfix's sink, reached by the hosts' cables."""

    def _set_up(self, stack: ExitStack) -> None:
        self._make_room(stack)
        self.mail = self.dump.path.parent / "socket"
        stack.enter_context(postfix.sink_at(self.mail, self.dump.path))
        self.dump.start()

    def environment(self) -> dict[str, str]:
        return super().environment() | {
            "DATABASE_URL": f"postgresql://postgres@{HUB}:{DATABASE_PORT}/{DATABASE}",
            "MAIL_URL": f"smtp://{HUB}:{MAIL_PORT}",
        }

    def _hire_all(self, stack: ExitStack) -> None:
        words = ["-m", "tests.faults.hosts", f"{self.server.socket_dir}/{SOCKET}", str(self.mail), "0"]
        self._open_nursery(stack, words, UNSHARE)
        for host in range(1, HOSTS + 1):
            self._hire(f"hire {host}")

    def _events(self) -> list[tuple[float, Callable[[], None]]]:
        return [(CUT * self.plan.messages, self._cut), (MEND * self.plan.messages, self._mend)]

    def _cut(self) -> None:
        self._count_in_flight()
        self._order(f"cut {ILL_FATED}")
        self.say(f"host {ILL_FATED} is cut off, {self.in_flight} messages are in flight on all")

    def _mend(self) -> None:
        self._order(f"mend {ILL_FATED}")
        self.say(f"host {ILL_FATED} is back")
