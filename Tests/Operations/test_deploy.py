"""The files under deploy/ name what there is, and customers get through the proxies that they set up."""

import json
import re
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import postgres
import pytest
import redis_server
import yaml
from proxies import DEPLOY, Front, program

from client import Customer, Realtime, messages
from files import pdf
from installations import Site
from server import IDENTITY_SECRET, Server

OPERATIONS = (DEPLOY.parent / "docs" / "operations.md").read_text()
LARGEST = pdf(size=20 * 1024 * 1024)


def flags_of_serve() -> set[str]:
    return set(re.findall(r"--[a-z-]+", Server(Path("/nowhere")).run("serve", "--help").stdout))


def is_setting(variable: str) -> bool:
    """Whether docs/operations.md knows a setting, by the name that it has in the environment."""
    name = variable.removeprefix("SWITCHBOARD_").lower().replace("_", ".")
    return f"`{name}`" in OPERATIONS


def environment() -> dict[str, str]:
    lines = (DEPLOY / "environment").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_the_unit_and_the_container_start_the_server_with_flags_that_there_are() -> None:
    unit = (DEPLOY / "switchboard.service").read_text()
    command = re.search(r"^ExecStart=(.*)$", unit, re.MULTILINE)[1].split()
    container = json.loads(re.search(r"^CMD (.*)$", (DEPLOY / "Containerfile").read_text(), re.MULTILINE)[1])
    assert command[1] == container[0] == "serve"
    given = {part for part in command + container if part.startswith("--")}
    assert given and given <= flags_of_serve()


@pytest.mark.skipif(not program("systemd-analyze"), reason="systemd is not installed")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / "switchboard.service"
    text = (DEPLOY / "switchboard.service").read_text()
    unit.write_text(text.replace("/usr/local/bin/switchboard", "/bin/true"))
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.parametrize("site", ["postgres"], indirect=True)
def test_a_server_starts_with_the_settings(site: Site) -> None:
    assert (variables := environment())
    assert [name for name in variables if not is_setting(name)] == []
    server = site.installation("settings")
    # All but the addresses of machines that it cannot do without.
    names = {name.removeprefix("SWITCHBOARD_").lower().replace("_", "."): value for name, value in variables.items()}
    server.settings = {name: value for name, value in names.items() if name != "database"}
    server.settings["redis"] = redis_server.address(5)
    server.start("--config", str(DEPLOY / "switchboard.json"))
    assert server.stop() == 0


def test_the_cluster_to_try_has_settings_that_there_are() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    nodes = [service for service in services.values() if "build" in service]
    assert len(nodes) == 2
    for node in nodes:
        assert set(node["environment"]) <= set(environment())
        assert set(node["depends_on"]) <= set(services)
        assert (DEPLOY / node["build"]["context"] / node["build"]["dockerfile"]).exists()


@pytest.mark.parametrize("file", ["haproxy.cfg", "nginx.conf"])
def test_the_proxies_know_the_paths(file: str, site: Site) -> None:
    text = (DEPLOY / file).read_text()
    server = site.installation("paths").start()
    for path, status in {"/health/ready": 200, "/health/live": 200, "/metrics": 200, "/api/v1/realtime": 426}.items():
        assert httpx.get(server.url + path).status_code == status
    named = set(re.findall(r"(?:uri|location =|location \^~) (/\S*)", text))
    for path in named - {"/", "/health", "/health/", "/metrics/"}:
        assert httpx.get(server.url + path).status_code != 404, path


@pytest.fixture(params=["haproxy", "nginx"])
def kind(request: pytest.FixtureRequest) -> str:
    if not program(request.param):
        pytest.skip(f"{request.param} is not installed")
    return request.param


@pytest.fixture
def nodes(tmp_path: Path) -> Iterator[list[Server]]:
    """Two nodes on one database, one Redis and one folder of files."""
    database = postgres.make_database()
    settings = {
        "secure.cookies": "true",
        "trusted.proxies": "127.0.0.1",
        "limits.sign.ins.per.ten.minutes": 4,
        "redis": redis_server.address(5),
    }
    with ExitStack() as stack:
        stack.callback(postgres.drop_database, database)
        shared = tmp_path / "shared"
        shared.mkdir()
        servers = [Server(tmp_path / name, database=database, settings=settings) for name in ("one", "two")]
        for server in servers:
            server.folder.mkdir()
            (server.folder / "data").symlink_to(shared)
            stack.enter_context(server)
        yield servers


@pytest.fixture
def front(kind: str, nodes: list[Server], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Front]:
    with Front(kind, nodes, tmp_path / "proxy") as front:
        monkeypatch.setenv("SSL_CERT_FILE", str(front.certificate))
        yield front


def connected(customer: Customer, front: Front) -> Realtime:
    return customer.connect(ssl=ssl.create_default_context(cafile=str(front.certificate)))


def test_a_customer_chats_and_sends_files_through_the_proxy(front: Front, nodes: list[Server]) -> None:
    customer = Customer.verified(front, "customer-1")
    conversation = customer.open_waiting_chat("before")
    with connected(customer, front) as line, connected(customer, front) as other:
        # The node with the fewest takes the next: these two are on different ones.
        assert [node.connections() for node in nodes] == [1, 1]
        for each in (line, other):
            each.subscribe(conversation)
        assert line.send(conversation, "through the proxy")["op"] == "ack"
        assert other.hear_until("message")["body"] == "through the proxy"
    uploaded = customer.http.post("/attachments", params={"name": "large.pdf"}, content=LARGEST)
    assert uploaded.status_code == 201, uploaded.text
    assert customer.http.get(f"/attachments/{uploaded.json()['id']}").content == LARGEST
    refused = customer.http.post("/attachments", content=LARGEST + b"1")
    assert (refused.status_code, refused.json()["code"]) == (413, "attachment_too_large")


