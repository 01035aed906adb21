import { text } from "../../Web/Client/strings.js";

/** @typedef {import("../../Realtime/Client/connection.js").RealtimeConnection} RealtimeConnection */
/** @typedef {import("../../Realtime/Client/wire.js").Viewer} Viewer */

/** Which colleagues look at which conversation, and telling them what this desk looks at. Event: `change`. */
export class Viewing extends EventTarget {
    #connection;
    #agent;
    /** @type {Map<string, Viewer[]>} */
    #viewers = new Map();
    /** @type {string|null} */
    #looked = null;
    #isSilent = false;

    /**
     * @param {RealtimeConnection} connection
     * @param {string} agent Whose desk it is.
     */
    constructor(connection, agent) {
        super();
        this.#connection = connection;
        this.#agent = agent;
        connection.addEventListener("viewers", (event) => this.#heard(/** @type {CustomEvent} */ (event).detail));
        connection.addEventListener("state", () => this.#stateChanged());
        document.addEventListener("visibilitychange", () => this.#tell());
    }

    /**
     * The others who look at a conversation, by name.
     *
     * @param {string} id
     */
    of(id) {
        return this.#viewers.get(id) ?? [];
    }

    /**
     * @param {string|null} id What this desk looks at from now on.
     * @param {boolean} isSilent Whether nobody is to know.
     */
    look(id, isSilent) {
        this.#looked = id;
        this.#isSilent = isSilent;
        this.#tell();
    }

    /** Who has turned to another window does not look. */
    #tell() {
        this.#connection.view(document.visibilityState === "visible" ? this.#looked : null, this.#isSilent);
    }

    /** @param {import("../../Realtime/Client/wire.js").ViewersFrame} frame */
    #heard({ conversation, viewers }) {
        const others = viewers.filter(({ id }) => id !== this.#agent);
        if (others.length > 0) this.#viewers.set(conversation, others);
        else this.#viewers.delete(conversation);
        this.dispatchEvent(new CustomEvent("change"));
    }

    /** Without a connection nothing is known; a new one is told everything. */
    #stateChanged() {
        if (this.#connection.state === "open" || this.#viewers.size === 0) return;
        this.#viewers.clear();
        this.dispatchEvent(new CustomEvent("change"));
    }
}

/**
 * Who looks and who writes, in words; those who write matter more.
 *
 * @param {Viewer[]} viewers One at least.
 */
export function viewersText(viewers) {
    const writing = viewers.filter(({ typing }) => typing);
    const told = writing.length > 0 ? writing : viewers;
    const names = new Intl.ListFormat(document.documentElement.lang, { type: "conjunction" }).format(told.map(({ name }) => name));
    return text(writing.length > 0 ? "desk.viewers.writing" : "desk.viewers.looking", { names });
}
