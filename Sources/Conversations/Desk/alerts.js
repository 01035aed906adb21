import { browserStorage } from "../../Realtime/Client/connection.js";
import { text } from "../../Web/Client/strings.js";
import { topicName } from "../Lifecycle/topic-name.js";
import { Chime } from "../Timeline/chime.js";

/** @typedef {import("./types.js").InboxRow} InboxRow */

const SOUND = "switchboard.desk.sound";
const NOTICES = "switchboard.desk.notices";

/** @typedef {{seq: number, status: string, assignee: string|null, isSnoozed: boolean}} Known */
/** @typedef {{conversation: string, kind?: "text"|"whisper"|"event", author: {name: string}, reference: string}} MentionNews */
/** @typedef {"notice"|"assigned"|"queued"|"woken"|"followed"} News */

/**
 * Tells of what wants this agent and is not before them: a conversation that was handed over to the queue or given to
 * them, and a customer's message in either. It shows as a number in the window's title, a sound, and the browser's
 * notifications, of which the latter two can be turned off. Browsers allow sounds only after the person has touched
 * the page once. Event: `open` {id} when a notification was clicked.
 */
export class Alerts extends EventTarget {
    #agent;
    #title = document.title;
    /**
     * How much was told of each conversation since somebody looked.
     *
     * @type {Map<string, number>}
     */
    #missed = new Map();
    /** @type {string|null} */
    #open = null;
    #wantsNotices = false;
    #storage = browserStorage();
    /**
     * What each conversation was like when it was last heard of.
     *
     * @type {Map<string, Known>}
     */
    #heard = new Map();
    #chime = new Chime();

    /** @param {string} agent Whose desk it is. */
    constructor(agent) {
        super();
        this.#agent = agent;
        this.hasSound = this.#storage?.getItem(SOUND) !== "off";
        this.#wantsNotices = this.#storage?.getItem(NOTICES) === "on";
        document.addEventListener("visibilitychange", () => {
            if (document.hidden) return;
            this.#missed.clear();
            this.#showMissed();
        });
        for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, () => this.#chime.unlock(), { once: true });
    }

    /** @param {string|null} id The conversation that is open: what happens there is seen. */
    set open(id) {
        this.#open = id;
        if (id && this.#missed.delete(id)) this.#showMissed();
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
            this.#chime.unlock();
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
        for (const { id, last_seq, status, assignee, snooze } of rows) {
            const seq = Math.max(last_seq, this.#heard.get(id)?.seq ?? 0);
            this.#heard.set(id, { seq, status, assignee: assignee?.id ?? null, isSnoozed: Boolean(snooze) });
        }
    }

    /**
     * A conversation changed.
     *
     * @param {InboxRow} row
     * @param {boolean} isFollowed Whether the agent wants to be told of every change.
     */
    changed(row, isFollowed) {
        const news = newsOf(row, this.#heard.get(row.id), this.#agent, isFollowed);
        this.known([row]);
        if (!news || (!document.hidden && this.#open === row.id)) return;
        this.#missed.set(row.id, (this.#missed.get(row.id) ?? 0) + 1);
        this.#showMissed();
        this.#ring();
        this.#notify(row, news);
    }

    /**
     * A note names this agent, or somebody whispers to them: the latter is heard even where it is seen.
     *
     * @param {MentionNews} mention
     */
    mentioned({ conversation, kind, author, reference }) {
        if (!document.hidden && this.#open === conversation) {
            if (kind === "whisper") this.#ring();
            return;
        }
        this.#missed.set(conversation, (this.#missed.get(conversation) ?? 0) + 1);
        this.#showMissed();
        this.#ring();
        const told = kind === "event" ? "desk.alerts.stopped" : kind === "whisper" ? "desk.alerts.whispered" : "desk.alerts.mentioned";
        this.#show(conversation, text(told, { name: author.name }), reference);
    }

    /**
     * Says who wrote and not what: a notification stands on locked screens.
     *
     * @param {InboxRow} row
     * @param {News} news
     */
    #notify({ id, reference, customer, topic }, news) {
        const name = customer.name || text("timeline.author.guest");
        this.#show(id, text(`desk.alerts.${news}`, { name }), `${topicName(topic)} · ${reference}`);
    }

    /**
     * @param {string} id
     * @param {string} title
     * @param {string} body
     */
    #show(id, title, body) {
        if (!this.hasNotices) return;
        const notice = new Notification(title, {
            body,
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

    #showMissed() {
        const missed = [...this.#missed.values()].reduce((sum, each) => sum + each, 0);
        document.title = missed > 0 ? `(${missed}) ${this.#title}` : this.#title;
    }

    #ring() {
        if (this.hasSound) this.#chime.ring();
    }
}

/**
 * What of a change wants an agent: the end of the key of its text; null for nothing.
 *
 * @param {InboxRow} row
 * @param {Known|undefined} before What it was like; undefined for one that was not heard of: what is unread is new.
 * @param {string} agent
 * @param {boolean} isFollowed
 * @returns {News|null}
 */
function newsOf(row, before, agent, isFollowed) {
    const isQueued = row.status === "queued";
    const isMine = row.assignee?.id === agent && (row.status === "assigned" || row.status === "waiting_customer");
    const seq = before?.seq ?? row.read_seq;
    if (isQueued && before?.status !== "queued") return "queued";
    if (isMine && (before ? before.assignee !== agent : row.unread > 0)) return "assigned";
    if (isMine && before?.isSnoozed && !row.snooze && row.last_seq === seq) return "woken";
    if (isFollowed && !isMine && before && (row.last_seq > seq || row.status !== before.status)) return "followed";
    return (isQueued || isMine) && row.last_seq > seq && row.last_message?.author_type === "customer" ? "notice" : null;
}
