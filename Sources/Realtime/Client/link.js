import { FramePacer } from "./pacing.js";

/** @typedef {import("./timers.js").Timers} Timers */
/**
 * @typedef {object} LinkEvents
 * @property {() => void} opened
 * @property {(frame: any) => void} heard
 * @property {(code: number, wasOpen: boolean) => void} ended Once; never after {@link Link.drop}.
 */

/** One WebSocket from opening to its end: paces what is sent, and finds out when the other side is gone. */
export class Link {
    /** How long opening may take, in milliseconds. */
    static OPENING = 15_000;
    /** After how long of silence a sign of life is asked for, in milliseconds. */
    static SILENCE = 25_000;
    /** How long it may take, in milliseconds. */
    static PATIENCE = 8000;

    #socket;
    #events;
    #timers;
    #pacer = new FramePacer();
    /** @type {object[]} */
    #paced = [];
    /** @type {unknown} */
    #pacing = null;
    /** @type {unknown} */
    #watch = null;
    #isOpen = false;

    /**
     * @param {WebSocket} socket
     * @param {LinkEvents} events
     * @param {Timers} timers
     */
    constructor(socket, events, timers) {
        this.#socket = socket;
        this.#events = events;
        this.#timers = timers;
        socket.onopen = () => {
            this.#isOpen = true;
            this.#keepAlive();
            events.opened();
        };
        socket.onmessage = (event) => {
            this.#keepAlive();
            const frame = parsed(event.data);
            if (frame) events.heard(frame);
        };
        socket.onclose = (event) => this.#end(event.code);
        // A connection that hangs half-open says nothing by itself.
        this.#watch = timers.setTimeout(() => this.#end(1006), Link.OPENING);
    }

    /**
     * @param {object} frame
     * @returns {boolean} false when the socket is not open.
     */
    send(frame) {
        if (!this.#isOpen || this.#socket.readyState !== 1) return false;
        this.#paced.push(frame);
        if (this.#pacing === null) this.#flush();
        return true;
    }

    /** Asks for a sign of life now. */
    ping() {
        this.#timers.clearTimeout(this.#watch);
        this.send({ op: "ping" });
        this.#watch = this.#timers.setTimeout(() => this.#end(1006), Link.PATIENCE);
    }

    /** Lets go without waiting for a farewell. */
    drop() {
        this.#timers.clearTimeout(this.#watch);
        this.#timers.clearTimeout(this.#pacing);
        const socket = this.#socket;
        socket.onopen = socket.onmessage = socket.onclose = null;
        socket.close();
    }

    /** @param {number} code */
    #end(code) {
        this.drop();
        this.#events.ended(code, this.#isOpen);
    }

    #keepAlive() {
        this.#timers.clearTimeout(this.#watch);
        this.#watch = this.#timers.setTimeout(() => this.ping(), Link.SILENCE);
    }

    #flush() {
        this.#pacing = null;
        while (this.#paced.length > 0) {
            const wait = this.#pacer.take(this.#timers.now());
            if (wait > 0) {
                this.#pacing = this.#timers.setTimeout(() => this.#flush(), wait);
                return;
            }
            this.#socket.send(JSON.stringify(this.#paced.shift()));
        }
    }
}

/**
 * @param {unknown} data
 * @returns {any} null for what is no JSON object.
 */
function parsed(data) {
    try {
        const value = JSON.parse(String(data));
        return typeof value === "object" ? value : null;
    } catch {
        return null;
    }
}

/**
 * Where the page's own server listens.
 *
 * @returns {string}
 */
export function defaultURL() {
    const url = new URL("/api/v1/realtime", location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    return url.href;
}
