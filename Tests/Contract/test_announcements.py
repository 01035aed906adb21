"""Announcements that another process writes while the server runs, from the first word to the end."""

import time

import pytest

from client import Customer
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
