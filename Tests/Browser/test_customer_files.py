"""What a customer writes and attaches, and what becomes of it on a train."""

import base64
import re
import struct
import zlib
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Route, expect

from chat import ANYTHING, Chat, bodies
from client import Agent, Customer
from files import pdf
from server import Server
from visitor import Visitor
from widget import GUEST, Widget

Visit = Callable[..., Visitor]


def picture(width: int = 320, height: int = 200) -> bytes:
    """A PNG of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress((b"\0" + b"\x2a\x7f\xb8" * width) * height)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


PICTURE = picture()
WORDS = {"en": "Here is the picture", "zh-CN": "这是图片"}
AFTER = {"en": "And a second line", "zh-CN": "还有一句"}

both_devices = pytest.mark.parametrize("device", ["desktop", "phone"])
pytestmark = pytest.mark.usefixtures("nobody_waits")

_TRANSFER = """([name, type, content]) => {
    const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], name, { type }));
    return data;
}"""


def files_of(chat: Chat) -> Locator:
    """What is attached to the message that is being written."""
    return chat.place.get_by_role("list", name=chat.say("composer.files"), exact=True).get_by_role("listitem")


def choose(chat: Chat, name: str, media_type: str, content: bytes) -> None:
    chooser = chat.place.locator("conversation-composer:visible input[type=file]").first
    chooser.set_input_files({"name": name, "mimeType": media_type, "buffer": content})


def give(chat: Chat, event: str, name: str, media_type: str, content: bytes) -> None:
    """Pastes into the field or drops on the conversation."""
    arguments = [name, media_type, base64.b64encode(content).decode()]
    data = chat.visitor.page.evaluate_handle(_TRANSFER, arguments)
    member = "clipboardData" if event == "paste" else "dataTransfer"
    chat.field.evaluate(
        "(field, [name, member, data]) => {"
        " const Kind = name === 'paste' ? ClipboardEvent : DragEvent;"
        " field.dispatchEvent(new Kind(name, { [member]: data, bubbles: true, cancelable: true }));"
        "}",
        [event, member, data],
    )


def heard_bodies(agent: Agent, conversation: str) -> list[str]:
    heard = agent.get(f"/agent/conversations/{conversation}/messages")["data"]
    return [each["body"] for each in heard if each["author"]["type"] == "customer"]


@both_devices
def test_a_picture_is_pasted_another_dropped_and_both_are_seen_before_and_after(
    visit: Visit, server: Server, locale: str, device: str
) -> None:
    chat = Chat.started(visit(locale, device))
    give(chat, "paste", "image.png", "image/png", PICTURE)
    expect(files_of(chat)).to_have_count(1)
    expect(files_of(chat).locator("img")).to_be_visible()
    give(chat, "drop", "second.png", "image/png", PICTURE)
    expect(files_of(chat)).to_have_count(2)
    expect(files_of(chat).get_by_role("progressbar")).to_have_count(0)
    chat.visitor.assert_good_page("attached")
    chat.write(WORDS[locale])
    expect(files_of(chat)).to_have_count(0)
    opening = chat.log.get_by_role("button", name=chat.say("timeline.picture.open", name="second.png"), exact=True)
    expect(opening).to_be_visible()
    # The assistant may have answered by now.
    arrived = chat.say.any_of(["timeline.delivery.sent", "timeline.delivery.read"])
    expect(chat.log.locator(".timeline-tick").last).to_have_text(arrived)
    chat.visitor.page.reload()
    expect(opening).to_be_visible()
    chat.visitor.assert_good_page("sent")
    opening.click()
    expect(chat.visitor.page.get_by_role("dialog", name="second.png")).to_be_visible()
    chat.visitor.page.keyboard.press("Escape")
    expect(opening).to_be_focused()


def test_a_file_is_taken_away_again_and_what_cannot_be_taken_is_said_in_words(visit: Visit, locale: str) -> None:
    visitor = visit(locale, "phone")
    say = visitor.say
    chat = Chat.started(visitor)
    choose(chat, "receipt.pdf", "application/pdf", pdf())
    expect(files_of(chat)).to_have_count(1)
    # It is there: one that is still on its way is only broken off.
    expect(files_of(chat).get_by_role("progressbar")).to_have_count(0)
    with visitor.page.expect_response(lambda answer: answer.request.method == "DELETE") as deleting:
        visitor.page.get_by_role("button", name=say("composer.remove", name="receipt.pdf"), exact=True).click()
    assert deleting.value.status == 204
    expect(files_of(chat)).to_have_count(0)
    refused = {
        ("IMG_1.HEIC", "image/heic", b"x"): "attachment_heic",
        ("empty.txt", "text/plain", b""): "attachment_empty",
        ("a.zip", "application/zip", b"PK\x03\x04"): "attachment_type_not_accepted",
        ("large.png", "image/png", b"\x89PNG\r\n\x1a\n" + bytes(20 * 1024 * 1024)): "attachment_too_large",
        # Only its content says what it is.
        ("lies.png", "image/png", b"MZ\x90\x00" + bytes(200)): "attachment_type_not_accepted",
    }
    for (name, media_type, content), code in refused.items():
        choose(chat, name, media_type, content)
        visitor.see(f"composer.refused.{code}", name=name)
        expect(files_of(chat)).to_have_count(0)
    visitor.assert_good_page("refused")
    visitor.expect_complaints("status of 415")


def test_a_file_that_failed_is_tried_again(visit: Visit, locale: str) -> None:
    visitor = visit(locale)
    chat = Chat.started(visitor)
    full = {"status": 507, "content_type": "application/problem+json", "body": '{"code": "disk_full", "status": 507}'}
    visitor.page.route("**/api/v1/attachments?*", lambda route: route.fulfill(**full), times=1)
    choose(chat, "receipt.png", "image/png", PICTURE)
    visitor.see("composer.refused.disk_full", name="receipt.png")
    chat.field.fill(WORDS[locale])
    expect(chat.place.get_by_role("button", name=visitor.say("composer.send"), exact=True)).to_be_disabled()
    visitor.assert_good_page("failed")
    visitor.page.get_by_role("button", name=visitor.say("composer.retry_file", name="receipt.png"), exact=True).click()
    expect(files_of(chat).get_by_role("progressbar")).to_have_count(0)
    chat.field.press("Enter")
    chat.expect_messages(chat.greeting(), WORDS[locale], ANYTHING)
    expect(chat.log.get_by_role("button", name=visitor.say("timeline.picture.open", name="receipt.png"))).to_be_visible()
    visitor.expect_complaints("status of 507")


@both_devices
def test_on_a_train_words_and_pictures_wait_through_a_reload_and_a_restart_and_arrive_once(
    visit: Visit, server: Server, locale: str, device: str
) -> None:
    visitor = visit(locale, device)
    say = visitor.say
    chat = Chat.started(visitor)
    chat.choose("assistant.action.person")
    chat.expect_line(chat.place_in_line(1))
    conversation = chat.conversation

    visitor.context.set_offline(True)
    chat.expect_line(say("timeline.connection.offline"))
    choose(chat, "tunnel.png", "image/png", PICTURE)
    expect(files_of(chat)).to_contain_text(re.compile(say("composer.file.waiting", size=".*")))
    chat.write(WORDS[locale])
    chat.write(AFTER[locale])
    expect(chat.deliveries("waiting")).to_have_count(2)
    # Said once for all of a group, under its last message.
    expect(chat.deliveries("waiting").last).to_be_visible()
    visitor.assert_good_page("waiting")

    # The server restarts, the page comes anew, and the first upload of it fails as well.
    server.stop()
    visitor.context.set_offline(False)
    server.start("--demo")
    visitor.page.route("**/api/v1/attachments?*", lambda route: route.abort(), times=1)
    visitor.page.reload()
    expect(chat.deliveries("waiting")).to_have_count(0)
    expect(bodies(chat.log).filter(has_text=WORDS[locale])).to_have_count(1)
    expect(bodies(chat.log).filter(has_text=AFTER[locale])).to_have_count(1)
    expect(chat.log.get_by_role("progressbar")).to_have_count(0)
    picture = chat.log.get_by_role("button", name=say("timeline.picture.open", name="tunnel.png"), exact=True)
    expect(picture).to_be_visible()
    # On the server's disk; nobody has seen them. What the assistant answered, it has read.
    expect(chat.deliveries("sent")).to_have_count(2)

    agent = Agent.made(server)
    assert heard_bodies(agent, conversation)[-2:] == [WORDS[locale], AFTER[locale]]
    assert heard_bodies(agent, conversation).count(WORDS[locale]) == 1
    visitor.page.reload()
    expect(picture).to_be_visible()
    visitor.expect_complaints("ERR_", "WebSocket connection to", "Failed to load resource")


def test_what_waits_without_a_connection_survives_a_reload_without_one(visit: Visit, locale: str) -> None:
    """The page itself comes from the browser's cache as far as this journey is concerned: only the API is away."""
    visitor = visit(locale, "phone")
    chat = Chat.started(visitor)
    away = lambda route: route.abort()  # noqa: E731
    visitor.context.route("**/api/v1/**", away)
    visitor.page.reload()
    choose(chat, "tunnel.png", "image/png", PICTURE)
    chat.write(WORDS[locale])
    expect(bodies(chat.log).filter(has_text=WORDS[locale])).to_have_count(1)
    visitor.page.reload()
    expect(bodies(chat.log).filter(has_text=WORDS[locale])).to_have_count(1)
    expect(chat.log.get_by_role("progressbar", name="tunnel.png")).to_be_attached()
    expect(chat.log.get_by_role("img", name="tunnel.png")).to_be_visible()
    visitor.assert_good_page("kept")
    visitor.context.unroute("**/api/v1/**", away)
    expect(chat.log.get_by_role("progressbar")).to_have_count(0)
    expect(bodies(chat.log).filter(has_text=WORDS[locale])).to_have_count(1)
    visitor.expect_complaints("ERR_", "WebSocket connection to", "Failed to load resource")


