import { browserStorage } from "../../Realtime/Client/connection.js";
import { text } from "../../Web/Client/strings.js";
import { topicName } from "./inbox-row.js";

/** @typedef {import("./types.js").InboxRow} InboxRow */

const SOUND = "switchboard.desk.sound";
const NOTICES = "switchboard.desk.notices";

/**
 * Tells of what a customer wrote while nobody looked: a number in the window's title, a sound, and the browser's
 * notifications, of which the latter two can be turned off. Browsers allow sounds only after the person has touched
 * the page once. Event: `open` {id} when a notification was clicked.
 */
export class Alerts extends EventTarget {
    #agent;
    #title = document.title;
    #missed = 0;
    #wantsNotices = false;
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
        super();
        this.#agent = agent;
        this.hasSound = this.#storage?.getItem(SOUND) !== "off";
        this.#wantsNotices = this.#storage?.getItem(NOTICES) === "on";
        document.addEventListener("visibilitychange", () => {
            if (!document.hidden) this.#count(0);
        });
        for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, () => this.#unlock(), { once: true });
    }

    /** Whether the browser's notifications are wanted and allowed. */
    get hasNotices() {
        return this.#wantsNotices && globalThis.Notification?.permission === "granted";
    }

    /** @param {boolean} isOn */
    turnSound(isOn) {
        this.hasSound = isOn;
        this.#keep(SOUND, isOn);
        if (isOn) {
            this.#unlock();
            this.#ring();
        }
    }

    /**
     * Asks the person for leave where the browser has not done so yet.
     *
     * @param {boolean} isOn
     * @returns {Promise<boolean>} Whether it is as asked for; false where the browser refuses.
     */
    async turnNotices(isOn) {
        if (isOn && (await globalThis.Notification?.requestPermission()) !== "granted") return false;
        this.#wantsNotices = isOn;
        this.#keep(NOTICES, isOn);
        return true;
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
        this.#notify(row);
    }

    /**
     * Says who wrote and not what: a notification stands on locked screens.
     *
     * @param {InboxRow} row
     */
    #notify({ id, reference, customer, topic }) {
        if (!this.hasNotices) return;
        const name = customer.name || text("timeline.author.guest");
        const notice = new Notification(text("desk.alerts.notice", { name }), {
            body: `${topicName(topic)} · ${reference}`,
            icon: new URL("../../Web/Design/favicon.svg", import.meta.url).href,
            tag: id,
        });
        notice.addEventListener("click", () => {
            globalThis.focus();
            notice.close();
            this.dispatchEvent(new CustomEvent("open", { detail: { id } }));
        });
    }

    /**
     * @param {string} key
     * @param {boolean} isOn
     */
    #keep(key, isOn) {
        try {
            this.#storage?.setItem(key, isOn ? "on" : "off");
        } catch {
            // Storage is full or forbidden: the choice lasts as long as the page.
        }
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
        if (!this.hasSound || audio?.state !== "running") return;
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
