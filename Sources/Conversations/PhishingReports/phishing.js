import { timeAgo } from "../../Web/Client/format.js";
import { ProblemError } from "../../Web/Client/http.js";
import { enhance, required } from "../../Web/Client/modules.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { plural, text } from "../../Web/Client/strings.js";
import { api } from "../Timeline/api.js";
import { element } from "../Timeline/elements.js";
import { reportView } from "./report-view.js";

/** @typedef {"new"|"confirmed"|"dismissed"} Status */
/** @typedef {{at: string, source: string, conversation?: string, reference?: string, seq?: number, comment: string}} Sighting */
/**
 * @typedef {object} Report
 * @property {string} id
 * @property {string} kind
 * @property {string} subject
 * @property {Status} status
 * @property {number} count
 * @property {string} first_reported_at
 * @property {string} last_reported_at
 * @property {{note: string, agent: string, at: string}} [decision]
 * @property {{url: string, at: string}} [warning]
 * @property {{url: string, width: number, height: number}} [picture]
 * @property {Sighting[]} [sightings]
 */

const PATH = "/api/v1/admin/phishing-reports";
/** What the address says is looked at: `#confirmed/phr_…`. */
const ADDRESS = /^#(new|confirmed|dismissed)(?:\/(phr_[a-z0-9]+))?$/;
const SAID_FOR = 6000;

/** The page on which reports of fakes are decided: a list, the report beside it, and a key for everything. */
class PhishingDesk {
    #root;
    /** @type {Status} */
    #status = "new";
    /** @type {Report[]} */
    #reports = [];
    /** @type {string|null} */
    #cursor = null;
    /** @type {Report|null} */
    #open = null;
    /** Notes that were begun, by report. @type {Map<string, string>} */
    #notes = new Map();
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #silence;

