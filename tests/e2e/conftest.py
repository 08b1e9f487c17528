"""One demonstration site and one browser for all tests of this folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import Visitor, browser
from tests.core.site import Site


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A whole `tocsin up --demo` in a directory of its own."""
    with Site(tmp_path_factory.mktemp("demo"), "--demo") as running:
        yield running.ready()


@pytest.fixture(scope="package")
def site(demo: Site) -> str:
    """Its address."""
    return f"http://localhost:{demo.port}"


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with browser() as found:
        yield found


@pytest.fixture
def visit(chromium: Browser, site: str) -> Iterator[Callable[..., Visitor]]:
    """Brings a visitor with their own browser; at the end none may have anything to complain of."""
    visitors: list[Visitor] = []

    def come(**options: Any) -> Visitor:
        visitors.append(Visitor(chromium, site, **options))
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.close()
