"""The steps of a supporter, as they are walked in a browser."""

from __future__ import annotations

import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

from playwright.sync_api import Page

from tests.browser import PATIENCE, Visitor

OFFICE = "vice-president@example.org"


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    email: str
    words: str


def write(page: Page, person: Person) -> None:
    page.fill("#id_own_words", person.words)
    page.fill("#id_name", person.name)
    page.fill("#id_email", person.email)
    page.select_option("#id_country", "US")
    page.fill("#id_postal_code", "91205")


def submit(page: Page) -> None:
    page.click(".panel form button[type=submit]")


def counted(page: Page) -> int:
    """The number of people that the page says have confirmed."""
    return int(re.sub(r"\D", "", page.inner_text(".tally .sentence b")))


def count_now(visitor: Visitor) -> int:
    page = visitor.new_page()
    page.goto("/vance/")
    found = counted(page)
    page.close()
    return found


def await_count(visitor: Visitor, wanted: int) -> None:
    until = time.monotonic() + PATIENCE
    while count_now(visitor) != wanted:
        assert time.monotonic() < until, f"the count never became {wanted}"
        time.sleep(0.5)


def open_newest_letter(visitor: Visitor) -> Page:
    """From a mailbox page, once there is something in it."""
    visitor.reload_until(lambda page: page.locator(".inbox a").count() > 0).locator(".inbox a").first.click()
    visitor.page.wait_for_selector(".views")
    return visitor.page


def steps_done(page: Page) -> int:
    """How far the letter has come: 2 is confirmed, 4 is taken by the mail server."""
    return page.locator(".delivery").first.locator(".path li.done").count()


def mailbox(site: str, address: str) -> list[dict[str, Any]]:
    with urlopen(f"{site}/dev/mail/{address}.json") as answer:  # noqa: S310
        return list(json.load(answer))


def await_link(site: str, address: str, leads_to: str = "confirm") -> str:
    """The path of the link in the newest mail to this address that has one."""
    until = time.monotonic() + PATIENCE
    while not (found := [link for mail in mailbox(site, address) for link in links(mail, leads_to)]):
        assert time.monotonic() < until, f"no mail for {address} that leads to {leads_to}"
        time.sleep(0.2)
    return urlsplit(found[0]).path


def links(mail: dict[str, Any], leads_to: str) -> list[str]:
    return re.findall(rf"https?://\S+/{leads_to}/\S+", mail["text"])


def confirm(visitor: Visitor, site: str, address: str) -> Page:
    """By the link of the newest mail; ends on the supporter's own page."""
    page = visitor.go(await_link(site, address))
    page.click("button[value=confirm]")
    page.wait_for_url("**/my/**")
    return page


def prefetch(site: str, paths: list[str], times: int) -> set[int]:
    """Opens the addresses as a mail scanner does, many at once; the statuses it saw."""

    def fetch(number: int) -> int:
        with urlopen(site + paths[number % len(paths)]) as answer:  # noqa: S310
            return int(answer.status)

    with ThreadPoolExecutor(8) as pool:
        return set(pool.map(fetch, range(times)))