def test_a_session_by_cookie_works_at_the_desk(front: Front, nodes: list[Server]) -> None:
    nodes[0].make_agent("ada@desk.example")
    with httpx.Client(base_url=front.url) as browser:
        body = {"email": "ada@desk.example", "password": "a good password"}
        signed_in = browser.post("/api/v1/agent/session", json=body, headers={"Origin": front.url})
        assert signed_in.status_code in (200, 201), signed_in.text
        cookie = signed_in.headers["set-cookie"]
        assert "Secure" in cookie and cookie.startswith("__Host-switchboard_agent=")
        assert browser.get("/api/v1/agent/me").json()["agent"]["name"] == "Ada Park"
        away = {"state": "away"}
        assert browser.put("/api/v1/agent/presence", json=away, headers={"Origin": front.url}).is_success
        assert browser.put("/api/v1/agent/presence", json=away, headers={"Origin": "https://evil.example"}).is_error
        assert int(signed_in.headers["strict-transport-security"].removeprefix("max-age=")) > 0


def test_nobody_is_asked_to_stay_with_a_node(front: Front, nodes: list[Server]) -> None:
    customer = Customer.verified(front, "customer-1")
    conversation = customer.open_waiting_chat("before")
    for number, (ending, other) in enumerate([(nodes[0], nodes[1]), (nodes[1], nodes[0])]):
        with connected(customer, front) as line:
            line.subscribe(conversation)
            ending.stop()
            # Whichever node had the connection: the next one, and every request, goes to the other.
            customer.write(conversation, f"request {number}")
        with connected(customer, front) as again:
            bodies = [each["body"] for each in messages(again.subscribe(conversation))]
            assert bodies[-1] == f"request {number}"
            assert again.send(conversation, f"socket {number}")["op"] == "ack"
        ending.start()
        wait_for_both(front, nodes)
    said = [each["body"] for each in customer.messages(conversation) if each["author"]["type"] == "customer"]
    assert said == ["before", "request 0", "socket 0", "request 1", "socket 1"]


def wait_for_both(front: Front, nodes: list[Server]) -> None:
    """Until the proxy sends requests to each node again."""
    unseen = {node: served(node) for node in nodes}
    for _ in range(600):
        httpx.get(f"{front.url}/api/v1/help/categories", params={"locale": "en"}).raise_for_status()
        unseen = {node: before for node, before in unseen.items() if served(node) <= before}
        if not unseen:
            return
        subprocess.run(["sleep", "0.1"], check=True)
    raise AssertionError(f"{len(unseen)} node(s) get no requests: {front.log_text()[-2000:]}")


def served(node: Server) -> int:
    """How many requests for categories a node has answered."""
    text = httpx.get(f"{node.url}/metrics").text
    lines = [line for line in text.splitlines() if line.startswith("hb_requests") and "categories" in line]
    return sum(int(float(line.split()[-1])) for line in lines)


def test_what_operators_ask_is_not_for_the_public(front: Front) -> None:
    with httpx.Client(base_url=front.url) as public:
        for path in ["/metrics", "/METRICS", "//metrics", "/%6detrics", "/metrics/", "/health/ready", "/health/live",
                     "/health", "//health//ready", "/health%2Fready", "/./metrics", "/a/../metrics"]:  # fmt: skip
            request = public.build_request("GET", "/")
            request.url = request.url.copy_with(raw_path=path.encode())
            answer = public.send(request)
            assert answer.status_code in (400, 404), path
            assert "resident_memory" not in answer.text and "sqlite" not in answer.text and "ready" not in answer.text


def test_plain_http_is_sent_to_https(front: Front) -> None:
    answer = httpx.post(f"http://localhost:{front.plain_port}/api/v1/session?locale=en", json={})
    assert answer.status_code == 308
    assert re.match(r"https://localhost(:\d+)?/api/v1/session\?locale=en$", answer.headers["location"])


def test_visitors_are_limited_each_by_themselves_and_cannot_say_who_they_are(front: Front) -> None:
    def sign_in(address: str, number: int) -> int:
        with httpx.Client(base_url=front.url, transport=httpx.HTTPTransport(local_address=address)) as visitor:
            body = {"email": f"nobody-{number}@desk.example", "password": "a guess or two"}
            headers = {"X-Forwarded-For": f"10.9.8.{number}"}
            return visitor.post("/api/v1/agent/session", json=body, headers=headers).status_code

    # Two nodes, each with its own count of four.
    first = [sign_in("127.0.0.2", number) for number in range(12)]
    assert first.count(401) <= 8 and first[-1] == 429
    assert sign_in("127.0.0.3", 99) == 401


def test_what_people_search_for_is_not_in_the_proxys_log(front: Front) -> None:
    httpx.get(f"{front.url}/api/v1/help/search", params={"q": "correct horse", "locale": "en"}).raise_for_status()
    httpx.get(f"{front.url}/help", headers={"Referer": "https://x.example/?q=horse"})
    log = front.log_text()
    assert "/api/v1/help/search" in log
    assert "horse" not in log and IDENTITY_SECRET not in log