    /** @param {HTMLElement} root */
    constructor(root) {
        this.#root = root;
        addEventListener("hashchange", () => void this.#went(true));
        document.addEventListener("visibilitychange", () => void (document.hidden || this.#load()));
        document.addEventListener("keydown", (event) => this.#pressed(event));
        this.#node("more").addEventListener("click", () => void this.#loadMore());
    }

    start() {
        return this.#went(false);
    }

    /** @param {boolean} isFocused Whether somebody went there just now. */
    async #went(isFocused) {
        const [, status, id] = ADDRESS.exec(location.hash) ?? [];
        const before = this.#status;
        this.#status = /** @type {Status|undefined} */ (status) ?? "new";
        if (before !== this.#status || this.#reports.length === 0) await this.#load();
        await this.#show(id ?? null);
        if (!isFocused) return;
        if (this.#open) /** @type {HTMLElement|null} */ (this.#node("report").querySelector("h2"))?.focus();
        else this.#node("list-title").focus();
    }

    async #load() {
        try {
            const { data, next_cursor, counts } = await api.get(`${PATH}?status=${this.#status}`);
            [this.#reports, this.#cursor] = [data, next_cursor];
            for (const [status, count] of Object.entries(counts)) {
                const place = this.#root.querySelector(`[data-count=${status}]`);
                if (place) place.textContent = count > 0 ? String(count) : "";
            }
            this.#node("main").removeAttribute("aria-busy");
            this.#showList();
        } catch (error) {
            this.#node("none").textContent = problemText(error);
        }
    }

    async #loadMore() {
        try {
            const { data, next_cursor } = await api.get(`${PATH}?status=${this.#status}&cursor=${encodeURIComponent(this.#cursor ?? "")}`);
            [this.#reports, this.#cursor] = [[...this.#reports, ...data], next_cursor];
            this.#showList();
        } catch (error) {
            this.#say(problemText(error));
        }
    }

    #showList() {
        for (const tab of this.#root.querySelectorAll("[data-tab]")) {
            if (tab.getAttribute("data-tab") === this.#status) tab.setAttribute("aria-current", "true");
            else tab.removeAttribute("aria-current");
        }
        const hadFocus = this.#node("list").contains(document.activeElement);
        this.#node("to-list").setAttribute("href", `#${this.#status}`);
        this.#node("list").replaceChildren(...this.#reports.map((report) => this.#item(report)));
        this.#node("more").hidden = this.#cursor === null;
        this.#node("none").textContent = this.#reports.length === 0 ? text(`phishing.none.${this.#status}`) : "";
        if (hadFocus) /** @type {HTMLElement|null} */ (this.#node("list").querySelector("[aria-current=true]"))?.focus();
    }

    /** @param {Report} report */
    #item({ id, kind, subject, count, last_reported_at, warning }) {
        const about = [text(`phishing.kind.${kind}`), timeAgo(last_reported_at), warning && text("phishing.warned")].filter(Boolean);
        return element("li", {}, element("a", { class: "desk-page__item", href: `#${this.#status}/${id}`, "aria-current": id === this.#open?.id ? "true" : null },
            element("span", { class: "routing__name" }, element("bdi", {}, subject)),
            element("span", { class: "routing__mark tabular" }, plural("phishing.count", count)),
            element("span", { class: "routing__about" }, about.join(" · "))));
    }

    /** @param {string|null} id */
    async #show(id) {
        this.#keepNote();
        this.#open = null;
        if (id) {
            try {
                this.#open = await api.get(`${PATH}/${id}`);
            } catch (error) {
                this.#say(problemText(error));
            }
        }
        this.#root.dataset.column = this.#open ? "editor" : "list";
        const hint = element("div", { class: "routing__hint" }, element("p", {}, text("phishing.hint")), element("p", {}, text("phishing.keys")));
        const note = this.#open ? (this.#notes.get(this.#open.id) ?? "") : "";
        this.#node("report").replaceChildren(this.#open ? reportView(this.#open, note, (action) => void this.#act(action)) : hint);
        this.#showList();
    }

    #keepNote() {
        const field = this.#root.querySelector("#phishing-note");
        if (this.#open && field instanceof HTMLTextAreaElement) this.#notes.set(this.#open.id, field.value);
    }

    /** @param {"confirm"|"dismiss"|"warn"|"end"} action */
    async #act(action) {
        const report = this.#open;
        if (!report) return;
        this.#keepNote();
        const note = this.#notes.get(report.id) ?? "";
        try {
            if (action === "warn") await api.post(`${PATH}/${report.id}/warning`);
            else if (action === "end") await api.delete(`${PATH}/${report.id}/warning`);
            else await api.post(`${PATH}/${report.id}/decision`, { status: action === "confirm" ? "confirmed" : "dismissed", note, expected: report.status });
            this.#notes.delete(report.id);
            await this.#goOn(action, report);
            this.#say(text(`phishing.done.${action}`, { subject: report.subject }));
        } catch (error) {
            this.#say(problemText(error));
            // Somebody was faster: what they decided is shown.
            if (error instanceof ProblemError && error.status === 409) await this.#goOn("end", report);
        }
    }

    /**
     * After a decision the next one comes up; after anything else the same one stays.
     *
     * @param {"confirm"|"dismiss"|"warn"|"end"} action
     * @param {Report} report
     */
    async #goOn(action, report) {
        // The note belongs to what was decided.
        const field = this.#root.querySelector("#phishing-note");
        if (field instanceof HTMLTextAreaElement) field.value = this.#notes.get(report.id) ?? "";
        const index = this.#reports.findIndex(({ id }) => id === report.id);
        await this.#load();
        if (action === "warn" || action === "end" || report.status !== "new") return this.#show(report.id);
        const next = this.#reports[Math.min(index, this.#reports.length - 1)];
        history.replaceState(null, "", next ? `#${this.#status}/${next.id}` : `#${this.#status}`);
        await this.#show(next?.id ?? null);
        if (this.#open) /** @type {HTMLElement|null} */ (this.#node("report").querySelector("h2"))?.focus();
    }

    /** @param {KeyboardEvent} event */
    #pressed(event) {
        const isWriting = event.target instanceof HTMLElement && event.target.closest("input, textarea, select");
        if (event.key === "Escape" && isWriting instanceof HTMLElement) return isWriting.blur();
        if (isWriting || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
        const key = event.key.toLowerCase();
        if (key === "j" || key === "k") return this.#step(key === "j" ? 1 : -1);
        if (key === "n") {
            event.preventDefault();
            return /** @type {HTMLElement|null} */ (this.#root.querySelector("#phishing-note"))?.focus();
        }
        const button = this.#root.querySelector(`[data-key="${CSS.escape(key)}"]`);
        if (button instanceof HTMLButtonElement) button.click();
    }

    /** @param {number} by */
    #step(by) {
        const index = this.#reports.findIndex(({ id }) => id === this.#open?.id);
        const next = this.#reports[index < 0 ? 0 : Math.min(Math.max(index + by, 0), this.#reports.length - 1)];
        if (next) location.hash = `#${this.#status}/${next.id}`;
    }

    /** @param {string} words */
    #say(words) {
        clearTimeout(this.#silence);
        this.#node("said").textContent = words;
        if (words) this.#silence = setTimeout(() => this.#say(""), SAID_FOR);
    }

    /** @param {string} name */
    #node(name) {
        return required(this.#root, `[data-part=${name}]`, HTMLElement);
    }
}

enhance("phishing", (/** @type {HTMLElement} */ root) => void new PhishingDesk(root).start());
