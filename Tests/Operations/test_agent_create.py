"""`switchboard agent create` makes the people at the desk, and says in a sentence what keeps it from it."""

from pathlib import Path

import httpx
import pytest

from client import Agent
from server import AGENT_PASSWORD, Server


def create(server: Server, password: bytes, folder: Path, **changed: str) -> tuple[int, str]:
    """The exit code, and what was said."""
    file = folder / "password"
    file.write_bytes(password)
    options = {"name": "Bo Lind", "email": "bo@desk.example", "role": "agent", "password-file": str(file), **changed}
    done = server.run("agent", "create", *[part for name, value in options.items() for part in (f"--{name}", value)])
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("ending", [b"", b"\n", b"\r\n", b"\r\nsecond line\r\n", b"\n\n"], ids=repr)
def test_the_password_is_the_first_line_wherever_the_file_was_written(server: Server, tmp_path: Path, ending: bytes) -> None:
    code, said = create(server, AGENT_PASSWORD.encode() + ending, tmp_path)
    assert code == 0, said
    assert Agent.signed_in(server, "bo@desk.example").about["name"] == "Bo Lind"


@pytest.mark.parametrize(
    ("changed", "password", "word"),
    [
        ({"email": "ada@desk.example"}, b"a good password", "exists already"),
        ({"email": " ADA@desk.example"}, b"a good password", "exists already"),
        ({"email": "nobody"}, b"a good password", "email"),
        ({"name": " "}, b"a good password", "name"),
        ({"name": "N" * 81}, b"a good password", "name"),
        ({"role": "king"}, b"a good password", "--role"),
        ({"badge": "12"}, b"a good password", "--badge"),
        ({}, b"short", "password"),
        ({}, b"Sunshine2024!", "tried first"),
        ({}, b"xk9!xk9!xk9!", "repeats"),
        ({}, b"bo.lind.bo.lind", "your name"),
        ({}, b"\n", "--password-file"),
        ({"password-file": "/nowhere"}, b"", "--password-file"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(
    server: Server, tmp_path: Path, changed: dict[str, str], password: bytes, word: str
) -> None:
    code, said = create(server, password, tmp_path, **changed)
    assert code in (1, 64), said
    assert word in said
    assert "Error(" not in said and "Fatal" not in said
    assert httpx.post(
        f"{server.url}/api/v1/agent/session", json={"email": "bo@desk.example", "password": AGENT_PASSWORD}
    ).status_code == 401  # fmt: skip


def test_a_new_password_ends_what_the_old_one_began(server: Server, tmp_path: Path) -> None:
    agent = Agent.made(server)
    email = agent.about["email"]
    file = tmp_path / "password"
    file.write_text("kauri plinth violet\n")
    options = ["--email", email, "--password-file", str(file)]
    done = server.run("agent", "password", *options)
    assert done.returncode == 0, done.stdout + done.stderr
    assert agent.http.get("/agent/me").status_code == 401

    url = f"{server.url}/api/v1/agent/session"
    assert httpx.post(url, json={"email": email, "password": AGENT_PASSWORD}).status_code == 401
    assert httpx.post(url, json={"email": email, "password": "kauri plinth violet"}).status_code == 200

    file.write_text("password1234\n")
    assert "tried first" in server.run("agent", "password", *options).stderr
    unknown = server.run("agent", "password", "--email", "nobody@desk.example", "--password-file", str(file))
    assert unknown.returncode == 1 and "e-mail address" in unknown.stderr
