import { ConversationFeed } from "../Timeline/feed.js";

/** @typedef {import("../../Realtime/Client/connection.js").RealtimeConnection} RealtimeConnection */
/** @typedef {import("./types.js").AgentIdentity} AgentIdentity */
/** @typedef {import("./types.js").InboxRow} InboxRow */

/** The conversations that were looked at last, kept up to date so that going back to one costs nothing. */
export class FeedShelf {
    /** The most conversations heard at once. */
    static MOST = 24;

    #connection;
    #agent;
    /**
     * The longest untouched first.
     *
     * @type {Map<string, ConversationFeed>}
     */
    #feeds = new Map();

    /**
     * @param {RealtimeConnection} connection
     * @param {AgentIdentity} agent Who writes here.
     */
    constructor(connection, agent) {
        this.#connection = connection;
        this.#agent = agent;
        connection.addEventListener("subscription-refused", (event) => {
            this.#drop(/** @type {CustomEvent} */ (event).detail.conversation);
        });
    }

    /**
     * @param {string} id
     * @param {InboxRow|null} row What is known of it: how far it was read.
     * @returns {ConversationFeed}
     */
    take(id, row) {
        const feed = this.#feeds.get(id) ?? this.#open(id, row);
        this.#feeds.delete(id);
        this.#feeds.set(id, feed);
        for (const oldest of this.#feeds.keys()) {
            if (this.#feeds.size <= FeedShelf.MOST) break;
            this.#drop(oldest);
        }
        return feed;
    }

    /**
     * The last message that is shown of a conversation.
     *
     * @param {string} id
     * @returns {number|null} null while it is not known.
     */
    seqOf(id) {
        const feed = this.#feeds.get(id);
        return feed?.isLoaded ? feed.lastSeq : null;
    }

    /**
     * Takes a refused message off the timeline.
     *
     * @param {string} id
     * @param {string} message Its client id.
     */
    discard(id, message) {
        this.#feeds.get(id)?.discard(message);
    }

    /**
     * What comes from now on is new: the divider stands before it when the conversation is looked at again.
     *
     * @param {ConversationFeed} feed
     */
    left(feed) {
        if (feed.lastSeq > 0) feed.unreadAfter = feed.lastSeq;
    }

    /**
     * @param {string} id
     * @param {InboxRow|null} row
     */
    #open(id, row) {
        const { id: agent, name, badge } = this.#agent;
        return new ConversationFeed({
            connection: this.#connection,
            conversation: id,
            viewer: "agent",
            author: { id: agent, name, badge },
            readSeq: row?.read_seq ?? 0,
        });
    }

    /** @param {string} id */
    #drop(id) {
        this.#feeds.get(id)?.close();
        this.#feeds.delete(id);
    }
}
