import { languageName } from "../../Web/Client/format.js";
import { ProblemError } from "../../Web/Client/http.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { locale, text } from "../../Web/Client/strings.js";
import { api } from "../Timeline/api.js";
import { drawing, element } from "../Timeline/elements.js";
import { isForeign } from "./written-language.js";

/** @typedef {import("../Timeline/grouping.js").Entry} Entry */
/** @typedef {{state: "asked"|"known"|"failed", isShown: boolean, body?: string, from?: string, trouble?: string}} Known */

/**
 * Messages in the reader's language, under their own words: one by one, or a conversation's all at once. Only where the
 * installation has a translator. Event: `change`.
 */
export class Translations extends EventTarget {
    /** Requests at a time: a conversation's are not to hold up everything else. */
    static MOST = 3;
    /** The most translations that are kept. */
    static KEPT = 500;

    #isOffered;
    #localeOf;
    /** @type {Map<string, Known>} By conversation and number. */
    #known = new Map();
    /** @type {Set<string>} Conversations of which everything foreign is translated. */
    #whole = new Set();
    /** @type {{conversation: string, seq: number}[]} */
    #waiting = [];
    #running = 0;

    /**
     * @param {boolean} isOffered Whether the installation has a translator.
     * @param {(conversation: string) => string} localeOf The language of a conversation.
     */
    constructor(isOffered, localeOf) {
        super();
        this.#isOffered = isOffered;
        this.#localeOf = localeOf;
    }

    get areOffered() {
        return this.#isOffered;
    }

    /** @param {string} conversation */
    isWhole(conversation) {
        return this.#whole.has(conversation);
    }

    /**
     * Shows the translations of everything foreign in a conversation, what is yet to come too, or hides them all.
     *
     * @param {string} conversation
     * @returns {boolean} Whether they are shown now.
     */
    toggleWhole(conversation) {
        const isShown = !this.#whole.delete(conversation);
        if (isShown) this.#whole.add(conversation);
        for (const [key, known] of this.#known) {
            if (key.startsWith(`${conversation} `)) known.isShown = isShown;
        }
        this.#changed();
        return isShown;
    }

    /**
     * What stands under a message; null for nothing.
     *
     * @param {Entry} entry
     * @returns {{mark: string, view: () => HTMLElement}|null} It is made anew when `mark` changes.
     */
    under(entry) {
        const { message } = entry;
        const { conversation, seq, note_seq, kind, body, author } = message;
        if (!this.#isOffered || seq === undefined || note_seq !== undefined || kind === "event" || author.type === "system" || body === "") return null;
        const key = `${conversation} ${seq}`;
        const known = this.#known.get(key);
        if (known?.isShown) return { mark: `${known.state} ${known.trouble ?? ""}`, view: () => shown(known, seq) };
        if (!known && !isForeign(body, this.#localeOf(conversation), locale())) return null;
        if (!known && this.#whole.has(conversation)) {
            this.#ask(conversation, seq);
            return this.under(entry);
        }
        return { mark: "offered", view: () => element("div", { class: "desk-translation" }, button(seq, "show")) };
    }

    /**
     * Shows or hides the translation of one message.
     *
     * @param {string} conversation
     * @param {number} seq
     */
    toggle(conversation, seq) {
        const known = this.#known.get(`${conversation} ${seq}`);
        if (!known || known.state === "failed") this.#ask(conversation, seq);
        else known.isShown = !known.isShown;
        this.#changed();
    }

    /**
     * @param {string} conversation
     * @param {number} seq
     */
    #ask(conversation, seq) {
        this.#known.delete(`${conversation} ${seq}`);
        this.#known.set(`${conversation} ${seq}`, { state: "asked", isShown: true });
        const [oldest] = this.#known.keys();
        if (this.#known.size > Translations.KEPT) this.#known.delete(oldest);
        // What was asked for last is looked at now.
        this.#waiting.unshift({ conversation, seq });
        this.#work();
    }

    #work() {
        while (this.#running < Translations.MOST) {
            const next = this.#waiting.shift();
            if (!next) return;
            this.#running += 1;
            void this.#fetch(next).finally(() => {
                this.#running -= 1;
                this.#changed();
                this.#work();
            });
        }
    }

    /** @param {{conversation: string, seq: number}} message */
    async #fetch({ conversation, seq }) {
        const known = this.#known.get(`${conversation} ${seq}`);
        if (!known) return;
        try {
            const { body, from } = await api.get(`/api/v1/agent/conversations/${conversation}/messages/${seq}/translation?to=${locale()}`);
            Object.assign(known, { state: "known", body, from });
        } catch (error) {
            Object.assign(known, { state: "failed", trouble: problemText(error instanceof ProblemError ? error : null) });
        }
    }

    #changed() {
        this.dispatchEvent(new CustomEvent("change"));
    }
}

/**
 * @param {Known} known
 * @param {number} seq
 */
function shown({ state, body = "", from, trouble = "" }, seq) {
    if (state === "asked") return element("div", { class: "desk-translation", role: "status" }, element("p", {}, text("desk.translation.asked")));
    if (state === "failed") return element("div", { class: "desk-translation", role: "status" }, element("p", {}, trouble), button(seq, "again"));
    const told = from ? text("desk.translation.from", { language: languageName(from) }) : text("desk.translation.unknown");
    return element("div", { class: "desk-translation", role: "group", "aria-label": text("desk.translation.label") },
        element("p", { class: "desk-translation__text", dir: "auto", lang: locale() }, body),
        element("p", { class: "desk-translation__about" }, drawing("globe"), told, button(seq, "hide")));
}

/**
 * @param {number} seq
 * @param {"show"|"hide"|"again"} what
 */
function button(seq, what) {
    return element("button", { type: "button", class: "timeline-entry__again", "data-under": seq }, text(`desk.translation.${what}`));
}
