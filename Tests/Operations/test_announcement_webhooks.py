"""Programs of others are told what is announced: by HTTP to a real one, checked by the library of Standard Webhooks."""

import json
from collections.abc import Iterator

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from client import Agent
from patience import eventually
from program import Program, heard, publish, running
from server import Server


@pytest.fixture(scope="module")
def program() -> Iterator[Program]:
    with running() as program:
        yield program


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    settings = {"outgoing.allowed.hosts": "127.0.0.1", "limits.writes.per.minute": 1_000_000}
    with Server(tmp_path_factory.mktemp("webhooks"), settings=settings) as server:
        yield server


@pytest.fixture(scope="module")
def admin(server: Server) -> Agent:
    return Agent.made(server, role="admin")


def test_an_incident_is_told_to_a_program_that_can_check_it(server: Server, admin: Agent, program: Program) -> None:
    made = admin.post("/admin/announcement-webhooks", {"url": program.url, "kinds": ["incident"], "products": ["deposits"]})
    listed = admin.get("/admin/announcement-webhooks")["data"]
    assert [(each["id"], each["enabled"], "secret" in each) for each in listed] == [(made["id"], True, False)]
    publish(admin, "listing", "A coin", ["deposits"])
    incident = publish(admin, "incident", "Deposits are late", ["deposits"])
    headers, told = heard(program, made["secret"])
    assert told["type"] == "announcement.published" and told["data"]["id"] == incident["id"]
    assert told["data"]["path"] == "/announcements/deposits-are-late" and told["data"]["state"] == "investigating"
    assert [text["title"] for text in told["data"]["texts"]] == ["Deposits are late", "Deposits are late 中文"]
    # Another secret, another body, another id: none of them passes.
    for wrong in [
        lambda: Webhook("whsec_" + "A" * 43 + "=").verify(json.dumps(told), headers),
        lambda: Webhook(made["secret"]).verify(b"{}", headers),
    ]:
        with pytest.raises(WebhookVerificationError):
            wrong()

    program.answers += [500]
    texts = [{"locale": "en", "text": "All is well."}, {"locale": "zh-CN", "text": "已恢复。"}]
    body = {"revision": incident["revision"], "state": "resolved", "texts": texts}
    admin.post(f"/agent/announcements/{incident['id']}/updates", body)
    first, second = heard(program, made["secret"]), heard(program, made["secret"])
    header = {name.lower(): value for name, value in first[0].items()}
    again = {name.lower(): value for name, value in second[0].items()}
    assert header["webhook-id"] == again["webhook-id"] and first[1] == second[1]
    assert second[1]["type"] == "announcement.updated" and second[1]["data"]["state"] == "resolved"
    assert second[1]["data"]["texts"][1]["update"] == "已恢复。"
    place = f"/admin/announcement-webhooks/{made['id']}"
    eventually(lambda: [each["state"] for each in admin.get(f"{place}/deliveries")["data"]] == ["delivered", "delivered"], "both are taken")
    assert [each["attempts"] for each in admin.get(f"{place}/deliveries")["data"]] == [2, 1]
    assert made["secret"] not in server.log.read_text()

    # Gone is gone.
    program.answers += [410]
    publish(admin, "incident", "Deposits are late again", ["deposits"])
    heard(program, made["secret"])
    eventually(lambda: not admin.get("/admin/announcement-webhooks")["data"][0]["enabled"], "it is told nothing any more")
    publish(admin, "incident", "Deposits are late once more", ["deposits"])
    assert admin.http.delete(place).status_code == 204
    assert admin.http.get(f"{place}/deliveries").status_code == 404
    assert program.told.empty()


def test_no_webhook_leads_inside_or_elsewhere(server: Server, admin: Agent, program: Program) -> None:
    for url in ["https://169.254.169.254/latest", "http://localhost:1/", "https://10.0.0.1/", "file:///etc/passwd", "https://2130706433/", "//127.0.0.1/", "https://a@127.0.0.1/", "x" * 3000]:
        answer = admin.http.post("/admin/announcement-webhooks", json={"url": url})
        assert answer.status_code == 422, url
    for body in [{"url": program.url, "kinds": ["gossip"]}, {"url": program.url, "products": ["../x"]}, {"url": 1}, {}]:
        assert admin.http.post("/admin/announcement-webhooks", json=body).status_code in (400, 422)
    assert admin.get("/admin/announcement-webhooks")["data"] == []
    # A redirection is not followed, whatever it names.
    made = admin.post("/admin/announcement-webhooks", {"url": program.url})
    program.answers += [307]
    publish(admin, "product", "News", [])
    heard(program, made["secret"])
    place = f"/admin/announcement-webhooks/{made['id']}"
    eventually(lambda: admin.get(f"{place}/deliveries")["data"][0]["attempts"] == 1, "it was tried")
    assert admin.get(f"{place}/deliveries")["data"][0]["last_error"] == "address_redirects"
    assert admin.http.put(place, json={"url": program.url, "enabled": False}).json()["enabled"] is False
    assert admin.get(f"{place}/deliveries")["data"][0]["state"] == "failed"


def test_a_long_answer_says_no_less_than_a_short_one_and_nobody_waits_for_a_slow_one(server: Server, admin: Agent, program: Program) -> None:
    slow = Program(words=5_000_000)
    slow.may_answer.clear()
    chosen = {"kinds": ["maintenance"]}
    listening, waiting = (admin.post("/admin/announcement-webhooks", {"url": each.url, **chosen}) for each in (program, slow))
    try:
        for title in ("Work", "More work"):
            texts = [{"locale": "en", "title": title, "body": "x"}]
            span = {"starts_at": "2030-01-01T00:00:00Z", "expected_end_at": "2030-01-01T01:00:00Z"}
            made = admin.post("/agent/announcements", {"kind": "maintenance", "texts": texts, **span})
            admin.post(f"/agent/announcements/{made['id']}/publish", {"revision": made["revision"]})
            # Sooner than the other one is given up.
            headers, body = program.told.get(timeout=60)
            assert Webhook(listening["secret"]).verify(body, headers)["data"]["texts"][0]["title"] == title
            slow.told.get(timeout=60)
        slow.may_answer.set()
        place = f"/admin/announcement-webhooks/{waiting['id']}"
        eventually(lambda: {each["state"] for each in admin.get(f"{place}/deliveries")["data"]} == {"delivered"}, "both are taken")
        admin.post(f"/agent/announcements/{made['id']}/withdraw", {"revision": made["revision"] + 1})
        headers, body = program.told.get(timeout=60)
        gone = Webhook(listening["secret"]).verify(body, headers)
        assert gone["type"] == "announcement.withdrawn" and gone["data"]["id"] == made["id"] and gone["data"]["texts"] == []
    finally:
        slow.may_answer.set()
        slow.server.shutdown()
        for made in (listening, waiting):
            admin.http.delete(f"/admin/announcement-webhooks/{made['id']}")
