import { browserStorage } from "../../Realtime/Client/connection.js";
import { systemTimers } from "../../Realtime/Client/timers.js";
import { request } from "../../Web/Client/http.js";
import { randomUUID } from "../../Web/Client/identifiers.js";

/** @typedef {import("../../Realtime/Client/wire.js").Attachment} Attachment */
/** @typedef {{conversation: string, kind: "text"|"note"|"whisper", body: string, attachments: Attachment[], quick_replies?: string[], seen?: number|null, client_id?: string}} Composed */
/** @typedef {{composed: Composed, timer: unknown, resolve: (sent: Promise<unknown>) => void, reject: (reason: Error) => void}} Held */

const KEY = "switchboard.desk.undo-send";

/**
 * Replies that can still be taken back: each is held for some seconds before it is sent. Nothing is lost by that: what
 * is held when the page goes is sent then. Event: `change`.
 */
export class HeldMessages extends EventTarget {
    /** How long one is held when the agent wants it, in seconds. */
    static SECONDS = 5;

    #send;
    #giveBack;
    #timers;
    #ask;
    #storage;
    /** @type {Map<string, Held>} */
    #held = new Map();

    /**
     * @param {object} options
     * @param {(composed: Composed) => Promise<unknown>} options.send
     * @param {(composed: Composed) => void} options.giveBack Puts it back where it was written.
     * @param {Storage|null} [options.storage]
     * @param {import("../../Realtime/Client/timers.js").Timers} [options.timers]
     * @param {typeof request} [options.ask]
     */
    constructor({ send, giveBack, storage = browserStorage(), timers = systemTimers, ask = request }) {
        super();
        this.#send = send;
        this.#giveBack = giveBack;
        this.#storage = storage;
        this.#timers = timers;
        this.#ask = ask;
        this.isOn = storage?.getItem(KEY) === "on";
        globalThis.addEventListener?.("pagehide", () => this.flush());
    }

    /** @param {boolean} isOn Whether replies are held. */
    turn(isOn) {
        this.isOn = isOn;
        try {
            this.#storage?.setItem(KEY, isOn ? "on" : "off");
        } catch {
            // Storage is full or forbidden: the choice lasts as long as the page.
        }
        if (!isOn) for (const conversation of [...this.#held.keys()]) this.release(conversation);
    }

    /**
     * Sends a message, after a while where it can be taken back.
     *
     * @param {Composed} composed
     * @returns {Promise<unknown>} Fulfilled once it has arrived; rejected when it was taken back or refused.
     */
    send(composed) {
        // What was held before it goes before it.
        this.release(composed.conversation);
        if (!this.isOn || composed.kind !== "text") return this.#send(composed);
        const { conversation } = composed;
        const arrived = new Promise((resolve, reject) => {
            const timer = this.#timers.setTimeout(() => this.release(conversation), HeldMessages.SECONDS * 1000);
            this.#held.set(conversation, { composed: { ...composed, client_id: randomUUID() }, timer, resolve, reject });
            this.#changed();
        });
        // Nobody has to wait for it: what was taken back is no mistake.
        arrived.catch(() => {});
        return arrived;
    }

    /** @param {string} conversation */
    has(conversation) {
        return this.#held.has(conversation);
    }

    /**
     * Sends what is held now.
     *
     * @param {string} conversation
     */
    release(conversation) {
        const held = this.#take(conversation);
        if (held) held.resolve(this.#send(held.composed));
    }

    /**
     * Takes back what is held.
     *
     * @param {string} conversation
     */
    undo(conversation) {
        const held = this.#take(conversation);
        if (!held) return;
        held.reject(new Error("taken back"));
        this.#giveBack(held.composed);
    }

    /** The page goes: everything is sent in two ways, of which the server takes the first. */
    flush() {
        for (const [conversation, { composed }] of [...this.#held]) {
            this.release(conversation);
            const { client_id, body, attachments, quick_replies = [], seen } = composed;
            const message = { client_id, body, attachments: attachments.map(({ id }) => id), ...(quick_replies.length > 0 ? { quick_replies } : {}), ...(typeof seen === "number" ? { expected_seq: seen } : {}) };
            // The browser's outbox has it as well, and sends it with the next page.
            this.#ask("POST", `/api/v1/agent/conversations/${conversation}/messages`, { body: message, keepalive: true }).catch(() => {});
        }
    }

    /** @param {string} conversation */
    #take(conversation) {
        const held = this.#held.get(conversation);
        if (!held) return null;
        this.#timers.clearTimeout(held.timer);
        this.#held.delete(conversation);
        this.#changed();
        return held;
    }

    #changed() {
        this.dispatchEvent(new CustomEvent("change"));
    }
}
