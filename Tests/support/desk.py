"""The desk with somebody signed in to it."""

import re
from re import Pattern

from playwright.sync_api import Locator, expect

from chat import bodies
from client import Agent
from server import AGENT_PASSWORD
from visitor import Visitor


PRESENCES = ["online", "away", "offline"]


class Desk:
    """What an agent sees at the desk and does there."""

    def __init__(self, visitor: Visitor):
        self.visitor = visitor
        self.page = visitor.page
        self.say = visitor.say

    @classmethod
    def of(cls, visitor: Visitor, agent: Agent) -> "Desk":
        """Signs somebody in."""
        desk = cls(visitor)
        visitor.open("/desk")
        desk.sign_in(agent.about["email"], AGENT_PASSWORD)
        expect(visitor.page).to_have_url(re.compile("/desk$"))
        # The page is there before its script: who is signed in, and how, is the script's to say.
        expect(desk.me).to_contain_text(visitor.say.any_of(f"desk.presence.{each}" for each in PRESENCES))
        return desk

    def sign_in(self, email: str, password: str) -> None:
        self.page.get_by_label(self.say("desk.sign_in.email"), exact=True).fill(email)
        self.page.get_by_label(self.say("desk.sign_in.password"), exact=True).fill(password)
        self.page.get_by_role("button", name=self.say("desk.sign_in.action"), exact=True).click()

    @property
    def me(self) -> Locator:
        """The agent's own corner, with a menu."""
        return self.page.locator("[data-tool=me]")

    def go(self, state: str) -> None:
        """Says whether the agent is there, by the menu of their corner."""
        self.me.click()
        self.page.get_by_role("menuitem", name=self.say(f"desk.presence.{state}")).first.click()
        expect(self.me).to_contain_text(self.say(f"desk.presence.{state}"))

    def view(self, view: str) -> Locator:
        """The button that shows a view, with its count."""
        views = self.page.get_by_role("navigation", name=self.say("desk.views"))
        return views.get_by_role("button", name=self.say(f"desk.view.{view}"))

    def row(self, words: str) -> Locator:
        """The row of the inbox that shows these words."""
        return self.page.get_by_role("option").filter(has_text=words)

    def open(self, view: str, words: str) -> None:
        """Opens the conversation whose row shows these words."""
        self.view(view).click()
        self.row(words).click()
        expect(self.log).to_have_attribute("aria-busy", "false")

    @property
    def case(self) -> Locator:
        return self.page.get_by_role("region", name=self.say("desk.case.label"), exact=True)

    @property
    def log(self) -> Locator:
        return self.case.get_by_role("log", name=self.say("desk.timeline"), exact=True)

    @property
    def reply(self) -> Locator:
        return self.case.get_by_role("textbox", name=self.say("desk.write.reply_label"), exact=True)

    @property
    def note_field(self) -> Locator:
        return self.case.get_by_role("textbox", name=self.say("desk.write.note_label"), exact=True)

    @property
    def customer(self) -> Locator:
        return self.page.get_by_role("complementary", name=self.say("desk.customer.title"), exact=True)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def action(self, name: str) -> Locator:
        return self.case.get_by_role("button", name=self.say(f"desk.action.{name}"), exact=True)

    def write(self, words: str) -> None:
        self.reply.fill(words)
        self.reply.press("Enter")

    def write_note(self, words: str) -> None:
        self.case.get_by_role("button", name=self.say("desk.write.note"), exact=False).first.click()
        self.note_field.fill(words)
        self.note_field.press("Enter")
        expect(self.log.get_by_text(words, exact=True)).to_be_visible()
        self.case.get_by_role("button", name=self.say("desk.write.reply"), exact=False).first.click()

    def pass_on(self, name: str, note: str) -> None:
        """Gives the open conversation to somebody, with a note."""
        self.press("t")
        question = self.page.get_by_role("dialog", name=self.say("desk.transfer.question"), exact=True)
        question.get_by_role("combobox").fill(name)
        expect(question.get_by_role("option")).to_contain_text([name])
        self.press("Enter")
        words = self.page.get_by_role("dialog", name=self.say("desk.transfer.note", name=name), exact=True)
        words.get_by_role("combobox").fill(note)
        self.press("Enter")
        self.expect_done("desk.done.given", name=name)

    def leave_field(self) -> None:
        """Single keys work outside of fields."""
        self.press("Escape")

    def expect_messages(self, *words: str | Pattern[str]) -> None:
        """Waits until these are all the messages and notes, each once, in this order."""
        expect(bodies(self.log)).to_have_text(list(words))

    def see(self, key: str, **values: object) -> Locator:
        return self.visitor.see(key, **values)

    def expect_done(self, key: str, **values: object) -> None:
        """Waits until the desk tells what was done."""
        told = self.page.get_by_role("status").get_by_text(self.say(key, **values), exact=True)
        expect(told.first).to_be_visible()
