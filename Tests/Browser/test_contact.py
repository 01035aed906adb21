"""The contact page: the way that fits the problem, and a ticket that is followed to its end."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from chat import Chat
from client import Agent
from desk import Desk
from files import bare
from server import Server
from visitor import Visitor

Visit = Callable[..., Visitor]

SUBJECT = {"en": "API key deleted by itself <b>", "zh-CN": "API 密钥被自动删除 <b>"}
STORY = {"en": "It was there yesterday.\nToday it is gone.", "zh-CN": "昨天还在，\n今天就不见了。"}
REPLY = {"en": "Which key was it?", "zh-CN": "请问是哪一个密钥？"}

both_devices = pytest.mark.parametrize("device", ["desktop", "phone"])

# A picture of one point.
PICTURE = bare("png", 1, 1)


def choose(visitor: Visitor, topic: str, urgency: str) -> None:
    """Answers both questions by clicks, as most people do."""
    say, page = visitor.say, visitor.page
    page.get_by_text(say(f"contact.topic.{topic}"), exact=True).click()
    page.get_by_text(say(f"contact.urgency.{urgency}"), exact=True).click()


def way(visitor: Visitor):
    return visitor.page.locator("#contact-way")


@both_devices
@pytest.mark.parametrize(
    ("topic", "urgency", "title", "reason"),
    [
        pytest.param("security", "emergency", "now", "secure_now", id="danger"),
        pytest.param("deposit_withdrawal", "blocked", "chat", "money_moving", id="money"),
        pytest.param("identity", "lengthy", "ticket", "record", id="papers"),
    ],
)
def test_the_way_that_fits_is_recommended(
    visit: Visit, locale: str, device: str, topic: str, urgency: str, title: str, reason: str
) -> None:
    visitor = visit(locale, device)
    say = visitor.say
    visitor.open("/contact")
    visitor.assert_good_page("questions")
    choose(visitor, topic, urgency)
    expect(way(visitor).get_by_role("heading", name=say(f"contact.way.{title}"), exact=True)).to_be_visible()
    expect(way(visitor).get_by_text(say(f"contact.reason.{reason}"), exact=True)).to_be_visible()
    expect(way(visitor).get_by_text(say(f"contact.prepare.{topic}.1"), exact=True)).to_be_visible()
    expect(way(visitor).get_by_text(say("contact.first_steps"))).to_have_count(1 if title == "now" else 0)
    form = visitor.page.get_by_role("region", name=say("contact.ticket.name"), exact=True)
    expect(form).to_have_count(1 if title == "ticket" else 0)
    visitor.assert_good_page("way")


@both_devices
def test_the_recommended_chat_is_about_the_problem(visit: Visit, locale: str, device: str) -> None:
    visitor = visit(locale, device)
    chat = Chat.started(visitor, "/contact?topic=identity&urgency=question", "identity")
    expect(visitor.page.get_by_text(visitor.say("topic.identity"), exact=True).first).to_be_visible()
    visitor.assert_good_page("chat")
    chat.place.get_by_role("button", name=visitor.say("conversation.solved"), exact=True).click()
    chat.see("timeline.event.resolved")


@both_devices
def test_a_ticket_is_left_with_a_file_and_followed(
    visit: Visit, server: Server, locale: str, device: str, tmp_path: Path
) -> None:
    picture = tmp_path / "screen.png"
    picture.write_bytes(PICTURE)
    visitor = visit(locale, device)
    page, say = visitor.page, visitor.say
    visitor.open("/contact?topic=api&urgency=question#ticket")
    send = page.get_by_role("button", name=say("ticket_form.send"), exact=True)
    send.click()
    expect(page.get_by_text(say("ticket_form.subject_missing"), exact=True)).to_be_visible()
    expect(page.get_by_label(say("ticket_form.subject"))).to_be_focused()
    visitor.assert_good_page("missing")
    page.get_by_label(say("ticket_form.subject")).fill(SUBJECT[locale])
    page.get_by_label(say("ticket_form.body")).fill(STORY[locale])
    page.get_by_label(say("contact.prepare.api.1"), exact=True).fill("REST /api/v5/account")
    page.get_by_label(say("ticket_form.files"), exact=True).set_input_files(picture)
    send.click()

    expect(page).to_have_url(re.compile("/conversations/cnv_"))
    expect(page.get_by_role("heading", level=1)).to_have_text(SUBJECT[locale])
    chat = Chat(visitor)
    told = f"{STORY[locale]}\n\n{say('contact.prepare.api.1')}: REST /api/v5/account"
    chat.expect_messages(told)
    shown = chat.log.get_by_role("button", name=say("timeline.picture.open", name="screen.png"))
    expect(shown.get_by_role("img")).to_have_js_property("naturalWidth", 1)
    visitor.expect_complaints("status of 401")
    visitor.assert_good_page("ticket")
    shown.click()
    expect(page.get_by_role("dialog", name="screen.png")).to_be_visible()
    visitor.assert_good_page("picture")
    page.keyboard.press("Escape")
    expect(shown).to_be_focused()

    desk = Desk.of(visit(locale), Agent.made(server))
    desk.open("unassigned", STORY[locale].split("\n")[0])
    expect(desk.log.get_by_role("button", name=say("timeline.picture.open", name="screen.png"))).to_be_visible()
    desk.write(REPLY[locale])
    chat.expect_messages(told, REPLY[locale])
    page.get_by_role("link", name=say("conversation.back"), exact=True).last.click()
    row = page.get_by_role("list", name=say("conversations.list")).get_by_role("link").filter(has_text=SUBJECT[locale])
    expect(row).to_contain_text(say("conversation.progress.waiting_for_you"))
    visitor.assert_good_page("mine")
    row.click()
    chat.expect_messages(told, REPLY[locale])
    desk.leave_field()
    desk.press("e")
    chat.see("timeline.event.resolved")


def test_official_channels_are_those_of_where_one_is(visit: Visit, locale: str) -> None:
    visitor = visit(locale, "phone", timezone_id="Asia/Tokyo")
    page, say = visitor.page, visitor.say
    visitor.open("/contact")
    listing = page.get_by_role("region", name=say("contact.channels.title"), exact=True)
    hotlines = listing.get_by_role("link", name=re.compile(r"^\+"))
    expect(hotlines).to_have_count(2)
    expect(page.get_by_role("region", name=say("contact.times.title"), exact=True)).to_contain_text("Asia/Tokyo")
    listing.get_by_label(say("contact.channels.region")).select_option("GB")
    listing.get_by_role("button", name=say("contact.channels.show"), exact=True).click()
    expect(page).to_have_url(re.compile("region=GB"))
    expect(hotlines).to_have_count(1)
    expect(hotlines).to_have_attribute("href", "tel:+442079460958")
    expect(listing.get_by_text("support@demo-exchange.com", exact=True)).to_be_visible()
    # What it is about narrows it too, and neither form forgets what the other was asked.
    developers = listing.get_by_text("api@demo-exchange.com", exact=True)
    listing.get_by_label(say("contact.channels.topic")).select_option(label=say("contact.topic.api"))
    listing.get_by_role("button", name=say("contact.channels.show"), exact=True).click()
    expect(page).to_have_url(re.compile("region=GB.*topic=api"))
    expect(developers).to_be_visible()
    choose(visitor, "fees", "question")
    expect(way(visitor)).to_be_visible()
    expect(page).to_have_url(re.compile("region=GB.*topic=fees"))
    expect(developers).to_have_count(0)
    expect(hotlines).to_have_count(1)
    expect(page.get_by_role("region", name=say("contact.complaint.title"), exact=True).get_by_role("link").first).to_have_attribute(
        "href", re.compile("way=ticket")
    )
    visitor.assert_good_page("channels")


def test_who_has_asked_nothing_is_told_where_to_ask(visit: Visit, locale: str) -> None:
    visitor = visit(locale, "phone")
    visitor.open("/conversations")
    visitor.see("conversations.empty")
    visitor.assert_good_page("none")
    visitor.page.get_by_role("link", name=visitor.say("conversations.empty_action"), exact=True).first.click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(visitor.say("contact.title"))


def test_without_script_the_way_is_shown_and_what_needs_one_says_so(visit: Visit, locale: str) -> None:
    visitor = visit(locale, "phone", java_script_enabled=False)
    page, say = visitor.page, visitor.say
    visitor.open("/contact")
    choose(visitor, "identity", "lengthy")
    page.get_by_role("button", name=say("contact.show_way"), exact=True).click()
    expect(way(visitor).get_by_role("heading", name=say("contact.way.ticket"), exact=True)).to_be_visible()
    told = page.locator("noscript p").first
    expect(told).to_have_text(say("contact.noscript"))
    expect(told).to_be_visible()
    visitor.keep_picture("without-script")


def test_without_script_the_help_centre_is_searched_and_read(visit: Visit, locale: str) -> None:
    visitor = visit(locale, "phone", java_script_enabled=False)
    page, say = visitor.page, visitor.say
    visitor.open("/")
    page.get_by_label(say("search.label"), exact=True).fill("2FA")
    page.get_by_role("button", name=say("search.action"), exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("results.heading", query="2FA"))
    page.get_by_role("main").get_by_role("heading", level=2).get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("/help/"))
    expect(page.get_by_role("navigation", name=say("article.breadcrumb"))).to_be_visible()
