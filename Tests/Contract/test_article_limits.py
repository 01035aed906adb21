"""Articles for customers of some tiers and regions, as those set them who write."""

import uuid

import httpx
import pytest

from client import Agent, Customer, Frame
from problems import problem
from server import Server


@pytest.fixture(scope="module")
def editor(server: Server) -> Agent:
    return Agent.made(server, name="Edith Page", role="editor")


@pytest.fixture
def article(editor: Agent) -> Frame:
    return begin(editor)


def begin(editor: Agent, **members: object) -> Frame:
    slug = f"limited-{uuid.uuid4().hex[:12]}"
    category = editor.get("/agent/articles/choices")["categories"][0]["slug"]
    return editor.post("/agent/articles", {"slug": slug, "category": category, "locale": "en", "title": slug, "body": "Text.", **members})


def settings(article: Frame, **members: object) -> Frame:
    return {"slug": article["slug"], "kind": "article", "category": article["category"], **members}


def told(article: Frame) -> tuple[str, list[str], list[str]]:
    return article["visibility"], article["tiers"], article["regions"]


def test_limits_are_set_told_and_lifted(editor: Agent, article: Frame) -> None:
    path = f"/agent/articles/{article['id']}"
    assert told(article) == ("public", [], [])
    both = {"visibility": "signed_in", "tiers": [" VIP2", "vip1", "vip1"], "regions": ["sg", "HK"]}
    assert told(editor.put(path, settings(article, **both))) == ("signed_in", ["vip1", "vip2"], ["HK", "SG"])
    assert told(editor.get(path)) == ("signed_in", ["vip1", "vip2"], ["HK", "SG"])
    assert told(editor.put(path, settings(article, visibility="signed_in", regions=["HK"]))) == ("signed_in", [], ["HK"])
    # What is left out is none, as with all of the settings.
    assert told(editor.put(path, settings(article, visibility="signed_in"))) == ("signed_in", [], [])
    assert told(editor.put(path, settings(article, visibility="staff", tiers=[], regions=[]))) == ("staff", [], [])


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({"visibility": "signed_in", "tiers": ["a" * 33]}, "tiers"), ({"visibility": "signed_in", "tiers": ["vip1,vip2"]}, "tiers"),
        ({"visibility": "signed_in", "tiers": [f"vip{number}" for number in range(41)]}, "tiers"),
        ({"visibility": "signed_in", "regions": ["UK"]}, "regions"), ({"visibility": "signed_in", "regions": ["Hong Kong"]}, "regions"),
        ({"visibility": "signed_in", "regions": ["HK", "EU"]}, "regions"), ({"visibility": "public", "tiers": ["vip1"]}, "tiers"),
        ({"visibility": "staff", "regions": ["HK"]}, "regions"), ({"tiers": ["vip1"]}, "tiers"),
        ({"visibility": "signed_in", "tiers": "vip1"}, "tiers"), ({"visibility": "signed_in", "regions": {"HK": True}}, "regions"),
    ],
)  # fmt: skip
def test_what_is_no_limit_is_refused_and_changes_nothing(editor: Agent, article: Frame, members: Frame, field: str) -> None:
    path = f"/agent/articles/{article['id']}"
    limited = editor.put(path, settings(article, visibility="signed_in", tiers=["vip1"]))
    refused = editor.http.put(path, json=settings(article, **members))
    assert problem(refused) == (422, "invalid_field")
    # What is of another type is told by its member in words.
    assert refused.json().get("field", field) == field and field in refused.text
    assert told(editor.get(path)) == told(limited)


def test_the_list_is_narrowed_to_what_is_limited(editor: Agent) -> None:
    word = f"w{uuid.uuid4().hex[:10]}"
    made = {name: begin(editor, title=f"{word} {name}") for name in ("all", "some", "signed_in", "staff")}
    for name, members in {
        "some": {"visibility": "signed_in", "tiers": ["vip1"]}, "signed_in": {"visibility": "signed_in"}, "staff": {"visibility": "staff"},
    }.items():  # fmt: skip
        editor.put(f"/agent/articles/{made[name]['id']}", settings(made[name], **members))

    def listed(**query: str) -> set[str]:
        found = editor.get("/agent/articles", params={"q": word, **query})["data"]
        return {name for name, article in made.items() if article["id"] in [each["id"] for each in found]}

    assert listed() == set(made)
    assert listed(limited="true") == {"some"}
    assert listed(visibility="signed_in") == {"some", "signed_in"}
    assert listed(visibility="staff", limited="true") == set()
    assert problem(editor.http.get("/agent/articles", params={"limited": "vip1"}))[0] == 422


@pytest.mark.parametrize(("language", "name"), [("en", "Japan"), ("zh-CN", "日本"), ("zh-TW", "日本"), ("ja", "日本")])
def test_regions_are_offered_by_their_names(editor: Agent, language: str, name: str) -> None:
    answer = editor.http.get("/agent/articles/choices", headers={"Accept-Language": language}).json()
    regions = {each["code"]: each["name"] for each in answer["regions"]}
    assert len(regions) == len(answer["regions"]) == 249
    assert regions["JP"] == name and list(regions) == sorted(regions)


