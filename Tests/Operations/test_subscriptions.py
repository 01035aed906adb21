"""Announcements by mail: asked for, confirmed, told in the reader's language, changed and ended; by a real mail server."""

import queue
import re
import uuid
from collections.abc import Iterator
from email.message import EmailMessage

import httpx
import postgres
import pytest

from client import Agent, Customer
from mail_server import MailServer, mail_server
from server import Server

SITE = "http://127.0.0.1:9"
FORM = "/announcements/subscriptions"


def settings(mail: MailServer, writes: int = 1_000_000) -> dict[str, object]:
    return {**mail.settings(), "brand": "示例交易所", "site.url": SITE, "limits.writes.per.minute": writes}


@pytest.fixture(scope="module")
def rooms(tmp_path_factory) -> Iterator[tuple[Server, MailServer]]:
    folder = tmp_path_factory.mktemp("subscriptions")
    with mail_server(folder / "mail") as mail, Server(folder / "data", settings=settings(mail)) as server:
        yield server, mail


@pytest.fixture(scope="module")
def editor(rooms: tuple[Server, MailServer]) -> Agent:
    return Agent.made(rooms[0], role="editor")


def somebody() -> str:
    return f"ann-{uuid.uuid4().hex[:8]}@reader.example"


def next_letter(mail: MailServer) -> tuple[str, EmailMessage]:
    envelope, letter = mail.next()
    assert not letter.defects and envelope.content.isascii()
    return envelope.rcpt_tos[0], letter


def nothing_came(mail: MailServer) -> bool:
    """What is sent is sent within a moment."""
    try:
        mail.letters.get(timeout=2)
    except queue.Empty:
        return True
    return False


def post(server: Server, path: str, fields: dict[str, object], **headers: str) -> httpx.Response:
    return httpx.post(server.url + path, data=fields, headers=headers, timeout=60)


def ask(server: Server, address: str, locale: str = "en", **fields: object) -> httpx.Response:
    return post(server, f"{FORM}?lang={locale}", {"address": address, "language": locale, **fields})


def link(letter: EmailMessage, way: str) -> str:
    found = re.search(rf"{re.escape(SITE)}({FORM}/{way}\?\S+)", letter.get_content())
    assert found, letter.get_content()
    return found[1]


def token_of(path: str) -> str:
    return httpx.URL(path).params["token"]


def subscribe(server: Server, mail: MailServer, address: str, locale: str = "en", **fields: object) -> None:
    """Asks and confirms as a person does, and once more."""
    assert ask(server, address, locale, **fields).status_code == 200
    to, letter = next_letter(mail)
    assert to == address and "List-Unsubscribe" not in letter
    path = link(letter, "confirm")
    page = httpx.get(server.url + path, timeout=60)
    assert page.status_code == 200 and f'name="token" value="{token_of(path)}"' in page.text
    assert page.headers["cache-control"] == "no-store"
    for _ in range(2):
        assert post(server, f"{FORM}/confirm", {"token": token_of(path)}).status_code == 200


def publish(editor: Agent, kind: str, title: str, products: list[str]) -> dict:
    texts = [
        {"locale": "en", "title": title, "summary": f"{title} in short.", "body": "x"},
        {"locale": "zh-CN", "title": f"{title} 中文", "summary": "简述。", "body": "x"},
    ]  # fmt: skip
    made = editor.post("/agent/announcements", {"kind": kind, "texts": texts, "scope": {"products": products}})
    return editor.post(f"/agent/announcements/{made['id']}/publish", {"revision": made["revision"]})


def tell(editor: Agent, incident: dict, state: str, english: str, chinese: str) -> dict:
    texts = [{"locale": "en", "text": english}, {"locale": "zh-CN", "text": chinese}]
    body = {"revision": incident["revision"], "state": state, "texts": texts}
    return editor.post(f"/agent/announcements/{incident['id']}/updates", body)


