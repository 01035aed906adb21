"""Three hundred connections that come at once, and one end for all of them."""

import asyncio
import json

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from client import SUBPROTOCOL, Agent, Customer
from server import Server

_CROWD = 300


def test_three_hundred_connections_subscribe_at_once_and_all_hear_everything(own_server: Server) -> None:
    agent = Agent.made(own_server)
    customer = Customer.guest(own_server)
    conversation = customer.open_waiting_chat("hello")
    agent.assign(conversation)
    asyncio.run(asyncio.wait_for(_crowd_hears(own_server, agent, conversation), 120))


async def _crowd_hears(server: Server, agent: Agent, conversation: str) -> None:
    connections = await asyncio.gather(*(_subscribed(server, agent, conversation) for _ in range(_CROWD)))
    loop = asyncio.get_running_loop()
    written = [loop.run_in_executor(None, agent.write, conversation, f"entry {n}") for n in range(20)]
    last = max(message["seq"] for message in await asyncio.gather(*written))
    heard = await asyncio.gather(*(_hear_up_to(connection, last) for connection in connections))
    assert {tuple(numbers) for numbers in heard} == {tuple(range(1, last + 1))}
    await asyncio.gather(*(connection.close() for connection in connections))


async def _subscribed(server: Server, agent: Agent, conversation: str) -> ClientConnection:
    connection = await connect(
        server.realtime_url,
        subprotocols=[SUBPROTOCOL],
        additional_headers={"Authorization": f"Bearer {agent.token}"},
        open_timeout=60,
        proxy=None,
    )
    await connection.send(json.dumps({"op": "subscribe", "conversation": conversation, "after_seq": 0}))
    return connection


async def _hear_up_to(connection: ClientConnection, last: int) -> list[int]:
    numbers: list[int] = []
    while not numbers or numbers[-1] < last:
        frame = json.loads(await connection.recv())
        if frame["op"] == "message":
            numbers.append(frame["seq"])
    return numbers


def test_sigterm_closes_everybody_with_1001_and_exits_with_0_in_time(own_server: Server) -> None:
    agent = Agent.made(own_server)
    customer = Customer.guest(own_server)
    conversation = customer.open_waiting_chat("hello")
    last = customer.write(conversation, "before the restart")["seq"]

    async def stop_under_the_crowd() -> list[int]:
        connections = await asyncio.gather(
            *(_subscribed(own_server, agent, conversation) for _ in range(_CROWD))
        )
        await asyncio.gather(*(_hear_up_to(connection, last) for connection in connections))
        loop = asyncio.get_running_loop()
        stopping = loop.run_in_executor(None, own_server.stop, 30)
        codes = await asyncio.gather(*(_closing_code(connection) for connection in connections))
        assert await stopping == 0
        return codes

    codes = asyncio.run(asyncio.wait_for(stop_under_the_crowd(), 120))
    assert set(codes) == {1001}

    own_server.start()
    with customer.connect() as realtime:
        assert realtime.subscribe(conversation, after_seq=last)[-1]["seq"] == last


async def _closing_code(connection: ClientConnection) -> int:
    try:
        while True:
            await connection.recv()
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 1006


def test_what_is_acknowledged_while_the_server_drains_is_there_afterwards(own_server: Server) -> None:
    customer = Customer.guest(own_server)
    conversation = customer.open_waiting_chat("hello")
    acknowledged: list[int] = []
    with customer.connect() as realtime:
        realtime.send(conversation, "the first")
        own_server.terminate()
        try:
            for number in range(50):
                acknowledged.append(realtime.send(conversation, f"while it drains {number}")["seq"])
        except ConnectionClosed as closed:
            assert closed.rcvd
            assert closed.rcvd.code == 1001
    assert own_server.wait(30) == 0
    own_server.start()
    stored = [message["seq"] for message in customer.messages(conversation)]
    assert set(acknowledged) <= set(stored)
    assert stored == list(range(1, len(stored) + 1))
