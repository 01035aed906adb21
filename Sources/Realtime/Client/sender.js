import { Outbox } from "./outbox.js";
import { randomUUID } from "../../Web/Client/identifiers.js";

/** @typedef {import("./wire.js").Outgoing} Outgoing */
/** @typedef {import("./wire.js").Acknowledgement} Acknowledgement */

/**
 * What is to be sent; the rest of an outgoing message is made for it.
 * @typedef {{conversation: string, body: string, client_id?: string, kind?: "text"|"note"|"whisper",
 *   attachments?: import("./wire.js").Attachment[], files?: import("./wire.js").LocalFile[], action?: string, quick_replies?: string[], expected_seq?: number}} OutgoingDraft
 */

/**
 * @param {OutgoingDraft} draft
 * @param {number} now Milliseconds.
 * @returns {Outgoing}
 */
export function outgoing({ conversation, body, client_id, kind = "text", attachments = [], files = [], action, quick_replies = [], expected_seq }, now) {
    return {
        conversation,
        client_id: client_id ?? randomUUID(),
        body,
        kind,
        attachments,
        ...(files.length > 0 ? { files } : {}),
        ...(action ? { action } : {}),
        ...(quick_replies.length > 0 ? { quick_replies } : {}),
        ...(expected_seq === undefined ? {} : { expected_seq }),
        created_at: new Date(now).toISOString(),
    };
}

/** Why a message was not taken; what it said is still the caller's. */
export class MessageRefused extends Error {
    /**
     * @param {string} code The server's stable code.
     * @param {string} detail
     * @param {Outgoing} outgoing
     */
    constructor(code, detail, outgoing) {
        super(detail);
        this.code = code;
        this.outgoing = outgoing;
        /**
         * What came meanwhile, where that is why.
         *
         * @type {import("./wire.js").Message[]}
         */
        this.messages = [];
        /**
         * What it asks for and in which words, where that is why.
         *
         * @type {string[]}
         */
        this.asks = [];
        /** @type {string[]} */
        this.passages = [];
    }
}

/** Refusals that say nothing about what was asked: it is asked again. */
export const PASSING = /^(internal_error|too_many_requests|service_unavailable|unavailable|database_\w+)$/;

/**
 * Brings what was written to the server: in the order it was written, again after every loss, until it is
 * acknowledged or refused for good. A message whose files are not on the server yet waits for them, and what was
 * written after it in the same conversation waits with it.
 */
export class Sender {
    /** Messages under way at once; the server works on them in order. */
    static WINDOW = 8;
    /** After how long without an answer a message is sent again, in milliseconds. */
    static PATIENCE = 8000;
    /** How long to wait after a passing refusal, in milliseconds. */
    static PAUSE = 3000;

    #outbox;
    #transmit;
    #timers;
    /** @type {Map<string, number>} Client id → when it was sent. */
    #underWay = new Map();
    /** @type {Map<string, {resolve: (value: Acknowledgement) => void, reject: (reason: Error) => void}>} */
    #promises = new Map();
    #pausedUntil = 0;
    /** @type {unknown} */
    #timer = null;

    /**
     * @param {object} options
     * @param {string} options.scope
     * @param {Storage|null} options.storage
     * @param {(frame: object) => boolean} options.transmit Sends a frame; false when there is no open connection.
     * @param {import("./timers.js").Timers} options.timers
     */
    constructor({ scope, storage, transmit, timers }) {
        this.#outbox = new Outbox(scope, storage);
        this.#transmit = transmit;
        this.#timers = timers;
    }

    /**
     * What waits, the oldest first.
     *
     * @param {string} [conversation] All of them without it.
     * @returns {Outgoing[]}
     */
    waiting(conversation) {
        return this.#outbox.entries.filter((entry) => !conversation || entry.conversation === conversation);
    }

