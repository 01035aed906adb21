"""Searching all messages at the desk, and how seldom a desk asks the server."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocket, expect

from client import Agent, Customer
from desk import Desk
from server import Server
from visitor import Visitor

Visit = Callable[..., Visitor]

# What a customer writes, what finds it, and what is marked of it.
WRITTEN = {"en": "The transfer to my cold wallet is still missing", "zh-CN": "转到冷钱包的资产一直没有到账"}
TYPED = {"en": "cold walle", "zh-CN": "冷钱包"}
MARKED = {"en": ["cold", "wallet"], "zh-CN": ["冷钱包"]}
NOTE = {"en": "compare with the ledger of Tuesday", "zh-CN": "请与星期二的账本核对"}
NOTE_TYPED = {"en": "ledger", "zh-CN": "账本"}
LATER = {"en": "never mind", "zh-CN": "没关系"}


@pytest.fixture
def case(server: Server, locale: str):
    """A conversation in which something was written a while ago: it has scrolled away since."""
    customer = Customer.guest(server, locale)
    customer.http.headers["Accept-Language"] = locale
    conversation = customer.open_waiting_chat(WRITTEN[locale], topic="trading")
    for number in range(30):
        customer.write(conversation, f"{LATER[locale]} {number}")
    yield conversation
    customer.http.post(f"/conversations/{conversation}/resolve")


@pytest.mark.parametrize(
    ("width", "scheme"), [(1440, "light"), (1440, "dark"), (768, "light"), (768, "dark")]
)
def test_what_was_written_is_found_and_opened_where_it_stands(
    visit: Visit, server: Server, locale: str, case: str, width: int, scheme: str
) -> None:
    agent = Agent.made(server, name="Ada Park")
    agent.write(case, NOTE[locale], kind="note")
    desk = Desk.of(visit(locale, viewport={"width": width, "height": 900}, color_scheme=scheme), agent)
    page, say = desk.page, desk.say
    desk.press("/")
    search = page.get_by_role("searchbox", name=say("desk.search.label"), exact=True)
    expect(search).to_be_focused()
    page.keyboard.type(TYPED[locale])
    found = page.get_by_role("listbox", name=say("desk.found.label"), exact=True)
    hit = found.get_by_role("option").filter(has_text=WRITTEN[locale]).first
    # The server may not have indexed it yet: asking again finds it within seconds.
    for _ in range(20):
        try:
            expect(hit).to_be_visible(timeout=1000)
            break
        except AssertionError:
            search.fill("")
            search.fill(TYPED[locale])
    expect(hit.locator("mark")).to_have_text(MARKED[locale])
    desk.visitor.assert_good_page("found")

    desk.press("Enter")
    expect(found).to_be_focused()
    for _ in range(40):
        if hit.get_attribute("aria-selected") == "true":
            break
        desk.press("j")
    expect(hit).to_have_attribute("aria-selected", "true")
    desk.press("Enter")
    marked = desk.log.locator(".timeline-entry--found")
    expect(marked).to_contain_text(WRITTEN[locale])
    expect(marked).to_be_in_viewport()
    desk.visitor.assert_good_page("opened")

    if width > 1000:
        desk.press("Control+Shift+f")
        search.fill(NOTE_TYPED[locale])
        note = found.get_by_role("option").filter(has_text=NOTE[locale]).first
        expect(note).to_contain_text(say("timeline.note"))
        note.click()
        expect(marked).to_contain_text(NOTE[locale])

        topic = page.get_by_role("button", name=say("desk.found.by.topic"), exact=True)
        topic.click()
        page.get_by_role("menuitem", name=say("topic.fees"), exact=True).click()
        desk.see("desk.list.not_found", query=NOTE_TYPED[locale])
        desk.visitor.assert_good_page("nothing")
        search.focus()
    else:
        search.focus()
    desk.press("Escape")
    expect(found).to_be_hidden()
    expect(page.get_by_role("listbox", name=say("desk.view.mine"), exact=True)).to_be_visible()


class Hours:
    """Time that passes for the page, in steps in which the server, for whom it does not, answers the page's pings."""

    def __init__(self, page: Page):
        self._page = page
        self._unanswered = 0
        page.clock.install()
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: self._count(frame, '"op":"ping"', 1))
        socket.on("framereceived", lambda frame: self._count(frame, '"op":"pong"', -1))
        socket.on("close", lambda _: setattr(self, "_unanswered", 0))

    def _count(self, frame: str | bytes, wanted: str, step: int) -> None:
        if isinstance(frame, str) and wanted in frame:
            self._unanswered += step

    def pass_by(self, minutes: int) -> None:
        for _ in range(minutes * 10):
            self._page.clock.run_for(6_000)
            self._page.wait_for_timeout(30)
            for _ in range(500):
                if self._unanswered <= 0:
                    break
                self._page.wait_for_timeout(10)


def test_a_desk_asks_for_nothing_while_nothing_is_done(visit: Visit, server: Server, locale: str) -> None:
    """A while of an idle desk, and one in which conversations change: what is new comes over the connection."""
    agent = Agent.made(server, name="Ada Park")
    visitor = visit(locale)
    hours = Hours(visitor.page)
    desk = Desk.of(visitor, agent)
    desk.view("all").click()
    desk.page.wait_for_load_state("networkidle")
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(re.sub(r"\?.*", "", request.url)))

    hours.pass_by(15)
    assert len(asked) <= 2, asked

    asked.clear()
    customers = [Customer.guest(server, locale) for _ in range(5)]
    cases = [customer.open_waiting_chat(f"{LATER[locale]} {place}") for place, customer in enumerate(customers)]
    for number in range(5):
        for customer, conversation in zip(customers, cases):
            customer.write(conversation, f"{LATER[locale]} {number}")
        hours.pass_by(3)
    expect(desk.row(f"{LATER[locale]} 4")).to_have_count(5)
    for customer, conversation in zip(customers, cases):
        customer.http.post(f"/conversations/{conversation}/resolve")
    hours.pass_by(1)
    # Forty changes; not one of them is a request.
    assert len(asked) <= 2, asked
