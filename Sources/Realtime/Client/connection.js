import { defaultURL, Link } from "./link.js";
import { browserStorage } from "./outbox.js";
import { afterClose, randomUUID } from "./pacing.js";
import { MessageRefused, PASSING, Sender } from "./sender.js";
import { Signals } from "./signals.js";
import { Subscriptions } from "./subscriptions.js";
import { systemTimers } from "./timers.js";

export { MessageRefused, browserStorage, randomUUID };

/** @typedef {import("./wire.js").Acknowledgement} Acknowledgement */
/** @typedef {"idle"|"connecting"|"open"|"waiting"|"offline"|"signed-out"|"refused"} ConnectionState */
/**
 * @typedef {object} ConnectionOptions
 * @property {string} [url] The WebSocket's address; the page's own server without it.
 * @property {() => string|null} [token] The session's token where there is no cookie.
 * @property {string} scope The person's id: whose unsent messages these are.
 * @property {boolean} [isAgent]
 * @property {() => Promise<boolean>} [checkSession] Asked when connecting fails: whether the session still counts.
 * @property {Storage|null} [storage]
 * @property {typeof WebSocket} [WebSocket]
 * @property {import("./timers.js").Timers} [timers]
 * @property {() => number} [random]
 */

/**
 * The browser's end of the realtime protocol (DESIGN §5): one connection for several conversations, which comes
 * back by itself and gives every message once and in order.
 *
 * Events, each a `CustomEvent`: `state` {state}, `message` and `note` (Message), `caught-up` {conversation},
 * `acknowledged` (Acknowledgement), `message-refused` (MessageRefused), `subscription-refused` {conversation, code},
 * `subscription-reset` {conversation} before one comes again from its start, and the frames `typing`, `read`, `status`, `queue`, `inbox`, `board` as they came.
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
    /** @type {Set<"inbox"|"board">} */
    #feeds = new Set();
    /** @type {unknown} */
    #retry = null;
    #page = new AbortController();

    /** @param {ConnectionOptions} options */
    constructor(options) {
        super();
        this.#options = options;
        this.#timers = options.timers ?? systemTimers;
        const timers = this.#timers;
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
        globalThis.addEventListener?.("online", () => this.reconnectNow(), { signal });
        globalThis.addEventListener?.("offline", () => this.#becomeOffline(), { signal });
        const comeBack = () => document.visibilityState === "visible" && this.#comeBack();
        globalThis.document?.addEventListener("visibilitychange", comeBack, { signal });
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

    /**
     * @param {"inbox"|"board"} feed Every change of the inbox, for agents, or the board, for supervisors.
     */
    subscribeFeed(feed) {
        this.#feeds.add(feed);
        this.#link?.send({ op: "subscribe", [feed]: true });
    }

    /**
     * Sends a message, through reloads and losses if need be.
     *
     * @param {{conversation: string, body: string, client_id?: string, kind?: "text"|"note",
     *   attachments?: import("./wire.js").Attachment[], action?: string}} draft
     * @returns {Promise<Acknowledgement>} Fulfilled once it is on the server's disk; rejected with
     *   {@link MessageRefused} when it never will be.
     */
    send(draft) {
        this.#signals.wrote(draft.conversation, draft.kind ?? "text");
        return this.#sender.send({
            conversation: draft.conversation,
            client_id: draft.client_id ?? randomUUID(),
            body: draft.body,
            kind: draft.kind ?? "text",
            attachments: draft.attachments ?? [],
            ...(draft.action ? { action: draft.action } : {}),
            created_at: new Date(this.#timers.now()).toISOString(),
        });
    }

    /**
     * What was written in a conversation and is not acknowledged, the oldest first.
     *
     * @param {string} conversation
     */
    waiting(conversation) {
        return this.#sender.waiting(conversation);
    }

    /**
     * Tells that this person types; more often than every three seconds it does nothing.
     *
     * @param {string} conversation
     * @param {"text"|"note"} kind
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

    #connect() {
        this.#timers.clearTimeout(this.#retry);
        this.#drop();
        if (globalThis.navigator?.onLine === false) {
            this.#become("offline");
            return;
        }
        this.#become("connecting");
        const token = this.#options.token?.() ?? null;
        const protocols = ["switchboard.v1", ...(token ? [`switchboard.bearer.${token}`] : [])];
        const Socket = this.#options.WebSocket ?? WebSocket;
        const events = {
            opened: () => this.#opened(),
            heard: (/** @type {any} */ frame) => this.#heard(frame),
            ended: (/** @type {number} */ code, /** @type {boolean} */ wasOpen) => this.#ended(code, wasOpen),
        };
        this.#link = new Link(new Socket(this.#options.url ?? defaultURL(), protocols), events, this.#timers);
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
            case "typing":
            case "read":
            case "status":
            case "queue":
            case "inbox":
            case "board":
                this.#emit(frame.op, frame);
                break;
            default:
                // `pong`, and what a newer server may add.
                break;
        }
    }

    /** @param {any} frame */
    #heardMessage(frame) {
        for (const message of this.#subscriptions.accept(frame)) {
            this.#emit(message.note_seq === undefined ? "message" : "note", message);
            if (message.client_id) {
                const { client_id, seq, note_seq } = message;
                this.#sender.acknowledged({ client_id, seq, note_seq });
            }
        }
    }

    /** @param {any} frame */
    #heardError(frame) {
        if (frame.client_id) {
            const refusal = this.#sender.refused(frame.client_id, frame.code, frame.detail ?? "");
            if (refusal) this.#emit("message-refused", refusal);
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
