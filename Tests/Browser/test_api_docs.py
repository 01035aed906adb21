"""An integrator finds an endpoint by what they have in hand, reads it, and sees what the next version changes."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from visitor import Visitor

Visit = Callable[..., Visitor]


def test_an_endpoint_is_found_read_and_compared(visit: Visit, locale: str) -> None:
    visitor = visit(locale, "phone")
    page, say = visitor.page, visitor.say
    visitor.open("/")
    search = page.get_by_label(say("search.label"), exact=True)
    search.fill("POST /v1/orders")
    search.press("Enter")
    found = page.get_by_role("region", name=say("results.api"))
    expect(found).to_contain_text(say("search.kind.api"))
    found.get_by_role("link", name="POST /v1/orders", exact=True).click()

    expect(page).to_have_url(re.compile(r"/api-docs/spot/v1/post-v1-orders$"))
    expect(page.get_by_role("main").get_by_text("/v1/orders", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Place an order")
    expect(page.get_by_text(say.pattern("api.deprecated_until"))).to_be_visible()
    members = page.get_by_role("region", name=say("api.contents.body"))
    expect(members.get_by_text("time_in_force", exact=True)).to_be_visible()
    # The other languages are there without a script, closed.
    page.get_by_text(say("api.example.swift"), exact=True).click()
    expect(page.get_by_text("URLSession.shared.data(for: request)")).to_be_visible()

    page.get_by_role("link", name=say("api.changes.link"), exact=True).click()
    expect(page).to_have_url(re.compile(r"/api-docs/spot/changes\?from=v1&to=v2$"))
    order = page.get_by_role("listitem").filter(has_text=say("api.rule.required_member_added")).filter(has_text="client_id")
    expect(order.get_by_text(say("api.changes.is_breaking"), exact=True)).to_be_visible()
