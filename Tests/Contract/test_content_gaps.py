"""What readers look for in vain is told to those who write, and leads back to nobody."""

from collections.abc import Iterator

import anybody
import httpx
import pytest

from client import Agent, Customer, Frame, new_client_id
from patience import eventually
from server import Server

WANTED = "zquorvex flimmertang"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One that believes what a proxy says of who asks: readers are told apart by their address."""
    with Server(tmp_path_factory.mktemp("gaps"), settings={"demo": "true", "trusted.proxies": "127.0.0.1"}) as running:
        yield running


@pytest.fixture(scope="module")
def editor(server: Server) -> Agent:
    return Agent.made(server, name="Edith Page", role="editor")


def visit(server: Server, path: str, number: int, **headers: str) -> httpx.Response:
    from_there = {"X-Forwarded-For": f"203.0.113.{number}", "Accept-Language": "en", **headers}
    return httpx.get(f"{server.url}{path}", headers=from_there).raise_for_status()


def found(editor: Agent, name: str, question: str) -> Frame | None:
    told = editor.get("/agent/articles/gaps?days=7")[name]
    return next((each for each in told if each["question"] == question), None)


def test_what_nobody_can_find_is_told_once_several_asked(server: Server, editor: Agent) -> None:
    for number in (1, 1, 1, 2):
        visit(server, f"/help/search?q={WANTED.upper().replace(' ', '+')}", number)
    visit(server, f"/help/search?q={WANTED}&page=2", 3)
    # Somebody's number is nobody else's business, however many ask for it.
    for number in range(1, 5):
        visit(server, "/help/search?q=ada%40exchange.example", number)
        visit(server, "/help/search?q=fees", number)
    eventually(lambda: found(editor, "unopened", "fees") is not None, "what is counted is written")
    assert found(editor, "without_result", WANTED) is None, "two readers are too few"
    visit(server, f"/help/search?q={WANTED}", 3)
    eventually(lambda: found(editor, "without_result", WANTED) is not None, "a third reader makes it worth telling")
    assert found(editor, "without_result", WANTED) == {"question": WANTED, "locale": "en", "asked": 3, "opened": 0}
    every = str(editor.get("/agent/articles/gaps?days=90"))
    assert "ada" not in every and "203.0.113" not in every


def test_an_article_that_is_opened_from_results_answers(server: Server, editor: Agent) -> None:
    for number in range(10, 14):
        visit(server, "/help/search?q=withdrawal+not+arrived", number)
        referer = f"{server.url}/help/search?q=withdrawal+not+arrived"
        visit(server, "/help/withdrawal-not-arrived?lang=en", number, Referer=referer)
        visit(server, "/help/search?q=deposit+not+arrived", number)
        # Another site may say what it likes.
        visit(server, "/help/deposit-not-arrived?lang=en", number, Referer="https://evil.example/help/search?q=deposit+not+arrived")
    eventually(lambda: (found(editor, "unopened", "deposit not arrived") or {}).get("asked") == 4, "what is counted is written")
    assert found(editor, "unopened", "deposit not arrived") == {"question": "deposit not arrived", "locale": "en", "asked": 4, "opened": 0}
    assert found(editor, "unopened", "withdrawal not arrived") is None


def test_what_the_assistant_cannot_answer_is_told_as_well(server: Server, editor: Agent) -> None:
    question = "krellbaum vospertink"
    for _ in range(3):
        customer = Customer.guest(server)
        chat = customer.post("/conversations", {"kind": "chat", "topic": "other"})["id"]
        customer.post(f"/conversations/{chat}/messages", {"client_id": new_client_id(), "body": f"{question}?"})
    eventually(lambda: found(editor, "without_result", question) is not None, "three asked what nobody wrote of")
    assert found(editor, "without_result", question) == {"question": question, "locale": "en", "asked": 3, "opened": 0}


def test_what_was_asked_is_text_wherever_it_is_shown(server: Server, editor: Agent) -> None:
    hostile = "<img src=x onerror=alert(1)> \"'{{7*7}}"
    for number in range(20, 24):
        visit(server, f"/help/search?{httpx.QueryParams(q=hostile)}", number)

    def page() -> str:
        return anybody.get(f"{server.url}/desk/knowledge/gaps?days=7&locale=en", cookies={"switchboard_agent": editor.token}).text

    eventually(lambda: "onerror" in page(), "what is counted is written")
    shown = page()
    assert "<img" not in shown and "&lt;img src=x onerror=alert(1)&gt;" in shown and "{{7*7" in shown


@pytest.mark.parametrize("query", ["days=0", "days=91", "days=x", "locale=%3Cb%3E"])
def test_a_period_that_cannot_be_is_refused(editor: Agent, query: str) -> None:
    answer = editor.http.get(f"/agent/articles/gaps?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_parameter")


def test_strangers_and_customers_are_not_told(server: Server) -> None:
    assert httpx.get(f"{server.url}/api/v1/agent/articles/gaps").status_code == 401
    page = httpx.get(f"{server.url}/desk/knowledge/gaps")
    assert (page.status_code, page.headers["location"]) == (302, "/desk/sign-in")
