"""Somebody with a browser, a language and a screen, and what has to be true of every page that they see."""

import re
from copy import copy
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Frame, Locator, Page, Response, expect

import planted
from wording import Wording

# Kept as an artefact of the run, and looked at.
PICTURES = Path(__file__).resolve().parents[2] / ".build" / "results" / "screenshots"
_SCREENS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1440, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
}
_AXE = Axe()
# What axe fetches beforehand serves rules that are not asked, and is refused by our content policy.
_AXE_OPTIONS = {"preload": False}
# Shadow roots that are closed to the page around them are open to the tests.
_OPEN_SHADOWS = """
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (options) { return attach.call(this, { ...options, mode: "open" }); };
"""
# Two frames first: what has just moved under the pointer begins to change only with the next one.
_ANIMATIONS_END = """async () => {
    for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
    await Promise.allSettled(
        document.getAnimations()
            .filter((each) => each.effect.getComputedTiming().endTime < Infinity)
            .map((each) => each.finished),
    );
}"""
# What stands out to the right: its first words tell a reader of the failure what to look for.
_WIDER_THAN_THE_SCREEN = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("body *")]
        .filter((each) => each.getBoundingClientRect().right > width + 1)
        .map((each) => `${each.tagName} ${each.className} ${each.textContent.trim().slice(0, 40)}`);
}"""


class Visitor:
    """A browser context with one page; `say` is the wording of its language.

    `options` go to `Browser.new_context`.
    """

    def __init__(self, browser: Browser, url: str, locale: str, device: str, name: str, **options: Any):
        self.url = url
        self.locale = locale
        self.device = device
        self.say = Wording(locale)
        self.name = re.sub(r"\W+", "-", name).strip("-")
        self.complaints: list[str] = []
        self.context = browser.new_context(locale=locale, **{"base_url": url, **_SCREENS[device], **options})
        # Many share two cores; one that fails takes a minute.
        self.context.set_default_timeout(60_000)
        self.context.add_init_script(_OPEN_SHADOWS)
        planted.listen(self.context, url)
        self.context.on("console", self._hear)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page: Page = self.context.new_page()

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    @property
    def is_on_phone(self) -> bool:
        return self.device == "phone"

    def open(self, path: str) -> Response:
        answer = self.page.goto(path)
        assert answer is not None
        return answer

    def see(self, key: str, **values: object) -> Locator:
        """Waits until a text of the strings files is seen; returns where."""
        place = self.page.get_by_text(self.say(key, **values)).filter(visible=True).first
        expect(place).to_be_visible()
        return place

    def speaking(self, locale: str) -> "Visitor":
        """The same visitor at the same page, after the language was changed."""
        other = copy(self)
        other.locale, other.say = locale, Wording(locale)
        return other

    def vanish(self) -> None:
        """Goes as a browser that crashes: every connection of it is cut, and nothing is said."""
        self.context.close()

    def keep_picture(self, moment: str) -> None:
        if self.page.is_closed():
            return
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{self.name}-{moment}.png")

    def assert_good_page(self, moment: str, frame: Frame | None = None) -> None:
        """What holds for every page: its language, nothing beyond the edge, and nothing that axe finds.

        - `moment`: The name of the picture that is kept.
        - `frame`: The part to look at, such as the widget; the whole page without it.
        """
        shown = frame or self.page
        # What is still moving would be seen, and measured, halfway: the picture's places and axe's colours.
        for part in {self.page, shown}:
            part.evaluate(_ANIMATIONS_END)
        self.keep_picture(moment)
        told = shown.evaluate("[document.documentElement.lang, document.title]")
        assert told[0] == self.locale and told[1], f"the page says its language and title are {told}"
        wide = shown.evaluate(_WIDER_THAN_THE_SCREEN)
        assert wide == [], f"beyond the edge: {wide}"
        found = _AXE.run(shown, options=_AXE_OPTIONS)
        assert found.violations_count == 0, found.generate_report()

    def assert_no_complaints(self) -> None:
        """The browser's console heard no error and no warning."""
        assert self.complaints == [], f"the console of {self.name} says {self.complaints}"

    def expect_complaints(self, *patterns: str) -> None:
        """Takes what the browser itself says of a failure that the journey meant to happen."""
        self.complaints = [each for each in self.complaints if not any(re.search(one, each) for one in patterns)]

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")
