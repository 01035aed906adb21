import { text } from "../Client/strings.js";
import { startWorker } from "../Client/trusted.js";
import { PuzzleSearch } from "./puzzle-search.js";

/** @typedef {{text: string, bits: number}} Challenge */
/** @typedef {(tried: number) => void} Listener */

/** What is over sooner is not told, in milliseconds. */
const TOLD_AFTER = 300;
/** How long the page may stand still where there are no workers, in milliseconds. */
const SLICE = 16;

/**
 * Works a challenge out, beside the page where the browser can do that, and tells how far it is.
 *
 * @param {Challenge} challenge
 * @returns {Promise<import("../Client/proof.js").Proof>}
 */
export async function solve({ text: challenge, bits }) {
    const progress = new Progress(bits);
    const told = (/** @type {number} */ tried) => progress.reach(tried);
    try {
        const nonce = await besides(challenge, bits, told).catch(() => within(challenge, bits, told));
        return { challenge, nonce };
    } finally {
        progress.end();
    }
}

/**
 * @param {string} challenge
 * @param {number} bits
 * @param {Listener} told
 * @returns {Promise<string>} Rejected where no worker starts.
 */
function besides(challenge, bits, told) {
    return new Promise((resolve, reject) => {
        const worker = startWorker(new URL("./puzzle-worker.js", import.meta.url));
        worker.addEventListener("error", () => {
            worker.terminate();
            reject(new Error("the worker did not start"));
        });
        worker.addEventListener("message", ({ data: { nonce, tried } }) => {
            told(tried);
            if (nonce === null) return;
            worker.terminate();
            resolve(nonce);
        });
        worker.postMessage({ text: challenge, bits });
    });
}

/**
 * In the page itself, in slices, so that it stays usable.
 *
 * @param {string} challenge
 * @param {number} bits
 * @param {Listener} told
 */
async function within(challenge, bits, told) {
    const search = new PuzzleSearch(challenge, bits);
    for (;;) {
        for (const end = performance.now() + SLICE; performance.now() < end; ) {
            const nonce = search.run(256);
            if (nonce !== null) return nonce;
        }
        told(search.tried);
        await new Promise((resolve) => setTimeout(resolve, 0));
    }
}

/** Says that something is worked out, and how likely it is to be done; a screen reader hears it once. */
class Progress {
    #region = document.createElement("div");
    #bar = document.createElement("progress");
    #expected;
    #timer;

    /** @param {number} bits */
    constructor(bits) {
        this.#expected = 2 ** bits;
        this.#region.setAttribute("role", "status");
        this.#bar.value = 0;
        document.body.append(this.#region);
        this.#timer = setTimeout(() => this.#show(), TOLD_AFTER);
    }

    #show() {
        const words = document.createElement("span");
        words.textContent = text("proof.working");
        this.#bar.setAttribute("aria-label", words.textContent);
        const toast = document.createElement("div");
        toast.className = "toast";
        toast.append(words, this.#bar);
        this.#region.append(toast);
    }

    /** @param {number} tried */
    reach(tried) {
        this.#bar.value = 1 - Math.exp(-tried / this.#expected);
    }

    end() {
        clearTimeout(this.#timer);
        this.#region.remove();
    }
}
