import { defaultURL, Link } from "./link.js";
import { browserStorage } from "./outbox.js";
import { afterClose } from "./pacing.js";
import { MessageRefused, PASSING, Sender, outgoing } from "./sender.js";
import { Signals } from "./signals.js";
import { Subscriptions } from "./subscriptions.js";
import { systemTimers } from "./timers.js";

export { MessageRefused, browserStorage };

/** @typedef {import("./wire.js").Acknowledgement} Acknowledgement */
/** @typedef {import("./wire.js").ConnectionState} ConnectionState */
/** @typedef {import("./wire.js").ConnectionOptions} ConnectionOptions */

/** Frames that are told as they came. */
const PASSED_ON = new Set(["links", "typing", "read", "status", "queue", "inbox", "board", "viewers", "draft", "mention", "mentions_read", "follow", "approvals", "notices"]);

/**
 * The browser's end of the realtime protocol (DESIGN §5): one connection for several conversations, which comes
 * back by itself and gives every message once and in order.
 *
 * Events, each a `CustomEvent`: `state` {state}, `message` and `note` (Message), `caught-up` {conversation},
 * `acknowledged` (Acknowledgement), `message-refused` (MessageRefused), `outgoing` (Outgoing) when a file of it arrived, `subscription-refused` {conversation, code},
 * `subscription-reset` {conversation} before one comes again from its start, and the frames `typing`, `read`, `status`, `queue`, `inbox`, and an agent's own (`viewers`, `draft`, `board`, …) as they came.
 */
export class RealtimeConnection extends EventTarget {
    /** A connection that held for so long was a good one: the next attempt does not wait longer, in milliseconds. */
    static STEADY = 10_000;

    /** @type {ConnectionState} */
    state = "idle";

    #options;
    #timers;
    #sender;
    #subscriptions;
    #signals;
    /** @type {Link|null} */
    #link = null;
    #attempt = 0;
    #openedAt = 0;
    /** @type {Set<"inbox"|"board"|"notices">} */
    #feeds = new Set();
    /** @type {unknown} */
    #retry = null;
    #page = new AbortController();

