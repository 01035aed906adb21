/** The rows that are chosen for doing something with all of them. Event: `change`. */
export class Chosen extends EventTarget {
    /** As many as the server takes at a time. */
    static MOST = 100;

    #changed;
    /** @type {Set<string>} */
    #ids = new Set();

    /** @param {() => void} changed */
    constructor(changed) {
        super();
        this.#changed = changed;
    }

    /** In the order in which they were chosen. */
    get ids() {
        return [...this.#ids];
    }

    /** @param {string} id */
    has(id) {
        return this.#ids.has(id);
    }

    /** @param {string[]} ids The rows that are chosen from now on. */
    set(ids) {
        this.#ids = new Set(ids.slice(0, Chosen.MOST));
        this.#changed();
        this.dispatchEvent(new CustomEvent("change"));
    }

    /** @param {string|null} id */
    toggle(id) {
        if (id) this.set(this.has(id) ? this.ids.filter((other) => other !== id) : [...this.#ids, id]);
    }

    /**
     * Chooses all, or none where all are.
     *
     * @param {string[]} ids
     */
    toggleAll(ids) {
        this.set(ids.every((id) => this.has(id)) ? [] : ids);
    }
}
