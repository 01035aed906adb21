"""Two agents at the same conversation: seeing each other, and not answering the same customer twice."""

from collections.abc import Callable

from playwright.sync_api import Response, expect

from client import Agent
from desk import Desk
from server import Server
from visitor import Visitor
from waiting import ANSWER

Visit = Callable[..., Visitor]


def test_agents_see_each_other_and_who_is_slower_is_told(
    visit: Visit, server: Server, locale: str, agent: Agent, wait
) -> None:
    case = wait("t")
    other = Agent.made(server, name=f"Bo {locale}")
    first, second = Desk.of(visit(locale), agent), Desk.of(visit(locale), other)
    first.open("unassigned", case.words)
    second.view("unassigned").click()
    looking = second.say("desk.viewers.looking", names=agent.about["name"])
    expect(second.row(case.words).get_by_title(looking)).to_be_visible()
    second.row(case.words).click()
    expect(second.case.get_by_text(looking, exact=True)).to_be_visible()
    second.reply.fill("…")
    second.reply.press_sequentially("!")
    writing = first.say("desk.viewers.writing", names=other.about["name"])
    expect(first.case.get_by_text(writing, exact=True)).to_be_visible()
    first.visitor.assert_good_page("writing")

    # She writes while his answer is on its way to her: what she has seen is from before it.
    first.reply.fill(ANSWER[locale])
    second.write(f"{ANSWER[locale]} (Bo)")
    expect(first.log.get_by_text(f"{ANSWER[locale]} (Bo)", exact=True)).to_be_visible()
    first.reply.press("Enter")
    title = first.say("desk.meanwhile.title", name=other.about["name"])
    expect(first.case.get_by_role("alert").get_by_text(title, exact=True)).to_be_visible()
    expect(first.reply).to_have_value(ANSWER[locale])
    first.visitor.assert_good_page("meanwhile")
    first.press("Enter")
    expect(first.log.get_by_text(ANSWER[locale], exact=True)).to_be_visible()
    expect(first.case.get_by_text(title, exact=True)).to_be_hidden()
    expect(first.case.get_by_text(writing, exact=True)).to_be_hidden()
    case.expect_texts(case.words, f"{ANSWER[locale]} (Bo)", ANSWER[locale])


def test_what_is_not_sent_is_there_on_another_device(visit: Visit, locale: str, agent: Agent, wait) -> None:
    case = wait("u")
    desk = Desk.of(visit(locale), agent)
    desk.open("unassigned", case.words)
    with desk.page.expect_response(_is_saved):
        desk.reply.fill(ANSWER[locale])
        expect(desk.row(case.words).get_by_text(desk.say("desk.row.draft"), exact=True)).to_be_visible()
        desk.press("Escape")

    phone = Desk.of(visit(locale), agent)
    phone.open("unassigned", case.words)
    expect(phone.reply).to_have_value(ANSWER[locale])
    # Its answer is in before the next text is written: else that would wait for it, and be the later of the two.
    with phone.page.expect_response(_is_saved):
        phone.reply.press_sequentially("!")
    expect(desk.reply).to_have_value(f"{ANSWER[locale]}!")

    # Both write before either hears of the other: neither text is lost, and one is chosen.
    desk.page.context.set_offline(True)
    desk.reply.fill("desk")
    with phone.page.expect_response(_is_saved):
        phone.reply.fill("phone")
    desk.page.context.set_offline(False)
    notice = desk.case.get_by_role("alert").filter(has_text=desk.say("desk.draft.conflict"))
    expect(notice).to_contain_text("phone")
    expect(desk.reply).to_have_value("desk")
    desk.visitor.assert_good_page("conflict")
    desk.page.get_by_role("button", name=desk.say("desk.draft.take"), exact=True).click()
    expect(desk.reply).to_have_value("phone")
    desk.press("Enter")
    expect(desk.log.get_by_text("phone", exact=True)).to_be_visible()
    expect(phone.reply).to_have_value("")
    desk.page.reload()
    expect(desk.log.get_by_text("phone", exact=True)).to_be_visible()
    expect(desk.reply).to_have_value("")
    desk.visitor.expect_complaints("status of 409", "ERR_INTERNET_DISCONNECTED")


def _is_saved(answer: Response) -> bool:
    """Whether a draft was kept."""
    return answer.url.endswith("/draft") and answer.ok
