"""The widget on other sites, and what pages refuse to run."""

import http.server
import threading
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from server import Server
from visitor import Visitor

# What a page sends that wants to be alone in its process.
ISOLATED = {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"}


class Site:
    """A site of somebody else's, whose pages carry the widget: on loopback, for pages of the internet may not reach that."""

    def __init__(self, host: str):
        self.page = ""
        self.headers: dict[str, str] = {}
        site = self

        class Answer(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                for name, value in {"Content-Type": "text/html", **site.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(site.page.encode())

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer((host, 0), Answer)
        self.url = f"http://{host}:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def end(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def show(self, page: Page, server: Server, headers: dict[str, str]) -> None:
        """Opens its page with the widget."""
        self.headers = headers
        script = f'<script async src="{server.url}/widget.js"></script>'
        self.page = f'<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>x</title><body>{script}</body></html>'
        page.goto(self.url)
        page.get_by_role("button", name="Open support chat").click()


@pytest.fixture(scope="module")
def sites() -> Iterator[tuple[Site, Site]]:
    """The exchange's own site, and another one."""
    both = (Site("localhost"), Site("127.0.0.1"))
    yield both
    for site in both:
        site.end()


@pytest.fixture(scope="module")
def settings(sites: tuple[Site, Site]) -> dict[str, object]:
    return {"widget.sites": sites[0].url}


@pytest.mark.parametrize("headers", [{}, ISOLATED], ids=["plain", "isolated"])
def test_a_site_that_is_set_shows_the_widget(
    visit: Callable[..., Visitor], server: Server, sites: tuple[Site, Site], headers: dict[str, str]
) -> None:
    visitor = visit("en")
    sites[0].show(visitor.page, server, headers)
    frame = visitor.page.frame_locator("iframe[src*='/widget?']")
    question = frame.get_by_role("textbox", name=visitor.say("widget.ask"), exact=True)
    question.fill("Why is my deposit late?")
    question.press("Enter")
    expect(frame.get_by_text("Why is my deposit late?").first).to_be_visible()


def test_another_site_does_not(visit: Callable[..., Visitor], server: Server, sites: tuple[Site, Site]) -> None:
    visitor = visit("en")
    with visitor.page.expect_event("console", lambda said: "frame-ancestors" in said.text):
        sites[1].show(visitor.page, server, {})
    visitor.expect_complaints("frame-ancestors", "chrome-error://")


def test_pages_run_nothing_that_somebody_put_into_them(visit: Callable[..., Visitor]) -> None:
    visitor = visit("en")
    visitor.open("/verify")
    tried = visitor.page.evaluate(
        """async () => {
            const refused = [];
            const attempts = {
                markup: () => (document.body.innerHTML = "<p>x</p>"),
                parsed: () => new DOMParser().parseFromString("<p>x</p>", "text/html"),
                policy: () => window.trustedTypes.createPolicy("other", { createHTML: (text) => text }),
                again: () => window.trustedTypes.createPolicy("switchboard", { createHTML: (text) => text }),
                worker: () => new Worker("/widget.js"),
            };
            for (const [name, attempt] of Object.entries(attempts)) {
                try { attempt(); } catch { refused.push(name); }
            }
            const script = document.createElement("script");
            try { script.text = "window.ran = true"; } catch { refused.push("inline"); }
            document.body.append(script);
            return { refused, ran: window.ran === true };
        }"""
    )
    assert tried == {"refused": ["markup", "parsed", "policy", "again", "worker", "inline"], "ran": False}
    visitor.expect_complaints("Trusted", "Content Security Policy", "policy")
