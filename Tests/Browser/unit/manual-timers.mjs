/** A clock that stands still until a test moves it; what is due then runs, in order. */
export class ManualTimers {
    #now = 0;
    #next = 1;
    /** @type {Map<number, {at: number, work: () => void}>} */
    #planned = new Map();

    setTimeout = (/** @type {() => void} */ work, /** @type {number} */ delay) => {
        const id = this.#next++;
        this.#planned.set(id, { at: this.#now + delay, work });
        return id;
    };

    clearTimeout = (/** @type {number} */ id) => void this.#planned.delete(id);

    now = () => this.#now;

    /** How many are planned. */
    get count() {
        return this.#planned.size;
    }

    /** @param {number} milliseconds */
    advance(milliseconds) {
        const end = this.#now + milliseconds;
        for (;;) {
            const due = [...this.#planned].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at)[0];
            if (!due) break;
            this.#planned.delete(due[0]);
            this.#now = due[1].at;
            due[1].work();
        }
        this.#now = end;
    }
}
