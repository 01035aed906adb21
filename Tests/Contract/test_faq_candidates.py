"""What customers ask in conversations is told to those who write, in words that are no one's."""

import uuid
from collections.abc import Iterator

import anybody
import pytest

from client import Agent, Customer, Frame
from patience import eventually
from server import Server

GENEROUS = {"demo": "true", "limits.writes.per.minute": 1_000_000}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("faq"), settings=GENEROUS) as running:
        yield running


@pytest.fixture(scope="module")
def editor(server: Server) -> Agent:
    return Agent.made(server, name="Edith Page", role="editor")


def somebody(server: Server) -> Customer:
    return Customer.verified(server, uuid.uuid4().hex)


def ask(customer: Customer, *texts: str, person: bool = False) -> str:
    chat = customer.open_chat()
    for text in texts:
        customer.write(chat, text)
    if person:
        customer.post(f"/conversations/{chat}/handover")
    return chat


def counted(editor: Agent) -> Frame:
    """Everything there is to write, counted now."""
    before = editor.get("/agent/articles/gaps")["conversations"].get("counted_at")
    assert editor.post("/agent/articles/gaps/count")["is_under_way"]

    def told() -> Frame | None:
        gaps = editor.get("/agent/articles/gaps")
        now = gaps["conversations"]
        return None if now["is_under_way"] or now.get("counted_at") in (None, before) else gaps

    eventually(lambda: told() is not None, "conversations are counted")
    return told() or {}


def found(gaps: Frame, word: str, name: str = "faq_candidates") -> list[Frame]:
    return [each for each in gaps[name] if word in each["question"]]


def page(server: Server, editor: Agent) -> str:
    answer = anybody.get(f"{server.url}/desk/knowledge/gaps?lang=en", cookies={"switchboard_agent": editor.token})
    assert answer.status_code == 200
    return answer.text


def test_words_of_one_customer_or_two_are_shown_to_nobody(server: Server, editor: Agent) -> None:
    chatty = somebody(server)
    for end in ("please", "now", "today"):
        ask(chatty, f"unwrap zircon tokens Quillfeather of Elm Street 5550199, ada.quill@mail.example, {end}")
    for _ in range(2):
        ask(somebody(server), "unwrap zircon tokens for Sandringham", person=True)
    assert found(counted(editor), "zircon") == [], "no three used the same words"
    # One person in three browsers.
    for _ in range(3):
        ask(Customer.guest(server), "unwrap zircon tokens of Bartholomew Umberfield")
    gaps = counted(editor)
    assert found(gaps, "zircon") == [] and gaps["conversations"]["unspoken"] >= 1, "none wrote what all of them used"
    for number in range(3):
        ask(somebody(server), ("how to unwrap zircon tokens?", "unwrap zircon tokens", "unwrap my zircon tokens")[number])
    gaps = counted(editor)
    assert [each["question"] for each in found(gaps, "zircon")] == ["unwrap zircon tokens"]
    # The chatty one, the two, the guests who may be one, and three more.
    assert found(gaps, "zircon")[0]["asked"] == 7 and found(gaps, "zircon")[0]["by_person"] == 2
    everything = (str(gaps) + page(server, editor)).lower()
    for word in ("quillfeather", "elm", "5550199", "ada.quill", "sandringham", chatty.id):
        assert word not in everything
    # The counts of searches above take each guest for somebody else.
    asked = str(gaps["faq_candidates"] + gaps["ended_with_person"]).lower()
    assert "bartholomew" not in asked and "umberfield" not in asked


def test_who_answered_is_told_and_which_article_answers(server: Server, editor: Agent) -> None:
    for number in range(4):
        customer = somebody(server)
        chat = ask(customer, "My withdrawal has not arrived")
        eventually(
            lambda c=customer, i=chat: any(each.get("card", {}).get("type") == "answer" for each in c.messages(i)), "the assistant answers"
        )
        if number == 3:
            customer.post(f"/conversations/{chat}/handover")
    for _ in range(3):
        ask(somebody(server), "hello", "harvest quorbit rewards", person=True)
    gaps = counted(editor)
    [late] = [each for each in gaps["faq_candidates"] if each["question"] == "My withdrawal has not arrived"]
    assert (late["asked"], late["answered"], late["by_person"]) == (4, 3, 1)
    assert late["article"]["slug"] == "withdrawal-not-arrived" and late["languages"] == [{"locale": "en", "asked": 4}]
    [harvest] = found(gaps, "quorbit", "ended_with_person")
    assert (harvest["asked"], harvest["by_person"], "article" in harvest) == (3, 3, False)
    assert not [each for each in gaps["ended_with_person"] if each["id"] == late["id"]]
    chinese = editor.get("/agent/articles/gaps?locale=zh-CN")
    assert found(chinese, "quorbit") == []


