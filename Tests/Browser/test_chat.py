"""The assistant: it answers from the help centre with its source, asks back, and brings in a person."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from chat import ANYTHING, Chat, bodies
from visitor import Visitor

Visit = Callable[..., Visitor]

ARTICLE = "withdrawal-not-arrived"
QUESTION = {"en": "my withdrawal has not arrived", "zh-CN": "提币没有到账"}
# Too little to know what is meant, and enough to guess at several things.
VAGUE = {"en": "the website says error and my coins are stuck somewhere", "zh-CN": "币卡住了"}
NONSENSE = {"en": "qqqq zzzz xxxx", "zh-CN": "qqqq zzzz xxxx"}

both_devices = pytest.mark.parametrize("device", ["desktop", "phone"])


def expect_step(chat: Chat, progress: str) -> None:
    steps = chat.place.get_by_role("list", name=chat.say("conversation.progress_label"))
    current = steps.get_by_role("listitem").and_(chat.place.locator("[aria-current=step]"))
    expect(current).to_have_text(chat.say(f"conversation.progress.{progress}"))


@both_devices
def test_a_question_is_answered_with_its_source_and_is_solved(visit: Visit, locale: str, device: str) -> None:
    visitor = visit(locale, device)
    say = visitor.say
    chat = Chat.started(visitor)
    visitor.assert_good_page("greeting")
    chat.write(QUESTION[locale])

    chat.expect_messages(chat.greeting(), QUESTION[locale], ANYTHING)
    expect(chat.sources.first).to_contain_text(say.article(ARTICLE))
    replies = [say(f"assistant.action.{each}") for each in ["helped", "more", "person"]]
    expect(chat.quick_replies).to_have_text(replies)
    expect_step(chat, "submitted")
    visitor.assert_good_page("answer")

    with visitor.context.expect_page() as opening:
        chat.sources.first.click()
    article = opening.value
    expect(article).to_have_url(re.compile(rf"/help/{ARTICLE}([?#].*)?$"))
    expect(article.get_by_role("heading", level=1)).to_have_text(say.article(ARTICLE))
    article.close()

    chat.choose("assistant.action.helped")
    chat.expect_messages(chat.greeting(), QUESTION[locale], ANYTHING, replies[0], say("assistant.helped"))
    chat.see("timeline.event.resolved")
    expect_step(chat, "resolved")
    for button in chat.quick_replies.all():
        expect(button).to_be_disabled()
    visitor.assert_good_page("solved")
    chat.rate(5, "👍 <b>schnell</b>")
    visitor.assert_good_page("rated")


@both_devices
def test_the_assistant_asks_back_and_answers_what_was_meant(visit: Visit, locale: str, device: str) -> None:
    visitor = visit(locale, device)
    chat = Chat.started(visitor)
    chat.write(VAGUE[locale])
    chat.expect_messages(chat.greeting(), VAGUE[locale], visitor.say("assistant.ask_back"))
    expect(chat.quick_replies.last).to_have_text(visitor.say("assistant.action.person"))
    visitor.assert_good_page("choices")

    chosen = chat.quick_replies.first.inner_text()
    chat.quick_replies.first.click()
    chat.expect_messages(chat.greeting(), VAGUE[locale], visitor.say("assistant.ask_back"), chosen, ANYTHING)
    expect(chat.sources.first).to_contain_text(chosen)


def test_who_is_not_understood_twice_gets_a_person(visit: Visit, locale: str) -> None:
    visitor = visit(locale, "phone")
    chat = Chat.started(visitor)
    chat.write(NONSENSE[locale])
    chat.see("assistant.abstain")
    expect(chat.quick_replies).to_have_text([visitor.say("assistant.action.person")])
    visitor.assert_good_page("abstained")
    chat.write(NONSENSE[locale])
    chat.see("assistant.hand_over.failed")
    chat.expect_line(chat.place_in_line(1))
    expect_step(chat, "accepted")
    chat.place.get_by_role("button", name=visitor.say("conversation.solved"), exact=True).click()
    chat.see("timeline.event.resolved")


def test_an_answer_that_does_not_help_is_followed_by_another(visit: Visit, locale: str) -> None:
    visitor = visit(locale)
    chat = Chat.started(visitor)
    chat.write(QUESTION[locale])
    chat.choose("assistant.action.more")
    more = visitor.say("assistant.action.more")
    chat.expect_messages(chat.greeting(), QUESTION[locale], ANYTHING, more, ANYTHING)
    first, second = (bodies(chat.log).nth(place).inner_text() for place in [2, 4])
    assert first != second


def test_a_chat_is_started_about_the_article_that_did_not_help(visit: Visit, locale: str) -> None:
    visitor = visit(locale, "phone")
    Chat.started(visitor, f"/help/{ARTICLE}", "deposit_withdrawal")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(visitor.say.article(ARTICLE))
    visitor.assert_good_page("about")


def test_shift_enter_breaks_the_line_and_the_field_grows(visit: Visit, locale: str) -> None:
    chat = Chat.started(visit(locale))
    before = chat.field.bounding_box()
    chat.field.fill("1")
    for number in range(2, 9):
        chat.field.press("Shift+Enter")
        chat.field.press(str(number))
    after = chat.field.bounding_box()
    assert before and after and after["height"] > 3 * before["height"] / 2
    chat.visitor.assert_good_page("long")
    chat.field.press("Enter")
    chat.expect_messages(chat.greeting(), "1 2 3 4 5 6 7 8", ANYTHING)
    expect(chat.field).to_have_value("")


def test_enter_that_ends_a_composition_does_not_send(visit: Visit) -> None:
    """Chinese is typed through an input method, whose Enter takes the letters as they are."""
    visitor = visit("zh-CN")
    chat = Chat.started(visitor)
    chat.field.focus()
    method = visitor.context.new_cdp_session(visitor.page)
    method.send("Input.imeSetComposition", {"text": "tibi", "selectionStart": 4, "selectionEnd": 4})
    key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    method.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
    method.send("Input.insertText", {"text": "提币"})
    expect(chat.field).to_have_value("提币")
    chat.expect_messages(chat.greeting())
    chat.field.press("Enter")
    chat.expect_messages(chat.greeting(), "提币", ANYTHING)


def test_what_is_not_sent_yet_survives_a_reload(visit: Visit, locale: str) -> None:
    visitor = visit(locale, "phone")
    chat = Chat.started(visitor)
    chat.field.fill(QUESTION[locale])
    visitor.page.reload()
    chat.expect_messages(chat.greeting())
    expect(chat.field).to_have_value(QUESTION[locale])
