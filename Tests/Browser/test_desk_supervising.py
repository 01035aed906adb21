"""A supervisor who watches what others do, and helps them without the customer."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from client import Agent
from desk import Desk
from server import Server
from visitor import Visitor
from waiting import ANSWER, NOTE

Visit = Callable[..., Visitor]


@pytest.fixture
def supervisor(server: Server) -> Agent:
    return Agent.made(server, name="Sofia Reyes", role="supervisor")


def test_a_whisper_reaches_the_agent_and_never_the_customer(
    visit: Visit, server: Server, locale: str, agent: Agent, supervisor: Agent, wait
) -> None:
    case, other = wait("u"), wait("v")
    agent.assign(case.id)
    agent.assign(other.id)
    desk, watching = Desk.of(visit(locale), agent), Desk.of(visit(locale), supervisor)
    desk.open("mine", other.words)
    whisper = watching.case.get_by_role("button", name=watching.say("desk.write.whisper"), exact=False)
    watching.open("all", case.words)
    expect(whisper).to_be_visible()
    watching.press("w")
    field = watching.case.get_by_role("textbox", name=watching.say("desk.write.whisper_label"), exact=True)
    expect(field).to_be_focused()
    watching.see("desk.write.hint_whisper", name=agent.about["name"])
    field.fill(NOTE[locale])
    watching.visitor.assert_good_page("whispering")
    field.press("Enter")
    expect(watching.log.get_by_text(NOTE[locale], exact=True)).to_be_visible()
    expect(watching.log.locator(".timeline-entry--whisper")).to_contain_text(watching.say("timeline.whisper"))
    watching.visitor.assert_good_page("whispered")

    # The agent is elsewhere and is told, and goes there with one press.
    told = desk.say("desk.whispered", name=supervisor.about["name"])
    expect(desk.page.get_by_role("status").get_by_text(told, exact=True)).to_be_visible()
    expect(desk.view("mentions")).to_contain_text("1")
    desk.visitor.assert_good_page("told")
    desk.page.get_by_role("button", name=desk.say("desk.whispered_open"), exact=True).click()
    expect(desk.log.locator(".timeline-entry--whisper")).to_contain_text(NOTE[locale])
    expect(desk.view("mentions")).not_to_contain_text("1")
    # Who has the conversation whispers to nobody, and who does not supervise neither.
    expect(desk.case.get_by_role("button", name=desk.say("desk.write.whisper"), exact=False)).to_have_count(0)
    desk.write(ANSWER[locale])
    expect(watching.log.get_by_text(ANSWER[locale], exact=True)).to_be_visible()
    assert case.texts() == [case.words, ANSWER[locale]]
    # Where the supervisor has it there is nobody to whisper to.
    supervisor.assign(case.id)
    expect(whisper).to_be_hidden()


def test_a_whisper_is_written_on_a_phone(
    visit: Visit, locale: str, agent: Agent, supervisor: Agent, wait
) -> None:
    case = wait("w")
    agent.assign(case.id)
    visitor = visit(locale, "phone", color_scheme="dark")
    watching = Desk.of(visitor, supervisor)
    visitor.open(f"/desk?view=all#{case.id}")
    expect(watching.log).to_have_attribute("aria-busy", "false")
    visitor.assert_good_page("phone-reply")
    watching.case.get_by_role("button", name=watching.say("desk.write.whisper"), exact=False).tap()
    field = watching.case.get_by_role("textbox", name=watching.say("desk.write.whisper_label"), exact=True)
    with watching.page.expect_response(lambda answer: answer.url.endswith("/draft") and answer.ok):
        field.fill(NOTE[locale])
    visitor.assert_good_page("phone")
    # What is not said yet is there when the page comes back.
    watching.page.reload()
    watching.case.get_by_role("button", name=watching.say("desk.write.whisper"), exact=False).tap()
    expect(field).to_have_value(NOTE[locale])
    assert case.texts() == [case.words]


def test_the_head_tells_the_queue_and_the_place_in_it(
    visit: Visit, locale: str, supervisor: Agent, wait
) -> None:
    first, second = wait("m"), wait("n")
    name = supervisor.get(f"/agent/conversations/{second.id}")["conversation"]["queue"]["name"]
    desk = Desk.of(visit(locale), supervisor)
    desk.open("unassigned", second.words)
    queue = desk.case.locator(".desk-head__queue")
    place = {"en": ("1st in line", "2nd in line"), "zh-CN": ("· 第 1 位", "· 第 2 位")}[locale]
    expect(queue).to_contain_text(name)
    expect(queue).to_contain_text(place[1])
    desk.visitor.assert_good_page("second")
    first.customer.post(f"/conversations/{first.id}/resolve")
    expect(queue).to_contain_text(place[0])
    desk.press("a")
    desk.expect_done("desk.done.taken")
    expect(queue).to_have_text(name)


def test_the_palette_leads_to_the_board_and_to_saved_filters(
    visit: Visit, locale: str, agent: Agent, supervisor: Agent, wait
) -> None:
    case = wait("p")
    words = f"Chats {locale}"
    supervisor.post("/agent/filters", {"name": words, "shared": False, "filter": {"view": "all", "kind": "chat"}})
    desk = Desk.of(visit(locale), supervisor)
    expect(desk.page.get_by_role("button", name=words, exact=True)).to_be_visible()
    desk.press("Control+k")
    desk.choose("desk.palette.question", words, desk.say("desk.filter.show", name=words))
    expect(desk.row(case.words)).to_be_visible()
    expect(desk.page.locator(".desk-inbox__title")).to_have_text(desk.say("desk.view.all"))
    desk.press("Control+k")
    desk.page.get_by_role("dialog").get_by_role("combobox").fill(desk.say("desk.command.board"))
    desk.visitor.assert_good_page("palette")
    desk.press("Enter")
    expect(desk.page).to_have_url(re.compile("/desk/board$"))
    # Who does not supervise is not led there.
    other = Desk.of(visit(locale), agent)
    other.press("Control+k")
    palette = other.page.get_by_role("dialog", name=other.say("desk.palette.question"), exact=True)
    palette.get_by_role("combobox").fill(other.say("desk.command.edit_macros"))
    expect(palette.get_by_role("option")).to_contain_text([other.say("desk.command.edit_macros")])
    palette.get_by_role("combobox").fill(other.say("desk.command.board"))
    expect(palette.get_by_role("option").filter(has_text=other.say("desk.command.board"))).to_have_count(1)
    expect(palette.get_by_role("option").filter(has=other.page.locator("[href$='#chart']"))).to_have_count(0)


def test_a_supervisor_listens_without_being_seen_until_they_want_to_be(
    visit: Visit, locale: str, agent: Agent, supervisor: Agent, wait
) -> None:
    case = wait("s")
    agent.assign(case.id)
    desk, watching = Desk.of(visit(locale), agent), Desk.of(visit(locale), supervisor)
    desk.view("all").click()
    watching.open("all", case.words)
    row = desk.page.locator(f"#row-{case.id}")
    seen = row.locator(".desk-row__viewers")
    expect(seen).to_be_visible()
    watching.press("h")
    watching.see("desk.strip.silent", name=agent.about["name"], badge=agent.about["badge"])
    expect(seen).to_be_hidden()
    watching.visitor.assert_good_page("silent")

    # The choice stays, and what comes meanwhile does not count as read.
    watching.page.reload()
    watching.see("desk.strip.silent", name=agent.about["name"], badge=agent.about["badge"])
    with case.customer.connect() as line:
        line.subscribe(case.id)
        before = [frame["seq"] for frame in line.heard if frame["op"] == "read" and frame["author_type"] == "agent"]
        case.write(NOTE[locale])
        expect(watching.log.get_by_text(NOTE[locale], exact=True)).to_be_visible()
        watching.reply.fill(ANSWER[locale])
        watching.press("Escape")
        last = case.customer.messages(case.id)[-1]["seq"]
        heard = line.hear_all()
        assert not [frame for frame in heard if frame["op"] == "typing"]
        assert not [frame for frame in heard if frame["op"] == "read" and frame["author_type"] == "agent"]
        assert all(seq < last for seq in before)
        expect(row).to_contain_text(NOTE[locale])
        expect(seen).to_be_hidden()
        watching.case.get_by_role("button", name=watching.say("desk.listening.show"), exact=True).click()
        expect(seen).to_be_visible()
        line.hear_until(lambda frame: frame["op"] == "read" and frame.get("author_type") == "agent" and frame["seq"] == last)

    # It is on record for supervisors, and the agent learns nothing of it.
    watching.page.reload()
    entry = watching.page.locator("[data-part=listened]")
    about = supervisor.about
    expect(entry).to_contain_text(watching.say("desk.listened.by", name=about["name"], badge=about["badge"]))
    expect(entry).to_contain_text(watching.say("desk.listened.with", name=agent.about["name"]))
    watching.visitor.assert_good_page("listened")

    # The agent has no such choice.
    row.click()
    expect(desk.log).to_have_attribute("aria-busy", "false")
    expect(desk.case.get_by_role("button", name=desk.say("desk.listening.hide"), exact=True)).to_have_count(0)
    expect(desk.page.locator(".desk-identity")).to_be_visible()
    expect(desk.page.locator("[data-part=listened]")).to_have_count(0)
    expect(desk.case.locator("[data-part=case-viewers]")).to_contain_text(supervisor.about["name"])
