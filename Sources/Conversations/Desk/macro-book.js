import { api } from "../Timeline/api.js";
import { filledMacro } from "./filled-macro.js";

/** @typedef {import("./types.js").Macro} Macro */
/** @typedef {import("./types.js").InboxRow} InboxRow */

/** The macros of the installation and this agent's own, in the customer's language and with their variables filled in. */
export class MacroBook {
    #agent;
    /** @type {Macro[]} */
    #all = [];

    /** @param {import("./types.js").AgentIdentity} agent */
    constructor(agent) {
        this.#agent = agent;
        // They are written on a page of their own: who comes back from it has the new ones.
        document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void this.load());
    }

    async load() {
        try {
            this.#all = (await api.get("/api/v1/agent/macros")).data;
        } catch {
            // The desk answers without them; the next look asks again.
        }
    }

    /**
     * All of them, each in the customer's language or the nearest that it has.
     *
     * @param {InboxRow|null} row The conversation that they are for.
     * @returns {Macro[]}
     */
    for(row) {
        const locale = row?.locale ?? document.documentElement.lang;
        const values = {
            "customer.name": row?.customer.name,
            "conversation.reference": row?.reference,
            "conversation.subject": row?.subject,
            "agent.name": this.#agent.name,
            "agent.badge": this.#agent.badge,
        };
        const filled = (/** @type {string} */ body) => filledMacro(body, values);
        return this.#all.map((macro) => {
            const texts = macro.texts.map((one) => ({ ...one, body: filled(one.body) }));
            const actions = macro.actions.map((action) => ({
                ...action,
                ...(action.body ? { body: filled(action.body) } : {}),
                ...(action.value ? { value: filled(action.value) } : {}),
            }));
            return { ...macro, ...nearest(texts, locale), texts, actions };
        });
    }
}

/**
 * The text in a language, or the nearest that there is: another of the same language, English, any.
 *
 * @template {{locale: string}} Text
 * @param {Text[]} texts One at least.
 * @param {string} locale
 * @returns {Text}
 */
export function nearest(texts, locale) {
    const language = (/** @type {string} */ code) => code.split("-")[0];
    return texts.find((one) => one.locale === locale) ?? texts.find((one) => language(one.locale) === language(locale))
        ?? texts.find((one) => one.locale === "en") ?? texts[0];
}
