"""What is told beside messages: typing, read, status, places in the queue, the inbox."""

import pytest

from client import Agent, Customer, Frame, Realtime, new_client_id
from server import Server


def test_typing_reaches_the_others_and_not_oneself(agent: Agent, conversation: str, connection: Realtime) -> None:
    with agent.connect() as desk:
        desk.subscribe(conversation)
        connection.subscribe(conversation)
        connection.say("typing", conversation=conversation)
        heard = desk.hear_until("typing")
        assert (heard["conversation"], heard["author"]["type"]) == (conversation, "customer")
        desk.say("typing", conversation=conversation)
        heard = connection.hear_until("typing")
        assert (heard["author"]["type"], heard["author"]["name"]) == ("agent", "Ada Park")
        assert [frame["op"] for frame in connection.hear_all() + desk.hear_all()] == []


def test_a_customer_does_not_see_that_a_note_is_typed(agent: Agent, conversation: str, connection: Realtime) -> None:
    connection.subscribe(conversation)
    with agent.connect() as desk, agent.connect() as second_desk:
        desk.say("typing", conversation=conversation, kind="note")
        desk.say("typing", conversation=conversation)
        desk.hear_all()
        second_desk.subscribe(conversation)
        assert "note" not in connection.hear_until("typing")
        assert [frame for frame in connection.hear_all() if frame["op"] == "typing"] == []


def test_read_reaches_the_other_side_and_counts(
    agent: Agent, customer: Customer, conversation: str, connection: Realtime
) -> None:
    connection.subscribe(conversation)
    with agent.connect() as desk:
        desk.subscribe(conversation)
        last = desk.send(conversation, "Which network did you use?")["seq"]
        assert customer.get(f"/conversations/{conversation}")["unread"] > 0
        connection.say("read", conversation=conversation, seq=last)
        heard = desk.hear_until(lambda frame: frame["op"] == "read" and frame["author_type"] == "customer")
        assert heard["seq"] == last
        assert customer.get(f"/conversations/{conversation}")["unread"] == 0
        last = connection.send(conversation, "TRC20")["seq"]
        desk.say("read", conversation=conversation, seq=last)
        heard = connection.find(lambda frame: frame["op"] == "read" and frame["author_type"] == "agent")
        assert heard["seq"] == last


@pytest.mark.parametrize("op", ["typing", "read"])
def test_signals_about_somebody_elses_conversation_are_refused(
    server: Server, agent: Agent, conversation: str, op: str
) -> None:
    with agent.connect() as desk, Customer.guest(server).connect() as stranger:
        desk.subscribe(conversation)
        stranger.say(op, conversation=conversation, seq=4)
        assert stranger.hear_until("error")["code"] == "conversation_not_found"
        # Where the conversation stands in its queue is told at any time.
        assert [frame for frame in desk.hear_all() if frame["op"] != "queue"] == []


def test_read_never_goes_backwards_nor_beyond_the_end(
    customer: Customer, conversation: str, connection: Realtime
) -> None:
    for seq in (4, 1, 1_000_000):
        connection.say("read", conversation=conversation, seq=seq)
    connection.hear_all()
    assert customer.get(f"/conversations/{conversation}")["unread"] == 0
    customer.write(conversation, "one more")
    assert customer.get(f"/conversations/{conversation}")["last_seq"] == 5
    assert customer.get(f"/conversations/{conversation}")["unread"] <= 1


def test_the_status_is_told_on_subscribing_and_when_it_changes(
    server: Server, conversation: str, connection: Realtime
) -> None:
    agent = Agent.made(server, name="Bo Lind")
    connection.subscribe(conversation)
    first = connection.find("status")
    assert (first["status"], first["progress"], first["assignee"]) == ("queued", "accepted", None)
    agent.assign(conversation)
    taken = connection.hear_until("status")
    assert (taken["status"], taken["progress"]) == ("assigned", "in_progress")
    assert taken["assignee"] == {"name": "Bo Lind", "badge": agent.about["badge"]}
    agent.write(conversation, "Which network did you use?")
    assert connection.hear_until("status")["progress"] == "waiting_for_you"
    agent.post(f"/agent/conversations/{conversation}/status", {"status": "resolved"})
    assert connection.hear_until("status")["status"] == "resolved"
    connection.send(conversation, "It is still not there")
    assert connection.find(lambda frame: frame["op"] == "status" and frame["progress"] == "accepted")


def test_a_chat_that_is_left_as_a_ticket_is_told_to_every_device(
    customer: Customer, conversation: str, connection: Realtime
) -> None:
    connection.subscribe(conversation)
    assert connection.find("status")["kind"] == "chat"
    with customer.connect() as second:
        second.subscribe(conversation)
        customer.post(f"/conversations/{conversation}/ticket", {})
        for device in (connection, second):
            device.hear_until(lambda frame: frame["op"] == "status" and frame["kind"] == "ticket")


