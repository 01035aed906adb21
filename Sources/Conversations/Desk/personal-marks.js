import { api } from "../Timeline/api.js";

/** @typedef {{conversation: string, note_seq: number, created_at: string, read: boolean}} Mention */

/**
 * What is meant for this agent alone: the notes that name them, and the conversations that they follow. Events:
 * `change`, and `mentioned` {conversation, author, reference} for a new one.
 */
export class PersonalMarks extends EventTarget {
    #connection;
    /**
     * Whether the last that names the agent in a conversation was seen.
     *
     * @type {Map<string, boolean>}
     */
    #mentions = new Map();
    /** @type {Set<string>} */
    #followed = new Set();

    /** @param {EventTarget & {state: string}} connection */
    constructor(connection) {
        super();
        this.#connection = connection;
        const on = (/** @type {string} */ name, /** @type {(detail: any) => void} */ heard) =>
            connection.addEventListener(name, (event) => {
                heard(/** @type {CustomEvent} */ (event).detail);
                this.#changed();
            });
        on("mention", (detail) => {
            this.#mentions.set(detail.conversation, false);
            this.dispatchEvent(new CustomEvent("mentioned", { detail }));
        });
        on("mentions_read", ({ conversation }) => this.#mentions.has(conversation) && this.#mentions.set(conversation, true));
        on("follow", ({ conversation, following }) => (following ? this.#followed.add(conversation) : this.#followed.delete(conversation)));
        connection.addEventListener("state", () => this.#connection.state === "open" && void this.load());
    }

    /** Asks for everything; what comes later is told. */
    async load() {
        try {
            /** @type {{mentions: Mention[], following: string[]}} */
            const { mentions, following } = await api.get("/api/v1/agent/marks");
            this.#mentions.clear();
            for (const { conversation, read } of mentions) {
                this.#mentions.set(conversation, read && (this.#mentions.get(conversation) ?? true));
            }
            this.#followed = new Set(following);
            this.#changed();
        } catch {
            // The next connection asks again.
        }
    }

    /** How many conversations name the agent and were not looked at since. */
    get unread() {
        return [...this.#mentions.values()].filter((isRead) => !isRead).length;
    }

    /**
     * @param {string} id
     * @returns {"unread"|"read"|null} null where nothing names the agent.
     */
    mention(id) {
        const isRead = this.#mentions.get(id);
        return isRead === undefined ? null : isRead ? "read" : "unread";
    }

    /** @param {string} id */
    isFollowed(id) {
        return this.#followed.has(id);
    }

    /**
     * What names the agent there is seen.
     *
     * @param {string} id
     */
    async read(id) {
        if (this.mention(id) !== "unread") return;
        this.#mentions.set(id, true);
        this.#changed();
        try {
            await api.post(`/api/v1/agent/conversations/${id}/mentions/read`);
        } catch {
            // It counts as unread again after the next load, which is true.
        }
    }

    /**
     * @param {string} id
     * @returns {Promise<boolean>} Whether it is followed now.
     */
    async toggleFollowed(id) {
        const isFollowed = !this.isFollowed(id);
        if (isFollowed) await api.put(`/api/v1/agent/conversations/${id}/follow`, {});
        else await api.delete(`/api/v1/agent/conversations/${id}/follow`);
        if (isFollowed) this.#followed.add(id);
        else this.#followed.delete(id);
        this.#changed();
        return isFollowed;
    }

    #changed() {
        this.dispatchEvent(new CustomEvent("change"));
    }
}
