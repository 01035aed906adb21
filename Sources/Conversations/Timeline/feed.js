import { ordered } from "./grouping.js";
import { outgoing } from "../../Realtime/Client/sender.js";
import { hideLater } from "./hidden-later.js";
import { knownUpload } from "./local-files.js";
import { choices } from "./quick-reply-card.js";
import { rejudgedEntries } from "../LinkGuard/link-verdicts.js";
import { Typists } from "./typists.js";

/** @typedef {import("../../Realtime/Client/connection.js").RealtimeConnection} RealtimeConnection */
/** @typedef {import("../../Realtime/Client/connection.js").MessageRefused} MessageRefused */
/** @typedef {import("../../Realtime/Client/wire.js").Message} Message */
/** @typedef {import("../../Realtime/Client/wire.js").Outgoing} Outgoing */
/** @typedef {import("../../Realtime/Client/wire.js").Attachment} Attachment */
/** @typedef {import("./grouping.js").Entry} Entry */
/** @typedef {import("./upload.js").Upload} Upload */
/** @typedef {{hold: (id: string, uploads: Upload[]) => void}} FileKeeper Brings the files of a message that was sent before they were there. */

/**
 * Everything that is known of one conversation, kept up to date by the connection: the timeline shows it, a list
 * of feeds is the desk's memory. Tells `change` at most once a frame, and `arrived` {message} for what is new.
 */
export class ConversationFeed extends EventTarget {
    /** @type {{position: number, eta_seconds: [number, number]|null, offers_ticket?: boolean}|null} */
    queue = null;
    /** @type {"chat"|"ticket"|null} */
    kind = null;
    /** @type {string|null} */
    status = null;
    /** @type {string|null} */
    progress = null;
    /** @type {import("../../Realtime/Client/wire.js").Person|null} */
    assignee = null;
    /** Whether the history is there. */
    isLoaded = false;
    /** The last message that was read before, for the divider; null for none. */
    /** @type {number|null} */
    unreadAfter = null;

    #connection;
    #author;
    /** @type {Map<string, Entry>} */
    #entries = new Map();
    #typists = new Typists(() => this.#changed());
    #otherRead = 0;
    /** Who of the other side has read so far; empty when it is not known. */
    #readerName = "";
    #keeper;
    #lastSeq = 0;
    #sorted = /** @type {Entry[]|null} */ (null);
    #isChangePlanned = false;
    #listening = new AbortController();

    /**
     * @param {object} options
     * @param {RealtimeConnection} options.connection
     * @param {string} options.conversation
     * @param {"customer"|"agent"} options.viewer
     * @param {{id: string, name: string, badge?: string}} options.author Who writes here.
     * @param {number} [options.readSeq] The last message that was read before; 0 when none was.
     * @param {FileKeeper} [options.keeper] Without it a message goes with files that are there, or not at all.
     */
    constructor({ connection, conversation, viewer, author, readSeq = 0, keeper }) {
        super();
        this.#connection = connection;
        this.#keeper = keeper;
        this.conversation = conversation;
        this.viewer = viewer;
        this.#author = author;
        // In a conversation that was never opened everything is new, and a divider at the top says nothing.
        this.unreadAfter = readSeq > 0 ? readSeq : null;
        for (const outgoing of connection.waiting(conversation)) this.#addOutgoing(outgoing);
        this.#listen();
        connection.subscribe(conversation);
    }

    /** Stops hearing the conversation. */
    close() {
        this.#listening.abort();
        this.#typists.stop();
        this.#connection.unsubscribe(this.conversation);
    }

    /** Everything to show, in order. */
    get entries() {
        this.#sorted ??= ordered([...this.#entries.values()]);
        return this.#sorted;
    }

    /** The highest number of a message; 0 for none. */
    get lastSeq() {
        return this.#lastSeq;
    }

    /** Who is typing now, this side apart. */
    get typists() {
        return this.#typists.now;
    }

