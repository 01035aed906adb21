"""The chat widget on somebody else's page, such as the sandbox exchange's."""

import re

from playwright.sync_api import Frame, Locator, expect

from chat import Chat
from visitor import Visitor

USER = "20260001"
OTHER_USER = "20260002"
GUEST = "guest"


class Widget:
    """What somebody does with the launcher and in its panel."""

    def __init__(self, visitor: Visitor):
        self.visitor = visitor
        self.page = visitor.page
        self.say = visitor.say
        self.place = visitor.page.frame_locator("iframe[src*='/widget?']")
        self.chat = Chat(visitor, self.place)

    @classmethod
    def of(cls, visitor: Visitor, user: str = USER) -> "Widget":
        """Comes to the exchange's "Me" page, as one of its users or as nobody."""
        visitor.open(f"/demo?user={user}")
        widget = cls(visitor)
        expect(widget.launcher).to_be_visible()
        return widget

    @property
    def launcher(self) -> Locator:
        names = [re.escape(self.say(f"widget.launcher.{name}")) for name in ("open", "close")]
        return self.page.get_by_role("button", name=re.compile(f"^({'|'.join(names)})"))

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("dialog", name=self.say("widget.launcher.frame"), exact=True)

    @property
    def question(self) -> Locator:
        """Where a conversation is begun."""
        return self.place.get_by_role("textbox", name=self.say("widget.ask"), exact=True)

    @property
    def frame(self) -> Frame:
        return next(frame for frame in self.page.frames if "/widget?" in frame.url)

    def open(self) -> None:
        self.launcher.click()
        expect(self.panel).to_be_visible()
        expect(self.place.get_by_role("heading", level=1)).to_be_visible()

    def ask(self, words: str) -> None:
        self.question.fill(words)
        self.question.press("Enter")

    def expect_unread(self, count: int) -> None:
        """Waits until the closed launcher tells how many messages wait."""
        closed = self.say("widget.launcher.open")
        told = f"{closed} ({count} {self.say('widget.launcher.unread')})" if count else closed
        expect(self.page.get_by_role("button", name=told, exact=True)).to_be_visible()
