/** What came while nobody looked, by conversation. */
export class Unread {
    #changed;
    /** @type {Map<string, {count: number, head: number}>} */
    #all = new Map();
    /**
     * Conversations whose history is there: what comes after is news.
     *
     * @type {Set<string>}
     */
    #settled = new Set();

    /** @param {(total: number) => void} changed */
    constructor(changed) {
        this.#changed = changed;
    }

    /**
     * What the server says of a conversation.
     *
     * @param {string} conversation
     * @param {number} count
     * @param {number} head Its last message.
     */
    known(conversation, count, head) {
        this.#all.set(conversation, { count, head });
    }

    /**
     * @param {string} conversation
     * @param {boolean} [isSettled] false when its history comes once more.
     */
    settle(conversation, isSettled = true) {
        if (isSettled) this.#settled.add(conversation);
        else this.#settled.delete(conversation);
    }

    /**
     * Whether a message is one that the customer has not had yet.
     *
     * @param {import("../../Realtime/Client/wire.js").Message} message
     */
    isNews({ conversation, author, kind }) {
        return author.type !== "customer" && kind !== "event" && this.#settled.has(conversation);
    }

    /** @param {import("../../Realtime/Client/wire.js").Message} message */
    add({ conversation, seq = 0 }) {
        this.#all.set(conversation, { count: (this.#all.get(conversation)?.count ?? 0) + 1, head: seq });
        this.tell();
    }

    /**
     * The customer has read, here or on another device.
     *
     * @param {string|null} conversation
     * @param {number} [seq] Up to where; all of it without.
     */
    seen(conversation, seq = Infinity) {
        const known = conversation ? this.#all.get(conversation) : undefined;
        if (known && seq >= known.head) known.count = 0;
        this.tell();
    }

    clear() {
        this.#all.clear();
        this.#settled.clear();
    }

    tell() {
        this.#changed([...this.#all.values()].reduce((sum, { count }) => sum + count, 0));
    }
}
