"""A whole shift without a mouse: from signing in to resolving and signing out."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from client import Agent
from desk import Desk
from server import AGENT_PASSWORD, Server
from visitor import Visitor
from waiting import ANSWER, NOTE

Visit = Callable[..., Visitor]

# Whoever uses no mouse makes none of these; a button that is pressed by Enter makes its click without them.
COUNT_POINTERS = """
    window.pointers = 0;
    for (const kind of ["pointerdown", "mousedown", "touchstart"]) {
        addEventListener(kind, () => { window.pointers += 1; }, { capture: true });
    }
"""
# What has the focus, and whether that is seen: an outline, a shadow, or a border that others of its kind do not have.
FOCUS = """() => {
    let place = document.activeElement;
    while (place?.shadowRoot?.activeElement) place = place.shadowRoot.activeElement;
    if (!place || place === document.body) return null;
    const looks = () => [place, place.parentElement].map((each) => {
        const { outlineStyle, outlineWidth, boxShadow, borderColor, backgroundColor } = getComputedStyle(each);
        return JSON.stringify([outlineStyle === "none" ? 0 : outlineWidth, boxShadow, borderColor, backgroundColor]);
    }).join();
    const box = place.getBoundingClientRect();
    const focused = looks();
    place.blur();
    const blurred = looks();
    place.focus({ preventScroll: true, focusVisible: true });
    const name = place.getAttribute("aria-label") ?? place.textContent.trim().slice(0, 40);
    return {
        name: `${place.tagName} ${place.className} ${name}`,
        isSeen: focused !== blurred && box.width > 0 && box.height > 0,
        isHere: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}"""


def expect_focus_seen(page: Page) -> str:
    """What has the focus shows it, and stands where it can be seen; returns what it is."""
    focus = page.evaluate(FOCUS)
    assert focus, "nothing has the focus"
    assert focus["isSeen"] and focus["isHere"], focus
    return focus["name"]


def sign_in(desk: Desk, agent: Agent) -> None:
    page, say = desk.page, desk.say
    desk.visitor.open("/desk")
    expect(page.get_by_label(say("desk.sign_in.email"), exact=True)).to_be_focused()
    expect_focus_seen(page)
    page.keyboard.type(agent.about["email"])
    page.keyboard.press("Tab")
    expect_focus_seen(page)
    page.keyboard.type("not " + AGENT_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text(say("desk.sign_in.refused"))
    desk.visitor.expect_complaints("status of 401")
    # The wrong one is selected: what is typed now replaces it.
    page.keyboard.type(AGENT_PASSWORD)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=say("desk.sign_in.action"), exact=True)).to_be_focused()
    expect_focus_seen(page)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/desk$"))
    expect(desk.me).to_contain_text(say("desk.presence.offline"))


def do(desk: Desk, command: str) -> None:
    """Finds a command in the palette and does it."""
    desk.press("Control+k")
    palette = desk.page.get_by_role("dialog", name=desk.say("desk.palette.question"), exact=True)
    expect(palette.get_by_role("combobox")).to_be_focused()
    desk.page.keyboard.type(desk.say(f"desk.command.{command}"))
    expect(palette.get_by_role("option").first).to_contain_text(desk.say(f"desk.command.{command}"))
    desk.press("Enter")


def test_what_is_pressed_before_the_list_is_there_counts(visit: Visit, agent: Agent, locale: str, wait) -> None:
    first, second = wait("k"), wait("l")
    desk = Desk.of(visit(locale), agent)
    desk.press("2")
    expect(desk.row(first.words)).to_be_visible()

    # The list is slow to come: what stood there is gone at once, and the keys are for what comes.
    held: list[Route] = []
    desk.page.route("**/api/v1/agent/conversations?*", lambda route: held.append(route))
    desk.press("7")
    assert desk.page.get_by_role("option").count() == 0
    desk.press("j")
    desk.press("j")
    while not held:
        desk.page.wait_for_timeout(10)
    held[0].continue_()
    desk.page.unroute("**/api/v1/agent/conversations?*")
    # The newest stands on top.
    expect(desk.row(first.words)).to_have_attribute("aria-selected", "true")
    expect(desk.row(second.words)).to_have_attribute("aria-selected", "false")


def test_from_sign_in_to_resolve_by_keyboard_alone(
    visit: Visit, server: Server, locale: str, agent: Agent, wait, nobody_waits: None
) -> None:
    case, other = wait("y"), wait("z")
    colleague = Agent.made(server, name="Bo Lin")
    visitor = visit(locale)
    visitor.context.add_init_script(COUNT_POINTERS)
    desk, page, say = Desk(visitor), visitor.page, visitor.say
    sign_in(desk, agent)

    # Everything that Tab comes to is seen to have the focus, and every stop is another one.
    stops: list[str] = []
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        stops.append(expect_focus_seen(page))
    assert len(stops) == len(set(stops)) and len(stops) > 10, stops

    # Taken, answered, noted.
    desk.press("Escape")
    desk.press("2")
    expect(desk.row(case.words)).to_be_visible()
    desk.press("j")
    desk.press("j")
    expect(desk.row(case.words)).to_have_attribute("aria-selected", "true")
    expect(desk.log).to_have_attribute("aria-busy", "false")
    desk.press("a")
    desk.expect_done("desk.done.taken")
    desk.press("Enter")
    expect(desk.reply).to_be_focused()
    expect_focus_seen(page)
    page.keyboard.type(ANSWER[locale])
    desk.press("Enter")
    expect(desk.log.get_by_text(ANSWER[locale], exact=True)).to_be_visible()
    desk.press("Escape")
    desk.press("n")
    expect(desk.note_field).to_be_focused()
    page.keyboard.type(NOTE[locale])
    desk.press("Enter")
    expect(desk.log.get_by_text(NOTE[locale], exact=True)).to_be_visible()
    desk.press("Escape")
    case.expect_texts(case.words, ANSWER[locale])

    # Passed on and taken back, with what the menu of the case has.
    desk.press("t")
    question = page.get_by_role("dialog", name=say("desk.transfer.question"), exact=True)
    expect(question.get_by_role("combobox")).to_be_focused()
    page.keyboard.type(colleague.about["badge"])
    expect(question.get_by_role("option")).to_contain_text(["Bo Lin"])
    desk.press("Enter")
    expect(page.get_by_role("dialog", name=say("desk.transfer.note", name="Bo Lin"), exact=True)).to_be_visible()
    desk.press("Enter")
    desk.expect_done("desk.done.given", name="Bo Lin")
    desk.press("a")
    desk.expect_done("desk.done.taken")
    desk.press("e")
    desk.expect_done("desk.done.resolved")
    assert case.customer.get(f"/conversations/{case.id}")["status"] == "resolved"
    visitor.assert_good_page("resolved")

    # The next one comes by itself to whoever is there.
    do(desk, "presence_online")
    expect(desk.me).to_contain_text(say("desk.presence.online"))
    desk.press("1")
    expect(desk.row(other.words)).to_be_visible()
    desk.press("j")
    expect(desk.row(other.words)).to_have_attribute("aria-selected", "true")
    desk.press("e")
    desk.expect_done("desk.done.resolved")
    do(desk, "presence_offline")
    expect(desk.me).to_contain_text(say("desk.presence.offline"))
    assert page.evaluate("window.pointers") == 0
    do(desk, "sign_out")
    expect(page).to_have_url(re.compile("/desk/sign-in$"))
