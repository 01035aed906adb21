import { api } from "../Timeline/api.js";
import { filledMacro } from "./macros.js";

/** @typedef {import("./types.js").Macro} Macro */
/** @typedef {import("./types.js").InboxRow} InboxRow */

/** The canned replies of the installation, in the customer's language and with their variables filled in. */
export class MacroBook {
    #agent;
    /** @type {Macro[]} */
    #all = [];

    /** @param {import("./types.js").AgentIdentity} agent */
    constructor(agent) {
        this.#agent = agent;
    }

    async load() {
        try {
            this.#all = (await api.get("/api/v1/agent/macros")).data;
        } catch {
            // The desk answers without them; the next page load asks again.
        }
    }

    /**
     * Those in the customer's language; where a shortcut is only there in another one, that.
     *
     * @param {InboxRow|null} row The conversation that they are for.
     * @returns {Macro[]}
     */
    for(row) {
        const locale = row?.locale ?? document.documentElement.lang;
        /** @type {Map<string, Macro>} */
        const best = new Map();
        for (const macro of this.#all) {
            if (!best.has(macro.shortcut) || macro.locale === locale) best.set(macro.shortcut, macro);
        }
        const values = {
            "customer.name": row?.customer.name,
            "conversation.reference": row?.reference,
            "agent.name": this.#agent.name,
            "agent.badge": this.#agent.badge,
        };
        return [...best.values()].map((macro) => ({ ...macro, body: filledMacro(macro.body, values) }));
    }
}
