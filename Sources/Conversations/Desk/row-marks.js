/** @typedef {import("../../Realtime/Client/wire.js").Viewer} Viewer */
/**
 * What a row of the list shows besides the conversation itself: it differs from desk to desk.
 * @typedef {object} Marks
 * @property {Viewer[]} viewers Colleagues who look at it.
 * @property {boolean} hasDraft Whether something is written and not sent.
 */

/** Gathers the marks of the list's rows. Event: `change`. */
export class RowMarks extends EventTarget {
    #viewing;
    #drafts;

    /**
     * @param {import("./viewing.js").Viewing} viewing
     * @param {import("./drafts.js").Drafts} drafts
     */
    constructor(viewing, drafts) {
        super();
        this.#viewing = viewing;
        this.#drafts = drafts;
        const changed = () => this.dispatchEvent(new CustomEvent("change"));
        viewing.addEventListener("change", changed);
        drafts.addEventListener("marks", changed);
    }

    /**
     * @param {string} id
     * @returns {Marks}
     */
    of(id) {
        return { viewers: this.#viewing.of(id), hasDraft: this.#drafts.has(id) };
    }
}
