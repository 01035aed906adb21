"""Admins say what is official: entries are added, changed and removed, and what is wrong stands beside its field."""

import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from client import Agent
from desk import Desk
from server import AGENT_PASSWORD, Server
from visitor import Visitor

Visit = Callable[..., Visitor]

LABEL = {"en": "Careers", "zh-CN": "招聘"}


def opened(visitor: Visitor, server: Server) -> Page:
    admin = Agent.made(server, role="admin")
    visitor.open("/desk")
    Desk(visitor).sign_in(admin.about["email"], AGENT_PASSWORD)
    expect(visitor.page).to_have_url(re.compile("/desk$"))
    visitor.open("/desk/channels")
    expect(visitor.page.get_by_role("heading", level=3, name=visitor.say("verify.kind.domain"), exact=True)).to_be_visible()
    return visitor.page


def field(visitor: Visitor, key: str) -> Locator:
    return visitor.page.get_by_label(visitor.say(key), exact=True)


def save(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name=visitor.say("routing.save"), exact=True).click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_channel_is_added_changed_and_removed(
    visit: Visit, server: Server, locale: str, device: str, scheme: str
) -> None:
    host = f"jobs-{uuid.uuid4().hex[:10]}.example"
    visitor = visit(locale, device, color_scheme=scheme)
    say = visitor.say
    page = opened(visitor, server)
    # What has ended stays, and says so.
    expect(page.get_by_role("link").filter(has_text="demo-exchange.net")).to_contain_text(say("channels.expired"))
    visitor.assert_good_page("list")
    page.get_by_role("link", name=say("channels.new"), exact=True).click()
    visitor.assert_good_page("new")

    # What is wrong stands beside its field, whoever finds it.
    save(visitor)
    expect(page.get_by_text(say("channels.rule.value"), exact=True)).to_be_visible()
    expect(field(visitor, "channels.value")).to_be_focused()
    field(visitor, "channels.value").fill("https://t.me/x")
    save(visitor)
    expect(page.get_by_text(say("channels.refused.value.domain"), exact=True)).to_be_visible()
    expect(field(visitor, "channels.value")).to_have_attribute("aria-invalid", "true")
    field(visitor, "channels.value").fill("demo-exchange.com")
    save(visitor)
    expect(page.get_by_text(say("problem.official_channel_exists"), exact=True)).to_be_visible()
    visitor.assert_good_page("refused")
    visitor.expect_complaints("status of 422", "status of 409")
    field(visitor, "channels.value").fill(host.upper())
    field(visitor, "channels.region").select_option("HK")
    language = {"en": "American English|English", "zh-CN": "中文|简体"}[locale]
    spoken = page.get_by_role("group", name=say("channels.languages"), exact=True)
    spoken.get_by_role("checkbox", name=re.compile(language)).first.check()
    spoken.get_by_role("textbox").fill("pt")
    spoken.get_by_role("textbox").press("Enter")
    about = page.get_by_role("group", name=say("channels.topics"), exact=True)
    about.get_by_role("checkbox", name=say("topic.fees"), exact=True).check()
    page.get_by_role("textbox", name=re.compile(language)).first.fill(LABEL[locale])
    field(visitor, "channels.user_content").fill("/stories\n/people")
    save(visitor)
    expect(page.get_by_text(say("routing.saved"), exact=True)).to_be_visible()
    expect(page.get_by_role("heading", level=2, name=host, exact=True)).to_be_visible()
    expect(field(visitor, "channels.user_content")).to_have_value("/stories\n/people")
    expect(spoken.get_by_role("checkbox", checked=True)).to_have_count(2)
    expect(about.get_by_role("checkbox", checked=True)).to_have_accessible_name(say("topic.fees"))
    listed = page.get_by_role("link", include_hidden=True).filter(has_text=host)
    expect(listed).to_contain_text(say("topic.fees"))
    visitor.assert_good_page("saved")

    other = visit(locale, device)
    other.open("/verify")
    row = other.page.get_by_role("listitem").filter(has_text=host)
    expect(row).to_contain_text(LABEL[locale])

    # An end in the past: it is listed no more, and told as what it was.
    field(visitor, "channels.valid_until").fill("2026-01-01T00:00")
    save(visitor)
    expect(page.get_by_text(say("routing.saved"), exact=True)).to_be_visible()
    other.open("/verify")
    expect(row).to_have_count(0)
    other.page.get_by_label(say("verify.label"), exact=True).fill(host)
    other.page.get_by_role("button", name=say("verify.action"), exact=True).click()
    expect(other.page.get_by_text(say("verify.reason.expired"), exact=True)).to_be_visible()

    page.get_by_role("button", name=say("routing.delete"), exact=True).click()
    question = page.get_by_role("dialog", name=say("channels.delete", value=host), exact=True)
    question.get_by_role("button", name=say("routing.delete"), exact=True).click()
    expect(page.get_by_text(say("routing.deleted"), exact=True)).to_be_visible()
    expect(page.get_by_role("link").filter(has_text=host)).to_have_count(0)


def test_each_kind_asks_for_what_it_needs(visit: Visit, server: Server, locale: str) -> None:
    visitor = visit(locale)
    say = visitor.say
    page = opened(visitor, server)
    page.get_by_role("link", name=say("channels.new"), exact=True).click()
    shown = {"domain": "channels.user_content", "social": "channels.platform", "app": "channels.store"}
    for kind in ["domain", "page", "email", "phone", "social", "app"]:
        field(visitor, "channels.kind").select_option(kind)
        expect(page.get_by_text(say(f"channels.value_of.{kind}"), exact=True)).to_be_visible()
        for owner, key in shown.items():
            expect(field(visitor, key)).to_be_visible(visible=owner == kind)
    name = f"demo{uuid.uuid4().hex[:8]}"
    field(visitor, "channels.kind").select_option("social")
    field(visitor, "channels.platform").select_option("telegram")
    field(visitor, "channels.value").fill(f"https://t.me/{name}")
    save(visitor)
    expect(page.get_by_role("heading", level=2, name=name, exact=True)).to_be_visible()
    field(visitor, "channels.valid_from").fill("2030-01-01T00:00")
    field(visitor, "channels.valid_until").fill("2029-01-01T00:00")
    save(visitor)
    expect(page.get_by_text(say("channels.refused.valid_until"), exact=True)).to_be_visible()
    visitor.expect_complaints("status of 422")
    # What is not saved is kept while another entry is looked at.
    page.get_by_role("link").filter(has_text="support@demo-exchange.com").click()
    expect(page.get_by_role("link").filter(has_text=name)).to_contain_text(say("routing.unsaved"))
    page.get_by_role("link").filter(has_text=name).click()
    expect(field(visitor, "channels.valid_until")).to_have_value("2029-01-01T00:00")
    field(visitor, "channels.valid_until").fill("")
    save(visitor)
    expect(page.get_by_role("link").filter(has_text=name)).to_contain_text(say("channels.not_yet"))
