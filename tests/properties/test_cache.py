"""The cache against a model of it: nobody ever sees what was made for somebody else."""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tocsin.core import microcache
from tocsin.core.microcache import MicroCache

PATHS = st.sampled_from(["/", "/river/", "/river/thanks/", "/my/x/"])
QUERIES = st.sampled_from(
    ["", "lang=hy", "lang=en", "source=a", "source=b&lang=hy", "q=x", "t=1", "t=2&lang=hy", "fresh=1"]
)
METHODS = st.sampled_from(["GET", "GET", "GET", "HEAD", "POST"])
COOKIES = st.sampled_from(["", "", "", "session=1", "session=2"])
LANGUAGES = st.sampled_from(["", "hy", "en"])
ENCODINGS = st.sampled_from(["", "gzip"])
CONTROLS = st.sampled_from(
    ["public, s-maxage=2", "public, s-maxage=2, max-age=0", "private, no-store", "", "public", "no-store"]
)


class Clock:
    now = 0.0

    def monotonic(self) -> float:
        return self.now


CLOCK = Clock()


class Visitors(RuleBasedStateMachine):
    """The site writes into every answer who asked, when, and whether others may see it."""

    def __init__(self) -> None:
        super().__init__()
        CLOCK.now, self.asked = 1_000.0, 0
        self.controls: dict[str, str] = {}
        self.app = MicroCache(self.site)

    def site(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.asked += 1
        control = self.controls.get(environ["PATH_INFO"], "public, s-maxage=2")
        start_response("200 OK", [("Cache-Control", control), ("Content-Type", "text/html")])
        return [repr((self.asked, CLOCK.now, control, self.person(environ))).encode()]

    @staticmethod
    def person(environ: dict[str, Any]) -> tuple[str, ...]:
        """All that an answer may depend on."""
        names = ("REQUEST_METHOD", "PATH_INFO", "HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE")
        query = sorted(
            part for part in environ["QUERY_STRING"].split("&") if part.startswith(("lang=", "q=", "t="))
        )
        return (*(environ[name] for name in names), *query)

    @rule(path=PATHS, control=CONTROLS)
    def change_what_a_page_says_of_itself(self, path: str, control: str) -> None:
        self.controls[path] = control

    @rule(seconds=st.sampled_from([0.5, 1.9, 2.1]))
    def let_time_pass(self, seconds: float) -> None:
        CLOCK.now += seconds

    @rule(method=METHODS, path=PATHS, query=QUERIES, cookie=COOKIES, language=LANGUAGES, encoding=ENCODINGS)
    def ask(self, method: str, path: str, query: str, cookie: str, language: str, encoding: str) -> None:
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "localhost",
            "HTTP_COOKIE": cookie, "HTTP_ACCEPT_LANGUAGE": language, "HTTP_ACCEPT_ENCODING": encoding,
        }  # fmt: skip
        before = self.asked
        body = b"".join(self.app(environ, lambda status, headers, error=None: None))
        number, made, control, person = literal_eval(body.decode())
        assert person == self.person(environ)
        is_new = number == self.asked == before + 1
        may_share = method == "GET" and not cookie and "t=" not in query
        is_shared = control.startswith("public, s-maxage") and may_share and CLOCK.now - made < 2
        assert is_new or is_shared

    def teardown(self) -> None:
        assert all(b"no-store" not in entry.body for entry in self.app.entries.values())


def test_nobody_sees_what_was_made_for_somebody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(microcache, "time", CLOCK)
    run_state_machine_as_test(Visitors, settings=settings(max_examples=150, stateful_step_count=40))
