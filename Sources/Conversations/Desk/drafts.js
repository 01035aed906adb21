import { browserStorage } from "../../Realtime/Client/connection.js";
import { systemTimers } from "../../Realtime/Client/timers.js";
import { ProblemError, request } from "../../Web/Client/http.js";

/** @typedef {"text"|"note"|"whisper"} Kind */
/** @typedef {{conversation: string, kind: Kind, body: string, version: number}} Saved */
/**
 * @typedef {object} Draft
 * @property {string} conversation
 * @property {Kind} kind
 * @property {string} body As it is written here.
 * @property {number} version Of the one on the server that it was made of; 0 for none.
 * @property {string[]} over What was saved since that version without an answer: whether it arrived is not known.
 * @property {boolean} isSaved Whether the server has it.
 * @property {boolean} isSaving
 * @property {unknown} timer Runs until it is saved.
 */

/** @type {Kind[]} */
const KINDS = ["text", "note", "whisper"];

/**
 * What an agent has written and not sent: on the server, so that it is there on any device. What the server does not
 * have yet is kept in the browser as well, through reloads and outages.
 *
 * Events: `changed` {conversation, kind, body} when it was changed elsewhere, `conflict` {mine: Draft, theirs: Saved}
 * when it was changed here and elsewhere, `marks` when a conversation has a draft that had none, or the other way.
 */
export class Drafts extends EventTarget {
    /** How long writing must rest before it is saved, in milliseconds. */
    static REST = 800;
    /** After how long it is tried again, in milliseconds. */
    static AGAIN = 5000;
    /** The most texts told that went without an answer; the server takes no more. */
    static MOST_OVER = 8;

    #prefix;
    #timers;
    #request;
    #storage;
    /** @type {Map<string, Draft>} */
    #drafts = new Map();

    /**
     * @param {object} options
     * @param {string} options.agent Whose they are.
     * @param {EventTarget} options.connection Tells what is written elsewhere.
     * @param {Storage|null} [options.storage]
     * @param {import("../../Realtime/Client/timers.js").Timers} [options.timers]
     * @param {typeof request} [options.ask]
     */
    constructor({ agent, connection, storage = browserStorage(), timers = systemTimers, ask = request }) {
        super();
        this.#prefix = `switchboard.desk.draft.${agent}.`;
        this.#storage = storage;
        this.#timers = timers;
        this.#request = ask;
        this.#readKept();
        connection.addEventListener("draft", (event) => this.#heard(/** @type {CustomEvent} */ (event).detail));
        connection.addEventListener("state", () => this.#stateChanged(connection));
        globalThis.addEventListener?.("pagehide", () => this.flush());
        globalThis.document?.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.flush());
    }

    /** Asks the server for what is there; what it tells later comes by itself. */
    async load() {
        try {
            const { data } = await this.#request("GET", "/api/v1/agent/drafts");
            for (const saved of data) this.#heard(saved);
        } catch {
            // The next connection asks again; what is written here is kept meanwhile.
        }
    }

    /**
     * @param {string} conversation
     * @param {Kind} kind
     */
    get(conversation, kind) {
        return this.#drafts.get(key(conversation, kind))?.body ?? "";
    }

    /**
     * Whether something is written and not sent.
     *
     * @param {string} conversation
     */
    has(conversation) {
        return KINDS.some((kind) => this.get(conversation, kind) !== "");
    }

    /**
     * @param {string} conversation
     * @param {Kind} kind
     * @param {string} body
     */
    set(conversation, kind, body) {
        const draft = this.#draft(conversation, kind);
        if (draft.body === body) return;
        this.#write(draft, body);
        this.#keep(draft);
        // What was sent is over at once; what is being written waits for a pause.
        this.#plan(draft, body === "" ? 0 : Drafts.REST);
    }

    /**
     * Of two texts, this is the one.
     *
     * @param {Draft} mine
     * @param {Saved} theirs
     */
    keepMine(mine, theirs) {
        Object.assign(mine, { version: theirs.version, over: [], isSaved: false });
        this.#keep(mine);
        this.#plan(mine, 0);
    }

    /**
     * Of two texts, that is the one.
     *
     * @param {Draft} mine
     * @param {Saved} theirs
     */
    takeTheirs(mine, theirs) {
        this.#put(mine, theirs);
        this.dispatchEvent(new CustomEvent("changed", { detail: theirs }));
    }

    /** Saves everything now: the page may go. */
    flush() {
        for (const draft of this.#drafts.values()) {
            if (!draft.isSaved) void this.#save(draft);
        }
    }

    /**
     * @param {string} conversation
     * @param {Kind} kind
     * @returns {Draft}
     */
    #draft(conversation, kind) {
        const known = this.#drafts.get(key(conversation, kind));
        if (known) return known;
        /** @type {Draft} */
        const draft = { conversation, kind, body: "", version: 0, over: [], isSaved: true, isSaving: false, timer: null };
        this.#drafts.set(key(conversation, kind), draft);
        return draft;
    }

