"""OWASP A03, injection into queries, headers, logs, templates and records; markup is test_a03_markup's.

What stands elsewhere: NUL, control characters and broken encodings in every text (Contract/test_bad_input), how a file's name
is written into its header (Contract/test_sessions_and_headers), the Common Event Format (Operations/test_audit).
"""

import json
import uuid
from typing import Any

import anybody
import httpx
import pytest

from client import Agent, Customer, Frame, new_client_id
from files import bare
from patience import eventually
from problems import problem
from server import Server
from world import World, at_desk, operations

NOWHERE = "qqzzxxnowhere"
SQL = [
    "' OR '1'='1", "'; DROP TABLE message; --", '" OR ""="', "1); DELETE FROM conversation; --", "%' UNION SELECT NULL, email FROM agent --",
    "\\'; SELECT pg_sleep(5)--", "' || (SELECT token_hash FROM agent_session LIMIT 1) || '", "$1", "?1", "NEAR(a b, 2)", "a* OR NOT b",
    "{body} : x ^ y", '"', "(((", "' AND 1=CAST((SELECT version()) AS int)--", "x' & 'y | !z", "%", "_",
]  # fmt: skip
# Of each kind of quoting one, where every field of every route is tried.
FEW = ["'; DROP TABLE message; --", '") OR ("1"="1']


@pytest.fixture
def attacked(world: World) -> World:
    """Here it is changed by those who may."""
    return world


def person_of(world: World, operation_path: str, ways: set[str]) -> Agent | Customer:
    if operation_path.startswith(("/agent/", "/admin/")):
        return world.admin
    return world.customer


def test_no_query_parameter_is_part_of_a_statement(attacked: World, description: Frame) -> None:
    """Every query parameter of every route, with its own value and each payload in its place."""
    before, wrong = attacked.state(), []
    for operation in operations(description):
        described = description["paths"][operation.path][operation.method.lower()].get("parameters", [])
        names = [each["name"] for each in described if each.get("in") == "query"]
        person = person_of(attacked, operation.path, operation.ways)
        if not names or operation.method != "GET":
            continue
        path = attacked.filled(operation.path.replace("{slug}", "choose-network"))
        for name in names:
            for payload in SQL:
                answer = person.http.get(path, params={name: payload})
                if answer.status_code >= 500 and not (answer.status_code == 503 and "translation" in path):
                    wrong.append(f"{operation.name}?{name}={payload}: {answer.status_code} {answer.text[:200]}")
    assert wrong == []
    assert attacked.state() == before


def test_no_payload_finds_more_than_its_words(attacked: World) -> None:
    """A word that is nowhere finds nothing, whatever is written behind it."""
    for path, more in [("/agent/conversations", {"view": "all"}), ("/agent/search", {})]:
        for payload in SQL:
            answer = attacked.admin.http.get(path, params={**more, "q": f"{NOWHERE} {payload}"})
            assert answer.status_code in (200, 422), answer.text
            assert answer.json().get("data", []) == [], payload
    for payload in SQL:
        found = attacked.customer.http.get("/help/search", params={"q": f"{NOWHERE}{payload}{NOWHERE}"})
        assert found.status_code == 200
        assert len(found.json()["data"]) <= 10


def test_no_text_field_is_part_of_a_statement(attacked: World, description: Frame) -> None:
    """Every text of every body, in the place of its valid value, by who may send it; then everything is there yet."""
    schemas, wrong, tried = description["components"]["schemas"], [], 0
    for operation in operations(description):
        # Signing out and in is others' part; these end or bind the session that the rest is tried with.
        if operation.schema is None or operation.schema in ("ChangePassword", "Confirmation", "SignIn", "StartSession", "SetSignInPolicy"):
            continue
        person = person_of(attacked, operation.path, operation.ways)
        path = attacked.filled(operation.path.replace("{slug}", "choose-network"))
        for name, member in schemas[operation.schema].get("properties", {}).items():
            if "string" not in member.get("type", []):
                continue
            for payload in FEW:
                body: dict[str, Any] = {**attacked.body(operation), name: payload}
                answer = person.http.request(operation.method, path, json=body)
                tried += 1
                if answer.status_code >= 500 and answer.status_code != 503:
                    wrong.append(f"{operation.name} {name}: {answer.status_code} {answer.text[:200]}")
    assert wrong == [] and tried > 80
    chat = attacked.ids["conversations"]
    assert attacked.customer.get(f"/conversations/{chat}")["id"] == chat
    assert len(attacked.customer.messages(chat)) > 1
    assert len(attacked.admin.get("/admin/agents")["data"]) > 2


