import { OrderedStream } from "./ordered-stream.js";

/** @typedef {import("./wire.js").Message} Message */

/**
 * @typedef {object} Subscribed
 * @property {OrderedStream<Message>} messages
 * @property {OrderedStream<Message>} notes
 * @property {unknown} timer Runs while something is missing.
 * @property {number} tries How often the server was asked since something last came.
 * @property {boolean} hasAdvanced Whether something came since the timer was set.
 * @property {boolean} isAnswered Whether the server has told a head since it was asked.
 */

/** Which conversations are heard, how far each was heard, and asking again for what is missing. */
export class Subscriptions {
    /** How long what is missing may still be on its way, in milliseconds. */
    static GRACE = 600;
    /** How long the answer to a question may take, in milliseconds. */
    static ANSWER = 5000;
    static LONGEST_WAIT = 15_000;

    #transmit;
    #timers;
    #withNotes;
    /** @type {Map<string, Subscribed>} */
    #byConversation = new Map();

    /**
     * @param {object} options
     * @param {(frame: object) => boolean} options.transmit
     * @param {import("./timers.js").Timers} options.timers
     * @param {boolean} options.withNotes Whether an agent listens.
     */
    constructor({ transmit, timers, withNotes }) {
        this.#transmit = transmit;
        this.#timers = timers;
        this.#withNotes = withNotes;
    }

    /** @param {string} conversation */
    has(conversation) {
        return this.#byConversation.has(conversation);
    }

    /**
     * @param {string} conversation
     * @param {{seq?: number, noteSeq?: number}} position What is known already.
     */
    add(conversation, { seq = 0, noteSeq = 0 } = {}) {
        if (this.#byConversation.has(conversation)) return;
        this.#byConversation.set(conversation, {
            messages: new OrderedStream(seq),
            notes: new OrderedStream(noteSeq),
            timer: null,
            tries: 0,
            hasAdvanced: false,
            isAnswered: true,
        });
        this.#ask(conversation);
    }

    /**
     * Forgets how far a conversation was heard and asks for all of it.
     *
     * @param {string} conversation
     */
    reset(conversation) {
        const subscribed = this.#byConversation.get(conversation);
        if (!subscribed) return;
        this.#timers.clearTimeout(subscribed.timer);
        this.#byConversation.delete(conversation);
        this.add(conversation);
    }

    /** @param {string} conversation */
    remove(conversation) {
        const subscribed = this.#byConversation.get(conversation);
        if (!subscribed) return;
        this.#timers.clearTimeout(subscribed.timer);
        this.#byConversation.delete(conversation);
        this.#transmit({ op: "unsubscribe", conversation });
    }

    /** A new connection is open: every conversation goes on from where it was heard. */
    restart() {
        this.stop();
        for (const conversation of this.#byConversation.keys()) this.#ask(conversation);
    }

    stop() {
        for (const subscribed of this.#byConversation.values()) {
            this.#timers.clearTimeout(subscribed.timer);
            subscribed.timer = null;
        }
    }

    /**
     * A message or note arrived.
     *
     * @param {Message} message
     * @returns {Message[]} What may be shown now, in order.
     */
    accept(message) {
        const subscribed = this.#byConversation.get(message.conversation);
        if (!subscribed) return [];
        const isNote = message.note_seq !== undefined;
        const stream = isNote ? subscribed.notes : subscribed.messages;
        const ready = stream.accept((isNote ? message.note_seq : message.seq) ?? 0, message);
        if (ready.length > 0) {
            subscribed.hasAdvanced = true;
            subscribed.tries = 0;
        }
        this.#watch(message.conversation, subscribed);
        return ready;
    }

    /**
     * The server said how far a conversation goes.
     *
     * @param {string} conversation
     * @param {number} seq
     * @param {number} noteSeq
     * @returns {boolean} Whether everything up to there is known.
     */
    noteHead(conversation, seq, noteSeq) {
        const subscribed = this.#byConversation.get(conversation);
        if (!subscribed) return false;
        subscribed.isAnswered = true;
        subscribed.messages.noteHead(seq);
        if (this.#withNotes) subscribed.notes.noteHead(noteSeq);
        this.#watch(conversation, subscribed);
        return !subscribed.messages.isBehind && !subscribed.notes.isBehind;
    }

    /**
     * @param {string} conversation
     * @param {Subscribed} subscribed
     */
    #watch(conversation, subscribed) {
        const isWhole = !subscribed.messages.isBehind && !subscribed.notes.isBehind;
        if (isWhole && subscribed.isAnswered) {
            this.#timers.clearTimeout(subscribed.timer);
            subscribed.timer = null;
            return;
        }
        if (subscribed.timer !== null) return;
        subscribed.hasAdvanced = false;
        // An answer that never comes was lost with its question.
        const grace = isWhole ? Subscriptions.ANSWER : Subscriptions.GRACE;
        const wait = Math.min(Subscriptions.LONGEST_WAIT, grace * 2 ** subscribed.tries);
        subscribed.timer = this.#timers.setTimeout(() => {
            subscribed.timer = null;
            // A long history that is still arriving is not missing.
            if (!subscribed.hasAdvanced) {
                subscribed.tries += 1;
                this.#ask(conversation);
            } else {
                this.#watch(conversation, subscribed);
            }
        }, wait);
    }

    /** @param {string} conversation */
    #ask(conversation) {
        const subscribed = this.#byConversation.get(conversation);
        if (!subscribed) return;
        const wasSent = this.#transmit({
            op: "subscribe",
            conversation,
            after_seq: subscribed.messages.last,
            ...(this.#withNotes ? { after_note_seq: subscribed.notes.last } : {}),
        });
        // Without a connection there is nothing to watch: the next one asks.
        if (!wasSent) return;
        subscribed.isAnswered = false;
        this.#watch(conversation, subscribed);
    }
}
