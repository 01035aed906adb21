import { drawing, element } from "../../Web/Client/elements.js";
import { enhance } from "../../Web/Client/modules.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";
import { cleanedNodes } from "../../Web/Client/trusted.js";
import { showTabs } from "../Markdown/platform-tabs.js";
import { articles } from "./article-api.js";
import { pictureDialog } from "../Pictures/Desk/picture-dialog.js";
import { apply, pictureNotation, TOOLS } from "./markdown-tools.js";
import { snippetsDialog } from "./snippet-dialogs.js";
import { flawWords } from "./text-flaws.js";

const PREVIEW_PAUSE = 350;
/** What the buttons show: signs that need no language. */
const SIGNS = { heading: "H", bold: "B", italic: "I", code: "</>", link: "↗", list: "•", steps: "1.", quote: "”", table: "⊞", callout: "!", guide: "①", platforms: "▭▯", flowchart: "◇", sequence: "⇄", video: "▶", snippet: "{ }" };
/** What announcements show in words, or not at all. */
const OF_ARTICLES = new Set(["flowchart", "sequence", "video"]);
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
        for (const tool of choices ? [...TOOLS, "picture", "snippet"] : TOOLS.filter((one) => !OF_ARTICLES.has(one))) {
            const button = element("button", { type: "button", class: `button button--quiet editor__tool editor__tool--${tool}`, title: text(`knowledge.tool.${tool}`), "aria-label": text(`knowledge.tool.${tool}`), tabindex: this.#tools.childElementCount === 0 ? 0 : -1 },
                SIGNS[/** @type {keyof typeof SIGNS} */ (tool)] ?? drawing(tool));
            button.addEventListener("click", () => void (tool === "snippet" ? this.#name() : tool === "picture" ? this.#putPictures([null]) : this.#apply(tool)));
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
        if (choices) this.#takePictures();
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

    /**
     * Puts pictures in where the cursor is, one after the other.
     *
     * @param {(File|null)[]} files null for one that is still to be chosen.
     */
    async #putPictures(files) {
        for (const file of files) {
            // Before the dialog: a browser may forget it while the field cannot be reached.
            const end = this.area.selectionEnd;
            const chosen = await pictureDialog({ language: this.area.lang || document.documentElement.lang, file });
            if (!chosen) {
                this.area.focus();
                return this.area.setSelectionRange(end, end);
            }
            const words = pictureNotation(chosen.picture.name, chosen.alt);
            const { value } = this.area;
            // Between files a line, so that each is a picture of its own.
            const gap = end > 0 && files.length > 1 && value[end - 1] !== "\n" ? "\n\n" : "";
            this.#put({ text: value.slice(0, end) + gap + words + value.slice(end), start: end + gap.length + words.length, end: end + gap.length + words.length });
        }
    }

    /** Takes what is pasted or dropped and is a file: what came as words stays words. */
    #takePictures() {
        const { area } = this;
        /** @param {DataTransfer|null} data */
        const files = (data) => [...(data?.files ?? [])];
        area.addEventListener("paste", (event) => {
            const pasted = files(event.clipboardData);
            if (area.readOnly || pasted.length === 0 || event.clipboardData?.types.includes("text/plain")) return;
            event.preventDefault();
            void this.#putPictures(pasted);
        });
        /** @param {DragEvent} event */
        const hasFiles = (event) => !area.readOnly && Boolean(event.dataTransfer?.types.includes("Files"));
        area.addEventListener("dragover", (event) => {
            if (!hasFiles(event)) return;
            event.preventDefault();
            area.dataset.over = "";
        });
        for (const end of ["dragleave", "drop"]) area.addEventListener(end, () => delete area.dataset.over);
        area.addEventListener("drop", (event) => {
            if (!hasFiles(event)) return;
            event.preventDefault();
            void this.#putPictures(files(event.dataTransfer));
        });
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
