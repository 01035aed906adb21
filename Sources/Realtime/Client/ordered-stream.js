/**
 * One numbered series of one conversation: whatever order, repeats and gaps the network produces, it gives every
 * item once, in order, and knows when something is missing.
 *
 * @template T
 */
export class OrderedStream {
    /** Items that may wait for a missing one; what comes beyond is asked for again anyway. */
    static LARGEST_WAIT = 1000;

    /** @type {Map<number, T>} */
    #waiting = new Map();
    #head;

    /** @param {number} last The number of the last item that is known; 0 for none. */
    constructor(last = 0) {
        this.last = last;
        this.#head = last;
    }

    /** Whether something is known to exist that was not given yet. */
    get isBehind() {
        return this.#head > this.last;
    }

    /**
     * Takes an item that arrived.
     *
     * @param {number} number From 1.
     * @param {T} item
     * @returns {T[]} What can be given now, in order; empty for a repeat and while an earlier one is missing.
     */
    accept(number, item) {
        this.noteHead(number);
        if (number <= this.last) return [];
        if (number > this.last + 1) {
            if (this.#waiting.size < OrderedStream.LARGEST_WAIT) this.#waiting.set(number, item);
            return [];
        }
        const ready = [item];
        this.last = number;
        for (let next = this.#take(number + 1); next !== undefined; next = this.#take(this.last + 1)) {
            ready.push(next);
            this.last += 1;
        }
        for (const number of this.#waiting.keys()) {
            if (number <= this.last) this.#waiting.delete(number);
        }
        return ready;
    }

    /**
     * The server says how far the series goes.
     *
     * @param {number} head
     */
    noteHead(head) {
        if (head > this.#head) this.#head = head;
    }

    /** @param {number} number */
    #take(number) {
        const item = this.#waiting.get(number);
        this.#waiting.delete(number);
        return item;
    }
}
