"""An agent reveals a masked address for a reason; opening another conversation masks it again."""

import re
from collections.abc import Callable

import httpx
from playwright.sync_api import expect

from client import Agent, Customer
from desk import Desk
from server import Server
from visitor import Visitor
from widget import USER

EMAIL = "liu.wei@demo.example"


def liu(server: Server) -> Customer:
    """The demo exchange's user, with what it signs about them."""
    page = httpx.get(f"{server.url}/demo", params={"user": USER}).text
    token = re.search(r'data-identity-token="([^"]+)"', page)
    assert token
    answer = httpx.post(f"{server.url}/api/v1/session", json={"identity_token": token[1]}).json()
    return Customer(server, answer["token"], answer["customer"])


def test_an_address_is_revealed_and_masked_again(
    visit: Callable[..., Visitor], server: Server, locale: str, agent: Agent, nobody_waits: None
) -> None:
    words = f"my deposit {locale}"
    liu(server).open_waiting_chat(words)
    other = f"somebody else {locale}"
    Customer.guest(server, locale).open_waiting_chat(other)
    visitor = visit(locale)
    desk = Desk.of(visitor, agent)
    say = visitor.say
    desk.open("all", words)
    facts = desk.customer.locator(".desk-facts")
    expect(facts).to_contain_text("l•••@d•••.example")
    name = say("desk.customer.email")
    facts.get_by_role("button", name=say("desk.reveal.label", name=name), exact=True).click()
    dialog = visitor.page.get_by_role("dialog", name=say("desk.reveal.title", name=name), exact=True)
    dialog.get_by_label(say("desk.reveal.reason"), exact=True).select_option("other")
    dialog.get_by_role("button", name=say("desk.reveal.confirm"), exact=True).click()
    expect(dialog.get_by_role("alert")).to_have_text(say("desk.reveal.note_missing"))
    visitor.assert_good_page("dialog")
    visitor.page.keyboard.type("asks for a letter")
    dialog.get_by_role("button", name=say("desk.reveal.confirm"), exact=True).click()
    expect(facts).to_contain_text(EMAIL)
    expect(facts.get_by_role("button", name=say("desk.reveal.hide_label", name=name), exact=True)).to_be_focused()
    desk.row(other).click()
    expect(desk.log).to_contain_text(other)
    desk.row(words).click()
    expect(facts).to_contain_text("l•••@d•••.example")
    assert EMAIL not in visitor.page.content()
