"""OWASP A03, markup at the desk: every page of it in Chromium, with markup in whatever is written there or shown there."""

import re
from pathlib import Path
from typing import Any

import openid
import pytest
from playwright.sync_api import Browser

from client import Agent
from desk_pages import desk_pages
from markup import LONG, SHORT, Watched, Written
from patience import eventually
from server import Server

# What each page shows of what was written, as letters; behind # what it opens at once.
PAGES = {
    "macros": SHORT, "routing": SHORT, "templates": None, "channels": "markup.example", "board": None,
    "knowledge": SHORT, "knowledge#{draft}": "onmouseover=__xss(1)>m", "knowledge#{public}": None,
    "knowledge/bulk": SHORT, "knowledge/pictures": SHORT, "knowledge/links": "/help/no-such-", "knowledge/videos": "onmouseover=__xss(1)>m",
    "knowledge/videos#markup": None, "knowledge/api": SHORT, "knowledge/api#markup": SHORT, "knowledge/gaps": "<b class=planted onclick=__xss",
    "announcements": "onmouseover=__xss(1)>m", "announcements#{news}": "onmouseover=__xss(1)>m",
    "announcements/webhooks": "markup.example", "announcements/webhooks#{webhook}": "markup.example",
    "approvals": "onmouseover=__xss(1)>m", "approvals#decided": "onmouseover=__xss(1)>m", "approvals#reveals": "onmouseover=__xss(1)>m",
    "approvals#rules": None, "approvals#verified": None,
    "privacy": SHORT, "people": SHORT, "people#{agent}": SHORT, "people/sign-in": SHORT,
}  # fmt: skip
# Those that tests of their own open.
OTHERS = {"", "phishing", "security", "sign-in", "sign-in/openid"}


@pytest.fixture
def desk(written: Written, watched: Any) -> Any:
    """An admin's browser."""
    return watched(switchboard_agent=written.admin.token)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_the_desk_shows_markup_as_letters(written: Written, desk: Any, page: str) -> None:
    ids = {"draft": written.draft, "public": written.public, "news": written.news, "webhook": written.webhook, "agent": written.agent.id}
    if page == "knowledge/gaps":
        eventually(lambda: "zquorvex" in str(written.admin.get("/agent/articles/gaps?days=7")), "what is counted is written")
    if page == "knowledge/links":
        eventually(lambda: written.admin.get("/agent/articles/links")["data"][1:], "links are looked at")
    desk.look(f"/desk/{page.format_map(ids)}", PAGES[page])


def test_no_page_of_the_desk_is_left_out() -> None:
    """Whoever adds a page says what it shows."""
    assert desk_pages() - OTHERS == {page.split("#")[0] for page in PAGES}


def test_what_is_reported_is_shown_as_letters(desk: Any) -> None:
    desk.look("/desk/phishing", ".example")
    desk.page.get_by_role("link").filter(has_text="fake").first.click()
    desk.page.get_by_text("onmouseover=__xss(1)>m").first.wait_for()
    desk.nothing_planted("a report")


def test_the_names_of_keys_and_browsers_are_letters(written: Written, watched: Any) -> None:
    looks = watched(switchboard_agent=written.agent.token)
    looks.look("/desk/security", SHORT)
    looks.look("/desk/security", "Firefox")


def test_an_editor_sees_what_others_wrote_as_letters(written: Written, desk: Any) -> None:
    """The preview, which is markup of ours, the comments and the history."""
    desk.look(f"/desk/knowledge#{written.draft}", "onmouseover=__xss(1)>m")
    for button in desk.page.get_by_role("button").filter(visible=True).all():
        if button.is_enabled() and re.search("preview|comment|history|version|difference|variables", button.inner_text(), re.IGNORECASE):
            button.click()
            desk.nothing_planted(button.inner_text())
            desk.page.keyboard.press("Escape")


def test_articles_that_are_changed_together_are_letters(written: Written, desk: Any) -> None:
    desk.look("/desk/knowledge/bulk?q=Public", SHORT)
    desk.page.locator(f"input[value='{written.public}']").check()
    desk.page.locator("input[name=action][value=add_keyword]").check()
    desk.page.locator("input[name=keyword]").fill(SHORT)
    desk.page.locator("#bulk-form button[type=submit].button--primary").click()
    desk.page.get_by_text(SHORT).first.wait_for()
    desk.nothing_planted("what is asked before it is done")


def test_the_name_of_a_provider_is_letters(browser: Browser, tmp_path: Path) -> None:
    with openid.lying_provider() as provider, Server(tmp_path, settings={"outgoing.allowed.hosts": "127.0.0.1"}) as server:
        admin = Agent.made(server, role="admin")
        changes = {"name": SHORT, "client_id": re.sub(r"\s", "", LONG), "role_claim": SHORT, "roles": [{"value": SHORT, "role": "agent"}]}
        admin.put("/admin/openid-provider", openid.settings(provider.url, **changes))
        for path, cookies in (("/desk/sign-in", {}), ("/desk/people/sign-in", {"switchboard_agent": admin.token})):
            looks = Watched(browser, server.url, cookies)
            looks.look(path, SHORT if path == "/desk/sign-in" else None)
            looks.context.close()


def test_what_editors_publish_is_letters_for_readers(watched: Any) -> None:
    looks = watched()
    looks.look("/help/markup-public", SHORT)
    # With a film, whose name, chapters and transcript somebody wrote as well.
    looks.page.locator(".video__paragraph").filter(has_text="class=planted").first.wait_for(state="attached")
    looks.look("/announcements/markup-news", "onmouseover=__xss(1)>m")
    looks.look("/announcements", "onmouseover=__xss(1)>m")
    looks.look("/announcements/status", "onmouseover=__xss(1)>m")
    looks.look("/help/search?q=Public", SHORT)
    # What every page of theirs says of an incident that goes on.
    looks.look("/")


def test_what_an_admin_has_the_program_say_is_letters(written: Written, watched: Any) -> None:
    """A template stands in the widget and in the conversation."""
    looks = watched()
    looks.look("/widget")
    looks.page.get_by_text("onmouseover=__xss(1)>m").first.wait_for()
    looks.nothing_planted("the widget")


@pytest.mark.parametrize("url", [f"https://hooks.example/{SHORT}", "javascript:__xss(1)", f"https://{SHORT}.example/", f"https://a.example/?{LONG}"])
def test_an_address_that_is_markup_is_no_address(admin: Agent, url: str) -> None:
    answer = admin.http.post("/admin/announcement-webhooks", json={"url": url})
    assert (answer.status_code, answer.json()["code"]) == (422, "address_malformed")
