"""A conversation as its customer sees it: on its own page, or in the widget's frame."""

import re
from re import Pattern

from playwright.sync_api import FrameLocator, Locator, Page, expect

from visitor import Visitor

# A text, or a pattern of it.
Words = str | Pattern[str]

# What the assistant found is for the tests of the search.
ANYTHING = re.compile(".+", re.DOTALL)


class Chat:
    """What stands in the conversation, and what its customer does there.

    `place`: Where it is; the visitor's page without it.
    """

    def __init__(self, visitor: Visitor, place: Page | FrameLocator | None = None):
        self.visitor = visitor
        self.say = visitor.say
        self.place = place or visitor.page

    @classmethod
    def started(cls, visitor: Visitor, at: str = "/", topic: str = "other") -> "Chat":
        """Starts a chat at a page of the help centre and waits for the assistant's first words, of its topic."""
        visitor.open(at)
        buttons = visitor.say.any_of(["contact.chat.action", "article.stuck_action"])
        visitor.page.get_by_role("button", name=buttons).click()
        chat = cls(visitor)
        chat.expect_messages(chat.greeting(topic))
        # Who has no session yet is told so, and gets one.
        visitor.expect_complaints("status of 401")
        return chat

    @property
    def log(self) -> Locator:
        return self.place.get_by_role("log", name=self.say("timeline.label"), exact=True)

    @property
    def field(self) -> Locator:
        """Where a message is written; a conversation that is resolved asks otherwise for it."""
        return self.place.get_by_role("textbox", name=self.say.any_of(["composer.label", "composer.reopen"]))

    @property
    def quick_replies(self) -> Locator:
        """The answers of one click under the last card."""
        return self.log.get_by_role("group", name=self.say("timeline.card.actions")).last.get_by_role("button")

    @property
    def sources(self) -> Locator:
        return self.log.get_by_role("list", name=self.say("timeline.card.sources")).last.get_by_role("link")

    @property
    def conversation(self) -> str:
        """The id of the conversation whose page this is."""
        return self.visitor.page.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]

    def deliveries(self, key: str) -> Locator:
        """The messages of the customer that have come so far: `waiting`, `sending`, `sent`, `read`."""
        return self.log.get_by_text(self.say(f"timeline.delivery.{key}"), exact=True)

    def greeting(self, topic: str = "other", name: str | None = None) -> str:
        """The assistant's first words."""
        hello = self.say("assistant.hello.named", name=name) if name else self.say("assistant.hello")
        return f"{hello} {self.say(f'assistant.greeting.{topic}')}"

    def write(self, words: str) -> None:
        self.field.fill(words)
        self.field.press("Enter")

    def choose(self, key: str) -> None:
        """Presses a quick reply."""
        self.quick_replies.filter(has_text=self.say(key)).click()

    def expect_messages(self, *words: Words) -> None:
        """Waits until these are all the messages, each once, in this order."""
        expect(bodies(self.log)).to_have_text(list(words))

    def see(self, key: str, **values: object) -> Locator:
        """Waits until a text of the strings files is seen in the conversation."""
        place = self.place.get_by_text(self.say(key, **values), exact=True).filter(visible=True).first
        expect(place).to_be_visible()
        return place

    def expect_line(self, words: Words, within: float | None = None) -> None:
        """Waits until the line over the field says so: the connection, or the place in the queue.

        `within`: Seconds; as long as for everything else without it.
        """
        timeout = None if within is None else within * 1000
        expect(self.place.get_by_role("status").filter(has_text=words)).to_be_visible(timeout=timeout)

    def place_in_line(self, position: int) -> Pattern[str]:
        """What the line says of a place in the queue, whatever it says of the wait."""
        ordinals = {1: "one", 2: "two", 3: "few"} if self.visitor.locale == "en" else {}
        place = self.say(f"timeline.queue.ordinal_{ordinals.get(position, 'other')}", position=position)
        waits = ["timeline.queue.unknown", "timeline.queue.about", "timeline.queue.between"]
        return self.say.any_of(waits, place=place)

    def rate(self, score: int, comment: str) -> None:
        question = self.place.get_by_role("group", name=self.say("conversation.rating.question"))
        question.get_by_role("radio", name=re.compile(f"^{score}\\b")).check()
        self.place.get_by_label(self.say("conversation.rating.comment")).fill(comment)
        self.place.get_by_role("button", name=self.say("conversation.rating.send"), exact=True).click()
        self.see("conversation.rating.thanks")


def bodies(log: Locator) -> Locator:
    """The texts of a timeline's messages, without who wrote them and when."""
    return log.locator(".timeline-bubble__text")
