"""API documents at the desk: a description is brought, put right, followed by a newer one, deprecated and deleted."""

import base64
import re
import uuid
from collections.abc import Callable
from pathlib import Path

import anybody
import pytest
from playwright.sync_api import Locator, expect

from client import Agent
from desk import Desk
from server import AGENT_PASSWORD, Server
from visitor import Visitor

Visit = Callable[..., Visitor]

FIRST = """\
openapi: 3.1.0
info:
  title: Wallet API
  version: "1.4"
servers:
  - url: https://api.exchange.example
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Api-Key}
  schemas:
    Withdrawal:
      type: object
      required: [id, status, amount]
      properties:
        id: {type: string}
        status: {type: string, enum: [waiting, sent, failed]}
        amount: {type: string}
        fee: {type: string}
security:
  - key: []
paths:
  /v1/withdrawals:
    get:
      summary: List withdrawals
      parameters:
        - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 500}}
      responses:
        "200":
          description: The latest first.
          content:
            application/json:
              schema: {type: array, items: {$ref: "#/components/schemas/Withdrawal"}}
    post:
      summary: Withdraw
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [coin, address, amount]
              properties:
                coin: {type: string}
                address: {type: string}
                amount: {type: string}
                network: {type: string}
      responses:
        "201":
          description: It is taken.
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Withdrawal"}
  /v1/deposit-addresses:
    get:
      summary: Deposit addresses
      responses: {"200": {description: Yours.}}
"""
# The network must be said, a narrower limit, and something new.
SECOND = (
    FIRST.replace("required: [coin, address, amount]", "required: [coin, address, amount, network]")
    .replace("maximum: 500", "maximum: 100")
    .replace("/v1/deposit-addresses:", "/v1/fees:\n    get:\n      summary: Fees\n      responses: {\"200\": {description: Fees.}}\n  /v1/deposit-addresses:")
)
WRONG = FIRST.replace('$ref: "#/components/schemas/Withdrawal"', "$ref: withdrawal.yaml", 1)
GUIDE = {"en": "Send the **network** with every withdrawal.", "zh-CN": "每次提币都要填写 **network**。"}


