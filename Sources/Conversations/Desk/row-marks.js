/** @typedef {import("../../Realtime/Client/wire.js").Viewer} Viewer */
/**
 * What a row of the list shows besides the conversation itself: it differs from desk to desk.
 * @typedef {object} Marks
 * @property {Viewer[]} viewers Colleagues who look at it.
 * @property {boolean} hasDraft Whether something is written and not sent.
 * @property {"unread"|"read"|null} mention Whether a note names this agent.
 * @property {boolean} isFollowed
 */

/** Gathers the marks of the list's rows. Event: `change`. */
export class RowMarks extends EventTarget {
    #viewing;
    #drafts;
    #personal;

    /**
     * @param {import("./viewing.js").Viewing} viewing
     * @param {import("./drafts.js").Drafts} drafts
     * @param {import("./personal-marks.js").PersonalMarks} personal
     */
    constructor(viewing, drafts, personal) {
        super();
        this.#viewing = viewing;
        this.#drafts = drafts;
        this.#personal = personal;
        const changed = () => this.dispatchEvent(new CustomEvent("change"));
        viewing.addEventListener("change", changed);
        drafts.addEventListener("marks", changed);
        personal.addEventListener("change", changed);
    }

    /** How many conversations name this agent and were not looked at since. */
    get unreadMentions() {
        return this.#personal.unread;
    }

    /**
     * @param {string} id
     * @returns {Marks}
     */
    of(id) {
        return {
            viewers: this.#viewing.of(id),
            hasDraft: this.#drafts.has(id),
            mention: this.#personal.mention(id),
            isFollowed: this.#personal.isFollowed(id),
        };
    }
}
