/** @typedef {import("./wire.js").Outgoing} Outgoing */

/**
 * What was written and is not acknowledged yet, kept through reloads.
 *
 * Each message is a key of its own, so that two tabs do not overwrite each other's list; both may send the same
 * message, which its `client_id` makes harmless.
 */
export class Outbox {
    #prefix;
    #storage;
    /** @type {Map<string, Outgoing & {order: number}>} */
    #entries = new Map();
    #order = 0;

    /**
     * @param {string} scope Whose messages: the person's id, so that nobody sends what somebody else wrote.
     * @param {Storage|null} storage null keeps them in memory alone.
     */
    constructor(scope, storage) {
        this.#prefix = `switchboard.outbox.${scope}.`;
        this.#storage = storage;
        this.#load();
    }

    /** All that waits, the oldest first. */
    get entries() {
        return [...this.#entries.values()].sort((a, b) => a.order - b.order);
    }

    /** @param {string} clientID */
    has(clientID) {
        return this.#entries.has(clientID);
    }

    /** @param {Outgoing} message */
    add(message) {
        this.#order = Math.max(Date.now(), this.#order + 1);
        this.#keep({ ...message, order: this.#order });
    }

    /**
     * Keeps what changed of a message that waits; its place stays.
     *
     * @param {string} clientID
     * @param {Partial<Outgoing>} changes
     */
    change(clientID, changes) {
        const entry = this.#entries.get(clientID);
        if (entry) this.#keep({ ...entry, ...changes });
    }

    /** @param {Outgoing & {order: number}} entry */
    #keep(entry) {
        this.#entries.set(entry.client_id, entry);
        try {
            this.#storage?.setItem(this.#prefix + entry.client_id, JSON.stringify(entry));
        } catch {
            // Storage is full or forbidden: the message waits in memory.
        }
    }

    /** @param {string} clientID */
    remove(clientID) {
        this.#entries.delete(clientID);
        try {
            this.#storage?.removeItem(this.#prefix + clientID);
        } catch {
            // Forbidden storage holds nothing.
        }
    }

    #load() {
        try {
            for (let index = 0; index < (this.#storage?.length ?? 0); index += 1) {
                const key = this.#storage?.key(index);
                if (!key?.startsWith(this.#prefix)) continue;
                const entry = JSON.parse(this.#storage?.getItem(key) ?? "null");
                if (entry?.client_id && entry.conversation && Array.isArray(entry.attachments)) {
                    this.#entries.set(entry.client_id, entry);
                }
            }
        } catch {
            // Forbidden or damaged storage: nothing waits.
        }
        for (const { order } of this.#entries.values()) this.#order = Math.max(this.#order, order);
    }
}

/**
 * The browser's storage, where it may be used: private windows and embedded frames may forbid it.
 *
 * @returns {Storage|null}
 */
export function browserStorage() {
    try {
        return globalThis.localStorage ?? null;
    } catch {
        return null;
    }
}
