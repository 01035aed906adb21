"""Pictures of fakes, from people without a session: proof of work, the picture alone, written anew."""

import io

import exifread
import httpx
import pytest

from client import Agent, Customer
from files import bare, pdf, photograph
from problems import problem
from proof import asked, proof


def report(server, content, *, comment="", proven=True, headers=None, name="a.png"):
    headers = dict(headers or {})
    if proven:
        challenge = httpx.post(f"{server.url}/api/v1/proof-of-work", json={"purpose": "report"}).json()
        found = proof(challenge)
        headers["Proof-Of-Work"] = f"{found['challenge']}:{found['nonce']}"
    # The comment stands before the file, as in a browser's form.
    parts = [("comment", (None, comment)), ("file", (name, content))]
    return httpx.post(f"{server.url}/api/v1/phishing-reports/pictures", files=parts, headers=headers, timeout=30)


def waiting(agent, subject):
    reports = agent.get("/admin/phishing-reports", params={"status": "new", "limit": 100})["data"]
    found = [one for one in reports if one["subject"] == subject]
    assert len(found) == 1
    return agent.get(f"/admin/phishing-reports/{found[0]['id']}")


def test_a_picture_reaches_the_desk_without_what_its_sender_did_not_mean_to_send(server, agent):
    sent = photograph("jpeg")
    assert exifread.process_file(io.BytesIO(sent))
    answer = report(server, sent, comment="By SMS, in your name", name="../IMG_1.jpg")
    assert answer.status_code == 202, answer.text
    assert "set-cookie" not in answer.headers
    [receipt] = answer.json()["reports"]
    assert (receipt["kind"], receipt["verdict"]) == ("picture", "unknown")
    found = waiting(agent, receipt["subject"])
    assert [sighting["comment"] for sighting in found["sightings"]] == ["By SMS, in your name"]
    shown = httpx.get(server.url + found["picture"]["url"], headers={"Authorization": f"Bearer {agent.token}"})
    assert shown.status_code == 200 and shown.headers["content-type"] == "image/jpeg"
    assert not exifread.process_file(io.BytesIO(shown.content)) and shown.content != sent
    assert "sandbox" in shown.headers["content-security-policy"] and shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["cache-control"] == "private, no-store"


def test_the_same_picture_is_one_report(server, agent):
    first, again = (report(server, bare("png", seed=41)).json()["reports"][0] for _ in range(2))
    assert first == again
    assert waiting(agent, first["subject"])["count"] == 2


def test_without_a_session_it_takes_proof_of_work(server):
    content = bare("png", seed=42)
    assert asked(report(server, content, proven=False)) and asked(report(server, content, proven=False, headers={"Proof-Of-Work": "x"}))
    # One that was given for something else does not do.
    other = proof(httpx.post(f"{server.url}/api/v1/proof-of-work", json={"purpose": "guest"}).json())
    header = {"Proof-Of-Work": f"{other['challenge']}:{other['nonce']}"}
    assert report(server, content, proven=False, headers=header).json()["reason"] == "unknown"
    token = {"Authorization": f"Bearer {Customer.guest(server).token}"}
    assert report(server, content, proven=False, headers=token).status_code == 202


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"plain text", "not_a_picture"), (pdf("text"), "not_a_picture"), (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_picture"),
        (b"", "not_a_picture"), (bare("png")[:200], "picture_damaged"), (b"\x89PNG\r\n\x1a\n" + b"\0" * 5_300_000, "picture_too_large"),
    ],
    ids=["text", "pdf", "drawing", "empty", "damaged", "large"],
)  # fmt: skip
def test_what_is_no_picture_is_refused(server, agent, content, code):
    before = agent.get("/admin/phishing-reports")["counts"]
    assert problem(report(server, content))[1] == code
    assert agent.get("/admin/phishing-reports")["counts"] == before


def test_pictures_are_shown_to_who_decides_alone(server, agent):
    found = waiting(agent, report(server, bare("png", seed=43)).json()["reports"][0]["subject"])
    url = server.url + found["picture"]["url"]
    for person in [Agent.made(server), Customer.guest(server)]:
        assert httpx.get(url, headers={"Authorization": f"Bearer {person.token}"}).status_code in (401, 403)
    assert httpx.get(url).status_code == 401
    decided = {"status": "dismissed", "note": "no fake"}
    agent.post(f"/admin/phishing-reports/{found['id']}/decision", decided)
    # What shows no fake is kept no longer.
    assert httpx.get(url, headers={"Authorization": f"Bearer {agent.token}"}).status_code == 404