    /**
     * A file of a message that waits is on the server now.
     *
     * @param {string} id The message's client id.
     * @param {string} key The file's.
     * @param {import("./wire.js").Attachment} attachment What it became.
     * @returns {Outgoing|null} The message as it waits now; null when it does not wait any more.
     */
    attach(id, key, attachment) {
        const entry = this.#outbox.entries.find((each) => each.client_id === id);
        if (!entry?.files?.some((file) => file.key === key)) return null;
        const files = entry.files.filter((file) => file.key !== key);
        const changes = { attachments: [...entry.attachments, attachment], files };
        this.#outbox.change(id, changes);
        this.flush();
        return { ...entry, ...changes };
    }

    /**
     * @param {Outgoing} outgoing
     * @returns {Promise<Acknowledgement>} Rejected with {@link MessageRefused} only when it never will be taken.
     */
    send(outgoing) {
        this.#outbox.add(outgoing);
        const promise = new Promise((resolve, reject) => {
            this.#promises.set(outgoing.client_id, { resolve, reject });
        });
        this.flush();
        return promise;
    }

    /** A new connection is open: nothing of what was under way is believed to have arrived. */
    restart() {
        this.#underWay.clear();
        this.#pausedUntil = 0;
        this.flush();
    }

    /** Sends what may be sent now. */
    flush() {
        const now = this.#timers.now();
        if (now >= this.#pausedUntil) {
            for (const entry of this.#ready.slice(0, Sender.WINDOW)) {
                const sentAt = this.#underWay.get(entry.client_id);
                if (sentAt !== undefined && now - sentAt < Sender.PATIENCE) continue;
                if (!this.#transmit(Sender.frame(entry))) return;
                this.#underWay.set(entry.client_id, now);
            }
        }
        this.#schedule();
    }

    /** What may be sent, in order: nothing overtakes a message whose files are still on their way. */
    get #ready() {
        /** @type {Set<string>} */
        const held = new Set();
        return this.#outbox.entries.filter(({ conversation, files }) => {
            if (files?.length) held.add(conversation);
            return !held.has(conversation);
        });
    }

    /** @param {Outgoing} entry */
    static frame(entry) {
        return {
            op: "send",
            conversation: entry.conversation,
            client_id: entry.client_id,
            body: entry.body,
            ...(entry.kind === "text" ? {} : { kind: entry.kind }),
            ...(entry.attachments.length > 0 ? { attachments: entry.attachments.map((file) => file.id) } : {}),
            ...(entry.action ? { action: entry.action } : {}),
            ...(entry.quick_replies ? { quick_replies: entry.quick_replies } : {}),
            ...(entry.expected_seq === undefined ? {} : { expected_seq: entry.expected_seq }),
        };
    }

    /**
     * The server has it.
     *
     * @param {Acknowledgement} acknowledgement
     */
    acknowledged(acknowledgement) {
        const id = acknowledgement.client_id;
        if (!this.#outbox.has(id)) return;
        this.#settle(id)?.resolve(acknowledgement);
        this.flush();
    }

    /**
     * The server refused a message.
     *
     * @param {string} id Its client id.
     * @param {string} code
     * @param {string} detail
     * @returns {MessageRefused|null} null when it will be tried again.
     */
    refused(id, code, detail) {
        const outgoing = this.#outbox.entries.find((entry) => entry.client_id === id);
        if (!outgoing) return null;
        if (PASSING.test(code)) {
            this.pause();
            return null;
        }
        const error = new MessageRefused(code, detail, outgoing);
        this.#settle(id)?.reject(error);
        this.flush();
        return error;
    }

    /** Waits a little and then sends everything again, in order. */
    pause() {
        this.#underWay.clear();
        this.#pausedUntil = this.#timers.now() + Sender.PAUSE;
        this.#schedule();
    }

    stop() {
        this.#timers.clearTimeout(this.#timer);
        this.#timer = null;
    }

    /** @param {string} id */
    #settle(id) {
        this.#outbox.remove(id);
        this.#underWay.delete(id);
        const promise = this.#promises.get(id);
        this.#promises.delete(id);
        return promise;
    }

    #schedule() {
        this.stop();
        if (this.#ready.length === 0) return;
        const pause = this.#pausedUntil - this.#timers.now();
        this.#timer = this.#timers.setTimeout(() => this.flush(), pause > 0 ? pause : Sender.PATIENCE);
    }
}