def test_an_emoji_is_chosen_with_the_keyboard_and_goes_where_the_cursor_is(visit: Visit, locale: str) -> None:
    visitor = visit(locale)
    chat = Chat.started(visitor)
    chat.field.fill("ab")
    chat.field.press("ArrowLeft")
    button = chat.place.get_by_role("button", name=visitor.say("composer.emoji"), exact=True)
    button.press("Enter")
    grid = chat.place.get_by_role("dialog", name=visitor.say("composer.emoji"), exact=True)
    expect(grid).to_be_visible()
    visitor.assert_good_page("emoji")
    for key in ["ArrowDown", "ArrowRight", "Home", "Enter"]:
        visitor.page.keyboard.press(key)
    expect(grid).to_be_hidden()
    expect(chat.field).to_have_value("a👍b")
    expect(chat.field).to_be_focused()
    button.press("Enter")
    visitor.page.keyboard.press("Escape")
    expect(grid).to_be_hidden()
    expect(button).to_be_focused()


def test_a_conversation_that_is_begun_in_a_tunnel_begins_once_with_the_connection(
    visit: Visit, server: Server, locale: str
) -> None:
    visitor = visit(locale, "phone")
    widget = Widget.of(visitor, GUEST)
    widget.open()
    # The first answer is lost on its way back, the second request on its way there.
    lost: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        if not lost:
            route.fetch()
        lost.append(route.request.post_data_json["client_id"])
        route.abort()

    visitor.context.route("**/api/v1/conversations", lose)
    widget.ask(WORDS[locale])
    widget.chat.see("widget.waiting")
    expect(widget.question).to_have_value(WORDS[locale])
    visitor.assert_good_page("begun", widget.frame)
    visitor.page.reload()
    widget.chat.see("widget.waiting")
    visitor.context.unroute("**/api/v1/conversations", lose)
    widget.chat.expect_messages(widget.chat.greeting(name=None), WORDS[locale], ANYTHING)
    assert len(lost) > 1 and len(set(lost)) == 1
    widget.place.get_by_role("button", name=widget.say("widget.back"), exact=True).click()
    expect(widget.place.locator("[data-conversation]")).to_have_count(1)
    visitor.expect_complaints("ERR_", "Failed to load resource")


@both_devices
def test_who_would_wait_long_is_offered_to_leave_it_as_a_ticket(
    visit: Visit, server: Server, locale: str, device: str
) -> None:
    for _ in range(4):
        Customer.guest(server).open_waiting_chat("hello")
    visitor = visit(locale, device)
    chat = Chat.started(visitor)
    chat.choose("assistant.action.person")
    chat.see("timeline.queue.offer")
    visitor.assert_good_page("offer")
    chat.place.get_by_role("button", name=visitor.say("timeline.queue.offer_action"), exact=True).click()
    chat.see("timeline.queue.stays")
    expect(chat.place.get_by_role("button", name=visitor.say("timeline.queue.offer_action"))).to_have_count(0)
    visitor.assert_good_page("left")
