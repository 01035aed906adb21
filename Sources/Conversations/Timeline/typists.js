/** @typedef {{name: string, type: string, isNote: boolean, until: number}} Typist */

/** Who is typing: each for a while after their last sign, and not any more once they wrote. */
export class Typists {
    /** How long somebody counts as typing after the last sign, in milliseconds. */
    static WHILE = 6000;

    #changed;
    /** @type {Typist[]} */
    #all = [];
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #timer;

    /** @param {() => void} changed Somebody began or stopped. */
    constructor(changed) {
        this.#changed = changed;
    }

    get now() {
        const now = Date.now();
        return this.#all.filter(({ until }) => until > now);
    }

    /** @param {import("../../Realtime/Client/wire.js").TypingFrame} frame */
    heard({ author, note }) {
        const others = this.#all.filter(({ name, type }) => name !== author.name || type !== author.type);
        this.#all = [...others, { name: author.name, type: author.type, isNote: note ?? false, until: Date.now() + Typists.WHILE }];
        clearTimeout(this.#timer);
        this.#timer = setTimeout(this.#changed, Typists.WHILE + 50);
        this.#changed();
    }

    /** @param {string} type Whose message came. */
    wrote(type) {
        this.#all = this.#all.filter((typist) => typist.type !== type);
    }

    stop() {
        clearTimeout(this.#timer);
    }
}
