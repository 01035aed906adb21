// SHA-256 (FIPS 180-4) of a text that ends with a number, again and again: the platform's own digest answers one promise
// after the other, which takes ten times as long as the hash.

const WORDS = 64;
const K = new Int32Array(WORDS);
const START = new Int32Array(8);

/** The first 32 bits behind the point. */
const fraction = (/** @type {number} */ root) => ((root - Math.floor(root)) * 0x1_0000_0000) | 0;

for (let candidate = 2, found = 0; found < WORDS; candidate++) {
    let isPrime = true;
    for (let divisor = 2; divisor * divisor <= candidate && isPrime; divisor++) isPrime = candidate % divisor !== 0;
    if (!isPrime) continue;
    if (found < 8) START[found] = fraction(Math.sqrt(candidate));
    K[found++] = fraction(Math.cbrt(candidate));
}

const schedule = new Int32Array(WORDS);

/**
 * Takes one block of 64 bytes in.
 *
 * @param {Int32Array} state
 * @param {Uint8Array} bytes
 * @param {number} from
 */
function compress(state, bytes, from) {
    for (let i = 0, at = from; i < 16; i++, at += 4) {
        schedule[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    }
    for (let i = 16; i < WORDS; i++) {
        const [x, y] = [schedule[i - 15], schedule[i - 2]];
        const first = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
        const second = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
        schedule[i] = (schedule[i - 16] + first + schedule[i - 7] + second) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < WORDS; i++) {
        const sigma1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
        const one = (h + sigma1 + ((e & f) ^ (~e & g)) + K[i] + schedule[i]) | 0;
        const sigma0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
        const two = (sigma0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g;
        g = f;
        f = e;
        e = (d + one) | 0;
        d = c;
        c = b;
        b = a;
        a = (one + two) | 0;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
}

/** Looks for the number with which the SHA-256 of `<text>:<number>` begins with so many zero bits. */
export class PuzzleSearch {
    /** Numbers that were tried. */
    tried = 0;

    #bits;
    /** What was hashed before the last, partial block. */
    #before = START.slice();
    #state = new Int32Array(8);
    #tail;
    #fixed;
    #length;

    /**
     * @param {string} text ASCII.
     * @param {number} bits 0...32.
     */
    constructor(text, bits) {
        this.#bits = bits;
        const bytes = new TextEncoder().encode(`${text}:`);
        const whole = bytes.length - (bytes.length % 64);
        for (let at = 0; at < whole; at += 64) compress(this.#before, bytes, at);
        this.#tail = new Uint8Array(128);
        this.#tail.set(bytes.subarray(whole));
        this.#fixed = bytes.length - whole;
        this.#length = bytes.length;
    }

    /**
     * Tries some more.
     *
     * @param {number} count
     * @returns {string|null} The number; null when it was not among them.
     */
    run(count) {
        for (const end = this.tried + count; this.tried < end; this.tried++) {
            const nonce = String(this.tried);
            if (this.#isSolution(nonce)) return nonce;
        }
        return null;
    }

    /** @param {string} nonce */
    #isSolution(nonce) {
        const tail = this.#tail;
        let end = this.#fixed;
        for (let i = 0; i < nonce.length; i++) tail[end++] = nonce.charCodeAt(i);
        tail[end] = 0x80;
        const last = end < 56 ? 64 : 128;
        tail.fill(0, end + 1, last);
        const length = (this.#length + nonce.length) * 8;
        tail[last - 1] = length;
        tail[last - 2] = length >>> 8;
        tail[last - 3] = length >>> 16;
        this.#state.set(this.#before);
        for (let at = 0; at < last; at += 64) compress(this.#state, tail, at);
        return Math.clz32(this.#state[0]) >= this.#bits;
    }
}
