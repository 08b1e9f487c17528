"""A supporter's way from the campaign to the official's inbox and back, in a real browser against the real thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Visitor
from tests.e2e import walk
from tests.e2e.walk import OFFICE, Person

pytestmark = pytest.mark.e2e

WAYS: dict[str, tuple[str, Person, dict[str, Any]]] = {
    "English": (
        "/vance/",
        Person("Anahit Petrosyan", "a.petrosyan@example.org", "My aunt taught in Shushi."),
        {},
    ),
    "without JavaScript": (
        "/vance/",
        Person("Daniel O’Brooks", "d.brooks@example.org", "I read of it, and I wonder: <b>why?</b>"),
        {"java_script_enabled": False},
    ),
    "Armenian on a phone": (
        "/vance/?lang=hy",
        Person("Նարեկ Սարգսյան", "n.sargsyan@example.org", "Իմ ընկերը դեռ այնտեղ է։"),
        {"viewport": {"width": 360, "height": 740}, "has_touch": True, "color_scheme": "dark"},
    ),
    "French": (
        "/vance/?lang=fr",
        Person("Zoë Dvořák", "z.dvorak@example.org", "Je pense à eux."),
        {"locale": "fr-FR"},
    ),
}


@pytest.mark.parametrize(("start", "person", "options"), WAYS.values(), ids=WAYS)
def test_a_supporter_acts_is_counted_once_reaches_the_office_and_withdraws(
    visit: Callable[..., Visitor], start: str, person: Person, options: dict[str, Any]
) -> None:
    visitor = visit(**options)
    before = walk.count_now(visitor)
    page = visitor.go(start)
    language = page.locator("html").get_attribute("lang")
    walk.write(page, person)
    walk.submit(page)

    page.wait_for_url("**/vance/thanks/**")
    expect(page.locator(".lead")).to_contain_text(person.name)
    expect(page.locator(".lead")).not_to_contain_text(person.email)

    page.click("a.button[href^='/dev/mail/']")
    walk.open_newest_letter(visitor)
    page.frame_locator("iframe").locator("a[href*='/confirm/']").first.click()
    page.wait_for_url("**/confirm/**")
    expect(page.locator("html")).to_have_attribute("lang", language or "")
    expect(page.locator("main .letter")).to_contain_text(person.words)
    expect(page.locator("main .letter")).to_contain_text(person.name)
    assert walk.count_now(visitor) == before

    page.click("button[value=confirm]")
    page.wait_for_url("**/my/**")
    expect(page.locator("h1")).to_contain_text(person.name)
    visitor.reload_until(lambda page: walk.steps_done(page) == 4)
    mine = page.url
    walk.await_count(visitor, before + 1)

    visitor.go(f"/dev/mail/{OFFICE}/")
    letter = walk.open_newest_letter(visitor)
    expect(letter.locator("main")).to_contain_text(person.name)
    letter.goto(f"{letter.url.partition('?')[0]}?view=text")
    expect(letter.locator("main")).to_contain_text(person.words)
    expect(letter.locator("main")).not_to_contain_text(person.email)

    withdraw(visitor.go(mine))
    walk.await_count(visitor, before)


def withdraw(page: Page) -> None:
    form = page.locator("form[action*='/withdraw/']")
    page.locator("details", has=form).locator("summary").click()
    form.locator("button").click()
    expect(page.locator("form[action*='/withdraw/']")).to_have_count(0)


def test_a_mistake_is_said_at_the_field_and_nothing_typed_is_lost(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.go("/vance/")
    walk.write(page, Person("Anahit", "anahit@", "My words."))
    walk.submit(page)
    expect(page.locator(".errors")).to_be_focused()
    page.click(".errors a")
    expect(page.locator("#id_email")).to_be_focused()
    expect(page.locator("#id_email")).to_have_value("anahit@")
    expect(page.locator("#id_own_words")).to_have_value("My words.")


def test_who_says_this_was_not_me_stops_it(visit: Callable[..., Visitor], site: str) -> None:
    visitor = visit()
    before = walk.count_now(visitor)
    page = visitor.go("/vance/")
    walk.write(page, Person("Somebody Else", "victim@example.org", "Not hers."))
    walk.submit(page)
    page.wait_for_url("**/thanks/**")
    visitor.go(f"{walk.await_link(site, 'victim@example.org')}?not_me=1")
    page.click("button[value=void]")
    expect(page.locator("button[value=confirm]")).to_have_count(0)
    assert walk.count_now(visitor) == before


def test_a_thousand_prefetches_of_the_links_in_a_mail_sign_nobody(
    visit: Callable[..., Visitor], site: str
) -> None:
    visitor = visit()
    before = walk.count_now(visitor)
    page = visitor.go("/vance/")
    walk.write(page, Person("Mei Wang", "m.wang@example.org", "我也寫信。"))
    walk.submit(page)
    page.wait_for_url("**/thanks/**")
    link = walk.await_link(site, "m.wang@example.org")
    assert walk.prefetch(site, [link, f"{link}?not_me=1", f"{link}?decision=confirm"], 1_000) == {200}
    expect(visitor.go(link).locator("button[value=confirm]")).to_have_count(1)
    assert walk.count_now(visitor) == before


def test_a_double_click_sends_one_letter(visit: Callable[..., Visitor], site: str) -> None:
    visitor = visit()
    page = visitor.go("/vance/")
    walk.write(page, Person("Kshama Sri", "k.sri@example.org", "दो बार नहीं।"))
    page.dblclick(".panel form button[type=submit]")
    page.wait_for_url("**/thanks/**")
    walk.await_link(site, "k.sri@example.org")
    visitor.go("/dev/mail/k.sri@example.org/")
    expect(page.locator(".inbox li")).to_have_count(1)
