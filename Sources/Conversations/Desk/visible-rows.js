import { element } from "../Timeline/elements.js";
import { InboxRowView } from "./inbox-row.js";

/** @typedef {import("./types.js").InboxRow} InboxRow */

/** The rows that are seen, of a list that may be long. */
export class VisibleRows {
    #agent;
    #marksOf;
    #height;
    #space = element("div", { class: "desk-list__space", role: "presentation" });
    /** @type {Map<string, InboxRowView>} */
    #made = new Map();

    /**
     * @param {object} options
     * @param {HTMLElement} options.list
     * @param {string} options.agent Whose desk it is.
     * @param {(id: string) => import("./row-marks.js").Marks} options.marksOf
     * @param {number} options.height Of a row, in pixels.
     */
    constructor({ list, agent, marksOf, height }) {
        this.#agent = agent;
        this.#marksOf = marksOf;
        this.#height = height;
        list.append(this.#space);
    }

    /** @param {number} count For how many rows there is room to be scrolled. */
    reserve(count) {
        this.#space.style.height = `${count * this.#height}px`;
    }

    /**
     * Rows that stay keep their elements: a click begun on one ends on the same.
     *
     * @param {InboxRow[]} rows
     * @param {{first: number, last: number}} range
     * @param {{selected: string|null, chosen: import("./chosen.js").Chosen, size: number}} context
     * @returns {Set<string>} The ids of the rows that are made now.
     */
    show(rows, { first, last }, { selected, chosen, size }) {
        this.reserve(rows.length);
        const now = Date.now();
        const isChoosing = chosen.ids.length > 0;
        /** @type {Set<string>} */
        const shown = new Set();
        for (let index = first; index < last; index += 1) {
            const row = rows[index];
            shown.add(row.id);
            const view = this.#made.get(row.id) ?? new InboxRowView(row.id);
            this.#made.set(row.id, view);
            view.update(row, {
                top: index * this.#height, position: index + 1, size, now, agent: this.#agent, marks: this.#marksOf(row.id),
                isSelected: row.id === selected, isChosen: chosen.has(row.id), isChoosing,
            });
            const place = this.#space.children[index - first] ?? null;
            if (place !== view.node) this.#space.insertBefore(view.node, place);
        }
        for (const [id, view] of this.#made) {
            if (shown.has(id)) continue;
            view.node.remove();
            this.#made.delete(id);
        }
        return shown;
    }
}
