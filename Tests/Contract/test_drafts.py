"""What agents have written and not sent."""

from client import Agent, Customer
from problems import problem


def test_a_device_goes_on_over_its_own_words_only(server, customer: Customer):
    desk = Agent.made(server)
    case = customer.open_waiting_chat("where is it?")

    def save(body: str, version: int, **more: object):
        draft = {"kind": "text", "body": body, "version": version, **more}
        return desk.http.put(f"/agent/conversations/{case}/draft", json=draft)

    first = save("Whi", 0)
    assert (first.status_code, first.json()["version"]) == (200, 1)
    # The answer was lost: what is there already is no mistake, and neither is what follows it.
    assert save("Whi", 0).json() == first.json()
    assert save("Which", 0, over=["Whi"]).json()["version"] == 2
    assert problem(save("Which net", 0, over=["Whi"])) == (409, "draft_changed")
    assert problem(save("Which net", 0, over=None)) == (409, "draft_changed")
    assert problem(save("Which net", 2, over=["x"] * 9)) == (422, "invalid_field")
    assert save("", 0, over=["Which"]).json()["body"] == ""
    assert desk.get("/agent/drafts")["data"] == []
