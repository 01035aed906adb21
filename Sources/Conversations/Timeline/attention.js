import { browserStorage } from "../../Realtime/Client/connection.js";
import { text } from "../../Web/Client/strings.js";
import { authorName } from "./bubbles.js";
import { Chime } from "./chime.js";

/** @typedef {import("../../Realtime/Client/wire.js").Message} Message */
/** @typedef {import("./notice-surface.js").NoticeSurface} NoticeSurface */

const KEYS = { notices: "switchboard.customer.notices", sound: "switchboard.customer.sound" };

/**
 * Tells a customer of answers that came while they looked elsewhere: a number in the title always, a notification and
 * a sound once they asked for them. Event: `change` when a choice did.
 */
export class Attention extends EventTarget {
    #surface;
    #storage;
    #chime = new Chime();
    /**
     * Numbers of the messages that nobody has looked at, by conversation.
     *
     * @type {Map<string, Set<number>>}
     */
    #missed = new Map();

    /**
     * @param {NoticeSurface} surface
     * @param {Storage|null} [storage]
     */
    constructor(surface, storage = browserStorage()) {
        super();
        this.#surface = surface;
        this.#storage = storage;
        for (const name of ["pointerdown", "keydown"]) {
            document.addEventListener(name, () => this.hasSound && this.#chime.unlock(), { once: true });
        }
    }

    /** What the browser says of notifications. */
    get permission() {
        return this.#surface.permission;
    }

    get hasNotices() {
        return this.permission === "granted" && this.#read("notices");
    }

    get hasSound() {
        return this.#read("sound");
    }

    /**
     * Asks for leave where the browser has not been asked yet; only while a click is worked on.
     *
     * @param {boolean} isOn
     */
    async turnNotices(isOn) {
        const permission = isOn ? await this.#surface.ask() : this.permission;
        this.#keep("notices", isOn && permission === "granted");
    }

    /** @param {boolean} isOn */
    turnSound(isOn) {
        this.#keep("sound", isOn);
        if (!isOn) return;
        this.#chime.unlock();
        this.#chime.ring();
    }

    /**
     * A message came that nobody looks at.
     *
     * @param {Message} message
     */
    missed({ conversation, author, seq = 0 }) {
        const missed = this.#missed.get(conversation) ?? new Set();
        if (missed.has(seq)) return;
        this.#missed.set(conversation, missed.add(seq));
        this.#tell();
        if (this.hasSound) this.#chime.ring();
        if (!this.hasNotices) return;
        // Who wrote and not what: a notification stands on locked screens. Tabs that tell the same show it once.
        const name = authorName(author);
        this.#surface.show({ title: text("notices.title", { name }), body: text("notices.body"), tag: `${conversation} ${seq}` });
    }

    /**
     * Somebody looked, here or on another device.
     *
     * @param {string} conversation
     * @param {number} [seq] Up to where; all of it without.
     */
    seen(conversation, seq = Infinity) {
        const missed = this.#missed.get(conversation);
        if (!missed) return;
        for (const each of missed) if (each <= seq) missed.delete(each);
        this.#tell();
    }

    #tell() {
        this.#surface.count([...this.#missed.values()].reduce((sum, { size }) => sum + size, 0));
    }

    /** @param {keyof typeof KEYS} choice */
    #read(choice) {
        try {
            return this.#storage?.getItem(KEYS[choice]) === "on";
        } catch {
            return false;
        }
    }

    /**
     * @param {keyof typeof KEYS} choice
     * @param {boolean} isOn
     */
    #keep(choice, isOn) {
        try {
            this.#storage?.setItem(KEYS[choice], isOn ? "on" : "off");
        } catch {
            // Storage is full or forbidden: nothing is told but the number.
        }
        this.dispatchEvent(new CustomEvent("change"));
    }
}
