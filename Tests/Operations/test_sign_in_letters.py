"""An agent hears by mail of a sign-in from where they have not been: a real mail server, both languages."""

import queue
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyotp
import pytest

from authenticator import App
from mail_server import MailServer, mail_server
from passkeys import ES256, Passkey
from server import AGENT_PASSWORD, Server

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.1 Mobile/15E148 Safari/604.1"
)


@pytest.fixture(scope="module")
def rooms(tmp_path_factory) -> Iterator[tuple[Server, MailServer]]:
    folder = tmp_path_factory.mktemp("letters")
    with mail_server(folder / "mail") as mail:
        settings = {
            **mail.settings(), "brand": "示例交易所", "desk.url": "https://desk.example", "trusted.proxies": "127.0.0.1",
            "limits.sign.ins.per.ten.minutes": 1_000_000,
        }  # fmt: skip
        with Server(folder / "data", settings=settings) as server:
            yield server, mail


@pytest.fixture
def address(rooms: tuple[Server, MailServer]) -> str:
    address = f"ada-{uuid.uuid4().hex[:8]}@desk.example"
    rooms[0].make_agent(address)
    return address


def sign_in(server: Server, address: str, agent: str, locale: str = "en", place: str = "203.0.113.7", **more: str) -> httpx.Response:
    headers = {"User-Agent": agent, "Accept-Language": locale, "X-Forwarded-For": place, "Host": "evil.example"}
    body = {"email": address, "password": AGENT_PASSWORD, **more}
    return httpx.post(f"{server.url}/api/v1/agent/session", json=body, headers=headers, timeout=60)


def nothing_came(mail: MailServer) -> bool:
    """What is sent is sent within a moment: a letter that comes first would be the one that must not."""
    try:
        mail.letters.get(timeout=2)
    except queue.Empty:
        return True
    return False


def test_a_new_device_is_told_in_the_agents_language_and_a_known_one_is_not(
    rooms: tuple[Server, MailServer], address: str
) -> None:
    server, mail = rooms
    assert sign_in(server, address, FIREFOX, "zh-CN").status_code == 200
    assert sign_in(server, address, FIREFOX, "zh-CN", place="203.0.113.99").status_code == 200
    assert nothing_came(mail), "neither at the first one nor from the same network"
    answer = sign_in(server, address, PHONE, "en", place="198.51.100.4")
    assert answer.status_code == 200

    envelope, letter = mail.next()

    assert envelope.rcpt_tos == [address] and letter["Subject"] == "您的 示例交易所 客服工作台账号有新的登录"
    text = letter.get_content()
    assert "iOS 上的 Safari" in text and "198.51.100.4" in text and "使用密码" in text
    assert "https://desk.example/desk/security" in text and "evil.example" not in text
    assert answer.json()["token"] not in text and AGENT_PASSWORD not in text
    assert sign_in(server, address, PHONE, "en", place="198.51.100.4").status_code == 200
    assert nothing_came(mail), "it is known by now"


def test_a_new_network_is_told_and_a_refused_sign_in_is_not(rooms: tuple[Server, MailServer], address: str) -> None:
    server, mail = rooms
    token = sign_in(server, address, FIREFOX).json()["token"]
    http = httpx.Client(base_url=f"{server.url}/api/v1/agent", headers={"Authorization": f"Bearer {token}"})
    key = http.post("/second-factor", json={"password": AGENT_PASSWORD}).json()["key"]
    assert http.post("/second-factor/confirm", json={"code": pyotp.TOTP(key).now()}).status_code == 200
    told = mail.next()[1]
    assert told["Subject"] == "Your sign-in to the 示例交易所 desk was changed"
    assert "codes of an authenticator app are asked for now" in told.get_content() and "you, in a session of yours" in told.get_content()
    assert sign_in(server, address, FIREFOX, place="198.51.100.4").json()["code"] == "code_required"
    assert sign_in(server, address, FIREFOX, place="198.51.100.4", code="000000").status_code >= 400
    assert nothing_came(mail), "nobody came in"
    assert sign_in(server, address, FIREFOX, place="198.51.100.4", code=pyotp.TOTP(key).at(int(time.time()) + 30)).status_code == 200
    letter = mail.next()[1]
    assert letter["Subject"] == "New sign-in to the 示例交易所 desk"
    text = letter.get_content()
    assert "Firefox on Linux" in text and "198.51.100.4" in text and "with password and code" in text



def test_a_changed_password_is_told_by_whoever_it_was_changed(rooms: tuple[Server, MailServer], address: str, tmp_path: Path) -> None:
    server, mail = rooms
    token = sign_in(server, address, FIREFOX, "zh-CN").json()["token"]
    http = httpx.Client(base_url=f"{server.url}/api/v1/agent", headers={"Authorization": f"Bearer {token}"})
    other = "correct horse battery staple 42"
    assert http.put("/password", json={"password": "wrong", "new_password": other}).status_code >= 400
    assert nothing_came(mail), "nothing was changed"
    assert http.put("/password", json={"password": AGENT_PASSWORD, "new_password": other}).status_code < 300
    envelope, letter = mail.next()
    assert envelope.rcpt_tos == [address] and letter["Subject"] == "您的 示例交易所 客服工作台登录方式已更改"
    text = letter.get_content()
    assert "密码已修改" in text and "您本人" in text and "https://desk.example/desk/security" in text
    assert other not in text and AGENT_PASSWORD not in text and token not in text

    file = tmp_path / "password"
    file.write_text("another horse battery staple 43")
    done = server.run("agent", "password", "--email", address, "--password-file", str(file))
    assert done.returncode == 0, done.stderr
    assert "其他人" in mail.next()[1].get_content()


def test_a_changed_factor_code_and_passkey_are_told(rooms: tuple[Server, MailServer], address: str) -> None:
    server, mail = rooms
    token = sign_in(server, address, FIREFOX).json()["token"]
    desk = httpx.Client(base_url=f"{server.url}/api/v1/agent", headers={"Authorization": f"Bearer {token}"})

    def changed(path: str, body: dict) -> tuple[dict, str]:
        """What is answered, and what the letter says that was done."""
        answer = desk.post(path, json=body)
        assert answer.status_code < 300, answer.text
        envelope, letter = mail.next()
        assert envelope.rcpt_tos == [address]
        return answer.json() if answer.content else {}, letter.get_content()

    begun = desk.post("/second-factor", json={"password": AGENT_PASSWORD}).json()
    answer, told = changed("/second-factor/confirm", {"code": App.reading(begun["address"]).code()})
    assert "authenticator" in told and begun["key"] not in told
    codes = answer["recovery_codes"]
    answer, told = changed("/recovery-codes", {"password": AGENT_PASSWORD, "code": codes[0]})
    assert "recovery codes" in told and not any(code in told for code in codes + answer["recovery_codes"])
    proof = {"password": AGENT_PASSWORD, "code": answer["recovery_codes"][0]}
    challenge = desk.post("/passkeys/challenge", json=proof).json()["challenge"]
    _, told = changed("/passkeys", Passkey(ES256, server.url).made(challenge, "a key"))
    assert "passkey" in told.lower()
    _, told = changed("/second-factor/remove", {"password": AGENT_PASSWORD, "code": answer["recovery_codes"][1]})
    assert "authenticator" in told
