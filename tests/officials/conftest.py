"""Nothing that one test loaded is remembered in the next."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile("steady")


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    from tocsin.officials.roster import forget

    forget()
    yield
    forget()
