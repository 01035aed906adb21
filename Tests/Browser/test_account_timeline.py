"""What happened to a customer stands beside their conversation: real, the newest first, and further back on demand."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from client import Agent, Customer
from desk import Desk
from server import Server
from visitor import Visitor

Visit = Callable[..., Visitor]


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_what_happened_to_the_account_is_seen(
    visit: Visit, server: Server, locale: str, device: str, agent: Agent, nobody_waits: None
) -> None:
    customer = Customer.guest(server, locale)
    customer.http.headers["Accept-Language"] = locale
    for number in range(3):
        chat = customer.open_chat(f"case {number}", topic="fees")
        customer.post(f"/conversations/{chat}/resolve")
        customer.post(f"/conversations/{chat}/rating", {"score": 5 - 2 * number, "comment": f"comment {number}"})
    words = f"still open {locale} {device}"
    customer.open_waiting_chat(words, topic="fees")
    visitor = visit(locale, device)
    desk = Desk.of(visitor, agent)
    say = visitor.say
    desk.open("unassigned", words)
    if device == "phone":
        desk.case.get_by_role("button", name=say("desk.customer.title"), exact=True).click()
    account = desk.customer.locator(".desk-account")
    expect(account.get_by_role("heading", name=say("desk.account.title"), exact=True)).to_be_visible()
    events = account.get_by_role("listitem")
    expect(events).to_have_count(5)
    expect(events.first).to_contain_text(say("desk.account.kind.opened"))
    expect(events.nth(1)).to_contain_text(say("desk.account.kind.rated", score=1))
    expect(events.nth(1)).to_contain_text("comment 2")
    account.scroll_into_view_if_needed()
    visitor.assert_good_page("first")
    more = account.get_by_role("button", name=say("desk.account.more"), exact=True)
    more.focus()
    desk.press("Enter")
    expect(events).to_have_count(11)
    expect(events.last).to_contain_text(say("desk.account.kind.first_contact"))
    expect(more).to_be_hidden()
    visitor.assert_good_page("all")
    # An event leads to its conversation.
    events.nth(1).get_by_role("link").click()
    expect(desk.log).to_contain_text("case 2")
