"""The database goes away and comes back: writers are told clearly or wait, and nothing is lost."""

import html

import httpx
import ledger
import postgres
import pytest

from client import Agent, Customer
from server import Server
from wording import Wording
from writers import Load, RequestWriter, SocketWriter, Writer


@pytest.mark.parametrize("ending", ["stop", "crash"])
def test_writers_are_refused_clearly_while_postgres_is_away_and_go_on_after_it(
    postgres_server: Server, ending: str
) -> None:
    server = postgres_server
    writers = _writers(server)
    is_away = False
    try:
        with Load(writers) as load:
            load.wait_for_each(5)
            postgres.control(ending)
            is_away = True
            load.wait_for(lambda: all(_was_turned_away(writer) for writer in writers), "a refusal for each writer")
            assert httpx.get(f"{server.url}/health/live").status_code == 200
            assert httpx.get(f"{server.url}/health/ready", timeout=30).status_code == 503
            count = load.count
            postgres.control("start")
            is_away = False
            load.wait_for(lambda: load.count > count, "the first acknowledgement after the outage")
            load.wait_for_each(5)
        assert server.is_running
        assert httpx.get(f"{server.url}/health/ready", timeout=30).status_code == 200
        ledger.check(writers)
        refusals = {code for writer in writers for code in writer.refusals}
        assert refusals == {"database_unavailable"}
        ledger.check_doctor(server)
    finally:
        if is_away:
            postgres.control("start")


def test_a_restart_of_postgres_between_two_messages_costs_no_message(postgres_server: Server) -> None:
    customer = Customer.guest(postgres_server)
    conversation = customer.open_waiting_chat("hello")
    with customer.connect() as realtime:
        realtime.subscribe(conversation)
        first = realtime.send(conversation, "before")
        postgres.control("restart")
        writer = SocketWriter(customer, conversation, "phone")
        with Load([writer]) as load:
            load.wait_for_each(1)
        assert realtime.hear_until(lambda frame: frame.get("body") == "phone writes 1")["seq"] == first["seq"] + 1
    ledger.check([writer])


@pytest.mark.parametrize("locale", ["en", "zh-CN"])
def test_the_official_page_vouches_for_nothing_while_postgres_is_away(postgres_server: Server, locale: str) -> None:
    say = Wording(locale)
    known = Customer.guest(postgres_server)
    page = f"{postgres_server.url}/verify"
    headers = {"Accept": "text/html", "Accept-Language": locale}
    postgres.control("stop")
    try:
        for cookies in [{}, {"switchboard_session": known.token}]:
            asked = httpx.get(page, headers=headers, cookies=cookies, timeout=30)
            checked = httpx.post(page, headers=headers, cookies=cookies, data={"value": "demo-exchange.com"}, timeout=30)
            for answer in [asked, checked]:
                assert answer.status_code == 503
                assert "Retry-After" in answer.headers
                for key in ["error.verify.heading", "error.verify.message"]:
                    assert html.escape(say(key), quote=False) in answer.text
                assert say("verify.verdict.official") not in answer.text
    finally:
        postgres.control("start")


def _writers(server: Server) -> list[Writer]:
    agent = Agent.made(server, role="admin")
    customer = Customer.verified(server, "customer-1")
    conversation = customer.open_waiting_chat("Where is my deposit?")
    agent.assign(conversation)
    same_customer = Customer(server, customer.token, customer.about)
    return [
        SocketWriter(customer, conversation, "phone"),
        RequestWriter(same_customer, conversation, "laptop"),
        SocketWriter(agent, conversation, "agent"),
    ]


def _was_turned_away(writer: Writer) -> bool:
    return bool(writer.refusals) or writer.interruptions > 0