def dropped(zone: Locator, name: str, content: str) -> None:
    zone.evaluate(
        """(zone, [name, content]) => {
            const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
            const data = new DataTransfer();
            data.items.add(new File([bytes], name, { type: "application/yaml" }));
            zone.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
        [name, base64.b64encode(content.encode()).decode()],
    )


def public(server: Server, path: str) -> tuple[int, str]:
    page = anybody.get(f"{server.url}/api-docs/{path}", headers={"Accept-Language": "en"})
    return page.status_code, page.text


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_description_is_brought_compared_deprecated_and_deleted(visit: Visit, server: Server, locale: str, device: str, tmp_path: Path) -> None:
    visitor = visit(locale, device)
    say, page = visitor.say, visitor.page
    editor = Agent.made(server, name="Vera Form", role="editor")
    visitor.open("/desk")
    Desk(visitor).sign_in(editor.about["email"], AGENT_PASSWORD)
    page.get_by_role("link", name=say("api_desk.title"), exact=True).click()
    expect(page.get_by_role("list").get_by_role("link").filter(has_text="spot")).to_be_visible()
    visitor.assert_good_page("list")

    # With a mistake: what and where, and nothing is there.
    api = f"wallet-{uuid.uuid4().hex[:8]}"
    page.get_by_role("button", name=say("api_desk.new"), exact=True).click()
    dialog = page.get_by_role("dialog", name=say("api_desk.new"), exact=True)
    compare = dialog.get_by_role("button", name=say("api_desk.compare"), exact=True)
    compare.click()
    expect(dialog.get_by_role("alert")).to_have_text(say("problem.api_document_not_chosen"))
    file = tmp_path / "wallet.yaml"
    file.write_text(WRONG)
    dialog.get_by_label(say("api_desk.choose"), exact=True).set_input_files(file)
    compare.click()
    expect(dialog.get_by_role("alert")).to_have_text(say("knowledge.refused.api"))
    expect(dialog.locator("input[name=api]")).to_be_focused()
    dialog.locator("input[name=api]").fill(api)
    dialog.locator("input[name=version]").fill("v1")
    dialog.locator("input[name=version]").press("Enter")
    line = WRONG.splitlines().index(next(each for each in WRONG.splitlines() if "withdrawal.yaml" in each)) + 1
    expect(dialog.get_by_text(say("api_desk.flaw", line=line), exact=True)).to_be_visible()
    expect(dialog.locator(".api-flaw__line")).to_contain_text("withdrawal.yaml")
    expect(dialog.get_by_role("alert")).to_have_text(say("problem.api_document_invalid"))
    visitor.assert_good_page("mistake")
    visitor.expect_complaints("422")
    assert public(server, f"{api}/v1")[0] == 404

    # Put right, and dropped: it is seen first, and published then.
    dropped(dialog.locator(".file-choice"), "wallet-1.4.yaml", FIRST)
    expect(dialog.get_by_text("wallet-1.4.yaml")).to_be_visible()
    compare.click()
    preview = page.get_by_role("dialog", name="Wallet API v1", exact=True)
    expect(preview.get_by_text(say("api_desk.first"), exact=True)).to_be_visible()
    assert public(server, f"{api}/v1")[0] == 404
    preview.get_by_role("button", name=say("knowledge.publish"), exact=True).click()
    expect(page.get_by_role("status").filter(has_text=say("api_desk.published", version="v1"))).to_be_visible()
    expect(page.get_by_role("heading", name="Wallet API", exact=True)).to_be_visible()
    assert public(server, f"{api}/v1/get-v1-withdrawals")[0] == 200

    # The next version says what it breaks.
    page.get_by_role("button", name=say("api_desk.next"), exact=True).click()
    expect(dialog.locator("input[name=api]")).to_have_value(api)
    file.write_text(SECOND)
    dialog.get_by_label(say("api_desk.choose"), exact=True).set_input_files(file)
    dialog.locator("input[name=version]").fill("v2")
    compare.click()
    preview = page.get_by_role("dialog", name="Wallet API v2", exact=True)
    expect(preview.get_by_text(say("api_desk.compared", version="v1"), exact=True)).to_be_visible()
    rows = preview.get_by_role("listitem")
    network = rows.filter(has_text=say("api.rule.became_required")).filter(has_text="network")
    expect(network.get_by_text(say("api.changes.is_breaking"), exact=True)).to_be_visible()
    new = rows.filter(has_text=say("api.rule.entry_added"))
    expect(new.get_by_text(say("api.changes.is_fine"), exact=True)).to_be_visible()
    visitor.assert_good_page("differences")
    page.keyboard.press("Escape")
    expect(preview).to_have_count(0)
    assert public(server, f"{api}/v2")[0] == 404
    page.get_by_role("button", name=say("api_desk.next"), exact=True).click()
    dialog.get_by_label(say("api_desk.choose"), exact=True).set_input_files(file)
    dialog.locator("input[name=version]").fill("v2")
    compare.click()
    preview.get_by_role("button", name=say("knowledge.publish"), exact=True).click()
    expect(page.get_by_role("heading", name="v2", exact=True)).to_be_visible()
    status, changes = public(server, f"{api}/changes")
    assert status == 200 and "network" in changes

    # The same file again is nothing to publish.
    page.get_by_role("button", name=say("api_desk.replace"), exact=True).first.click()
    replacing = page.get_by_role("dialog", name=say("api_desk.replace"), exact=True)
    replacing.get_by_label(say("api_desk.choose"), exact=True).set_input_files(file)
    replacing.get_by_role("button", name=say("api_desk.compare"), exact=True).click()
    expect(preview.get_by_text(say("api_desk.unchanged", version="v2"), exact=True)).to_be_visible()
    preview.get_by_role("button", name=say("knowledge.close"), exact=True).click()

    # Callers are told to leave the first one, until when and how; then it goes.
    first = page.locator(".videos__part").filter(has=page.get_by_role("heading", name="v1", exact=True))
    first.get_by_role("button", name=say("api_desk.deprecate"), exact=True).click()
    notice = page.get_by_role("dialog", name=say("api_desk.deprecate_title", version="v1"), exact=True)
    notice.get_by_label(say("api_desk.ends"), exact=True).fill("2027-03-31")
    notice.get_by_label(say("api_desk.migration"), exact=True).fill(GUIDE[locale])
    notice.get_by_role("button", name=say("api_desk.deprecate"), exact=True).click()
    expect(page.get_by_role("status").filter(has_text=say("api_desk.noted", version="v1"))).to_be_visible()
    expect(first.get_by_text(say.pattern("api_desk.ends_at"))).to_contain_text("2027")
    visitor.assert_good_page("deprecated")
    _, told = public(server, f"{api}/v1")
    assert "switched off on Mar 31, 2027" in told and "<strong>network</strong>" in told
    first.get_by_role("button", name=say("api_desk.lift"), exact=True).click()
    expect(first.get_by_role("button", name=say("api_desk.deprecate"), exact=True)).to_be_visible()
    assert "switched off" not in public(server, f"{api}/v1")[1]

    for version in ("v1", "v2"):
        part = page.locator(".videos__part").filter(has=page.get_by_role("heading", name=version, exact=True))
        part.get_by_role("button", name=say("api_desk.remove"), exact=True).click()
        sure = page.get_by_role("dialog", name=say("api_desk.remove_title", version=version), exact=True)
        expect(sure).to_contain_text(say("api_desk.remove_sure", title="Wallet API", version=version))
        sure.get_by_role("button", name=say("api_desk.remove"), exact=True).click()
        expect(part).to_have_count(0)
        assert public(server, f"{api}/{version}")[0] == 404
    expect(page).to_have_url(re.compile("/desk/knowledge/api#?$"))
    expect(page.locator(".knowledge__item").filter(has_text=api)).to_have_count(0)


def test_the_way_there_is_shown_to_who_may_go_it(visit: Visit, server: Server) -> None:
    visitor = visit("en", "desktop")
    visitor.open("/desk")
    Desk(visitor).sign_in(Agent.made(server, name="Arthur Line").about["email"], AGENT_PASSWORD)
    expect(visitor.page).to_have_url(re.compile("/desk$"))
    visitor.open("/desk/knowledge")
    expect(visitor.page.get_by_role("link", name=visitor.say("pictures.title"), exact=True)).to_be_visible()
    expect(visitor.page.get_by_role("link", name=visitor.say("api_desk.title"), exact=True)).to_have_count(0)
    assert visitor.open("/desk/knowledge/api").status == 403
    visitor.expect_complaints("status of 403")
