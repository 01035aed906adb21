import { browserStorage } from "../../Realtime/Client/connection.js";

/** @typedef {import("./types.js").InboxRow} InboxRow */

const KEY = "switchboard.desk.sound";

/**
 * Tells of what a customer wrote while nobody looked: a number in the window's title, and a sound that can be turned
 * off. Browsers allow sounds only after the person has touched the page once.
 */
export class Alerts {
    #agent;
    #title = document.title;
    #missed = 0;
    #storage = browserStorage();
    /**
     * How far each conversation was heard.
     *
     * @type {Map<string, number>}
     */
    #heard = new Map();
    /** @type {AudioContext|null} */
    #audio = null;

    /** @param {string} agent Whose desk it is. */
    constructor(agent) {
        this.#agent = agent;
        this.isOn = this.#storage?.getItem(KEY) !== "off";
        document.addEventListener("visibilitychange", () => {
            if (!document.hidden) this.#count(0);
        });
        for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, () => this.#unlock(), { once: true });
    }

    /** @param {boolean} isOn */
    turn(isOn) {
        this.isOn = isOn;
        try {
            this.#storage?.setItem(KEY, isOn ? "on" : "off");
        } catch {
            // Storage is full or forbidden: the choice lasts as long as the page.
        }
        if (isOn) {
            this.#unlock();
            this.#ring();
        }
    }

    /**
     * What was there already is no news.
     *
     * @param {InboxRow[]} rows
     */
    known(rows) {
        for (const { id, last_seq } of rows) this.#heard.set(id, Math.max(last_seq, this.#heard.get(id) ?? 0));
    }

    /**
     * A conversation changed.
     *
     * @param {InboxRow} row
     */
    changed(row) {
        const before = this.#heard.get(row.id) ?? row.last_seq - row.unread;
        this.known([row]);
        const isNew = row.last_seq > before && row.last_message?.author_type === "customer";
        const isMine = row.assignee?.id === this.#agent || row.status === "queued";
        if (!isNew || !isMine || !document.hidden) return;
        this.#count(this.#missed + 1);
        this.#ring();
    }

    /** @param {number} missed */
    #count(missed) {
        this.#missed = missed;
        document.title = missed > 0 ? `(${missed}) ${this.#title}` : this.#title;
    }

    #unlock() {
        this.#audio ??= globalThis.AudioContext ? new AudioContext() : null;
        if (this.#audio?.state === "suspended") void this.#audio.resume();
    }

    /** Two soft notes, a fifth apart. */
    #ring() {
        const audio = this.#audio;
        if (!this.isOn || audio?.state !== "running") return;
        [660, 990].forEach((frequency, index) => {
            const start = audio.currentTime + index * 0.13;
            const tone = new OscillatorNode(audio, { frequency, type: "sine" });
            const volume = new GainNode(audio, { gain: 0 });
            volume.gain.setValueAtTime(0, start);
            volume.gain.linearRampToValueAtTime(0.08, start + 0.02);
            volume.gain.exponentialRampToValueAtTime(0.0005, start + 0.32);
            tone.connect(volume).connect(audio.destination);
            tone.start(start);
            tone.stop(start + 0.35);
        });
    }
}
