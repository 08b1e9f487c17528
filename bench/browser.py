"""What a browser transfers to show a page."""

from __future__ import annotations

import os
import shutil
from typing import Any
from urllib.parse import urlsplit

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def transfer(url: str) -> float:
    """KB of the page and all it loads, headers included; fails on a request to anybody else."""
    from playwright.sync_api import sync_playwright

    program = os.environ.get("BROWSER_PATH") or shutil.which("chromium") or shutil.which("google-chrome")
    received: list[float] = []
    hosts: set[str | None] = set()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
        session.on("Network.requestWillBeSent", lambda event: hosts.add(_host(event)))
        page.goto(url, wait_until="networkidle")
        _see_all(page)
        browser.close()
    assert hosts <= {urlsplit(url).hostname, None}, f"the page asked others: {hosts}"
    return sum(received) / 1000


def _host(event: dict[str, Any]) -> str | None:
    return urlsplit(event["request"]["url"]).hostname


def _see_all(page: Any) -> None:
    """Scrolls to the end, so that pictures that load late are counted too."""
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
