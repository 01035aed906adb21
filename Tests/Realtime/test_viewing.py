"""Who looks at a conversation and who writes in it; sending checks that nobody answered in between."""

from client import Agent, Customer, Realtime
from server import Server


def hears(conversation: str, *names: str, typing: bool = False):
    """Whether a frame tells that just these look at it."""
    wanted = [(name, typing) for name in names]
    return lambda frame: (
        frame["op"] == "viewers"
        and frame["conversation"] == conversation
        and [(each["name"], each["typing"]) for each in frame["viewers"]] == wanted
    )


def at_the_inbox(agent: Agent) -> Realtime:
    connection = agent.connect()
    connection.say("subscribe", inbox=True)
    connection.hear_until("inbox")
    return connection


def test_colleagues_hear_who_looks_who_writes_and_who_has_left(server: Server, agent: Agent, conversation: str) -> None:
    other = Agent.made(server, name="Bo Lind")
    with at_the_inbox(agent) as desk:
        with at_the_inbox(other) as colleague:
            colleague.say("view", conversation=conversation)
            heard = desk.hear_until(hears(conversation, "Bo Lind"))
            assert set(heard["viewers"][0]) == {"id", "name", "badge", "typing"}
            colleague.say("typing", conversation=conversation)
            desk.hear_until(hears(conversation, "Bo Lind", typing=True))
            colleague.send(conversation, "Which network?")
            desk.hear_until(hears(conversation, "Bo Lind"))
            with at_the_inbox(agent) as late:
                # Whoever comes later is told at once.
                late.find(hears(conversation, "Bo Lind"))
        desk.hear_until(hears(conversation))


def test_a_silent_look_is_told_to_nobody(server: Server, agent: Agent, conversation: str) -> None:
    other = Agent.made(server, name="Bo Lind", role="supervisor")
    with at_the_inbox(agent) as desk, at_the_inbox(other) as colleague:
        colleague.say("view", conversation=conversation, silent=True)
        colleague.hear_all()
        colleague.say("view", conversation=conversation)
        desk.hear_until(hears(conversation, "Bo Lind"))
        colleague.say("view", conversation=conversation, silent=True)
        desk.hear_until(hears(conversation))
        told = [frame for frame in desk.heard if frame["op"] == "viewers" and frame["conversation"] == conversation]
        assert len(told) == 2


def test_a_silent_look_is_on_record_for_those_who_watch_over_it(
    server: Server, agent: Agent, customer: Customer, conversation: str
) -> None:
    other = Agent.made(server, name="Bo Lind", role="supervisor")
    auditor = Agent.made(server, name="Cy Odd", role="auditor")

    def record(reader: Agent):
        return reader.get(f"/agent/conversations/{conversation}").get("listening")

    assert (record(auditor), record(other), record(agent)) == ([], [], None)
    before = customer.messages(conversation)
    with customer.connect() as line, at_the_inbox(other) as colleague:
        line.subscribe(conversation)
        for _ in range(2):
            # Told again, as after a reconnect.
            colleague.say("view", conversation=conversation, silent=True)
        colleague.hear_all()
        [entry] = record(auditor)
        assert (entry["agent"]["name"], entry["agent"]["id"]) == ("Bo Lind", other.id)
        assert record(other) == [entry] and record(agent) is None
        # Where the conversation stands in its queue is told at any time.
        assert [frame for frame in line.hear_all() if frame["op"] != "queue"] == []
    assert customer.messages(conversation) == before


def test_only_supervisors_look_without_being_seen(server: Server, agent: Agent, conversation: str) -> None:
    other = Agent.made(server, name="Bo Lind")
    with at_the_inbox(agent) as desk, at_the_inbox(other) as colleague:
        colleague.say("view", conversation=conversation)
        desk.hear_until(hears(conversation, "Bo Lind"))
        colleague.say("view", conversation=conversation, silent=True)
        assert colleague.hear_until("error")["code"] == "not_permitted"
        colleague.say("view", conversation=conversation, silent=True)
        colleague.hear_until("error")
        told = [frame for frame in desk.hear_all() if frame["op"] == "viewers" and frame["conversation"] == conversation]
        assert told == [], "whoever may not hide stays in sight"


def test_customers_neither_tell_nor_hear_who_looks(agent: Agent, conversation: str, connection: Realtime) -> None:
    connection.subscribe(conversation)
    connection.say("view", conversation=conversation)
    assert connection.hear_until("error")["code"] == "conversation_not_found"
    with at_the_inbox(agent) as desk:
        desk.say("view", conversation=conversation)
        desk.hear_until(hears(conversation, "Ada Park"))
    assert [frame["op"] for frame in connection.hear_all() if frame["op"] == "viewers"] == []


def test_who_did_not_see_an_answer_is_told_it(
    server: Server, agent: Agent, customer: Customer, conversation: str
) -> None:
    other = Agent.made(server, name="Bo Lind")
    other.write(conversation, "On it")
    customer.write(conversation, "Thank you")
    with agent.connect() as desk:
        refused = desk.send(conversation, "Which network?", expected_seq=4)
        assert (refused["op"], refused["code"]) == ("error", "answered_meanwhile")
        told = [(each["author"]["name"], each["body"]) for each in refused["messages"] if each["kind"] == "text"]
        assert told == [("Bo Lind", "On it"), ("", "Thank you")]
        last = refused["messages"][-1]["seq"]
        assert desk.send(conversation, "Which network?", expected_seq=last)["op"] == "ack"
    answer = agent.http.post(
        f"/agent/conversations/{conversation}/messages",
        json={"client_id": "2f9d4e0e-0000-4000-8000-00000000000a", "body": "Again", "expected_seq": 0},
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "answered_meanwhile")
    assert [each["body"] for each in answer.json()["messages"] if each["kind"] == "text"][-3:] == [
        "On it", "Thank you", "Which network?"
    ]  # fmt: skip
    texts = [each["body"] for each in customer.messages(conversation)]
    assert texts.count("Which network?") == 1
    assert "Again" not in texts