def test_several_at_once_get_limits_and_lose_them(editor: Agent) -> None:
    made = [begin(editor)["id"] for _ in range(2)]

    def change(**members: object) -> Frame:
        return editor.post("/agent/articles/bulk", {"articles": made, "action": "visibility", **members})

    assert change(visibility="signed_in", tiers=["vip1"], regions=["HK"])["changed"] == 2
    assert {str(told(editor.get(f"/agent/articles/{each}"))) for each in made} == {"('signed_in', ['vip1'], ['HK'])"}
    assert change(visibility="signed_in", tiers=["vip1"], regions=["HK"])["same"] == 2
    assert change(visibility="signed_in", dry_run=True)["changed"] == 2
    assert change(visibility="signed_in")["changed"] == 2
    assert {str(told(editor.get(f"/agent/articles/{each}"))) for each in made} == {"('signed_in', [], [])"}
    for members in ({"visibility": "public", "tiers": ["vip1"]}, {"visibility": "signed_in", "regions": ["UK"]}):
        refused = editor.http.post("/agent/articles/bulk", json={"articles": made, "action": "visibility", **members})
        assert problem(refused) == (422, "invalid_field")


def test_the_form_says_what_articles_had(server: Server, editor: Agent) -> None:
    made = begin(editor)
    limits = {"visibility": "signed_in", "tiers": ["vip1", "vip2"], "regions": ["HK", "JP", "KR", "SG", "TH", "VN"]}
    editor.put(f"/agent/articles/{made['id']}", settings(made, **limits))
    with httpx.Client(base_url=server.url, cookies={"switchboard_agent": editor.token}, headers={"Accept-Language": "en"}) as browser:
        offered = browser.get("/api/v1/agent/articles/choices").json()["regions"]
        names = {each["code"]: each["name"] for each in offered}
        shown = ", ".join(names[code] for code in ("HK", "JP", "KR", "SG", "TH"))
        words = f"Signed-in customers: vip1, vip2 · {shown} and 1 more"
        assert words in browser.get(f"/desk/knowledge/bulk?q={made['slug']}").text
        form = {"step": "confirm", "action": "visibility", "article": made["id"], "visibility": "signed_in", "tiers": "VIP1、vip3", "regions": ""}
        page = browser.post("/desk/knowledge/bulk", data=form, headers={"Origin": server.url}).text
        assert words in page and "Who may read them: Signed-in customers: vip1, vip3" in page
        refused = browser.post("/desk/knowledge/bulk", data={**form, "regions": "UK"}, headers={"Origin": server.url})
        assert refused.status_code == 422 and "Codes of regions such as HK" in refused.text
        assert 'value="VIP1、vip3"' in refused.text and 'value="UK"' in refused.text


def test_a_working_text_is_told_of_what_its_readers_may_not_see(editor: Agent) -> None:
    target = begin(editor)
    editor.post(f"/agent/articles/{target['id']}/texts/en/publish", {"revision": 1})
    own = begin(editor, body=f"[there](/help/{target['slug']})")

    def reasons(of: Frame, to: Frame) -> list[str | None]:
        editor.put(f"/agent/articles/{own['id']}", settings(own, **of))
        editor.put(f"/agent/articles/{target['id']}", settings(target, **to))
        found = editor.get(f"/agent/articles/{own['id']}/texts/en/links")["data"]
        return [each.get("reason") for each in found if each["state"] != "whole"]

    vip, signed_in = {"visibility": "signed_in", "tiers": ["vip1"]}, {"visibility": "signed_in"}
    assert reasons({}, vip) == reasons(signed_in, vip) == reasons(vip, {"visibility": "staff"}) == ["article_not_for_readers"]
    assert reasons(vip, {**vip, "regions": ["HK"]}) == ["article_not_for_readers"]
    assert reasons(vip, vip) == reasons(vip, signed_in) == reasons({"visibility": "staff"}, vip) == []


def test_what_a_customer_says_of_themselves_beside_the_token_is_not_kept(server: Server, editor: Agent) -> None:
    made = begin(editor)
    editor.put(f"/agent/articles/{made['id']}", settings(made, visibility="signed_in", tiers=["vip1"], regions=["HK"]))
    editor.post(f"/agent/articles/{made['id']}/texts/en/publish", {"revision": 1})
    address = f"/help/articles/{made['slug']}"
    right = Customer.verified(server, f"limits-{uuid.uuid4().hex[:6]}", tier="VIP1", attributes={"region": "hk"})
    assert right.get(address)["slug"] == made["slug"]
    wrong = Customer.verified(server, f"limits-{uuid.uuid4().hex[:6]}", tier="vip1", region="HK")
    assert problem(wrong.http.get(address, headers={"Accept-Language": "zh-HK"})) == (404, "article_not_found")
