/** @typedef {import("./timers.js").Timers} Timers */

/** What is told now and then and not acknowledged: that somebody types, and how far they have read. */
export class Signals {
    static TYPING_EVERY = 3000;
    static READ_EVERY = 800;
    /** How often it is told again what is looked at: a sign may be lost. */
    static VIEW_EVERY = 15_000;

    #transmit;
    #timers;
    /** @type {Map<string, number>} */
    #typedAt = new Map();
    /** @type {Map<string, {sent: number, wanted: number, timer: unknown}>} */
    #reads = new Map();
    /** @type {string|null} */
    #viewed = null;
    #isSilent = false;
    /** @type {unknown} */
    #viewing = null;

    /**
     * @param {(frame: object) => boolean} transmit
     * @param {Timers} timers
     */
    constructor(transmit, timers) {
        this.#transmit = transmit;
        this.#timers = timers;
    }

    /**
     * @param {string} conversation
     * @param {"text"|"note"|"whisper"} kind
     */
    typing(conversation, kind) {
        const now = this.#timers.now();
        const key = `${kind} ${conversation}`;
        if (now - (this.#typedAt.get(key) ?? -Infinity) < Signals.TYPING_EVERY) return;
        const frame = { op: "typing", conversation, ...(kind === "text" ? {} : { kind }) };
        if (this.#transmit(frame)) this.#typedAt.set(key, now);
    }

    /**
     * A message went out, with which the sign goes for its readers: what is typed next is told at once.
     *
     * @param {string} conversation
     * @param {"text"|"note"|"whisper"} kind
     */
    wrote(conversation, kind) {
        this.#typedAt.delete(`${kind} ${conversation}`);
    }

    /**
     * @param {string} conversation
     * @param {number} seq
     */
    read(conversation, seq) {
        const read = this.#reads.get(conversation) ?? { sent: 0, wanted: 0, timer: null };
        this.#reads.set(conversation, read);
        if (seq <= read.wanted) return;
        read.wanted = seq;
        read.timer ??= this.#timers.setTimeout(() => {
            read.timer = null;
            this.#send(conversation, read);
        }, Signals.READ_EVERY);
    }

    /**
     * What is looked at now, for colleagues to see.
     *
     * @param {string|null} conversation null for nothing.
     * @param {boolean} [isSilent] Whether nobody is to know.
     */
    view(conversation, isSilent = false) {
        if (conversation === this.#viewed && isSilent === this.#isSilent) return;
        this.#viewed = conversation;
        this.#isSilent = isSilent;
        this.#tellView();
    }

    #tellView() {
        this.#timers.clearTimeout(this.#viewing);
        this.#viewing = null;
        const conversation = this.#viewed;
        this.#transmit({ op: "view", ...(conversation ? { conversation, ...(this.#isSilent ? { silent: true } : {}) } : {}) });
        // What nobody knows of need not be kept alive.
        if (conversation && !this.#isSilent) this.#viewing = this.#timers.setTimeout(() => this.#tellView(), Signals.VIEW_EVERY);
    }

    /** A new connection is open: what was read meanwhile is told, and what is looked at. */
    restart() {
        if (this.#viewed) this.#tellView();
        for (const [conversation, read] of this.#reads) this.#send(conversation, read);
    }

    stop() {
        this.#timers.clearTimeout(this.#viewing);
        this.#viewing = null;
        for (const read of this.#reads.values()) {
            this.#timers.clearTimeout(read.timer);
            read.timer = null;
        }
    }

    /**
     * @param {string} conversation
     * @param {{sent: number, wanted: number}} read
     */
    #send(conversation, read) {
        if (read.wanted <= read.sent) return;
        if (this.#transmit({ op: "read", conversation, seq: read.wanted })) read.sent = read.wanted;
    }
}