def test_an_incident_is_told_to_the_end_and_ended_by_one_click(rooms: tuple[Server, MailServer], editor: Agent) -> None:
    server, mail = rooms
    address = somebody()
    # Only what is known can be chosen.
    publish(editor, "listing", "A coin", ["deposits"])
    subscribe(server, mail, address, "zh-CN", kind=["incident", "maintenance"], product=["deposits"])
    publish(editor, "incident", "Spot is slow", ["spot"])
    incident = publish(editor, "incident", "Deposits are late", ["deposits"])
    to, letter = next_letter(mail)
    assert to == address and letter["Subject"] == "[示例交易所] 排查中：Deposits are late 中文"
    assert "简述。" in letter.get_content() and letter["Content-Language"] == "zh-CN"
    assert f"{SITE}/announcements/deposits-are-late?lang=zh-CN" in letter.get_content()

    incident = tell(editor, incident, "identified", "A node fell behind.", "一台节点落后。")
    _, letter = next_letter(mail)
    assert "一台节点落后。" in letter.get_content() and "已查明原因" in letter["Subject"]
    tell(editor, incident, "resolved", "All is well.", "已全部恢复。")
    _, letter = next_letter(mail)
    assert "已全部恢复。" in letter.get_content() and "已恢复" in letter["Subject"]
    assert nothing_came(mail)

    # One click of a mail program (RFC 8058, 3.2): a form of either kind, without anything of a browser.
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    ending = re.fullmatch(rf"<{re.escape(SITE)}(/\S+)>", letter["List-Unsubscribe"])
    assert ending and httpx.get(server.url + ending[1], timeout=60).status_code == 200
    clicked = httpx.post(server.url + ending[1], files={"List-Unsubscribe": (None, "One-Click")}, timeout=60)
    assert clicked.status_code == 200
    publish(editor, "incident", "Deposits are late again", ["deposits"])
    assert nothing_came(mail)
    assert post(server, ending[1], {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_a_choice_is_changed_and_ended_on_its_page(rooms: tuple[Server, MailServer], editor: Agent) -> None:
    server, mail = rooms
    address = somebody()
    subscribe(server, mail, address, kind="listing")
    publish(editor, "listing", "Another coin", [])
    path = link(next_letter(mail)[1], "change")
    page = httpx.get(server.url + path, timeout=60).text
    assert address in page and 'value="listing" checked' in page and 'value="delisting" checked' not in page
    token = token_of(path)
    changed = post(server, f"{FORM}/change", {"token": token, "kind": ["delisting", "rules"], "language": "zh-CN"})
    assert changed.status_code == 200
    publish(editor, "listing", "A third coin", [])
    publish(editor, "delisting", "An old coin", [])
    to, letter = next_letter(mail)
    assert to == address and "An old coin 中文" in letter.get_content()
    assert post(server, f"{FORM}/end", {"token": token}).status_code == 200
    assert address not in httpx.get(server.url + path, timeout=60).text
    # Neither link brings anything back.
    for way in ("confirm", "change"):
        answer = post(server, f"{FORM}/{way}", {"token": token})
        assert answer.status_code == 200 and address not in answer.text
    publish(editor, "delisting", "A very old coin", [])
    assert nothing_came(mail)


def test_who_asks_learns_nothing_of_an_address(rooms: tuple[Server, MailServer], editor: Agent) -> None:
    server, mail = rooms
    known, unknown = somebody(), somebody()
    subscribe(server, mail, known, kind="product")
    said = [ask(server, address) for address in [known, unknown, unknown, unknown, unknown]]
    assert len({(answer.status_code, re.sub(r'nonce="[^"]*"', "", answer.text)) for answer in said}) == 1
    assert [next_letter(mail)[0] for _ in range(4)] == [known, unknown, unknown, unknown]
    # Asked again without an answer: what was confirmed stands.
    publish(editor, "product", "News", [])
    assert next_letter(mail)[0] == known and nothing_came(mail)


@pytest.mark.parametrize("address", ["", "li", "li@reader.example\r\nBcc: all@reader.example", "a@b.example,c@d.example", "x" * 300 + "@b.example"])
def test_what_is_no_address_is_said_so(rooms: tuple[Server, MailServer], address: str) -> None:
    server, mail = rooms
    answer = ask(server, address)
    assert answer.status_code == 422 and 'role="alert"' in answer.text
    assert mail.letters.empty()


def test_what_abuses_it_is_refused(rooms: tuple[Server, MailServer]) -> None:
    server, mail = rooms
    address = somebody()
    assert ask(server, address, kind="gossip").status_code == 422
    assert ask(server, address, product="../x").status_code == 422
    # No words of a stranger go out in the exchange's name.
    words = "your-account-is-frozen"
    assert ask(server, address, product=words).status_code == 422
    prefilled = httpx.get(server.url + FORM, params={"product": words}, timeout=60)
    assert prefilled.status_code == 200 and f'value="{words}"' not in prefilled.text
    assert post(server, FORM, {"address": address}, Origin="https://evil.example").status_code == 403
    for forged in ["", "sbn_forged", "x" * 5000]:
        for way in ["confirm", "change", "end"]:
            assert post(server, f"{FORM}/{way}", {"token": forged}).status_code == 200
            assert httpx.get(f"{server.url}{FORM}/{way}", params={"token": forged}, timeout=60).status_code == 200
    # Nobody chooses where the links of somebody else's letter lead.
    assert post(server, FORM, {"address": address}, **{"X-Forwarded-Host": "evil.example", "Host": "evil.example"}).status_code == 200
    assert "evil" not in next_letter(mail)[1].as_string()
    # The address of a page of its own is no announcement's.
    editor = Agent.made(server, role="editor")
    taken = editor.http.post("/agent/announcements", json={"kind": "product", "slug": "subscriptions", "texts": [{"locale": "en", "title": "T"}]})
    assert taken.status_code == 409


def test_every_product_that_the_form_offers_is_taken(rooms: tuple[Server, MailServer], editor: Agent) -> None:
    server, mail = rooms
    for half in range(2):
        publish(editor, "listing", f"Coins {half}", [f"coin-{half}-{number}" for number in range(30)])
    form = httpx.get(server.url + FORM, params={"product": "coin-1-7"}, timeout=60).text
    offered = re.findall(r'name="product" value="([^"]+)"', form)
    assert len(offered) >= 60 and 'value="coin-1-7" checked' in form
    address = somebody()
    subscribe(server, mail, address, kind="listing", product=offered)
    publish(editor, "listing", "One more coin", ["coin-1-29"])
    path = link(next_letter(mail)[1], "change")
    # As the page has it, with nothing taken off.
    assert post(server, f"{FORM}/change", {"token": token_of(path), "product": offered}).status_code == 200
    assert post(server, f"{FORM}/change", {"token": token_of(path), "product": ["your-account-is-frozen"]}).status_code == 422
    assert post(server, f"{FORM}/end", {"token": token_of(path)}).status_code == 200


def test_a_customers_own_mailbox_has_their_code_and_the_subscription_is_part_of_their_data(rooms: tuple[Server, MailServer], editor: Agent) -> None:
    server, mail = rooms
    own, other = somebody(), somebody()
    customer = Customer.verified(server, f"u-{uuid.uuid4().hex[:8]}", email=own)
    customer.put("/anti-phishing-code", {"code": "blue heron"})
    for address in (own, other):
        signed_in = {"Authorization": f"Bearer {customer.token}"}
        assert post(server, FORM, {"address": address, "kind": "rules"}, **signed_in).status_code == 200
        _, letter = next_letter(mail)
        # Whoever asks need not own the mailbox.
        assert "blue heron" not in letter.get_content()
        post(server, f"{FORM}/confirm", {"token": token_of(link(letter, "confirm"))})
    publish(editor, "rules", "New terms", [])
    told = dict(next_letter(mail) for _ in range(2))
    assert "blue heron" in told[own].get_content() and "blue heron" not in told[other].get_content()
    exported = customer.http.get("/personal-data").content
    assert b"announcement_subscriptions.json" in exported


def test_each_is_told_once_by_two_nodes_and_a_network_asks_for_a_few_letters(tmp_path) -> None:
    database = postgres.make_database()
    try:
        with (
            mail_server(tmp_path / "mail") as mail,
            Server(tmp_path / "a", database=database, settings=settings(mail)) as first,
            Server(tmp_path / "b", database=database, settings=settings(mail, writes=24)) as second,
        ):
            addresses = [somebody() for _ in range(3)]
            for address in addresses:
                subscribe(first, mail, address)
            publish(Agent.made(second, role="editor"), "product", "Something new", [])
            assert sorted(next_letter(mail)[0] for _ in addresses) == sorted(addresses)
            assert nothing_came(mail)
            assert [ask(second, somebody()).status_code for _ in range(3)] == [200, 200, 429]
    finally:
        postgres.drop_database(database)
