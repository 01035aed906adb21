"""Mail: what a real server takes and what Switchboard refuses to say to one that could be read along."""

import email.utils
import time
from pathlib import Path

from mail_server import PASSWORD, MailServer, mail_server
from server import Server


def send(folder: Path, settings: dict[str, object], *more: str):
    """`switchboard mail`."""
    return Server(folder / "data", settings={"brand": "示例交易所", **settings}).run(
        "mail", "--to", "刘伟 <liu.wei@customer.example>", *more
    )


def test_a_letter_arrives_by_starttls_with_everything_a_reader_needs(tmp_path: Path) -> None:
    with mail_server(tmp_path) as server:
        answer = send(tmp_path, server.settings(), "--locale", "zh-CN")
        assert answer.returncode == 0, answer.stderr
        envelope, letter = server.next()
    assert server.sessions == [True]
    assert (envelope.mail_from, envelope.rcpt_tos) == ("support@demo.example", ["liu.wei@customer.example"])
    assert letter["Subject"] == "示例交易所：邮件发送正常"
    sender, reader = letter["From"].addresses[0], letter["To"].addresses[0]
    assert (sender.display_name, sender.addr_spec) == ("示例交易所", "support@demo.example")
    assert (reader.display_name, reader.addr_spec) == ("刘伟", "liu.wei@customer.example")
    assert abs(email.utils.parsedate_to_datetime(letter["Date"]).timestamp() - time.time()) < 120
    assert letter["Message-ID"].startswith("<ltr_") and letter["Message-ID"].endswith("@demo.example>")
    assert letter["Content-Language"] == "zh-CN"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "无需回复。" in letter.get_content()
    assert not letter.defects
    assert envelope.content.isascii()
    assert all(len(line) <= 78 for line in envelope.content.split(b"\r\n"))


def test_a_letter_arrives_by_tls_from_the_first_byte(tmp_path: Path) -> None:
    with mail_server(tmp_path, tls="implicit") as server:
        answer = send(tmp_path, server.settings("smtps"))
        assert answer.returncode == 0, answer.stderr
        assert server.next()[1]["Subject"] == "示例交易所: mail works"


def test_the_password_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(PASSWORD + "\n")
    with mail_server(tmp_path) as server:
        settings = server.settings(**{"smtp.password.file": str(file)})
        del settings["smtp.password"]
        assert send(tmp_path, settings).returncode == 0
        server.next()


def refused(tmp_path: Path, server: MailServer, code: str, **changed: object) -> None:
    answer = send(tmp_path, server.settings(**changed))
    assert answer.returncode == 1
    assert f"({code})" in answer.stderr, answer.stderr
    assert PASSWORD not in answer.stderr + answer.stdout
    assert server.letters.empty()


def test_nothing_is_said_to_a_server_without_encryption(tmp_path: Path) -> None:
    with mail_server(tmp_path, tls="none") as server:
        refused(tmp_path, server, "not_encrypted", **{"smtp.ca.file": None})


def test_nothing_is_said_to_a_server_that_nobody_vouches_for(tmp_path: Path) -> None:
    with mail_server(tmp_path) as server:
        refused(tmp_path, server, "not_trusted", **{"smtp.ca.file": None})


def test_nothing_is_said_to_a_server_of_another_name(tmp_path: Path) -> None:
    with mail_server(tmp_path, host="mail.other.example") as server:
        refused(tmp_path, server, "not_trusted")


def test_a_wrong_password_is_told(tmp_path: Path) -> None:
    with mail_server(tmp_path) as server:
        refused(tmp_path, server, "sign_in_refused", **{"smtp.password": "another"})


def test_a_server_that_says_no_is_told_with_its_reply(tmp_path: Path) -> None:
    with mail_server(tmp_path) as server:
        server.replies = ["552 too much"]
        refused(tmp_path, server, "refused_552")


def test_a_server_that_is_away_is_told(tmp_path: Path) -> None:
    with mail_server(tmp_path) as server:
        port = server.port
    server.port = port
    refused(tmp_path, server, "unreachable")


def test_a_server_on_this_machine_may_be_plain(tmp_path: Path) -> None:
    with mail_server(tmp_path, tls="none") as server:
        settings = {"smtp.url": f"smtp://127.0.0.1:{server.port}?tls=none", "smtp.from": "support@demo.example"}
        assert send(tmp_path, settings).returncode == 0
        assert server.next()[0].mail_from == "support@demo.example"


def test_mistakes_in_the_settings_are_told_together(tmp_path: Path) -> None:
    settings = {"smtp.url": "smtp://a@mail.demo.example:99", "smtp.ca.file": str(tmp_path / "none"), "smtp.from": "me"}
    answer = send(tmp_path, settings)
    assert answer.returncode == 2
    assert "3 mistake(s)" in answer.stderr
    assert all(key in answer.stderr for key in ("smtp.password", "smtp.ca.file", "smtp.from"))


def test_the_address_of_the_server_holds_no_password(tmp_path: Path) -> None:
    answer = send(tmp_path, {"smtp.url": "smtps://a:hidden@mail.demo.example", "smtp.from": "a@demo.example"})
    assert answer.returncode == 2
    assert "hidden" not in answer.stderr
