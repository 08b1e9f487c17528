"""“Who represents me” in a real browser: by state and district, with a tap on a map, by the device's own place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import Visitor
from tests.e2e.test_access import LOOKS, check, silence

pytestmark = pytest.mark.e2e

PAGES = [
    "/find/", "/find/?lang=ar", "/find/?state=NJ", "/find/?state=AK", "/find/?zip=09012", "/find/?country=AM",
    "/find/?division=ocd-division/country:us/state:nj/cd:6", "/embed/find/", "/officials/", "/officials/?q=zzz",
    "/officials/?lang=ar",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("look", LOOKS)
def test_a_page_has_no_barrier_and_does_not_scroll_sideways(
    visit: Callable[..., Visitor], path: str, look: str
) -> None:
    visitor = visit(**LOOKS[look])
    silence(visitor, look)
    page = visitor.go(path)
    assert page.locator("h1").count() == 1
    check(page)


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["with scripts", "without"])
def test_somebody_with_a_military_code_finds_the_district_in_two_steps(
    visit: Callable[..., Visitor], options: dict[str, Any]
) -> None:
    page = visit(**options).go("/find/")
    page.fill("#id_zip", "09012")
    page.click("form[data-find] button[type=submit]")
    expect(page.locator("h1")).to_have_text("Which state is yours?")
    page.select_option("#id_state >> nth=0", "NJ")
    page.click("form.question button[type=submit]")
    page.select_option("#id_division", "ocd-division/country:us/state:nj/cd:6")
    page.click("form.question button[type=submit]")
    expect(page.locator("h1")).to_have_text("New Jersey’s 6th congressional district")
    expect(page.locator(".seat-name").first).to_contain_text("6th congressional district")


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["with scripts", "without"])
def test_a_tap_on_the_map_chooses_the_district(
    visit: Callable[..., Visitor], options: dict[str, Any]
) -> None:
    page = visit(**options, viewport={"width": 360, "height": 740}).go("/styleguide/")
    page.locator(".which.mapped .tap path").nth(2).click()
    expect(page.locator(".which.mapped input").nth(2)).to_be_checked()
    page.locator(".which.mapped .tap path").nth(0).click()
    expect(page.locator(".which.mapped input").nth(0)).to_be_checked()


def test_the_place_of_the_device_is_asked_for_on_a_press_only_and_sent_rounded(
    visit: Callable[..., Visitor],
) -> None:
    place = {"latitude": 40.7439905, "longitude": -74.0323626}
    visitor = visit(geolocation=place, permissions=["geolocation"])
    page = visitor.go("/find/")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.click("[data-locate]")
    assert "lat=40.744&lon=-74.032" in (sent.value.post_data or "")
    expect(page.locator("article.found h1")).to_be_visible()


@contextmanager
def another_site(page: str) -> Iterator[str]:
    """A server of its own, since a browser lets no page that is made up look at this machine."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_page_of_another_site_may_frame_the_tool_and_it_answers_there(
    visit: Callable[..., Visitor],
) -> None:
    visitor = visit()
    frame = (
        f'<!doctype html><title>Other</title><iframe src="{visitor.home}/embed/find/" title="Find"></iframe>'
    )
    with another_site(frame) as home:
        visitor.page.goto(home)
        inside = visitor.page.frame_locator("iframe")
        inside.locator("#id_zip").fill("09012")
        inside.locator("form[data-find] button[type=submit]").click()
        expect(inside.locator("h1")).to_have_text("Which state is yours?")
    visitor.complaints[:] = [each for each in visitor.complaints if home not in each]
