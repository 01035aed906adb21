"""Webhooks of announcements at the desk: a program is added, told, seen to fail, resumed and deleted."""

import uuid
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, expect

from client import Agent
from desk import Desk
from patience import eventually
from program import Program, heard, publish, running
from server import Server
from visitor import Visitor

Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def settings() -> dict[str, object]:
    return {"outgoing.allowed.hosts": "127.0.0.1"}


@pytest.fixture
def program() -> Iterator[Program]:
    with running() as program:
        yield program


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_program_is_added_told_and_deleted(visit: Visit, server: Server, program: Program, locale: str, device: str) -> None:
    visitor = visit(locale, device)
    say, page = visitor.say, visitor.page
    admin = Agent.made(server, name="Ines Port", role="admin")
    # Announcements have addresses of their own.
    own = uuid.uuid4().hex[:8]
    Desk.of(visitor, admin)
    visitor.open("/desk/announcements")
    page.get_by_role("link", name=say("webhooks.title"), exact=True).click()
    visitor.see("webhooks.none")
    visitor.assert_good_page("empty")

    page.get_by_role("button", name=say("webhooks.new"), exact=True).click()
    dialog = page.get_by_role("dialog", name=say("webhooks.new"), exact=True)
    address = dialog.get_by_label(say("webhooks.url"), exact=True)
    address.fill("https://10.0.0.1/hook")
    add = dialog.get_by_role("button", name=say("webhooks.add"), exact=True)
    add.click()
    expect(dialog.get_by_role("alert")).to_have_text(say("problem.address_not_public"))
    visitor.expect_complaints("422")
    address.fill(program.url)
    dialog.get_by_label(say("announcements.kind.incident"), exact=True).check()
    products = dialog.locator("input[name=products]")
    products.fill("de posits!")
    add.click()
    expect(dialog.get_by_role("alert")).to_have_text(say("knowledge.refused.products"))
    expect(products).to_be_focused()
    visitor.expect_complaints("422")
    products.fill("deposits")
    visitor.assert_good_page("adding")
    add.click()
    told = page.get_by_role("dialog", name=say("webhooks.secret"), exact=True)
    secret = told.locator("code").inner_text()
    assert secret.startswith("whsec_")
    visitor.assert_good_page("secret")
    told.get_by_role("button", name=say("knowledge.close"), exact=True).click()
    visitor.see("webhooks.no_deliveries")
    assert secret not in page.content()

    # What it gets can be checked with the secret that was shown.
    publish(admin, "listing", f"A coin {own}", ["deposits"])
    incident = publish(admin, "incident", f"Deposits are late {own}", ["deposits"])
    _, body = heard(program, secret)
    assert body["type"] == "announcement.published" and body["data"]["id"] == incident["id"]
    rows = page.locator(".webhooks__deliveries > li")
    until(visitor, rows.filter(has_text=say("webhooks.type.published")).get_by_text(say("webhooks.state.delivered"), exact=True))
    visitor.assert_good_page("delivered")

    # Gone is gone, and seen to be, until somebody resumes it.
    program.answers += [410]
    texts = [{"locale": "en", "text": "All is well."}, {"locale": "zh-CN", "text": "已恢复。"}]
    admin.post(f"/agent/announcements/{incident['id']}/updates", {"revision": incident["revision"], "state": "resolved", "texts": texts})
    heard(program, secret)
    failed = rows.filter(has_text=say("webhooks.type.updated"))
    until(visitor, failed.get_by_text(say("webhooks.state.failed"), exact=True))
    expect(failed).to_contain_text(say("webhooks.answered", status=410))
    page.reload()
    visitor.see("webhooks.paused_help")
    visitor.assert_good_page("paused")
    page.get_by_role("button", name=say("webhooks.resume"), exact=True).click()
    expect(page.get_by_role("button", name=say("webhooks.pause"), exact=True)).to_be_visible()

    # Another scope is saved and holds; paused it hears nothing.
    page.get_by_label(say("announcements.kind.listing"), exact=True).check()
    page.get_by_role("button", name=say("knowledge.save"), exact=True).click()
    expect(page.get_by_role("alert").filter(has_text=say.pattern("knowledge.saved"))).to_be_visible()
    publish(admin, "listing", f"Another coin {own}", ["deposits"])
    assert heard(program, secret)[1]["data"]["kind"] == "listing"
    page.get_by_role("button", name=say("webhooks.pause"), exact=True).click()
    visitor.see("webhooks.paused_help")
    publish(admin, "listing", f"A third coin {own}", ["deposits"])

    page.get_by_role("button", name=say("webhooks.remove"), exact=True).click()
    sure = page.get_by_role("dialog", name=say("webhooks.remove"), exact=True)
    expect(sure).to_contain_text(program.url)
    sure.get_by_role("button", name=say("webhooks.remove"), exact=True).click()
    if visitor.is_on_phone:
        visitor.see("webhooks.none")
    else:
        visitor.see("webhooks.intro")
    assert admin.get("/admin/announcement-webhooks")["data"] == []
    assert program.told.empty()


def until(visitor: Visitor, place: Locator) -> None:
    """Looks again until it is seen: the page tells it once somebody asks."""
    refresh = visitor.page.get_by_role("button", name=visitor.say("webhooks.refresh"), exact=True)

    def seen() -> bool:
        refresh.click()
        return place.count() > 0

    eventually(seen, "the page shows what became of it")


def test_the_way_there_is_shown_to_who_may_go_it(visit: Visit, server: Server) -> None:
    visitor = visit("en", "desktop")
    Desk.of(visitor, Agent.made(server, name="Sam Lead", role="supervisor"))
    visitor.open("/desk/announcements")
    expect(visitor.page.get_by_role("link", name=visitor.say("knowledge.title"), exact=True)).to_be_visible()
    expect(visitor.page.get_by_role("link", name=visitor.say("webhooks.title"), exact=True)).to_have_count(0)
    assert visitor.open("/desk/announcements/webhooks").status == 403
    visitor.expect_complaints("status of 403")