def test_no_id_is_part_of_a_statement(attacked: World, description: Frame) -> None:
    for operation in operations(description):
        if "{" not in operation.path or operation.method != "GET":
            continue
        for payload in FEW:
            path = operation.path
            for name in ("id", "slug", "seq", "verification", "key", "locale"):
                path = path.replace("{" + name + "}", httpx.URL("http://a/").copy_with(path=f"/{payload}").raw_path.decode()[1:])
            answer = person_of(attacked, operation.path, operation.ways).http.get(path)
            assert 400 <= answer.status_code < 500, (operation.name, answer.text)


def test_words_with_quotes_are_found_by_their_words(either: Server) -> None:
    """What is escaped too often or too seldom would not be found again."""
    customer, agent = Customer.guest(either), at_desk(either)
    word = f"zaunk{uuid.uuid4().hex[:8]}"
    text = f"it's {word}' \"quoted\" \\ 100%_ $1 ?1 -- /* */"
    chat = customer.open_waiting_chat(text)
    assert customer.messages(chat)[-1]["body"] == text
    eventually(lambda: agent.get("/agent/search", params={"q": word})["data"], "it is found", within=60)


# Headers and logs

SPLITTING = [
    "a\r\nX-Planted: 1\r\n\r\n<b>body</b>", "a%0d%0aX-Planted:%201", "a%250d%250aX-Planted:%201", "a\nX-Planted: 1", "a\rX-Planted: 1",
    "a\u2028X-Planted: 1", "a\u560d\u560aX-Planted: 1", "a\"; filename=evil.html; x=\"", "a\u202ehtml.exe", "é" * 200,
]  # fmt: skip


@pytest.mark.parametrize("name", SPLITTING, ids=range(len(SPLITTING)))
def test_a_files_name_ends_no_header(customer: Customer, name: str) -> None:
    plain = customer.http.post("/attachments", params={"name": "plain.png"}, content=bare("png")).json()["id"]
    usual = set(customer.http.get(f"/attachments/{plain}").headers)
    for answer in [
        customer.http.post("/attachments", params={"name": name}, content=bare("png")),
        customer.http.post("/attachments", files={"file": (name, bare("png"))}),
    ]:
        assert answer.status_code in (201, 422, 400), answer.text
        if answer.status_code != 201:
            continue
        served = customer.http.get(f"/attachments/{answer.json()['id']}")
        assert set(served.headers) == usual
        disposition = served.headers["content-disposition"]
        assert disposition.isascii() and disposition.count("filename*=") == 1 and not {'"', "\r", "\n"} & set(disposition)
        assert len(disposition.split(";")) == 2
        assert served.content.startswith(b"\x89PNG")


def test_no_header_or_parameter_comes_back_as_a_header(server: Server, customer: Customer) -> None:
    planted = "en\r\nX-Planted: 1"
    for path in ["/", "/help/search", "/desk", "/desk/sign-in", "/contact", "/verify/report", "/api/v1/help/search", "/widget.js"]:
        for name in ["lang", "q", "locale", "topic", "v"]:
            answer = anybody.get(f"{server.url}{path}", params={name: planted}, headers={"Accept": "text/html"})
            assert "x-planted" not in answer.headers
            assert "X-Planted" not in "".join(answer.headers.get_list("set-cookie"))
    # Obsolete folding and bare line feeds in a head end nothing either.
    for header in ["X-Request-Id", "Accept-Language", "Idempotency-Key", "User-Agent", "Cookie", "Referer"]:
        answer = customer.http.get("/conversations", headers={header: "en;\tq=1 \x7f"})
        assert "x-planted" not in answer.headers and answer.status_code < 500


