"""Nothing acknowledged is lost: the server is killed again and again while people write."""

import random
import time

import ledger

from client import Agent, Customer
from server import Server
from writers import Load, RequestWriter, SocketWriter, Writer

KILLS = 32
# Some of them while the server starts: migrations, jobs left over and the index are at work then.
KILLS_AT_START = 4
CONVERSATIONS = 3


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(server: Server) -> None:
    agent = Agent.made(server, role="admin")
    writers: list[Writer] = []
    for number in range(1, CONVERSATIONS + 1):
        writers += _devices(server, agent, number)
    chance = random.Random()

    with Load(writers) as load:
        load.wait_for_each(1)
        for round_number in range(KILLS):
            # After a number of acknowledgements that nobody knows, and a moment that falls anywhere in a commit.
            wanted = load.count + chance.randint(1, 60)
            load.wait_for(lambda: load.count >= wanted, "the next acknowledgement")
            time.sleep(chance.uniform(0, 0.01))
            server.kill()
            if round_number < KILLS_AT_START:
                server.launch()
                time.sleep(chance.uniform(0, 0.4))
                server.kill()
            server.start()
        load.wait_for_each(3)

    ledger.check(writers)
    assert all(writer.interruptions for writer in writers), "a writer did not notice that the server was killed"
    for conversation in {writer.conversation for writer in writers}:
        assert agent.get(f"/agent/conversations/{conversation}")["conversation"]["assignee"]["id"] == agent.id
    ledger.check_doctor(server)


def _devices(server: Server, agent: Agent, number: int) -> list[Writer]:
    """A customer with two devices, one of them behind a proxy that knows no WebSocket, and the agent who answers."""
    customer = Customer.verified(server, f"customer-{number}", name=f"Customer {number}")
    conversation = customer.open_waiting_chat("Where is my deposit?", topic="deposit_withdrawal")
    agent.assign(conversation)
    same_customer = Customer(server, customer.token, customer.about)
    return [
        SocketWriter(customer, conversation, f"phone {number}"),
        RequestWriter(same_customer, conversation, f"laptop {number}"),
        SocketWriter(agent, conversation, f"agent {number}"),
    ]
