import { RealtimeConnection } from "../../Realtime/Client/connection.js";
import { ProblemError } from "../../Web/Client/http.js";
import { enhance, required } from "../../Web/Client/modules.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";
import { api } from "../Timeline/api.js";
import { approvalView, deedsView, revealView, rulesView } from "./approval-view.js";

/** @typedef {import("./approval-view.js").Approval} Approval */
/** @typedef {"waiting"|"decided"|"reveals"|"rules"|"verified"} List */

const PATH = "/api/v1/agent/approvals";
const RULES = "/api/v1/admin/approval-rules";
const VERIFIED = "/api/v1/admin/verification-rules";
const REVEALS = "/api/v1/admin/reveals";
const SAID_FOR = 6000;

/** The page of what needs a second person: each list is read anew when something was asked for or decided. */
class ApprovalsPage {
    #root;
    /** @type {List} */
    #list = "waiting";
    /** @type {string|null} */
    #cursor = null;
    /** Notes that were begun, by request. @type {Map<string, string>} */
    #notes = new Map();
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #silence;

    /** @param {HTMLElement} root */
    constructor(root) {
        this.#root = root;
        addEventListener("hashchange", () => void this.#went(true));
        this.#node("more").addEventListener("click", () => void this.#loadMore());
        const url = new URL("/api/v1/realtime?as=agent", location.href);
        url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
        this.connection = new RealtimeConnection({
            url: url.href,
            scope: root.dataset.agent ?? "",
            isAgent: true,
            // Nothing is sent here: what the desk has yet to send is the desk's.
            storage: null,
            checkSession: () => api.isSignedIn("/api/v1/agent/me"),
        });
    }

    start() {
        this.connection.addEventListener("approvals", () => void this.#load());
        this.connection.subscribeFeed("inbox");
        this.connection.start();
        document.addEventListener("visibilitychange", () => void (document.hidden || this.#load()));
        return this.#went(false);
    }

    /** @param {boolean} isFocused Whether somebody went there just now. */
    #went(isFocused) {
        const tabs = [...this.#root.querySelectorAll("[data-tab]")];
        const wanted = tabs.find((tab) => tab.getAttribute("href") === location.hash) ?? tabs[0];
        this.#list = /** @type {List} */ (wanted?.getAttribute("data-tab") ?? "waiting");
        for (const tab of tabs) {
            if (tab === wanted) tab.setAttribute("aria-current", "true");
            else tab.removeAttribute("aria-current");
        }
        // On a phone the tabs are wider than the screen.
        wanted?.scrollIntoView({ inline: "nearest", block: "nearest" });
        const title = this.#node("list-title");
        title.textContent = text(`approvals.list.${this.#list}`);
        if (isFocused) title.focus();
        this.#node("list").replaceChildren();
        return this.#load();
    }

    async #load() {
        const list = this.#list;
        // Rules that somebody is changing stay as they are on the screen.
        if ((list === "rules" || list === "verified") && this.#node("list").childElementCount > 0) return;
        try {
            const [found, { waiting }] = await Promise.all([api.get(address(list)), api.get(`${PATH}?limit=1`)]);
            if (list !== this.#list) return;
            this.#node("count").textContent = waiting > 0 ? String(waiting) : "";
            this.#node("main").removeAttribute("aria-busy");
            this.#show(found.data, found.next_cursor ?? null, true);
        } catch (error) {
            this.#node("none").textContent = problemText(error);
        }
    }

    async #loadMore() {
        try {
            const { data, next_cursor } = await api.get(`${address(this.#list)}&cursor=${encodeURIComponent(this.#cursor ?? "")}`);
            this.#show(data, next_cursor, false);
        } catch (error) {
            this.#say(problemText(error));
        }
    }

    /**
     * @param {any[]} data
     * @param {string|null} cursor
     * @param {boolean} isAnew Whether it takes the place of what is there.
     */
    #show(data, cursor, isAnew) {
        const place = this.#node("list");
        if (isAnew) this.#keepNotes();
        const focused = document.activeElement?.id;
        const made =
            this.#list === "rules" ? [rulesView(data, (actions) => this.#setRules(RULES, { actions }))]
            : this.#list === "verified" ? [deedsView(data, (deeds) => this.#setRules(VERIFIED, { deeds }))]
            : this.#list === "reveals" ? data.map(revealView)
            : data.map((approval) => approvalView(approval, this.#notes.get(approval.id) ?? "", this.#root.dataset.agent ?? "", (way) => void this.#act(approval, way)));
        if (isAnew) place.replaceChildren(...made);
        else place.append(...made);
        if (focused) document.getElementById(focused)?.focus();
        this.#cursor = cursor;
        this.#node("more").hidden = cursor === null;
        this.#node("none").textContent = place.childElementCount === 0 ? text(`approvals.none.${this.#list}`) : "";
    }

    #keepNotes() {
        for (const field of this.#root.querySelectorAll("textarea[data-approval]")) {
            if (field instanceof HTMLTextAreaElement) this.#notes.set(field.dataset.approval ?? "", field.value);
        }
    }

    /**
     * @param {Approval} approval
     * @param {"approve"|"refuse"|"withdraw"} way
     */
    async #act(approval, way) {
        this.#keepNotes();
        const note = (this.#notes.get(approval.id) ?? "").trim();
        if (way === "refuse" && !note) {
            document.getElementById(`note-${approval.id}`)?.focus();
            return this.#say(text("approvals.note_missing"));
        }
        try {
            await api.post(`${PATH}/${approval.id}/${way}`, way === "withdraw" ? {} : { note });
            this.#notes.delete(approval.id);
            this.#say(text(`approvals.done.${way}`));
        } catch (error) {
            this.#say(problemText(error));
            if (!(error instanceof ProblemError) || error.status !== 409) return;
        }
        await this.#load();
        this.#node("list-title").focus();
    }

    /**
     * @param {string} path
     * @param {Record<string, string[]>} rules
     */
    async #setRules(path, rules) {
        try {
            await api.put(path, rules);
            this.#say(text("approvals.rules.saved"));
        } catch (error) {
            this.#say(problemText(error));
        }
        this.#node("list").replaceChildren();
        await this.#load();
    }

    /** @param {string} words Seen for a moment; empty for nothing. */
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

/** @param {List} list */
function address(list) {
    if (list === "rules") return RULES;
    if (list === "verified") return VERIFIED;
    return list === "reveals" ? `${REVEALS}?limit=50` : `${PATH}?status=${list}`;
}

enhance("approvals", (/** @type {HTMLElement} */ root) => void new ApprovalsPage(root).start());