    /** @param {ConnectionOptions} options */
    constructor(options) {
        super();
        this.#options = options;
        const timers = (this.#timers = options.timers ?? systemTimers);
        const transmit = (/** @type {object} */ frame) => this.#link?.send(frame) ?? false;
        const storage = options.storage === undefined ? browserStorage() : options.storage;
        this.#sender = new Sender({ scope: options.scope, storage, transmit, timers });
        this.#subscriptions = new Subscriptions({ transmit, timers, withNotes: options.isAgent ?? false });
        this.#signals = new Signals(transmit, timers);
    }

    /** Connects, and stays connected until {@link stop}; again after the session was renewed. */
    start() {
        if (this.state !== "idle" && this.state !== "signed-out" && this.state !== "refused") return;
        this.#page.abort();
        this.#page = new AbortController();
        const { signal } = this.#page;
        const seen = () => document.visibilityState === "visible" && this.#comeBack();
        globalThis.addEventListener?.("online", () => this.reconnectNow(), { signal });
        globalThis.addEventListener?.("offline", () => this.#becomeOffline(), { signal });
        globalThis.document?.addEventListener("visibilitychange", seen, { signal });
        this.#attempt = 0;
        this.#connect();
    }

    /** Ends the connection; what was not acknowledged stays kept. */
    stop() {
        this.#page.abort();
        this.#drop();
        this.#sender.stop();
        this.#subscriptions.stop();
        this.#signals.stop();
        this.#timers.clearTimeout(this.#retry);
        this.#become("idle");
    }

    /** Tries at once, for a person who does not want to wait. */
    reconnectNow() {
        if (this.state === "waiting" || this.state === "offline") this.#connect();
    }

    /**
     * Hears a conversation from a position on.
     *
     * @param {string} conversation
     * @param {{seq?: number, noteSeq?: number}} [position] What is known already.
     */
    subscribe(conversation, position = {}) {
        this.#subscriptions.add(conversation, position);
    }

    /** @param {string} conversation */
    unsubscribe(conversation) {
        this.#subscriptions.remove(conversation);
    }

    /** @param {"inbox"|"board"|"notices"} feed Every change of the inbox, for agents, of the board, for supervisors, or of what is under way. */
    subscribeFeed(feed) {
        this.#feeds.add(feed);
        this.#link?.send({ op: "subscribe", [feed]: true });
    }

    /**
     * Sends a message, through reloads and losses if need be.
     *
     * @param {import("./sender.js").OutgoingDraft} draft
     * @returns {Promise<Acknowledgement>} Fulfilled once it is on the server's disk; rejected with
     *   {@link MessageRefused} when it never will be.
     */
    send(draft) {
        this.#signals.wrote(draft.conversation, draft.kind ?? "text");
        return this.#sender.send(outgoing(draft, this.#timers.now()));
    }

    /** @param {string} [conversation] Where something was written and is not acknowledged; everywhere without it. */
    waiting(conversation) {
        return this.#sender.waiting(conversation);
    }

    /**
     * A file of a message that waits is on the server; with its last one the message goes.
     *
     * @param {string} id The message's client id.
     * @param {string} key The file's.
     * @param {import("./wire.js").Attachment} attachment
     */
    attach(id, key, attachment) {
        const outgoing = this.#sender.attach(id, key, attachment);
        if (outgoing) this.#emit("outgoing", outgoing);
    }

    /**
     * Gives a message up, as if the server had refused it.
     *
     * @param {string} id Its client id.
     * @param {string} code Why.
     */
    refuse(id, code) {
        const refusal = this.#sender.refused(id, code, "");
        if (refusal) this.#emit("message-refused", refusal);
    }

    /**
     * Tells that this person types; more often than every three seconds it does nothing.
     *
     * @param {string} conversation
     * @param {"text"|"note"|"whisper"} kind
     */
    typing(conversation, kind = "text") {
        this.#signals.typing(conversation, kind);
    }

    /**
     * Marks everything up to `seq` as seen.
     *
     * @param {string} conversation
     * @param {number} seq
     */
    read(conversation, seq) {
        this.#signals.read(conversation, seq);
    }

    /**
     * Tells colleagues what is looked at, again and again; for agents.
     *
     * @param {string|null} conversation null for nothing.
     * @param {boolean} [isSilent] Whether nobody is to know.
     */
    view(conversation, isSilent = false) {
        this.#signals.view(conversation, isSilent);
    }

    #connect() {
        this.#timers.clearTimeout(this.#retry);
        this.#drop();
        if (globalThis.navigator?.onLine === false) return this.#become("offline");
        this.#become("connecting");
        const token = this.#options.token?.() ?? null;
        const protocols = ["switchboard.v1", ...(token ? [`switchboard.bearer.${token}`] : [])];
        const Socket = this.#options.WebSocket ?? WebSocket;
        const socket = new Socket(this.#options.url ?? defaultURL(), protocols);
        const [opened, heard] = [() => this.#opened(), (/** @type {any} */ frame) => this.#heard(frame)];
        const ended = (/** @type {number} */ code, /** @type {boolean} */ wasOpen) => this.#ended(code, wasOpen);
        this.#link = new Link(socket, { opened, heard, ended }, this.#timers);
    }

    #opened() {
        this.#openedAt = this.#timers.now();
        this.#become("open");
        for (const feed of this.#feeds) this.#link?.send({ op: "subscribe", [feed]: true });
        this.#subscriptions.restart();
        this.#sender.restart();
        this.#signals.restart();
    }

    /**
     * @param {number} code
     * @param {boolean} wasOpen
     */
    async #ended(code, wasOpen) {
        this.#link = null;
        if (wasOpen && this.#timers.now() - this.#openedAt >= RealtimeConnection.STEADY) this.#attempt = 0;
        const next = afterClose(code, this.#attempt, this.#options.random);
        if (next.state !== "waiting") {
            this.#become(next.state);
            return;
        }
        this.#attempt += 1;
        this.#become(globalThis.navigator?.onLine === false ? "offline" : "waiting");
        this.#retry = this.#timers.setTimeout(() => this.#connect(), next.delay);
        // A refused upgrade does not say why; the session may be over.
        if (!wasOpen && (await this.#options.checkSession?.()) === false && this.state !== "open") {
            this.#timers.clearTimeout(this.#retry);
            this.#drop();
            this.#become("signed-out");
        }
    }

    #drop() {
        this.#link?.drop();
        this.#link = null;
    }

    #becomeOffline() {
        this.#drop();
        this.#timers.clearTimeout(this.#retry);
        this.#become("offline");
    }

    /** The page is looked at again: a connection that died in the background is found at once. */
    #comeBack() {
        if (this.state === "open") this.#link?.ping();
        else this.reconnectNow();
    }

    /** @param {ConnectionState} state */
    #become(state) {
        if (state === this.state) return;
        this.state = state;
        this.#emit("state", { state });
    }

    /** @param {any} frame */
    #heard(frame) {
        switch (frame.op) {
            case "message":
            case "note":
                this.#heardMessage(frame);
                break;
            case "head":
                if (this.#subscriptions.noteHead(frame.conversation, frame.seq ?? 0, frame.note_seq ?? 0)) {
                    this.#emit("caught-up", { conversation: frame.conversation });
                }
                break;
            case "ack":
                this.#emit("acknowledged", frame);
                this.#sender.acknowledged(frame);
                break;
            case "error":
                this.#heardError(frame);
                break;
            default:
                // Not `pong`, nor what a newer server may add.
                if (PASSED_ON.has(frame.op)) this.#emit(frame.op, frame);
        }
    }

    /** @param {any} frame */
    #heardMessage(frame) {
        for (const message of this.#subscriptions.accept(frame)) {
            const { client_id, seq, note_seq } = message;
            this.#emit(note_seq === undefined ? "message" : "note", message);
            if (client_id) this.#sender.acknowledged({ client_id, seq, note_seq });
        }
    }

    /** @param {any} frame */
    #heardError(frame) {
        if (frame.client_id) {
            const refusal = this.#sender.refused(frame.client_id, frame.code, frame.detail ?? "");
            if (refusal) {
                const { messages = [], asks = [], passages = [] } = frame;
                Object.assign(refusal, { messages, asks, passages });
                this.#emit("message-refused", refusal);
            }
        } else if (frame.conversation) {
            // Passing troubles are asked about again by themselves.
            if (PASSING.test(frame.code)) return;
            if (frame.code === "position_ahead") {
                // The server was put back to an earlier state: what it does not know any more is forgotten here too.
                this.#emit("subscription-reset", frame);
                this.#subscriptions.reset(frame.conversation);
                return;
            }
            this.#subscriptions.remove(frame.conversation);
            this.#emit("subscription-refused", frame);
        } else if (frame.code === "too_many_requests") {
            // Which frame was passed over is not said: everything that is not answered goes again.
            this.#sender.pause();
        }
    }

    /**
     * @param {string} name
     * @param {unknown} detail
     */
    #emit(name, detail) {
        this.dispatchEvent(new CustomEvent(name, { detail }));
    }
}
