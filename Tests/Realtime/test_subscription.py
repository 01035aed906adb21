"""`subscribe`: what is missing is replayed, then everything comes live, in order and once."""

import threading

from client import Agent, Customer, Realtime, numbers
from server import Server


def test_subscribing_from_the_start_replays_everything_and_tells_the_head(
    customer: Customer, conversation: str, connection: Realtime
) -> None:
    frames = connection.subscribe(conversation)
    stored = customer.messages(conversation)
    assert [(frame["seq"], frame["body"]) for frame in frames if frame["op"] == "message"] == [
        (message["seq"], message["body"]) for message in stored
    ]
    assert frames[-1] == {"op": "head", "conversation": conversation, "seq": len(stored)}


def test_subscribing_after_a_seq_replays_what_came_after_it(conversation: str, connection: Realtime) -> None:
    frames = connection.subscribe(conversation, after_seq=2)
    assert numbers(frames) == [3, 4]


def test_subscribing_after_the_last_seq_replays_nothing(conversation: str, connection: Realtime) -> None:
    frames = connection.subscribe(conversation, after_seq=4)
    assert numbers(frames) == []
    assert frames[-1]["seq"] == 4


def test_a_frame_of_a_message_has_what_the_protocol_promises(
    customer: Customer, conversation: str, connection: Realtime
) -> None:
    connection.subscribe(conversation, after_seq=4)
    answer = connection.send(conversation, "Where is it?")
    frame = next(frame for frame in connection.heard + connection.hear_all() if frame["op"] == "message")
    assert frame["conversation"] == conversation
    assert frame["seq"] == answer["seq"] == 5
    assert frame["kind"] == "text"
    assert frame["author"]["type"] == "customer"
    assert frame["author"]["id"] == customer.id
    assert frame["body"] == "Where is it?"
    assert frame["attachments"] == []
    assert frame["created_at"].endswith("Z")
    assert frame["client_id"] == answer["client_id"]


def test_a_history_longer_than_one_batch_is_replayed_whole(server: Server) -> None:
    customer = Customer.guest(server)
    conversation = customer.open_waiting_chat("hello")
    for number in range(450):
        customer.write(conversation, f"entry {number}")
    with customer.connect() as realtime:
        realtime.subscribe(conversation)
        realtime.hear_until(lambda frame: frame["op"] == "head" and frame["seq"] == 454)
        assert numbers(realtime.heard) == list(range(1, 455))


def test_messages_written_while_somebody_subscribes_come_once_and_in_order(server: Server) -> None:
    customer = Customer.guest(server)
    conversation = customer.open_waiting_chat("hello")
    writing = threading.Thread(target=lambda: [customer.write(conversation, f"entry {n}") for n in range(120)])
    writing.start()
    connections = []
    while writing.is_alive() and len(connections) < 20:
        connections.append(customer.connect())
        connections[-1].subscribe(conversation)
    writing.join()
    for realtime in connections:
        if 124 not in numbers(realtime.heard):
            realtime.hear_until(lambda frame: frame.get("seq") == 124 and frame["op"] == "message")
        assert numbers(realtime.heard) == list(range(1, 125))
        realtime.socket.close()
    assert len(connections) > 1, "nobody subscribed while messages were written"


def test_subscribing_again_replays_from_the_new_position(conversation: str, connection: Realtime) -> None:
    connection.subscribe(conversation)
    assert numbers(connection.subscribe(conversation, after_seq=1)) == [2, 3, 4]
    connection.send(conversation, "once")
    assert numbers(connection.heard + connection.hear_all()).count(5) == 1


