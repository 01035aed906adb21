"""Is this really us? What somebody was sent is pasted, and the verdict cannot be mistaken."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from files import bare
from visitor import Visitor

Visit = Callable[..., Visitor]

both_devices = pytest.mark.parametrize("device", ["desktop", "phone"])

# What is pasted, the verdict, why, and what the reason names.
CASES = {
    "ours": ("https://www.demo-exchange.com/help", "official", "subdomain", {"matched": "demo-exchange.com"}),
    "sender": ("Demo Exchange <support@demo-exchange.com>", "official", "exact_match", {}),
    "badge": ("SB-4471", "official", "active_badge", {"matched": "4471"}),
    "homograph": (
        "https://dеmo-exchange.com/login", "impersonation", "lookalike_characters", {"matched": "demo-exchange.com"},
    ),
    "before-at": (
        "https://demo-exchange.com@evil.example/", "impersonation", "name_before_at", {"subject": "evil.example"},
    ),
    "account": (
        "t.me/demo_exchange_support", "impersonation", "added_words", {"matched": "Telegram: @demo_exchange"},
    ),
    "stranger": ("https://example.org", "unknown", "not_listed", {}),
}  # fmt: skip


def verdict(visitor: Visitor):
    return visitor.page.locator("#verify-result")


def check(visitor: Visitor, value: str) -> None:
    visitor.page.get_by_label(visitor.say("verify.label"), exact=True).fill(value)
    visitor.page.get_by_role("button", name=visitor.say("verify.action"), exact=True).click()


def expect_verdict(visitor: Visitor, case: str) -> None:
    _, told, reason, named = CASES[case]
    say = visitor.say
    expect(verdict(visitor).get_by_role("heading", name=say(f"verify.verdict.{told}"), exact=True)).to_be_visible()
    words = say(f"verify.reason.{reason}", **named)
    expect(verdict(visitor).get_by_text(words, exact=True)).to_be_visible()


@both_devices
@pytest.mark.parametrize("case", CASES)
def test_what_was_sent_is_told_from_what_is_ours(visit: Visit, locale: str, device: str, case: str) -> None:
    visitor = visit(locale, device)
    visitor.open("/verify")
    check(visitor, CASES[case][0])
    expect_verdict(visitor, case)
    expect(verdict(visitor).get_by_role("region")).to_be_focused()
    # The address tells nobody what was asked about.
    expect(visitor.page).to_have_url(re.compile("/verify$"))
    visitor.assert_good_page("verdict")


@both_devices
def test_one_after_another_and_a_fake_is_reported(visit: Visit, locale: str, device: str) -> None:
    visitor = visit(locale, device)
    say, page = visitor.say, visitor.page
    visitor.open("/")
    page.get_by_role("link", name=say("layout.verify"), exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("verify.title"))
    expect(page.get_by_role("region", name=say("verify.kind.phone"))).to_contain_text("+442079460958")
    # What is not ours any more is not in the list.
    expect(page.get_by_text("demo-exchange.net")).to_have_count(0)
    visitor.assert_good_page("channels")
    check(visitor, CASES["ours"][0])
    expect_verdict(visitor, "ours")
    field = page.get_by_label(say("verify.label"), exact=True)
    field.fill(CASES["homograph"][0])
    field.press("Enter")
    expect_verdict(visitor, "homograph")
    expect(verdict(visitor)).to_contain_text("xn--dmo-exchange-sck.com")
    verdict(visitor).get_by_role("button", name=say("verify.report"), exact=True).click()
    expect(verdict(visitor).get_by_text(say("verify.report.thanks"), exact=True)).to_be_visible()
    expect_verdict(visitor, "homograph")
    verdict(visitor).get_by_role("link", name=say("verify.entered"), exact=True).click()
    expect(page.get_by_role("radio", name=say("contact.topic.security"), exact=True)).to_be_checked()


def test_without_script_the_form_is_sent(visit: Visit, locale: str) -> None:
    visitor = visit(locale, "phone", java_script_enabled=False)
    visitor.open("/verify")
    check(visitor, CASES["before-at"][0])
    expect_verdict(visitor, "before-at")
    expect(visitor.page.get_by_label(visitor.say("verify.label"), exact=True)).to_have_value(CASES["before-at"][0])
    visitor.keep_picture("without-script")


def test_a_seed_phrase_is_refused_and_not_shown_again(visit: Visit, locale: str) -> None:
    visitor = visit(locale, "phone")
    visitor.open("/verify")
    check(visitor, "legal winner thank year wave sausage worth useful legal winner thank yellow")
    expect(verdict(visitor).get_by_text(visitor.say("verify.reason.contains_secret"), exact=True)).to_be_visible()
    expect(visitor.page.get_by_label(visitor.say("verify.label"), exact=True)).to_have_value("")
    visitor.assert_good_page("secret")


def test_somebody_without_a_session_reports_a_picture(visit: Visit, locale: str) -> None:
    visitor = visit(locale, "phone")
    visitor.open("/verify")
    page, say = visitor.page, visitor.say
    page.get_by_text(say("verify.picture.title"), exact=True).click()
    page.get_by_label(say("verify.picture.file"), exact=True).set_input_files(
        [{"name": "a.png", "mimeType": "image/png", "buffer": bare("png", seed=7)}]
    )
    page.get_by_role("button", name=say("verify.picture.send"), exact=True).click()
    expect(page.get_by_text(say("verify.picture.thanks"), exact=True)).to_be_visible()
    visitor.assert_good_page("picture")
    assert "switchboard_session" not in {cookie["name"] for cookie in visitor.context.cookies()}
