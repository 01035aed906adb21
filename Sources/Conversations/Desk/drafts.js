import { browserStorage } from "../../Realtime/Client/connection.js";

/** What an agent has written and not sent, kept for every conversation, reply and note apart, through reloads. */
export class Drafts {
    #prefix;
    #storage = browserStorage();
    /** @type {Map<string, string>} */
    #memory = new Map();

    /** @param {string} agent */
    constructor(agent) {
        this.#prefix = `switchboard.desk.draft.${agent}.`;
    }

    /**
     * @param {string} conversation
     * @param {"text"|"note"} kind
     */
    get(conversation, kind) {
        const key = `${this.#prefix}${conversation}.${kind}`;
        try {
            return this.#memory.get(key) ?? this.#storage?.getItem(key) ?? "";
        } catch {
            return "";
        }
    }

    /**
     * @param {string} conversation
     * @param {"text"|"note"} kind
     * @param {string} value
     */
    set(conversation, kind, value) {
        const key = `${this.#prefix}${conversation}.${kind}`;
        this.#memory.set(key, value);
        try {
            if (value === "") this.#storage?.removeItem(key);
            else this.#storage?.setItem(key, value);
        } catch {
            // Storage is full or forbidden: memory has it as long as the page lives.
        }
    }
}
