import { element } from "../../Web/Client/elements.js";
import { enhance } from "../../Web/Client/modules.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";
import { cleanedNodes } from "../../Web/Client/trusted.js";
import { showTabs } from "../Markdown/platform-tabs.js";
import { articles } from "./article-api.js";
import { apply, TOOLS } from "./markdown-tools.js";
import { snippetsDialog } from "./snippet-dialogs.js";
import { flawWords } from "./text-flaws.js";

const PREVIEW_PAUSE = 350;
/** What the buttons show: signs that need no language. */
const SIGNS = { heading: "H", bold: "B", italic: "I", code: "</>", link: "↗", list: "•", steps: "1.", quote: "”", table: "⊞", callout: "!", guide: "①", platforms: "▭▯", flowchart: "◇", sequence: "⇄", snippet: "{ }" };
/** What announcements show in words. */
const DRAWN = new Set(["flowchart", "sequence"]);
const KEYS = { b: "bold", i: "italic", k: "link" };

/**
 * A Markdown text on the left, what readers would see of it on the right; one of both where there is little room.
 * Events: `input`.
 */
export class MarkdownField extends EventTarget {
    area = element("textarea", { class: "input editor__area", id: "article-body", spellcheck: "true", dir: "auto" });
    #preview = element("div", { class: "prose editor__prose", tabindex: 0, role: "region", "aria-label": text("knowledge.preview") });
    #tools = element("div", { class: "editor__tools", role: "toolbar", "aria-label": text("knowledge.tools") });
    /** @type {AbortController|null} */
    #asked = null;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #pause;
    root;

    #choices;

    /** @param {(() => import("./article-api.js").Choices)|null} [choices] What an article can be given; null for an announcement, which has less. */
    constructor(choices = null) {
        super();
        this.#choices = choices;
        for (const tool of choices ? [...TOOLS, "snippet"] : TOOLS.filter((one) => !DRAWN.has(one))) {
            const button = element("button", { type: "button", class: `button button--quiet editor__tool editor__tool--${tool}`, title: text(`knowledge.tool.${tool}`), "aria-label": text(`knowledge.tool.${tool}`), tabindex: this.#tools.childElementCount === 0 ? 0 : -1 },
                SIGNS[/** @type {keyof typeof SIGNS} */ (tool)]);
            button.addEventListener("click", () => void (tool === "snippet" ? this.#name() : this.#apply(tool)));
            this.#tools.append(button);
        }
        this.#tools.addEventListener("keydown", (event) => this.#walk(event));
        this.area.addEventListener("input", () => this.#wrote());
        this.area.addEventListener("keydown", (event) => {
            const tool = KEYS[/** @type {keyof typeof KEYS} */ (event.key.toLowerCase())];
            if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || !tool) return;
            event.preventDefault();
            this.#apply(tool);
        });
        const sides = ["write", "preview"].map((side, index) => {
            const button = element("button", { type: "button", class: "tabs__tab", "aria-pressed": index === 0 ? "true" : "false" }, text(`knowledge.side.${side}`));
            button.addEventListener("click", () => {
                this.root.dataset.side = side;
                for (const other of sides) other.setAttribute("aria-pressed", other === button ? "true" : "false");
            });
            return button;
        });
        this.root = element("div", { class: "editor__text", "data-side": "write" },
            element("div", { class: "tabs editor__sides", role: "group", "aria-label": text("knowledge.sides") }, ...sides),
            element("div", { class: "editor__write" }, this.#tools, element("label", { class: "visually-hidden", for: "article-body" }, text("knowledge.body")), this.area),
            element("div", { class: "editor__preview" }, element("p", { class: "editor__preview-label", "aria-hidden": "true" }, text("knowledge.preview")), this.#preview));
    }

    get value() {
        return this.area.value;
    }

    set value(body) {
        this.area.value = body;
        this.show();
    }

    /** @param {boolean} isFixed Whether it can only be read. */
    set isFixed(isFixed) {
        this.area.readOnly = isFixed;
        this.#tools.hidden = isFixed;
    }

    /** Shows what readers would see. */
    async show() {
        this.#asked?.abort();
        const asked = new AbortController();
        this.#asked = asked;
        this.#preview.lang = this.area.lang;
        if (!this.area.value.trim()) return this.#preview.replaceChildren(element("p", { class: "editor__nothing" }, text("knowledge.preview_empty")));
        try {
            const { html, flaws } = await articles.preview(this.area.value, this.area.lang, this.#choices ? "article" : "announcement", asked.signal);
            const told = flaws.length > 0 && element("ul", { class: "editor__flaws", lang: document.documentElement.lang }, ...flaws.map((flaw) => element("li", {}, flawWords(flaw))));
            this.#preview.replaceChildren(...(told ? [told] : []), ...cleanedNodes(html));
            enhance("platform-tabs", showTabs, this.#preview);
        } catch (error) {
            if (!asked.signal.aborted) this.#preview.replaceChildren(element("p", { role: "alert" }, problemText(error)));
        }
    }

    #wrote() {
        this.dispatchEvent(new Event("input"));
        clearTimeout(this.#pause);
        this.#pause = setTimeout(() => void this.show(), PREVIEW_PAUSE);
    }

    /** Names a snippet where the cursor is. */
    async #name() {
        const words = this.#choices && (await snippetsDialog(this.#choices(), true));
        if (!words) return;
        const { value, selectionStart: start, selectionEnd: end } = this.area;
        this.#put({ text: value.slice(0, start) + words + value.slice(end), start: start + words.length, end: start + words.length });
    }

    /** @param {string} tool */
    #apply(tool) {
        const { value, selectionStart, selectionEnd } = this.area;
        this.#put(apply(tool, { text: value, start: selectionStart, end: selectionEnd }));
    }

    /** @param {import("./markdown-tools.js").Selection} made */
    #put(made) {
        this.area.value = made.text;
        this.area.focus();
        this.area.setSelectionRange(made.start, made.end);
        this.#wrote();
    }

    /**
     * Arrow keys go from button to button.
     *
     * @param {KeyboardEvent} event
     */
    #walk(event) {
        const buttons = [...this.#tools.querySelectorAll("button")];
        const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
        const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
        if (step === 0 || at < 0) return;
        event.preventDefault();
        const next = buttons[(at + step + buttons.length) % buttons.length];
        for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
        next.focus();
    }
}
