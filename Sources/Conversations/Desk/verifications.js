import { clockTime, fullTime } from "../../Web/Client/format.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";
import { api } from "../Timeline/api.js";
import { drawing, element } from "../Timeline/elements.js";
import { verificationWords } from "../Timeline/secure-card.js";

/** @typedef {import("../Timeline/secure-card.js").VerificationState} VerificationState */
/** @typedef {import("../Timeline/secure-card.js").Verifier} Verifier */
/** @typedef {{data: VerificationState[], methods: string[], purposes: string[]}} VerificationList */

/** Levels that are offered; any other can be typed. */
const LEVELS = ["L1", "L2", "L3"];

/** @param {string} conversation */
const path = (conversation) => `/api/v1/agent/conversations/${conversation}/verifications`;

/**
 * What secure cards ask at the desk: they show what became of them, and nothing can be typed.
 *
 * @param {() => string} conversation
 * @param {boolean} canAnswer
 * @returns {Verifier}
 */
export function deskVerifier(conversation, canAnswer) {
    const state = async (/** @type {string} */ id) => {
        /** @type {VerificationList} */
        const { data } = await api.get(path(conversation()));
        const found = data.find((one) => one.id === id);
        if (!found) throw new Error("the verification is not in its conversation");
        return found;
    };
    return canAnswer ? { state, takeBack: (id) => api.delete(`${path(conversation())}/${id}`) } : { state };
}

/** Asks a customer to prove who they are: what for, then how. */
export class Verifications {
    #desk;

    /** @param {{palette: import("./palette.js").Palette, toasts: import("./toasts.js").Toasts, pane: {id: string|null}}} desk */
    constructor(desk) {
        this.#desk = desk;
    }

    /** @param {string[]|null} [purposes] What it would do to verify for, the best first; null for whatever there is. */
    async ask(purposes = null) {
        const { palette, toasts, pane } = this.#desk;
        const conversation = pane.id;
        if (!conversation) return;
        /** @type {VerificationList} */
        let list;
        try {
            list = await api.get(path(conversation));
        } catch (error) {
            return toasts.warn(problemText(error));
        }
        if (list.methods.length === 0) return toasts.warn(text("desk.verification.none"));
        await palette.open({
            label: text("desk.verification.purpose"),
            choices: () => (purposes ?? list.purposes).map((purpose) => ({ id: purpose, label: verificationWords("purpose", purpose), icon: "shield-check" })),
            choose: (purpose) => this.#askMethod(conversation, purpose, list.methods),
        });
    }

    /**
     * @param {string} conversation
     * @param {string} purpose
     * @param {string[]} methods
     */
    #askMethod(conversation, purpose, methods) {
        return this.#desk.palette.open({
            label: text("desk.verification.method", { purpose: verificationWords("purpose", purpose) }),
            choices: () => methods.map((method) => ({ id: method, label: verificationWords("method", method), detail: text(`desk.verification.about.${method}`), icon: "key" })),
            choose: (method) => void (method === "identity_level" ? this.#askLevel(conversation, purpose) : this.#send(conversation, { purpose, method })),
        });
    }

    /**
     * @param {string} conversation
     * @param {string} purpose
     */
    #askLevel(conversation, purpose) {
        return this.#desk.palette.open({
            label: text("desk.verification.level"),
            choices: () => LEVELS.map((level) => ({ id: level, label: level, icon: "fingerprint" })),
            others: (typed) => (typed && !LEVELS.includes(typed) ? [{ id: `typed:${typed}`, label: typed, icon: "fingerprint" }] : []),
            choose: (id) => void this.#send(conversation, { purpose, method: "identity_level", level: id.replace(/^typed:/u, "") }),
        });
    }

    /**
     * @param {string} conversation
     * @param {{purpose: string, method: string, level?: string}} body
     */
    async #send(conversation, body) {
        const { toasts } = this.#desk;
        try {
            await api.post(path(conversation), body);
            toasts.say(text("desk.verification.asked"));
        } catch (error) {
            toasts.warn(problemText(error));
        }
    }
}

/**
 * What holds for a conversation now, and what is waited for; nothing of how it was answered.
 *
 * @param {string} conversation
 * @param {(() => void)|null} ask Null for whoever cannot.
 * @param {() => void} ended Told when something has run out.
 */
export function verificationList(conversation, ask, ended) {
    const list = element("ul", { role: "list", class: "desk-verified__list" });
    const section = element("section", { class: "desk-past desk-verified", "data-part": "verified", "data-conversation": conversation },
        element("h3", { class: "desk-customer__heading" }, text("desk.verification.title")), list);
    if (ask) {
        const button = element("button", { type: "button", class: "button button--quiet desk-verified__ask" }, drawing("shield-check"), text("desk.verification.ask"));
        button.addEventListener("click", ask);
        section.append(button);
    }
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    let timer;
    /** @param {VerificationState[]} all */
    const show = (all) => {
        clearTimeout(timer);
        const now = Date.now();
        const current = all.filter(({ status, valid_until: until }) => status === "waiting" || (status === "verified" && Date.parse(until ?? "") > now));
        list.replaceChildren(...current.map(item));
        if (current.length === 0) list.append(element("li", { class: "desk-customer__none" }, text("desk.verification.nothing")));
        const ends = current.map(({ status, valid_until: until, expires_at: end }) => Date.parse((status === "verified" ? until : end) ?? ""));
        if (ends.length > 0) timer = setTimeout(() => section.isConnected && void load().then(ended), Math.max(1000, Math.min(...ends) - now + 500));
    };
    const load = async () => {
        try {
            show((await api.get(path(conversation))).data);
        } catch (error) {
            list.replaceChildren(element("li", { class: "desk-customer__none" }, problemText(error)));
        }
    };
    void load();
    return { section, load };
}

/** @param {VerificationState} verification */
function item({ purpose, method, status, asked_by: asker, valid_until: until }) {
    const words = { purpose: verificationWords("purpose", purpose), method: verificationWords("method", method), time: until ? clockTime(until) : "" };
    return element("li", { class: `desk-verified__item desk-verified__item--${status}`, title: until ? fullTime(until) : "" },
        drawing(status === "verified" ? "badge-check" : "clock"), element("span", {}, text(`desk.verification.${status === "waiting" && asker === "assistant" ? "waiting_assistant" : status}`, words)));
}

/**
 * That something is seen or done only for a customer who has proved who they are, and the way there.
 *
 * @param {string} words What it is.
 * @param {string[]} purposes What it would do to verify for, the best first.
 * @param {((purposes: string[]) => void)|null} ask Null for whoever cannot.
 */
export function verificationNeeded(words, purposes, ask) {
    const node = element("div", { class: "desk-needed", role: "note" }, element("p", { class: "desk-needed__text" }, drawing("lock"), element("span", {}, words)));
    if (ask) {
        const button = element("button", { type: "button", class: "button desk-needed__ask" }, text("desk.verification.needed_ask"));
        button.addEventListener("click", () => ask(purposes));
        node.append(button);
    }
    return node;
}
