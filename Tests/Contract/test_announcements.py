"""Announcements that another process writes while the server runs, from the first word to the end."""

import time

import pytest

from client import Agent, Customer, Realtime
from server import Server

TITLES = {"en": "Quokka withdrawals are delayed", "zh-CN": "短尾币提币延迟"}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Server(tmp_path_factory.mktemp("announcements")) as running:
        yield running


def tell(server: Server, folder, lines: str) -> None:
    for locale, title in TITLES.items():
        head = f"title: {title}\nslug: quokka-delay\nlocale: {locale}\nkind: announcement\nannouncement_kind: incident"
        (folder / f"{locale}.md").write_text(f"---\n{head}\nstarts_at: -1h\n{lines}\n---\nText.\n")
    done = server.run("import", "articles", str(folder))
    assert done.returncode == 0, done.stderr


def within(seconds: float, is_so) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "the running server did not notice"
        time.sleep(0.2)


def test_an_incident_is_known_everywhere_until_it_is_over(server, tmp_path):
    reader = Customer.guest(server)

    def titles(locale: str, query: str = "quokka") -> list[str]:
        found = reader.get("/help/search", params={"q": query, "locale": locale})["data"]
        return [hit["title"] for hit in found]

    tell(server, tmp_path, "affects: Withdrawals\nexpected_end_at: +2h\nupdate: -30m We are looking into it.")
    within(20, lambda: titles("en") == [TITLES["en"]])
    assert titles("zh-CN") == [TITLES["zh-CN"]]
    suggested = reader.get("/help/suggest", params={"q": "quok", "locale": "en"})["data"]
    assert suggested == [{"text": TITLES["en"], "url": "/announcements/quokka-delay", "kind": "incident"}]
    [incident] = reader.get("/announcements", params={"active": "true", "locale": "en"})["data"]
    assert incident["affects"] == ["Withdrawals"]
    assert [update["text"] for update in incident["updates"]] == ["We are looking into it."]
    home = reader.http.get(f"{server.url}/").text
    assert TITLES["en"] in home and incident["expected_end_at"] in home

    tell(server, tmp_path, "affects: Withdrawals\nended_at: -1m")
    within(20, lambda: titles("en") == [])
    assert reader.get("/help/suggest", params={"q": "quok", "locale": "en"})["data"] == []
    assert reader.get("/announcements", params={"active": "true"})["data"] == []
    [incident] = reader.get("/announcements", params={"locale": "en"})["data"]
    assert incident["ended_at"] and incident["updates"] == []
    assert TITLES["en"] not in reader.http.get(f"{server.url}/").text


def test_an_incident_is_told_from_the_desk_and_heard_in_an_open_connection(server):
    editor, agent, reader = Agent.made(server, role="supervisor"), Agent.made(server), Customer.guest(server)
    assert agent.http.get("/agent/announcements").status_code == 403
    texts = [{"locale": "en", "title": "Numbat deposits are late", "body": "We look."}, {"locale": "zh-CN", "title": "袋食蚁兽充币延迟", "body": "排查中。"}]
    scope = {"products": ["deposits"], "networks": ["TRC20"], "topics": ["deposit_withdrawal"]}
    made = editor.post("/agent/announcements", {"kind": "incident", "scope": scope, "texts": texts})
    place = f"/agent/announcements/{made['id']}"
    assert made["stage"] == "draft" and made["slug"] == "numbat-deposits-are-late" and made["scope"]["networks"] == ["trc20"]

    with Realtime(server, token=reader.token) as ear:
        ear.say("subscribe", notices=True)
        assert ear.hear_until("notices") == {"op": "notices", "notices": []}
        published = editor.post(f"{place}/publish", {"revision": made["revision"]})
        [notice] = ear.hear_until("notices")["notices"]
        assert notice["state"] == "investigating" and notice["url"] == "/announcements/numbat-deposits-are-late"
        assert {text["locale"]: text["title"] for text in notice["texts"]} == {text["locale"]: text["title"] for text in texts}
        assert reader.get("/announcements/effects")["scope"] == {"products": ["deposits"], "networks": ["trc20"], "regions": [], "topics": ["deposit_withdrawal"]}

        stale = editor.http.post(f"{place}/updates", json={"revision": made["revision"], "state": "identified", "texts": told("x")})
        assert stale.status_code == 409 and stale.json()["code"] == "announcement_conflict"
        assert stale.json()["current"]["revision"] == published["revision"]
        half = editor.http.post(f"{place}/updates", json={"revision": published["revision"], "texts": told("x")[:1]})
        assert half.status_code == 422 and half.json()["field"] == "texts"
        identified = editor.post(f"{place}/updates", {"revision": published["revision"], "state": "identified", "texts": told("A node fell behind.")})
        [notice] = ear.hear_until("notices")["notices"]
        assert notice["state"] == "identified"
        [seen] = reader.get("/announcements", params={"active": "true", "locale": "en"})["data"]
        assert seen["state"] == "identified" and seen["updates"][0]["state"] == "identified"

        editor.post(f"{place}/updates", {"revision": identified["revision"], "state": "resolved", "texts": told("All is credited.")})
        assert ear.hear_until("notices")["notices"] == []
    history = editor.get(f"{place}/history")["data"]
    assert [deed["action"] for deed in history] == ["announcement.updated", "announcement.updated", "announcement.published"]
    page = reader.http.get(f"{server.url}/announcements/status").text
    assert "Numbat deposits are late" in page and "Deposits" in page


def told(english: str) -> list[dict[str, str]]:
    return [{"locale": "en", "text": english}, {"locale": "zh-CN", "text": "进展"}]
