/**
 * Whether somebody is at work in the list: then its rows stay where they are, so that a click meets the row that was
 * aimed at. What changed meanwhile is sorted in once the hand has rested for {@link ListHold.REST}.
 */
export class ListHold {
    /** Milliseconds. */
    static REST = 1500;

    #released;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #timer;

    /**
     * @param {HTMLElement} list
     * @param {() => void} released
     */
    constructor(list, released) {
        this.#released = released;
        for (const name of ["pointermove", "pointerdown", "wheel"]) list.addEventListener(name, () => this.touch(), { passive: true });
        list.addEventListener("pointerleave", () => this.release());
    }

    /** Whether the rows stay where they are. */
    get isOn() {
        return this.#timer !== undefined;
    }

    /** The list was worked in just now, by mouse or keyboard. */
    touch() {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.release(), ListHold.REST);
    }

    /** The rows may move again. */
    release() {
        if (this.#timer === undefined) return;
        clearTimeout(this.#timer);
        this.#timer = undefined;
        this.#released();
    }
}