    /**
     * @param {Draft} draft
     * @param {string} body
     */
    #write(draft, body) {
        const had = this.has(draft.conversation);
        draft.body = body;
        draft.isSaved = false;
        if (had !== this.has(draft.conversation)) this.dispatchEvent(new CustomEvent("marks"));
    }

    /**
     * @param {Draft} draft
     * @param {number} delay
     */
    #plan(draft, delay) {
        this.#timers.clearTimeout(draft.timer);
        draft.timer = this.#timers.setTimeout(() => {
            draft.timer = null;
            void this.#save(draft);
        }, delay);
    }

    /**
     * One after the other: a later state must not be overtaken by an earlier one.
     *
     * @param {Draft} draft
     */
    async #save(draft) {
        if (draft.isSaving || draft.isSaved) return;
        this.#timers.clearTimeout(draft.timer);
        draft.timer = null;
        const { conversation, kind, body, version } = draft;
        const over = draft.over.filter((text) => text !== body);
        draft.isSaving = true;
        // Before it goes: the next page must know of it when this one is gone before the answer.
        draft.over = [...over, body].slice(-Drafts.MOST_OVER);
        this.#keep(draft);
        try {
            // `keepalive`: it arrives even when the page is gone meanwhile.
            const headers = { "content-type": "application/json" };
            const sent = new Blob([JSON.stringify({ kind, body, version, ...(over.length > 0 ? { over } : {}) })], { type: headers["content-type"] });
            const saved = await this.#request("PUT", `/api/v1/agent/conversations/${conversation}/draft`, { body: sent, headers, keepalive: sent.size < 60_000 });
            draft.isSaving = false;
            draft.version = saved.body === "" ? 0 : saved.version;
            draft.over = [];
            draft.isSaved = draft.body === body;
            this.#keep(draft);
            if (!draft.isSaved && draft.timer === null) this.#plan(draft, Drafts.REST);
        } catch (error) {
            draft.isSaving = false;
            this.#failed(draft, error);
        }
    }

    /**
     * @param {Draft} draft
     * @param {unknown} error
     */
    #failed(draft, error) {
        if (!(error instanceof ProblemError)) return;
        if (error.code === "draft_changed") {
            const { draft: theirs } = /** @type {any} */ (error.problem);
            if (theirs.body === draft.body) this.#put(draft, theirs);
            else this.dispatchEvent(new CustomEvent("conflict", { detail: { mine: draft, theirs } }));
        } else if (error.isTemporary) {
            this.#plan(draft, Drafts.AGAIN);
        }
    }

    /**
     * Something was written elsewhere, or here and told back.
     *
     * @param {Saved} saved
     */
    #heard(saved) {
        const draft = this.#draft(saved.conversation, saved.kind);
        // What is being written here is asked about when it is saved.
        if (!draft.isSaved || draft.isSaving) return;
        if (saved.body === draft.body) {
            draft.version = saved.body === "" ? 0 : Math.max(draft.version, saved.version);
            return;
        }
        if (saved.version < draft.version) return;
        this.#put(draft, saved);
        this.dispatchEvent(new CustomEvent("changed", { detail: saved }));
    }

    /**
     * The server's text is the text.
     *
     * @param {Draft} draft
     * @param {Saved} saved
     */
    #put(draft, saved) {
        this.#write(draft, saved.body);
        draft.version = saved.body === "" ? 0 : saved.version;
        draft.over = [];
        draft.isSaved = true;
        this.#keep(draft);
    }

    /** @param {EventTarget} connection */
    #stateChanged(connection) {
        if (/** @type {any} */ (connection).state !== "open") return;
        void this.load();
        for (const draft of this.#drafts.values()) {
            if (!draft.isSaved && draft.timer === null) this.#plan(draft, 0);
        }
    }

    /**
     * What the server does not have is in the browser; what it has is not.
     *
     * @param {Draft} draft
     */
    #keep({ conversation, kind, body, version, over, isSaved }) {
        try {
            if (isSaved) this.#storage?.removeItem(`${this.#prefix}${conversation}.${kind}`);
            else this.#storage?.setItem(`${this.#prefix}${conversation}.${kind}`, JSON.stringify({ body, version, over }));
        } catch {
            // Storage is full or forbidden: memory has it as long as the page lives.
        }
    }

    #readKept() {
        try {
            for (let index = 0; index < (this.#storage?.length ?? 0); index += 1) {
                const name = this.#storage?.key(index);
                if (!name?.startsWith(this.#prefix)) continue;
                const [conversation, kind] = name.slice(this.#prefix.length).split(".");
                const { body, version, over } = JSON.parse(this.#storage?.getItem(name) ?? "{}");
                if (typeof body !== "string" || !isKind(kind)) continue;
                const draft = this.#draft(conversation, kind);
                Object.assign(draft, { body, version: Number(version) || 0, over: texts(over), isSaved: false });
                this.#plan(draft, Drafts.REST);
            }
        } catch {
            // Forbidden or damaged storage holds nothing.
        }
    }
}

/**
 * @param {string} name
 * @returns {name is Kind}
 */
function isKind(name) {
    return KINDS.some((kind) => kind === name);
}

/**
 * @param {string} conversation
 * @param {Kind} kind
 */
function key(conversation, kind) {
    return `${conversation} ${kind}`;
}

/** @param {unknown} kept What older pages kept has none. */
function texts(kept) {
    return Array.isArray(kept) ? kept.filter((text) => typeof text === "string").slice(-Drafts.MOST_OVER) : [];
}
