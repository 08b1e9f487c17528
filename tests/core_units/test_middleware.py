"""Which language a visitor is answered in."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from tocsin.core.middleware import chosen_language


@pytest.mark.parametrize(
    ("query", "header", "language"),
    [
        ("", "", "en"),
        ("", "hy", "hy"),
        ("", "fr-CA,fr;q=0.9", "fr"),
        ("", "de,fr;q=0.5", "fr"),
        ("", "de", "en"),
        ("hy", "fr", "hy"),
        ("HY", "fr", "hy"),
        ("xx", "fr", "fr"),
        ("x" * 600, "fr", "fr"),
        ("../../etc", "", "en"),
    ],
)
def test_the_address_decides_then_the_browser_then_english(query: str, header: str, language: str) -> None:
    request = RequestFactory().get("/", {"lang": query}, headers={"Accept-Language": header})
    assert chosen_language(request) == language