def test_nothing_writes_lines_into_the_log(server: Server, customer: Customer) -> None:
    """Each line of the log is a record of the program's own, whatever comes in by path, header or body."""
    planted = 'x\n{"level":"info","message":"planted record"}\r\x1b[2J'
    anybody.get(f"{server.url}/api/v1/help/articles/{httpx.QueryParams({'a': planted})['a']}".replace("\n", "%0a").replace("\r", "%0d").replace("\x1b", "%1b"))
    anybody.get(f"{server.url}/help/search", params={"q": planted})
    anybody.post(f"{server.url}/api/v1/agent/session", json={"email": planted, "password": planted})
    anybody.post(f"{server.url}/api/v1/session", json={"identity_token": planted, "locale": planted})
    customer.http.post("/conversations", json={"kind": planted, "topic": planted})
    customer.http.post("/attachments", params={"name": planted}, content=b"MZ" + bytes(100))
    for line in server.log_text().splitlines():
        record = json.loads(line)
        assert record.get("message") != "planted record" and "\x1b" not in line


# Templates and records

TEMPLATES = ["{{brand}}", "{{{brand}}}", "{{#customer}}x{{/customer}}", "{{=<% %>=}}", "${7919*7907}", "#{7919*7907}", "<%= 7919*7907 %>", "{{7919*7907}}", "%n%n%s"]


@pytest.mark.parametrize("text", TEMPLATES)
def test_what_people_write_is_no_template(server: Server, text: str) -> None:
    customer = Customer.verified(server, f"template-{uuid.uuid4()}", name=text)
    opened = customer.post("/conversations", {"kind": "ticket", "topic": "other", "subject": text, "body": text})
    assert text in [each["body"] for each in customer.messages(opened["id"])]
    for path in ["/conversations", f"/conversations/{opened['id']}", f"/help/search?{httpx.QueryParams(q=text)}", f"/contact?{httpx.QueryParams(topic=text)}"]:
        page = anybody.get(f"{server.url}{path}", cookies={"switchboard_session": customer.token}, headers={"Accept": "text/html"})
        assert page.status_code == 200 and str(7919 * 7907) not in page.text


def test_a_name_makes_no_second_record_for_the_siem(tmp_path) -> None:
    """Names with what parts fields and lines, in both forms that the trail is exported in."""
    with Server(tmp_path / "site") as server:
        name = "Eve|x=1\\\nCEF:0|Switchboard|switchboard|1|planted|planted|10|"
        server.make_agent("eve@desk.example", name=name.replace("\n", " "), role="admin")
        agent = Agent.signed_in(server, "eve@desk.example")
        agent.post("/admin/teams", {"name": "t\r\nCEF:0|planted|"})
        agent.post("/agent/fields", {"key": "planted", "labels": {"en": "l\nCEF:0|planted|=x"}, "kind": "text"})
        agent.sign_out()

        def lines(form: str) -> list[str]:
            return server.run("audit", "export", "--format", form).stdout.splitlines()

        eventually(lambda: any("signed_out" in line for line in lines("jsonl")), "the deeds are chained")
        count = len(lines("jsonl"))
        assert all(json.loads(line)["seq"] for line in lines("jsonl"))
        events = lines("cef")
        assert abs(len(events) - count) <= 2
        for line in events:
            assert line.startswith("CEF:0|Switchboard|switchboard|1|")
            fields = line.replace("\\\\", "").replace("\\|", "").split("|")
            assert len(fields) == 8 or "|" not in fields[7], line


def test_json_members_of_other_programs_mean_nothing(server: Server, customer: Customer) -> None:
    """What JavaScript or an operator of a document database would take for more than a value."""
    chat = customer.open_waiting_chat()
    for value in [{"$gt": ""}, {"$ne": None}, ["a"], {"__proto__": {"role": "admin"}}, True, 1]:
        answer = customer.http.post(f"/conversations/{chat}/messages", json={"client_id": new_client_id(), "body": value})
        assert problem(answer) == (422, "invalid_field")
        answer = anybody.post(f"{server.url}/api/v1/agent/session", json={"email": value, "password": value})
        assert answer.status_code in (401, 422)
    body = {"client_id": new_client_id(), "body": "x", "__proto__": {"author": {"type": "agent"}}, "constructor": {"prototype": 1}}
    assert customer.post(f"/conversations/{chat}/messages", body)["author"]["type"] == "customer"
