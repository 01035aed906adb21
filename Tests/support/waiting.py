"""Customers who wait for a person at the desk, and words of theirs and of agents."""

from client import Customer
from patience import eventually
from server import Server

MESSAGE = {"en": "my order is gone", "zh-CN": "我的订单不见了"}
ANSWER = {"en": "Which pair was it?", "zh-CN": "请问是哪个交易对？"}
NOTE = {"en": "order was cancelled by the system", "zh-CN": "订单是系统撤销的"}


class Case:
    """A conversation that waits for a person, under words of its own."""

    def __init__(self, server: Server, locale: str, words: str):
        self.customer = Customer.guest(server, locale)
        self.customer.http.headers["Accept-Language"] = locale
        self.words = words
        self.id = self.customer.open_waiting_chat(words)

    def write(self, words: str) -> None:
        self.customer.write(self.id, words)

    def texts(self) -> list[str]:
        """What the customer can read after the assistant's greeting."""
        return [each["body"] for each in self.customer.messages(self.id) if each["kind"] == "text"]

    def expect_texts(self, *words: str) -> None:
        """The customer can read these: a desk shows what it sends before the server has it."""
        eventually(lambda: self.texts() == list(words), f"{self.words} is followed by {words[1:]}")