    /**
     * Writes something; it is shown at once and sent until it is acknowledged.
     *
     * @param {{body: string, attachments?: Attachment[], uploads?: Upload[], kind?: "text"|"note"|"whisper", action?: string, quick_replies?: string[], expected_seq?: number, client_id?: string}} draft
     */
    send(draft) {
        const { uploads = [], ...written } = draft;
        const kept = this.#keeper ? uploads : [];
        const files = kept.map(({ local }) => local);
        const message = outgoing({ ...written, files, conversation: this.conversation }, Date.now());
        this.#addOutgoing(message);
        const sent = this.#connection.send(message);
        // A refusal is shown where the message stands (`message-refused`).
        sent.catch(() => {});
        this.#keeper?.hold(message.client_id, kept);
        this.#changed();
        return sent;
    }

    /**
     * Sends a refused message again, as a new one.
     *
     * @param {string} key
     */
    retry(key) {
        const entry = this.#entries.get(key);
        if (entry?.delivery !== "failed") return;
        this.discard(key);
        const { body, attachments, note_seq, kind, card } = entry.message;
        const uploads = (entry.files ?? []).flatMap(({ key: file }) => knownUpload(file) ?? []);
        for (const upload of uploads) upload.start();
        const quick_replies = card?.actions?.map(({ label }) => label);
        this.send({ body, attachments, uploads, ...(quick_replies ? { quick_replies } : {}), kind: note_seq === undefined ? "text" : kind === "whisper" ? kind : "note" });
    }

