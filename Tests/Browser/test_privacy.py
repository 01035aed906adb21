"""Whoever answers for personal data gives a customer's out, erases it, and reads what is gone, what stays and why."""

import io
import json
import zipfile
from collections.abc import Callable

from playwright.sync_api import expect

from client import Agent, Customer
from desk import Desk
from server import Server
from visitor import Visitor

WORDS = "The wren sings at half past three 鹪鹩在三点半歌唱"
KEPT = {
    "customer_numbers": "named_elsewhere", "conversation_facts": "figures_stay_true", "phishing_reports": "warns_others",
    "article_votes": "nobodys", "audit_entries": "proves_deeds",
}  # fmt: skip


def test_a_customers_data_is_given_out_and_erased_with_a_report(visit: Callable[..., Visitor], server: Server, locale: str) -> None:
    customer = Customer.guest(server, locale)
    customer.open_chat(WORDS)
    customer.post("/phishing-reports", {"value": f"https://fake-{locale.lower()}.example", "comment": WORDS})
    customer.post("/help/articles/choose-network/feedback", {"helpful": False, "comment": WORDS})
    desk = Desk.of(visit(locale), Agent.made(server, name="Root Admin", role="admin"))
    visitor, page, say = desk.visitor, desk.page, desk.say
    visitor.open("/desk/privacy")
    page.get_by_label(say("privacy.customer.name"), exact=True).fill(customer.id)
    page.get_by_role("button", name=say("privacy.customer.find"), exact=True).click()
    expect(page.get_by_role("heading", name=customer.id, exact=True)).to_be_focused()
    with page.expect_download() as download:
        page.get_by_role("link", name=say("privacy.customer.export"), exact=True).click()
    with open(download.value.path(), "rb") as file, zipfile.ZipFile(io.BytesIO(file.read())) as archive:
        index = json.loads(archive.read("index.json"))
        assert index["customer"] == customer.id and index["format"] == "switchboard.personal-data.1"
        assert any(WORDS in archive.read(path).decode() for path in index["files"] if path.startswith("conversations/"))
    visitor.assert_good_page("found")

    page.get_by_role("button", name=say("privacy.customer.erase"), exact=True).click()
    page.get_by_label(say("privacy.erase.reason"), exact=True).select_option("account_closed")
    page.get_by_label(say("privacy.erase.reference"), exact=True).fill("letter 7")
    confirmed = page.get_by_label(say("privacy.erase.again", name=customer.id), exact=True)
    confirmed.fill("somebody else")
    erase = page.get_by_role("button", name=say("privacy.erase.do"), exact=True)
    erase.click()
    # The server says that this is not who was looked at, and nothing is done.
    expect(page.get_by_text(say("problem.not_confirmed"), exact=True)).to_be_visible()
    visitor.expect_complaints("status of 422")
    assert customer.http.get("/conversations").status_code == 200
    visitor.assert_good_page("asked")
    confirmed.fill(customer.id)
    erase.click()
    expect(page.get_by_text(say("privacy.erase.begun"), exact=True)).to_be_focused()

    report = page.get_by_role("listitem").filter(has_text=customer.id)
    expect(report).to_contain_text(say("privacy.status.done"))
    expect(report).to_contain_text("letter 7")
    expect(report).to_contain_text(say("privacy.reason.account_closed"))
    for kind, reason in KEPT.items():
        entry = report.locator("dl > div").filter(has=page.get_by_text(say(f"privacy.why.{reason}"), exact=True))
        expect(entry.filter(has_text=say(f"privacy.kind.{kind}"))).to_have_count(1)
    for kind in ("conversations", "messages", "report_comments", "article_comments", "sessions"):
        expect(report.locator("dt").get_by_text(say(f"privacy.kind.{kind}"), exact=True)).to_have_count(1)
    visitor.assert_good_page("report")
    assert customer.http.get("/conversations").status_code == 401
