"""An inbox of more conversations than a page can hold as elements."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from client import Agent, Customer
from desk import Desk
from server import Server

COUNT = 1_000
# A screen of rows, and some beyond each edge.
MOST_ROWS = 60

ROWS = "() => document.querySelectorAll('[data-part=list] [role=option]').length"
FIRST_SEEN = """() => {
    const list = document.querySelector('[data-part=list]');
    const top = list.getBoundingClientRect().top;
    const rows = [...list.querySelectorAll('[role=option]')].map((row) => [row.dataset.id, Math.round(row.getBoundingClientRect().top - top)]);
    return rows.filter(([, place]) => place >= 0).sort((a, b) => a[1] - b[1])[0];
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("long"), settings={"limits.writes.per.minute": 1_000_000})
    filled = server.run("bench", "fill", "--conversations", str(COUNT), "--messages", "1", "--open", "100", within=120)
    assert filled.returncode == 0, filled.stdout + filled.stderr
    server.start()
    try:
        yield server
    finally:
        server.end()


def scroll_to_end(page: Page) -> None:
    """Scrolls until the last conversation is there, page after page, and counts the rows on the way."""
    last = page.locator(f"[data-part=list] [aria-posinset='{COUNT}']")
    end = time.monotonic() + 120
    while time.monotonic() < end:
        assert page.evaluate(ROWS) <= MOST_ROWS
        if last.count():
            return
        page.evaluate("() => { const list = document.querySelector('[data-part=list]'); list.scrollTop = list.scrollHeight; }")
        page.wait_for_timeout(50)
    raise AssertionError("the end was not reached")


def test_a_thousand_rows_are_scrolled_and_walked_with_few_elements(visit, server: Server, locale: str) -> None:
    desk = Desk.of(visit(locale), Agent.made(server, name="Ada Park"))
    page = desk.page
    desk.view("all").click()
    expect(page.get_by_role("option").first).to_be_visible()
    count = desk.view("all").locator("[data-count=all]")
    expect(count).to_have_text("1,000")
    desk.visitor.assert_good_page("top")

    scroll_to_end(page)
    expect(page.locator(f"[data-part=list] [aria-posinset='{COUNT}']")).to_have_attribute("aria-setsize", str(COUNT))
    desk.visitor.assert_good_page("end")

    # By keyboard from the middle, over the edge of what is made.
    page.evaluate("() => { document.querySelector('[data-part=list]').scrollTop = 500 * 64; }")
    page.locator("[data-part=list] [aria-posinset='505']").click()
    for _ in range(40):
        desk.press("j")
    expect(page.locator("[data-part=list] [aria-posinset='545']")).to_have_attribute("aria-selected", "true")
    assert page.evaluate(ROWS) <= MOST_ROWS

    # What comes in above moves nothing that is seen.
    page.mouse.move(5, 5)
    page.wait_for_timeout(1_700)
    before = page.evaluate(FIRST_SEEN)
    customer = Customer.guest(server, locale)
    conversation = customer.open_waiting_chat("hello")
    expect(count).to_have_text("1,001")
    page.wait_for_timeout(300)
    assert page.evaluate(FIRST_SEEN) == before
    customer.http.post(f"/conversations/{conversation}/resolve")
    expect(count).to_have_text("1,000")