    /** @param {string} key */
    discard(key) {
        if (this.#entries.get(key)?.delivery !== "failed") return;
        this.#entries.delete(key);
        this.#changed();
    }

    /** Whether whoever looks leaves no traces: nothing is marked as read, nobody is told of typing. */
    isSilent = false;

    /** Marks what was shown as read. */
    markRead() {
        if (this.#lastSeq > 0 && !this.isSilent) this.#connection.read(this.conversation, this.#lastSeq);
    }

    /** @param {"text"|"note"|"whisper"} kind */
    typing(kind = "text") {
        if (!this.isSilent) this.#connection.typing(this.conversation, kind);
    }

    #listen() {
        const { signal } = this.#listening;
        /** @param {string} name @param {(detail: any) => void} listener */
        const on = (name, listener) => {
            const forThis = (/** @type {Event} */ event) => {
                const { detail } = /** @type {CustomEvent} */ (event);
                if (detail.conversation === this.conversation) listener(detail);
            };
            this.#connection.addEventListener(name, forThis, { signal });
        };
        on("message", (message) => this.#arrived(message));
        on("note", (note) => this.#arrived(note));
        on("caught-up", () => this.#caughtUp());
        on("subscription-reset", () => this.#forget());
        on("typing", (frame) => this.#typists.heard(frame));
        on("read", (frame) => this.#heardRead(frame));
        on("status", (frame) => this.#heardStatus(frame));
        on("queue", (frame) => this.#heardQueue(frame));
        on("links", (frame) => this.#heardLinks(frame));
        const acknowledged = (/** @type {Event} */ event) =>
            this.#acknowledged(/** @type {CustomEvent} */ (event).detail);
        this.#connection.addEventListener("acknowledged", acknowledged, { signal });
        on("outgoing", (outgoing) => {
            if (!this.#entries.has(outgoing.client_id)) return;
            this.#addOutgoing(outgoing);
            this.#changed();
        });
        // What waits says whether it waits for the connection.
        this.#connection.addEventListener("state", () => this.#changed(), { signal });
        const refused = (/** @type {Event} */ event) => this.#refused(/** @type {CustomEvent} */ (event).detail);
        this.#connection.addEventListener("message-refused", refused, { signal });
    }

    /** @param {Outgoing} outgoing */
    #addOutgoing(outgoing) {
        const { client_id, conversation, body, attachments, files, created_at, kind, quick_replies } = outgoing;
        const { id, name, badge } = this.#author;
        /** @type {Message} */
        const message = {
            conversation,
            kind: kind === "whisper" ? kind : "text",
            author: { id, name, type: this.viewer, ...(badge ? { badge } : {}) },
            body,
            attachments,
            created_at,
            client_id,
            ...(quick_replies ? { card: choices(quick_replies) } : {}),
            ...(kind === "text" ? {} : { note_seq: Infinity, after_seq: Infinity }),
        };
        const entry = { key: client_id, message, delivery: /** @type {const} */ ("sending") };
        this.#entries.set(client_id, files?.length ? { ...entry, files } : entry);
    }

    /** @param {Message} message */
    #arrived(message) {
        const key = message.client_id ?? (message.note_seq === undefined ? `m${message.seq}` : `n${message.note_seq}`);
        this.#entries.set(key, { key, message, delivery: "sent" });
        if (message.seq !== undefined) {
            this.#lastSeq = message.seq;
            hideLater(this.#entries, message.event?.hidden ?? []);
            // Who answers has read what was written before.
            if (message.author.type !== this.viewer && message.kind !== "event") {
                this.#readerName = message.author.type === "agent" ? message.author.name : "";
                this.#noteRead(message.seq);
            }
        }
        this.#typists.wrote(message.author.type);
        if (this.isLoaded) this.dispatchEvent(new CustomEvent("arrived", { detail: { message } }));
        this.#changed();
    }

    /** The history comes again; what waits to be sent stays. */
    #forget() {
        for (const [key, { delivery }] of this.#entries) {
            if (delivery === "sent") this.#entries.delete(key);
        }
        this.#lastSeq = 0;
        this.isLoaded = false;
        this.#changed();
    }

    #caughtUp() {
        if (this.isLoaded) return;
        this.isLoaded = true;
        this.#changed();
    }

    /** @param {import("../../Realtime/Client/wire.js").ReadFrame} frame */
    #heardRead(frame) {
        if (frame.author_type !== this.viewer) {
            if (frame.name && frame.seq >= this.#otherRead) this.#readerName = frame.name;
            this.#noteRead(frame.seq);
        }
        this.#changed();
    }

    /** @param {import("../../Realtime/Client/wire.js").StatusFrame} frame */
    #heardStatus({ kind, status, progress, assignee }) {
        Object.assign(this, { kind: kind ?? this.kind, status, progress, assignee });
        if (status !== "queued") this.queue = null;
        this.#changed();
    }

    /** @param {import("../../Realtime/Client/wire.js").QueueFrame} frame */
    #heardQueue({ position, eta_seconds, offers_ticket }) {
        this.queue = position > 0 ? { position, eta_seconds, offers_ticket } : null;
        this.#changed();
    }

    /** @param {import("../LinkGuard/link-verdicts.js").LinksFrame} change */
    #heardLinks(change) {
        for (const entry of rejudgedEntries(this.#entries.values(), change)) this.#entries.set(entry.key, entry);
        this.#changed();
    }

    /**
     * The message is on the server; as others see it, it comes on its own.
     *
     * @param {import("../../Realtime/Client/wire.js").Acknowledgement} acknowledgement
     */
    #acknowledged({ client_id, seq, note_seq }) {
        const entry = this.#entries.get(client_id);
        if (entry?.delivery !== "sending") return;
        const place = note_seq === undefined ? { seq } : { note_seq, after_seq: this.#lastSeq };
        this.#entries.set(entry.key, { ...entry, message: { ...entry.message, ...place }, delivery: "sent" });
        this.#changed();
    }

    /** @param {MessageRefused} refusal */
    #refused({ outgoing, code }) {
        const entry = this.#entries.get(outgoing.client_id);
        if (!entry || outgoing.conversation !== this.conversation) return;
        this.#entries.set(entry.key, { ...entry, delivery: "failed", code });
        this.#changed();
    }

    /** @param {number} seq */
    #noteRead(seq) {
        this.#otherRead = Math.max(this.#otherRead, seq);
    }

    /** Who of the other side has read so far; empty when it is not known. */
    get readerName() {
        return this.#readerName;
    }

    /**
     * How far a message has come.
     *
     * @param {Entry} entry
     * @returns {import("./grouping.js").Delivery}
     */
    deliveryOf({ delivery, message }) {
        if (delivery === "sending" && this.#connection.state !== "open") return "waiting";
        return delivery === "sent" && (message.seq ?? Infinity) <= this.#otherRead ? "read" : delivery;
    }

    #changed() {
        this.#sorted = null;
        if (this.#isChangePlanned) return;
        this.#isChangePlanned = true;
        queueMicrotask(() => {
            this.#isChangePlanned = false;
            this.dispatchEvent(new CustomEvent("change"));
        });
    }
}
