"""What the desk asks of the network: its page, and an hour's work."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from client import Agent, Customer
from desk import Desk
from load import Size, serving
from server import Server
from table import Table
from visitor import Visitor

CONVERSATIONS_AN_HOUR = 12
TURNS = 3


class Traffic:
    """Counts what a page sends and receives, as the browser itself does (Chrome DevTools Protocol, domain Network)."""

    def __init__(self, page: Page):
        self._asked: set[str] = set()
        self._bytes = 0
        self._frames = 0
        self._page = page
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", lambda event: self._asked.add(event["requestId"]))
        session.on("Network.requestServedFromCache", lambda event: self._asked.discard(event["requestId"]))
        session.on("Network.responseReceived", self._received)
        session.on("Network.loadingFinished", self._finished)
        for way in ("Sent", "Received"):
            session.on(f"Network.webSocketFrame{way}", self._frame)

    def take(self) -> tuple[int, float, int]:
        """Requests that reached the server, KB that came, and frames both ways, since this was last asked."""
        # Events are heard only while the page is waited for.
        self._page.wait_for_timeout(500)
        taken = len(self._asked), self._bytes / 1000, self._frames
        self._asked, self._bytes, self._frames = set(), 0, 0
        return taken

    def _received(self, event: dict[str, Any]) -> None:
        if event["response"].get("fromDiskCache"):
            self._asked.discard(event["requestId"])

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self._asked:
            self._bytes += event["encodedDataLength"]

    def _frame(self, event: dict[str, Any]) -> None:
        self._frames += 1
        self._bytes += len(event["response"]["payloadData"].encode())


def desk() -> Table:
    """The desk's page, cold and warm, and what an agent at work asks for."""
    seconds, count = Size.of(60, 5), Size.of(6, 2)
    table = Table(
        "Desk",
        "Chromium at the desk, and what the server sends it: heads and bodies as they are on the wire, frames of the"
        f" WebSocket with it. At rest: {seconds} seconds, the agent online. A conversation: it comes in, is opened, the"
        f" customer and the agent write {TURNS} times each in turn, key by key, and it is resolved; the mean of {count}. An"
        f" hour: {CONVERSATIONS_AN_HOUR} such conversations.",
        ["", "requests", "KB received", "WebSocket frames"],
    )
    with serving() as server, _chromium() as browser:
        agent = Agent.made(server, name="Ada Park")
        with _visitor(browser, server) as first:
            Desk.of(first, agent)
            signed_in = first.context.storage_state()
        with _visitor(browser, server, storage_state=signed_in) as visitor:
            traffic = Traffic(visitor.page)
            for name in ("the page, first time", "the page again"):
                visitor.open("/desk")
                visitor.page.wait_for_load_state("networkidle")
                visitor.page.wait_for_timeout(1000)
                table.add(name, *traffic.take())
            at = Desk(visitor)
            at.go("online")
            traffic.take()
            visitor.page.wait_for_timeout(seconds * 1000)
            resting = [each * 60 / seconds for each in traffic.take()]
            for number in range(count):
                _serve(at, Customer.verified(server, f"customer-{number}"), number)
            each = [total / count for total in traffic.take()]
    table.add("a minute at rest", *resting)
    table.add("a conversation", *each)
    hour = [round(60 * rest + CONVERSATIONS_AN_HOUR * case) for rest, case in zip(resting, each)]
    table.add("an agent-hour", *hour)
    return table


def _serve(desk: Desk, customer: Customer, number: int) -> None:
    """A conversation from the first word to the last."""
    question = f"Where is my withdrawal number {number}?"
    conversation = customer.open_waiting_chat(question)
    desk.open("mine", question)
    for turn in range(TURNS):
        if turn:
            words = f"Question {turn} of {number}"
            customer.write(conversation, words)
            expect(desk.log.get_by_text(words, exact=True)).to_be_visible()
        words = f"It is on its way, look at step {turn} of {number}."
        desk.reply.press_sequentially(words, delay=40)
        desk.reply.press("Enter")
        expect(desk.log.get_by_text(words, exact=True)).to_be_visible()
    desk.action("resolve").click()
    desk.expect_done("desk.done.resolved")


@contextmanager
def _chromium() -> Iterator[Browser]:
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=arguments)
        yield browser
        browser.close()


def _visitor(browser: Browser, server: Server, **options: Any) -> Visitor:
    return Visitor(browser, server.url, "en", "desktop", "bench", **options)
