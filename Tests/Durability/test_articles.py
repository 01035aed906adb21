"""What is scheduled is published at its time, once, whatever happens to the server meanwhile."""

import time
from datetime import UTC, datetime, timedelta

import httpx

from client import Agent
from server import Server


def test_an_article_is_published_once_though_the_server_is_killed(server: Server) -> None:
    editor = Agent.made(server, role="editor")
    drafts = []
    for number in range(6):
        body = {"category": "general", "locale": "en", "title": f"Article {number}", "body": "Text.", "slug": f"article-{number}"}
        drafts.append(editor.post("/agent/articles", body))
    due = datetime.now(UTC) + timedelta(seconds=15)
    at = due.strftime("%Y-%m-%dT%H:%M:%SZ")
    for draft in drafts:
        editor.post(f"/agent/articles/{draft['id']}/texts/en/publish", {"revision": 1, "at": at})

    server.kill()
    server.start()
    # Once more about the time when they fall due.
    time.sleep(max(0, (due - datetime.now(UTC)).total_seconds()))
    server.kill()
    server.start()

    end = time.monotonic() + 90
    while any(httpx.get(f"{server.url}/help/{draft['slug']}").status_code != 200 for draft in drafts):
        assert time.monotonic() < end, "they were not published"
        time.sleep(0.5)
    editor = Agent.made(server, role="editor")
    for draft in drafts:
        versions = editor.get(f"/agent/articles/{draft['id']}/texts/en/versions")["data"]
        assert [each["number"] for each in versions] == [1]
