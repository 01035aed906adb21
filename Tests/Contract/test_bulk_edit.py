"""The same change to several articles: by a form that needs no script, and by the API."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from client import Agent
from problems import problem
from server import Server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("bulk"), settings={"demo": "true"}) as running:
        yield running


@pytest.fixture(scope="module")
def editor(server: Server) -> Agent:
    return Agent.made(server, name="Edith Page", role="editor")


@pytest.fixture
def browser(server: Server, editor: Agent) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, cookies={"switchboard_agent": editor.token}, headers={"Accept-Language": "en"}) as client:
        yield client


def made(editor: Agent, slug: str) -> str:
    article = {"slug": slug, "category": "deposits-withdrawals", "locale": "en", "title": f"The <{slug}>", "body": "x", "keywords": ["one"]}
    return editor.post("/agent/articles", article)["id"]


def test_a_form_says_what_will_happen_and_does_it(editor: Agent, browser: httpx.Client) -> None:
    ids = [made(editor, "form-one"), made(editor, "form-two")]
    page = browser.get("/desk/knowledge/bulk?q=form-").text
    assert all(f'value="{each}"' in page for each in ids) and "The &lt;form-one&gt;" in page
    form = {"step": "confirm", "article": ids, "action": "category", "category": "fees", "q": "form-"}
    confirmation = browser.post("/desk/knowledge/bulk", data=form).text
    assert "Change 2 articles" in confirmation and "2 articles change" in confirmation
    assert editor.get(f"/agent/articles/{ids[0]}")["category"] == "deposits-withdrawals", "nothing is changed before somebody says yes"
    done = browser.post("/desk/knowledge/bulk", data={**hidden(confirmation), "step": "do"}).text
    assert "All of it is done." in done and "2 articles were changed" in done
    assert [editor.get(f"/agent/articles/{each}")["category"] for each in ids] == ["fees", "fees"]
    assert "2 are so already" in browser.post("/desk/knowledge/bulk", data=form).text


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"action": "archive"}, "Choose 1 to 200 articles."), ({"article": "ID"}, "Choose what to do."),
        ({"article": "ID", "action": "category", "category": "<none>"}, "Choose a topic that there is."),
        ({"article": "ID", "action": "add_keyword", "keyword": "a, b"}, "Write one word or phrase without a comma."),
        ({"article": "ID", "action": "review", "review_by": "soon"}, "This is no date."),
        ({"article": "no id", "action": "archive"}, "Choose 1 to 200 articles."),
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_taken_keeps_what_was_chosen(editor: Agent, browser: httpx.Client, form: dict, words: str) -> None:
    article = editor.get("/agent/articles?limit=1")["data"][0]["id"]
    sent = {"step": "confirm", **{name: article if value == "ID" else value for name, value in form.items()}}
    answer = browser.post("/desk/knowledge/bulk", data=sent)
    assert answer.status_code == 422 and words in answer.text
    assert (f'value="{article}" checked' in answer.text) == (form.get("article") == "ID")


def test_what_is_chosen_stays_chosen_while_the_list_is_turned_over(editor: Agent, browser: httpx.Client) -> None:
    ids = [made(editor, f"turned-{number}") for number in range(102)]
    first = browser.get("/desk/knowledge/bulk?q=turned-").text
    # The last worked on stands first.
    late, early = ids[-1], ids[0]
    assert checkbox(late) in first and checkbox(early) not in first

    form = {"q": "turned-", "at": "", "article": [late], "action": "owner", "keyword": "kept"}
    second = browser.post("/desk/knowledge/bulk", data={**form, "step": "confirm", "turn": turn(first)}).text
    assert checkbox(early) in second and checkbox(late, is_chosen=True) in second
    assert 'value="owner" checked' in second and 'name="keyword" maxlength="80" dir="auto" value="kept"' in second
    assert "The first articles" in second and "The next articles" not in second
    at = re.search(r'name="at" value="([^"]+)"', second)
    assert at is not None

    chosen = {**form, "at": at[1], "article": [late, early]}
    refused = browser.post("/desk/knowledge/bulk", data={**chosen, "step": "confirm", "action": "review", "review_by": "soon"})
    assert refused.status_code == 422
    confirmation = browser.post("/desk/knowledge/bulk", data={**chosen, "step": "confirm", "action": "category", "category": "fees"}).text
    assert "Change 2 articles" in confirmation
    back = browser.post("/desk/knowledge/bulk", data={**hidden(confirmation), "step": "choose"}).text
    for page in (refused.text, back):
        assert f'name="at" value="{at[1]}"' in page
        assert all(checkbox(each, is_chosen=True) in page for each in (early, late))
    again = browser.post("/desk/knowledge/bulk", data={**chosen, "step": "confirm", "turn": "first"}).text
    assert all(checkbox(each, is_chosen=True) in again for each in (early, late)) and "The next articles" in again
    done = browser.post("/desk/knowledge/bulk", data={**hidden(confirmation), "step": "do"}).text
    assert "2 articles were changed" in done
    assert [editor.get(f"/agent/articles/{each}")["category"] for each in (early, late)] == ["fees", "fees"]


def checkbox(article: str, *, is_chosen: bool = False) -> str:
    return f'<input type="checkbox" name="article" value="{article}"{" checked" if is_chosen else ""}>'


def turn(page: str) -> str:
    """What leads to the next part of the list."""
    found = re.search(r'name="turn" value="(\d[^"]*)"', page)
    assert found is not None
    return found[1]


def hidden(page: str) -> dict[str, list[str]]:
    """What a page sends besides what is pressed."""
    sent: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page):
        sent.setdefault(name, []).append(value)
    return sent


def test_programs_are_told_what_became_of_each(server: Server, editor: Agent) -> None:
    one, waiting = made(editor, "api-one"), made(editor, "api-waiting")
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    editor.post(f"/agent/articles/{waiting}/texts/en/publish", {"revision": 1, "at": tomorrow})
    body = {"articles": [one, waiting, "art_" + "0" * 26], "action": "add_keyword", "keyword": "two", "dry_run": True}
    asked = editor.post("/agent/articles/bulk", body)
    assert (asked["changed"], asked["same"], asked["failed"]) == (1, 0, 2)
    assert editor.get(f"/agent/articles/{one}")["texts"][0]["keywords"] == ["one"]
    done = editor.post("/agent/articles/bulk", {**body, "dry_run": False})
    assert [(each["outcome"], each.get("code")) for each in done["data"]] == [("changed", None), ("failed", "stage_not_allowed"), ("failed", "article_not_found")]
    assert editor.get(f"/agent/articles/{one}")["texts"][0]["keywords"] == ["one", "two"]
    for wrong, code in [({"articles": []}, "invalid_field"), ({"articles": ["x"]}, "invalid_field"), ({"action": "sing"}, "invalid_field"), ({"articles": [one, one]}, "invalid_field")]:
        assert problem(editor.http.post("/agent/articles/bulk", json={**body, **wrong})) == (422, code)
    agent = Agent.made(server)
    assert problem(agent.http.post("/agent/articles/bulk", json=body))[0] == 403
