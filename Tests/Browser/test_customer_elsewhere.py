"""The customer in several tabs, elsewhere, and signed out: what each device and the page around the widget tell."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from chat import ANYTHING, Chat, bodies
from client import Agent, Realtime, new_client_id
from server import Server
from visitor import Visitor
from widget import GUEST, Widget

Visit = Callable[..., Visitor]

WORDS = {"en": "Which network is it?", "zh-CN": "是哪条网络？"}
AFTER = {"en": "And a second line", "zh-CN": "还有一句"}
REQUEST = {"en": "agent please", "zh-CN": "人工客服"}

both_devices = pytest.mark.parametrize("device", ["desktop", "phone"])
pytestmark = pytest.mark.usefixtures("nobody_waits")

# What a page has that nobody looks at, and notifications that are kept in place of being shown.
_UNSEEN = """() => {
    let isHidden = false;
    Object.defineProperty(document, "hidden", { get: () => isHidden });
    Object.defineProperty(document, "visibilityState", { get: () => (isHidden ? "hidden" : "visible") });
    window.look = (looks) => {
        isHidden = !looks;
        document.dispatchEvent(new Event("visibilitychange"));
    };
    window.notices = [];
    window.asked = 0;
    window.Notification = class extends EventTarget {
        static permission = "default";
        static async requestPermission() {
            window.asked += 1;
            return (this.permission = "granted");
        }
        constructor(title, options) {
            super();
            window.notices.push([title, options.body]);
        }
        close() {}
    };
}"""


def test_two_tabs_agree_on_what_was_sent_left_as_a_ticket_and_read(
    visit: Visit, server: Server, locale: str
) -> None:
    visitor = visit(locale)
    say = visitor.say
    chat = Chat.started(visitor)
    chat.choose("assistant.action.person")
    chat.expect_line(chat.place_in_line(1))
    second = visitor.context.new_page()
    second.goto(visitor.page.url)
    other = Chat(visitor, second)
    other.expect_line(chat.place_in_line(1))
    chat.write(WORDS[locale])
    for each in (chat, other):
        expect(bodies(each.log).filter(has_text=WORDS[locale])).to_have_count(1)
    leave = say.any_of(["timeline.queue.leave_as_ticket", "timeline.queue.offer_action"])
    chat.place.get_by_role("button", name=leave).click()
    for each in (chat, other):
        each.expect_line(re.compile(re.escape(say("timeline.queue.stays"))))
        expect(each.place.get_by_role("button", name=leave)).to_have_count(0)

    agent = Agent.made(server)
    conversation = chat.conversation
    with agent.connect() as desk:
        head = desk.subscribe(conversation)[-1]["seq"]
        expect(other.deliveries("read")).to_have_count(1)
        desk.say("read", conversation=conversation, seq=head)
        for each in (chat, other):
            seen = each.log.get_by_text(say("timeline.delivery.read_by", name="Ada Park"), exact=True)
            expect(seen.last).to_be_attached()
    # How far it was seen is still known after a reload.
    visitor.page.reload()
    expect(chat.deliveries("read")).to_have_count(2)
    expect(chat.deliveries("sent")).to_have_count(0)


def test_a_person_is_offered_once(visit: Visit, locale: str) -> None:
    visitor = visit(locale, "phone")
    chat = Chat.started(visitor)
    person = re.compile(f"^({re.escape(visitor.say('conversation.talk_to_person'))}|{re.escape(visitor.say('assistant.action.person'))})$")
    expect(chat.place.get_by_role("button", name=person)).to_have_count(1)


def test_a_customer_who_signs_out_of_the_exchange_leaves_nothing_in_the_widget(visit: Visit, locale: str) -> None:
    visitor = visit(locale)
    widget = Widget.of(visitor)
    widget.open()
    widget.ask(REQUEST[locale])
    widget.chat.see("assistant.hand_over.asked")
    token = widget.frame.evaluate("JSON.parse(localStorage.getItem('switchboard.widget.session')).token")
    with visitor.page.expect_response(lambda answer: answer.request.method == "DELETE") as ending:
        visitor.page.evaluate("Switchboard.identify(null)")
    assert ending.value.status == 204
    expect(widget.question).to_be_visible()
    expect(widget.place.get_by_role("heading", name=widget.say("widget.recent"))).to_be_hidden()
    assert widget.frame.evaluate("localStorage.getItem('switchboard.widget.session')") is None
    told = visitor.context.request.get("/api/v1/conversations", headers={"Authorization": f"Bearer {token}"})
    assert told.status == 401

    # Whoever sits down next is a guest with nothing of it.
    visitor.open(f"/demo?user={GUEST}")
    widget.ask(WORDS[locale])
    widget.chat.expect_messages(widget.chat.greeting(name=None), WORDS[locale], ANYTHING)
    visitor.open("/demo?user=20260001")
    widget.place.get_by_role("button", name=widget.say("widget.back"), exact=True).click()
    expect(widget.place.get_by_role("heading", name=widget.say("widget.recent"))).to_be_visible()


@both_devices
def test_an_answer_that_nobody_looks_at_is_told_once_the_customer_asked_for_it(
    visit: Visit, server: Server, locale: str, device: str
) -> None:
    visitor = visit(locale, device)
    say = visitor.say
    visitor.context.add_init_script(f"({_UNSEEN})()")
    chat = Chat.started(visitor)
    chat.choose("assistant.action.person")
    chat.expect_line(chat.place_in_line(1))
    title = visitor.page.title()
    agent = Agent.made(server)
    conversation = chat.conversation

    visitor.page.evaluate("look(false)")
    agent.write(conversation, WORDS[locale])
    expect(visitor.page).to_have_title(f"(1) {title}")
    assert visitor.page.evaluate("[asked, notices]") == [0, []]
    visitor.page.evaluate("look(true)")
    expect(visitor.page).to_have_title(title)

    visitor.see("notices.off").click()
    visitor.page.get_by_label(say("notices.notifications"), exact=True).check()
    expect(visitor.page.get_by_label(say("notices.sound"), exact=True)).not_to_be_checked()
    visitor.see("notices.on")
    visitor.assert_good_page("notices")
    visitor.page.keyboard.press("Escape")
    visitor.page.evaluate("look(false)")
    agent.write(conversation, AFTER[locale])
    expect(visitor.page).to_have_title(f"(1) {title}")
    told = [[say("notices.title", name=agent.about["name"]), say("notices.body")]]
    assert visitor.page.evaluate("[asked, notices]") == [1, told]

    # Read on another device: there is nothing to look for any more.
    token = next(each["value"] for each in visitor.context.cookies() if each["name"] == "switchboard_session")
    with Realtime(server, token=token) as other:
        head = other.subscribe(conversation)[-1]["seq"]
        other.say("read", conversation=conversation, seq=head)
        expect(visitor.page).to_have_title(title)


def test_the_page_around_the_widget_tells_of_answers(visit: Visit, server: Server, locale: str) -> None:
    visitor = visit(locale)
    say = visitor.say
    visitor.context.add_init_script(f"({_UNSEEN})()")
    widget = Widget.of(visitor, GUEST)
    widget.open()
    widget.ask(REQUEST[locale])
    widget.chat.see("assistant.hand_over.asked")
    title = visitor.page.title()
    widget.place.get_by_text(say("notices.off"), exact=True).click()
    widget.place.get_by_label(say("notices.notifications"), exact=True).check()
    widget.chat.see("notices.on")
    visitor.assert_good_page("notices", widget.frame)
    agent = Agent.made(server)
    conversation = agent.get("/agent/conversations", params={"view": "unassigned"})["data"][0]["id"]

    for part in (visitor.page, widget.frame):
        part.evaluate("look(false)")
    agent.write(conversation, WORDS[locale])
    expect(visitor.page).to_have_title(f"(1) {title}")
    told = [[say("notices.title", name=agent.about["name"]), say("notices.body")]]
    assert visitor.page.evaluate("[asked, notices]") == [1, told]
    assert widget.frame.evaluate("[asked, notices]") == [0, []]
    for part in (visitor.page, widget.frame):
        part.evaluate("look(true)")
    expect(visitor.page).to_have_title(title)


def test_an_agents_quick_replies_are_chosen_with_one_click(visit: Visit, server: Server, locale: str) -> None:
    visitor = visit(locale, "phone")
    chat = Chat.started(visitor)
    chat.choose("assistant.action.person")
    chat.expect_line(chat.place_in_line(1))
    agent = Agent.made(server)
    replies = ["TRC20", "ERC20", "<b>BEP20</b>"]
    message = {"client_id": new_client_id(), "body": WORDS[locale], "quick_replies": replies}
    agent.post(f"/agent/conversations/{chat.conversation}/messages", message)
    expect(chat.quick_replies).to_have_text(replies)
    visitor.assert_good_page("quick-replies")
    chat.quick_replies.filter(has_text="ERC20").click()
    expect(bodies(chat.log).last).to_have_text("ERC20")
    for button in chat.quick_replies.all():
        expect(button).to_be_disabled()
    heard = agent.get(f"/agent/conversations/{chat.conversation}/messages")["data"]
    assert (heard[-1]["author"]["type"], heard[-1]["body"]) == ("customer", "ERC20")
