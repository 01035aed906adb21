"""Words of the system's messages are chosen for each language, and customers read them; macros speak the customer's."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from client import Agent, Customer
from desk import Desk
from server import Server
from visitor import Visitor

Visit = Callable[..., Visitor]
WORDS = {"en": "Which fee may I look up for you?", "zh-CN": "请问要查询哪一项费用？"}
OTHER = {"en": "zh-CN", "zh-CN": "en"}


def words_in(page: Page, locale: str) -> Locator:
    """Where a message's words in a language are written."""
    return page.locator(f"textarea[lang='{locale}']")


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_words_are_chosen_and_read_by_customers(visit: Visit, server: Server, locale: str, device: str) -> None:
    visitor = visit(locale, device)
    Desk.of(visitor, Agent.made(server, name="Sue Boss", role="supervisor"))
    say, page = visitor.say, visitor.page
    visitor.open("/desk/templates#assistant.greeting.fees")
    field = words_in(page, locale)
    expect(field).to_have_value(say("assistant.greeting.fees"))
    standard = customer_reads(server, locale)
    assert say("assistant.greeting.fees") in standard

    field.fill("{fee}")
    page.get_by_role("button", name=say("desk.templates.save"), exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="{fee}")).to_be_visible()
    expect(field).to_be_focused()
    visitor.expect_complaints("status of 422")
    visitor.assert_good_page("refused")
    field.fill(WORDS[locale])
    # Whoever looks at another message comes back to what they wrote.
    page.get_by_role("link").filter(has_text=say("template.assistant.helped")).click()
    expect(page.get_by_role("heading", name=say("template.assistant.helped"), exact=True)).to_be_visible()
    item = page.get_by_role("link").filter(has_text=say("template.assistant.greeting.fees"))
    expect(item).to_contain_text(say("desk.templates.unsaved"))
    item.click()
    expect(field).to_have_value(WORDS[locale])
    field.press("Tab")
    page.get_by_role("button", name=say("desk.templates.save"), exact=True).click()
    visitor.see("desk.templates.saved")
    visitor.see("desk.templates.own_by", name="Sue Boss")
    expect(item).not_to_contain_text(say("desk.templates.unsaved"))
    visitor.assert_good_page("saved")
    assert WORDS[locale] in customer_reads(server, locale)
    assert WORDS[locale] not in customer_reads(server, OTHER[locale])

    page.get_by_role("button", name=say("desk.templates.reset"), exact=True).click()
    expect(field).to_have_value(say("assistant.greeting.fees"))
    page.get_by_role("button", name=say("desk.templates.save"), exact=True).click()
    visitor.see("desk.templates.saved")
    assert customer_reads(server, locale) == standard


def test_a_language_is_added(visit: Visit, server: Server, locale: str) -> None:
    visitor = visit(locale)
    Desk.of(visitor, Agent.made(server, name="Sue Boss", role="supervisor"))
    say, page = visitor.say, visitor.page
    visitor.open("/desk/templates#assistant.greeting.api")
    page.get_by_role("combobox", name=say("desk.languages.more"), exact=True).select_option("ko")
    page.get_by_role("button", name=say("desk.languages.add"), exact=True).click()
    field = words_in(page, "ko")
    expect(field).to_be_focused()
    page.keyboard.type("API에 대해 무엇을 찾아 드릴까요?")
    page.get_by_role("button", name=say("desk.templates.save"), exact=True).click()
    visitor.see("desk.templates.saved")
    assert "API에 대해" in customer_reads(server, "ko", "api")
    field.fill("")
    page.get_by_role("button", name=say("desk.templates.save"), exact=True).click()
    visitor.see("desk.templates.saved")
    assert "API에 대해" not in customer_reads(server, "ko", "api")


def test_a_macro_speaks_the_customers_language_and_can_be_turned(
    visit: Visit, server: Server, locale: str, wait, agent: Agent
) -> None:
    case = wait("m")
    texts = [{"locale": each, "title": f"Title {each}", "body": f"Body {each}"} for each in ["en", "zh-CN", "ja"]]
    agent.post("/agent/macros", {"shortcut": f"turned-{locale.lower()}", "texts": texts})
    # The desk is read in the other language: what is inserted is the customer's.
    visitor = visit(OTHER[locale])
    desk = Desk.of(visitor, agent)
    page = visitor.page
    desk.open("unassigned", case.words)
    desk.press("r")
    page.keyboard.type("/turned")
    option = page.get_by_role("option").filter(has_text=f"Body {locale}")
    expect(option).to_contain_text(f"Title {locale}")
    expect(option.locator("[data-chosen]")).to_have_count(1)
    visitor.assert_good_page("offered")
    desk.press("ArrowRight")
    turned = {"en": "ja", "zh-CN": "en"}[locale]
    expect(page.get_by_role("option").filter(has_text=f"Body {turned}")).to_be_visible()
    desk.press("ArrowLeft")
    expect(option).to_be_visible()
    option.locator("[data-turn=ja]").click()
    expect(page.get_by_role("option").filter(has_text="Body ja")).to_be_visible()
    desk.press("Enter")
    expect(desk.reply).to_have_value("Body ja")
    desk.reply.fill("")
    page.keyboard.type("/turned")
    desk.press("Enter")
    expect(desk.reply).to_have_value(f"Body {locale}")
    desk.reply.fill("")


def customer_reads(server: Server, locale: str, topic: str = "fees") -> str:
    """What the assistant says first."""
    customer = Customer.guest(server, locale)
    customer.http.headers["Accept-Language"] = locale
    opened = customer.post("/conversations", {"kind": "chat", "topic": topic, "locale": locale})
    return customer.messages(opened["id"])[0]["body"]
