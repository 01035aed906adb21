"""The chat widget on somebody else's page, such as the sandbox exchange's."""

import re

from playwright.sync_api import Frame, Locator, expect

from chat import Chat
from visitor import Visitor

# The launcher is one file that runs on other people's pages: its few words are in it, not in the strings files.
OPEN = {"en": "Open support chat", "zh-CN": "打开客服对话"}
CLOSE = {"en": "Close support chat", "zh-CN": "关闭客服对话"}
PANEL = {"en": "Support chat", "zh-CN": "客服对话"}
UNREAD = {"en": "unread", "zh-CN": "条未读"}

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
        names = re.compile(f"^({OPEN[self.visitor.locale]}|{CLOSE[self.visitor.locale]})")
        return self.page.get_by_role("button", name=names)

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("dialog", name=PANEL[self.visitor.locale], exact=True)

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
        locale = self.visitor.locale
        told = f"{OPEN[locale]} ({count} {UNREAD[locale]})" if count else OPEN[locale]
        expect(self.page.get_by_role("button", name=told, exact=True)).to_be_visible()
