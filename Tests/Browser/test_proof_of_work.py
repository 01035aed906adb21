"""Guests who are asked for proof of work: the pages work it out by themselves, with workers and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from visitor import Visitor
from widget import GUEST, Widget

# As in browsers that have no workers, or are told to start none.
_NO_WORKERS = "window.Worker = class { constructor() { throw new Error('none here'); } }"

@pytest.fixture(scope="module")
def settings() -> dict[str, object]:
    return {"guests.proof": "always"}


@pytest.mark.parametrize("script", [None, _NO_WORKERS], ids=["beside", "within"])
def test_the_widget_works_it_out(visit: Callable[..., Visitor], script: str | None) -> None:
    visitor = visit("en")
    if script:
        visitor.context.add_init_script(script)
    widget = Widget.of(visitor, GUEST)
    widget.open()
    widget.ask("Where is my deposit?")
    expect(widget.place.get_by_text("Where is my deposit?")).to_be_visible()
    # The browser tells of each refused request, of the one that asks for it too.
    visitor.expect_complaints("403")


def test_what_takes_long_is_told(visit: Callable[..., Visitor]) -> None:
    visitor = visit("zh-CN", "phone")
    visitor.open("/contact?topic=fees")
    # Hard enough for nobody to be done soon. What is loaded already may be imported without a nonce.
    visitor.page.evaluate(
        """async () => {
            const loaded = (name) => import(document.querySelector(`link[href$='/Web/Client/${name}.js']`).href);
            const [{ withProof }, { ProblemError }] = [await loaded("proof"), await loaded("http")];
            const challenge = { text: "A".repeat(64), bits: 32 };
            void withProof(() => Promise.reject(new ProblemError({ status: 403, code: "proof_of_work_required", challenge })));
        }"""
    )
    told = visitor.page.get_by_role("status").filter(has_text=visitor.say("proof.working"))
    # The region itself has no box: what is in it floats.
    expect(told.locator(".toast")).to_be_visible()
    expect(told.get_by_role("progressbar", name=visitor.say("proof.working"))).to_be_visible()
    visitor.assert_good_page("working")


def test_the_contact_page_works_it_out(visit: Callable[..., Visitor]) -> None:
    visitor = visit("en")
    visitor.open("/contact?topic=fees")
    opened = visitor.page.evaluate(
        """async () => {
            const { openConversation } = await import(document.querySelector("link[href*='ContactPage/open-conversation.js']").href);
            return await openConversation({ kind: "chat", topic: "fees" });
        }"""
    )
    assert opened["reference"]
    # The guest is one who has a session now.
    visitor.expect_complaints("401", "403")