def test_how_far_each_side_has_read_is_told_on_subscribing_and_to_the_readers_other_devices(
    agent: Agent, customer: Customer, conversation: str, connection: Realtime
) -> None:
    def marks(frames: list[Frame]) -> dict[str, int]:
        return {frame["author_type"]: frame["seq"] for frame in frames if frame["op"] == "read"}

    last = connection.subscribe(conversation)[-1]["seq"]
    with agent.connect() as desk, customer.connect() as second:
        desk.subscribe(conversation)
        second.subscribe(conversation)
        desk.say("read", conversation=conversation, seq=last)
        heard = connection.hear_until(lambda frame: frame["op"] == "read" and frame["author_type"] == "agent")
        assert (heard["seq"], heard["name"]) == (last, "Ada Park")
        answer = desk.send(conversation, "Which network did you use?")["seq"]
        connection.say("read", conversation=conversation, seq=answer)
        second.hear_until(lambda frame: frame["op"] == "read" and frame["seq"] == answer)
    with customer.connect() as later:
        assert marks(later.subscribe(conversation)) == {"customer": answer, "agent": answer}


def test_places_in_the_queue_are_told_when_they_move(server: Server) -> None:
    agent = Agent.made(server, name="Bo Lind")
    for waiting in agent.get("/agent/conversations", params={"view": "unassigned", "limit": 100})["data"]:
        agent.assign(waiting["id"])
    customers = [Customer.guest(server) for _ in range(3)]
    conversations = [customer.open_waiting_chat("hello") for customer in customers]
    connections = [customer.connect() for customer in customers]
    for place, (conversation, realtime) in enumerate(zip(conversations, connections, strict=True), start=1):
        realtime.subscribe(conversation)
        told = realtime.find("queue")
        assert (told["conversation"], told["position"]) == (conversation, place)
        eta = told["eta_seconds"]
        assert eta is None or 0 <= eta[0] <= eta[1]
    agent.assign(conversations[0])
    for realtime, place in zip(connections[1:], (1, 2), strict=True):
        realtime.hear_until(lambda frame, place=place: frame["op"] == "queue" and frame["position"] == place)
    for realtime in connections:
        realtime.socket.close()


def test_an_agent_who_comes_online_gets_who_waited_longest_and_the_customer_hears_it(server: Server) -> None:
    agent = Agent.made(server, name="Bo Lind")
    for waiting in agent.get("/agent/conversations", params={"view": "unassigned", "limit": 100})["data"]:
        agent.assign(waiting["id"])
        agent.post(f"/agent/conversations/{waiting['id']}/status", {"status": "resolved"})
    customer = Customer.guest(server)
    conversation = customer.open_waiting_chat("hello")
    with customer.connect() as realtime, agent.connect() as desk:
        realtime.subscribe(conversation)
        desk.say("subscribe", inbox=True)
        desk.hear_until("inbox")
        try:
            agent.go("online")
            assert realtime.hear_until("status")["assignee"]["name"] == "Bo Lind"
            row = desk.hear_until(lambda frame: frame["op"] == "inbox" and (frame["conversation"] or {}).get("id") == conversation)
            assert row["counts"]["mine"] == 1
        finally:
            agent.go("offline")


def test_a_supervisor_hears_the_board_and_whispers(server: Server, customer: Customer, agent: Agent) -> None:
    supervisor = Agent.made(server, name="Sofia Reyes", role="supervisor")
    with supervisor.connect() as board, agent.connect() as desk:
        desk.say("subscribe", board=True)
        assert desk.hear_until("error")["code"] == "not_permitted"
        board.say("subscribe", board=True)
        first = board.hear_until("board")["board"]
        waiting = sum(queue["waiting"] for queue in first["queues"])
        conversation = customer.open_waiting_chat("a person please", topic="fees")
        told = board.hear_until(
            lambda frame: frame["op"] == "board"
            and sum(queue["waiting"] for queue in frame["board"]["queues"]) == waiting + 1,
        )["board"]
        assert conversation in [row["id"] for row in told["waiting"]]

        desk.subscribe(conversation)
        board.send(conversation, "offer the fee back", kind="whisper")
        whisper = desk.hear_until("note")
        assert (whisper["kind"], whisper["body"], whisper["note_seq"]) == ("whisper", "offer the fee back", 1)
        desk.say("send", conversation=conversation, client_id=new_client_id(), body="psst", kind="whisper")
        assert desk.hear_until("error")["code"] == "not_permitted"
    assert "offer the fee back" not in str(customer.messages(conversation))
