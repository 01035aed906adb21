"""The assistant answers each question once, also when the server is killed between question and answer."""

import random
import time

import ledger

from client import Agent, Customer, Frame, new_client_id
from server import Server

QUESTIONS = 8
# An event that was being worked on when the server died is taken up again when its lease ends.
_ANSWER_TIME = 180.0


def test_each_question_gets_one_answer_when_the_server_is_killed_before_it_is_given(server: Server) -> None:
    Agent.made(server, role="admin")
    chance = random.Random()
    customers = [Customer.guest(server) for _ in range(QUESTIONS)]
    conversations = [customer.open_chat() for customer in customers]

    for customer, conversation in zip(customers, conversations, strict=True):
        customer.write(conversation, "How do I withdraw to my wallet?", client_id=new_client_id())
        time.sleep(chance.uniform(0, 0.03))
        server.kill()
        server.start()

    for customer, conversation in zip(customers, conversations, strict=True):
        answers = _answers(customer, conversation)
        # The greeting, the question, and what the assistant says to it.
        assert len(answers) == 1, f"the assistant answered {len(answers)} times"
    ledger.check_doctor(server)


def _answers(customer: Customer, conversation: str) -> list[Frame]:
    """What the assistant said after the customer's question, once it said something."""
    with customer.connect() as realtime:
        realtime.subscribe(conversation, after_seq=2)
        realtime.find(_is_by_assistant, within=_ANSWER_TIME)
    # A second answer would come from the same outbox: the next question is answered after it.
    question = customer.write(conversation, "Which networks can I use?")["seq"]
    with customer.connect() as realtime:
        realtime.subscribe(conversation, after_seq=question)
        realtime.find(_is_by_assistant, within=_ANSWER_TIME)
    return [message for message in customer.messages(conversation)[2:] if _is_by_assistant(message, question)]


def _is_by_assistant(frame: Frame, before: int | None = None) -> bool:
    return (frame.get("author") or {}).get("type") == "assistant" and (before is None or frame["seq"] < before)