def test_who_says_hello_or_wishes_for_a_person_asks_nothing(server: Server, editor: Agent) -> None:
    for _ in range(3):
        ask(somebody(server), "hello there")
        ask(somebody(server), "I want to talk to a human")
        ask(somebody(server), "my password is hunter2x, vexillar")
    gaps = counted(editor)
    for word in ("hello", "human", "hunter2x", "vexillar"):
        assert found(gaps, word) == []


def test_what_is_put_away_comes_back_when_it_is_wanted(server: Server, editor: Agent) -> None:
    for _ in range(3):
        ask(somebody(server), "bridge florin coins")
    [florin] = found(counted(editor), "florin")
    editor.post("/agent/articles/gaps/dismiss", {"candidate": florin["id"], "days": 30})
    assert found(editor.get("/agent/articles/gaps"), "florin") == []
    ask(somebody(server), "how do I bridge my florin coins")
    assert found(counted(editor), "florin") == []
    editor.post("/agent/articles/gaps/restore", {"candidate": florin["id"]})
    assert [each["asked"] for each in found(editor.get("/agent/articles/gaps"), "florin")] == [4]
    again = editor.http.post("/agent/articles/gaps/restore", json={"candidate": florin["id"]})
    assert (again.status_code, again.json()["code"]) == (404, "candidate_not_found")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"candidate": f"faq_{'0' * 26}", "days": 7}, 404, "candidate_not_found"),
        ({"candidate": f"art_{'0' * 26}", "days": 7}, 404, "candidate_not_found"),
        ({"candidate": "'; DROP TABLE faq_candidate", "days": 7}, 404, "candidate_not_found"),
        ({"candidate": f"faq_{'0' * 26}", "days": 0}, 422, "invalid_field"),
        ({"candidate": f"faq_{'0' * 26}", "days": 366}, 422, "invalid_field"),
        ({"days": 7}, 422, "invalid_field"),
    ],
)
def test_what_cannot_be_put_away_is_refused(editor: Agent, body: Frame, status: int, code: str) -> None:
    answer = editor.http.post("/agent/articles/gaps/dismiss", json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_who_was_erased_asked_nothing(server: Server, editor: Agent) -> None:
    customers = [somebody(server) for _ in range(3)]
    for customer in customers:
        ask(customer, "redeem osprey vouchers")
    assert [each["asked"] for each in found(counted(editor), "osprey")] == [3]
    admin, gone = Agent.made(server, role="admin"), customers[0].id
    admin.post(f"/admin/privacy/customers/{gone}/erasure", {"confirm": gone, "reason": "other"})
    eventually(lambda: admin.get("/admin/privacy/erasures")["data"][0]["status"] == "done", "they are erased")
    assert found(counted(editor), "osprey") == []


def test_counting_is_asked_for_a_few_times_an_hour(tmp_path_factory: pytest.TempPathFactory) -> None:
    with Server(tmp_path_factory.mktemp("hasty")) as server:
        editor = Agent.made(server, role="editor")
        answers = [editor.http.post("/agent/articles/gaps/count") for _ in range(6)]
        assert [each.status_code for each in answers] == [202] * 5 + [429]
        assert int(answers[-1].headers["Retry-After"]) > 60


def test_customers_and_strangers_count_and_put_away_nothing(server: Server) -> None:
    customer = somebody(server)
    for path in ("count", "dismiss", "restore"):
        body = {"candidate": f"faq_{'0' * 26}", "days": 7}
        assert customer.http.post(f"/agent/articles/gaps/{path}", json=body).status_code in (401, 403)
        assert anybody.post(f"{server.url}/api/v1/agent/articles/gaps/{path}", json=body).status_code == 401
    form = anybody.post(f"{server.url}/desk/knowledge/gaps", data={"deed": "counting"})
    assert (form.status_code, form.headers["location"]) == (302, "/desk/sign-in")
