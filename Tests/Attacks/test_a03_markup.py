"""OWASP A03, markup and script in every text that anybody can write, on every page that shows it, in real Chromium.

A page is loaded once; whatever a text smuggled in would show as an element of ours (`.planted`), call `window.__xss`, open a
dialog, or be refused by the content policy, which counts as well: the policy is the second wall and not the first.
"""

import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import anybody
import httpx
import pytest
from playwright.sync_api import Browser, Error

from client import Frame
from markup import LINKS, LONG, SHORT, Watched, Written
from server import Server

def test_what_hears_hears(browser: Browser, server: Server) -> None:
    """Else nothing would be heard because nobody listens: the same markup in a page of its own does all of it."""
    watched = Watched(browser, server.url, {})
    policy = anybody.get(f"{server.url}/help/search", headers={"Accept": "text/html"}).headers["content-security-policy"]
    page = f"<!doctype html><body>{LONG}</body>"
    # Under our own policy, which lets no script of ours write markup into a page either.
    headers = {"Content-Security-Policy": policy}
    watched.page.route("**/planted", lambda route: route.fulfill(content_type="text/html", headers=headers, body=page))
    watched.page.goto("/planted")
    watched.page.wait_for_function("document.querySelectorAll('.planted').length >= 3")
    watched.page.wait_for_timeout(300)
    assert any(each.startswith("refused script-src") for each in watched.heard), watched.heard
    with pytest.raises(AssertionError):
        watched.nothing_planted("here")
    with pytest.raises(Error, match="TrustedHTML"):
        watched.page.evaluate("(html) => { document.body.innerHTML = html; }", LONG)
    watched.context.close()


def test_the_customers_pages(written: Written, watched: Any) -> None:
    looks = watched(switchboard_session=written.customer.token)
    looks.look("/conversations", "Subject \"'><b class=planted")
    looks.look(f"/conversations/{written.chat}", "onmouseover=__xss(1)>m")
    looks.page.locator(".timeline-bubble__text").nth(1).hover()
    looks.nothing_planted("the conversation")


def test_the_desk(written: Written, watched: Any) -> None:
    looks = watched(switchboard_agent=written.agent.token)
    looks.look("/desk")
    looks.page.get_by_role("option").filter(has_text="Liu").first.click()
    looks.page.get_by_role("log").get_by_text("onmouseover=__xss(1)>m").first.wait_for()
    looks.nothing_planted("the desk")


REFLECTING = [
    "/help/search?q={}", "/contact?topic={}", "/contact?topic=other&urgency={}&way={}", "/?lang={}", "/verify?value={}", "/demo?user={}",
    "/widget?token={}&locale={}#{}", "/help/{}", "/help/category/{}", "/announcements/{}", "/conversations/{}", "/desk/sign-in?email={}#{}",
    "/no-such/{}", "/desk?view={}#{}",
]  # fmt: skip


def test_what_stands_in_an_address_is_no_markup(watched: Any) -> None:
    looks = watched()
    for path in REFLECTING:
        for payload in (LONG, *(["javascript:__xss(1)", "';__xss(2);//"] if "?" in path else [])):
            looks.look(path.replace("{}", str(httpx.QueryParams({"a": payload}))[2:]))


def test_what_was_asked_about_is_no_markup(watched: Any) -> None:
    """`/verify` shows again what was pasted."""
    looks = watched()
    for value in (LONG, f"https://evil.example/{SHORT}", LINKS, "javascript:__xss(1)"):
        looks.page.goto("/verify")
        looks.page.locator("[name=value]").first.fill(value)
        looks.page.locator("form button").first.click()
        looks.page.locator("#verify-result, [role=alert]").first.wait_for()
        looks.nothing_planted(value)


ARTICLE = """---
title: Markup {short}
slug: markup-{locale}
locale: {locale}
category: security
---
{long}

<script>__xss(1)</script><iframe class=planted src="javascript:__xss(2)"></iframe>
<style class=planted>body {{ display: none }}</style><form class=planted action="https://evil.example"><input name=a></form>
<a class=planted href="java&#10;script:__xss(3)">a</a> [b](JaVaScRiPt:__xss(4)) [c](data:text/html;base64,PHNjcmlwdD4=) ![d](x"onerror="__xss(5))
<math><mtext></form><form><mglyph><style></math><img class=planted src onerror=__xss(6)>
"""


def test_an_editors_article_runs_nothing(written: Written, watched: Any, tmp_path) -> None:
    """Who may write articles does not thereby run script at readers: Markdown with everything that HTML hides script in."""
    server = written.server
    (tmp_path / "en.md").write_text(ARTICLE.format(short=SHORT.replace('"', "'"), long=LONG, locale="en"))
    done = server.run("import", "articles", str(tmp_path))
    assert done.returncode == 0, done.stderr
    looks = watched()
    for _ in range(100):
        if looks.page.goto("/help/markup-en").status == 200:
            break
        looks.page.wait_for_timeout(100)
    looks.nothing_planted("the article")
    assert looks.page.locator("iframe, form.planted, style.planted").count() == 0
    looks.look("/help/search?q=markup")
    html = anybody.get(f"{server.url}/api/v1/help/articles/markup-en").json()["html"]
    assert not re.search(r"<(script|iframe|style|form|svg|math)|\son\w+=|javascript:|data:text", html, re.IGNORECASE), html


def test_a_page_of_another_site_gets_nothing_done(written: Written, watched: Any, browser: Browser) -> None:
    """Real requests of a real browser from another origin of the same host, to which the cookie goes: forms, fetch, a socket."""
    server = written.server
    before: Frame = written.customer.get("/conversations")
    page = f"""<!doctype html><iframe name=sink></iframe>
        <form id=form method=post enctype=text/plain target=sink action="{server.url}/api/v1/conversations">
        <input name='{{"kind":"ticket","topic":"other","body":"x","a":"' value='"}}'></form>
        <script>
        document.getElementById("form").submit();
        const options = {{ method: "POST", credentials: "include", mode: "no-cors", body: '{{"kind":"chat","topic":"other"}}' }};
        const get = (path) => fetch("{server.url}" + path, {{ credentials: "include" }}).then((a) => a.text(), () => "refused");
        const socket = new Promise((done) => {{
            const wire = new WebSocket("{server.realtime_url}", "switchboard.v1");
            wire.onopen = () => done("open"); wire.onerror = () => done("refused");
        }});
        Promise.all([fetch("{server.url}/api/v1/conversations", options).then((a) => a.type, () => "refused"),
            fetch("{server.url}/api/v1/session", {{ method: "DELETE", credentials: "include" }}).then(() => "done", () => "refused"),
            get("/api/v1/conversations"), get("/conversations"), socket]).then((told) => {{ document.title = JSON.stringify(told); }});
        </script>"""

    class Evil(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802 (the library's name)
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: object) -> None:
            """It says nothing."""

    evil = ThreadingHTTPServer(("127.0.0.1", 0), Evil)
    Thread(target=evil.serve_forever, daemon=True).start()
    context = browser.new_context()
    context.add_cookies([{"name": "switchboard_session", "value": written.customer.token, "url": server.url, "sameSite": "Lax"}])
    visitor = context.new_page()
    visitor.goto(f"http://127.0.0.1:{evil.server_port}/")
    visitor.wait_for_function("document.title.startsWith('[')", timeout=15_000)
    assert visitor.title() == '["refused","refused","refused","refused","refused"]'
    context.close()
    evil.shutdown()
    evil.server_close()
    assert written.customer.get("/conversations") == before