def test_one_connection_hears_two_conversations_apart(customer: Customer, connection: Realtime) -> None:
    first, second = customer.open_waiting_chat("first"), customer.open_waiting_chat("second")
    connection.subscribe(first, after_seq=4)
    connection.subscribe(second, after_seq=4)
    customer.write(second, "to the second")
    customer.write(first, "to the first")
    connection.hear_until(lambda frame: frame.get("body") == "to the first")
    heard = {(frame["conversation"], frame["seq"], frame["body"]) for frame in connection.heard if "body" in frame}
    assert heard == {(first, 5, "to the first"), (second, 5, "to the second")}


def test_nothing_is_told_after_unsubscribing(customer: Customer, conversation: str, connection: Realtime) -> None:
    connection.subscribe(conversation)
    connection.say("unsubscribe", conversation=conversation)
    connection.hear_all()
    customer.write(conversation, "unheard")
    assert connection.hear_all() == []


def test_what_was_missed_between_two_connections_is_replayed(customer: Customer, conversation: str) -> None:
    with customer.connect() as realtime:
        realtime.subscribe(conversation)
        last = realtime.send(conversation, "before")["seq"]
    customer.write(conversation, "while away 1")
    customer.write(conversation, "while away 2")
    with customer.connect() as realtime:
        assert numbers(realtime.subscribe(conversation, after_seq=last)) == [last + 1, last + 2]


def test_an_agent_gets_messages_and_notes_after_their_own_positions(
    agent: Agent, customer: Customer, conversation: str
) -> None:
    for number in range(3):
        agent.write(conversation, f"note {number}", kind="note")
    with agent.connect() as desk:
        frames = desk.subscribe(conversation, after_seq=3, after_note_seq=1)
        assert numbers(frames) == [4]
        assert [frame["note_seq"] for frame in frames if frame["op"] == "note"] == [2, 3]
        assert frames[-1] == {"op": "head", "conversation": conversation, "seq": 4, "note_seq": 3}


def test_subscriptions_that_overtake_each_other_leave_no_gap(server: Server) -> None:
    customer = Customer.guest(server)
    conversation = customer.open_waiting_chat("hello")
    for number in range(60):
        customer.write(conversation, f"entry {number}")
    last = len(customer.messages(conversation))
    with customer.connect() as connection:
        for after_seq in (40, 0, 50, 0):
            connection.say("subscribe", conversation=conversation, after_seq=after_seq)
        connection.say("subscribe", conversation=conversation, after_seq=10)
        begin = len(connection.heard)
        connection.hear_all()
        connection.hear_until("head")
        connection.hear_all()
        heard = set(numbers(connection.heard[begin:]))
    # The last one counts: everything after 10 was told, whatever the earlier ones asked for.
    assert set(range(11, last + 1)) <= heard


def test_who_claims_to_know_more_than_there_is_is_told_to_start_anew(
    conversation: str, connection: Realtime
) -> None:
    connection.say("subscribe", conversation=conversation, after_seq=1000)
    refused = connection.hear_until("error")
    assert (refused["code"], refused["conversation"]) == ("position_ahead", conversation)
    assert numbers(connection.subscribe(conversation)) == [1, 2, 3, 4]


def test_unusual_subscriptions_are_refused_and_the_connection_lives(conversation: str, connection: Realtime) -> None:
    refusals = [
        ({"conversation": conversation, "after_seq": -1}, "invalid_field"),
        ({"conversation": conversation, "after_seq": "4"}, "invalid_field"),
        ({"conversation": conversation, "after_seq": 1.5}, "invalid_field"),
        ({"conversation": ""}, "invalid_field"),
        ({"conversation": 7}, "invalid_field"),
        ({}, "invalid_field"),
        ({"conversation": "cnv_nonsense"}, "conversation_not_found"),
        ({"conversation": "cnv_01m7yjahmwe40rzn68wsvahp7y"}, "conversation_not_found"),
        ({"inbox": True}, "conversation_not_found"),
    ]
    for members, code in refusals:
        connection.say("subscribe", **members)
        assert connection.hear_until("error")["code"] == code, members
    assert numbers(connection.subscribe(conversation)) == [1, 2, 3, 4]
