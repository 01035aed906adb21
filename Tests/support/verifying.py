"""An agent and a customer who is asked to prove who they are."""

import re
from dataclasses import dataclass

import httpx
import planted

from client import Agent, Customer, Frame
from exchange import Exchange
from mail_server import MailServer
from server import Server

CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")


@dataclass
class Desk:
    """A customer whom the exchange vouches for, in a conversation with an agent."""

    server: Server
    exchange: Exchange
    mail: MailServer | None
    agent: Agent
    customer: Customer
    conversation: str

    def ask(self, method: str, purpose: str = "withdrawals", **more: object) -> Frame:
        body = {"purpose": purpose, "method": method, **more}
        return self.agent.post(f"/agent/conversations/{self.conversation}/verifications", body)

    def path(self, verification: Frame, way: str = "") -> str:
        return f"/conversations/{self.conversation}/verifications/{verification['id']}{way}"

    def state(self, verification: Frame) -> Frame:
        return self.customer.get(self.path(verification))

    def send(self, verification: Frame) -> httpx.Response:
        return self.customer.http.post(self.path(verification, "/code"))

    def answer(self, verification: Frame, code: str | None) -> httpx.Response:
        body = {} if code is None else {"code": code}
        return self.customer.http.post(self.path(verification, "/answer"), json=body)

    def listed(self) -> list[Frame]:
        return self.agent.get(f"/agent/conversations/{self.conversation}/verifications")["data"]

    def events(self) -> list[str]:
        messages = self.customer.messages(self.conversation)
        return [m["event"]["type"] for m in messages if (m.get("event") or {}).get("verification")]


def holding(server: Server, needles: list[str]) -> list[tuple[str, str]]:
    """Which files hold which of them, digits by themselves and not within a longer number."""
    return [(name, each) for name, data in server.kept().items() for each in needles if planted.holds(data, each.encode())]
