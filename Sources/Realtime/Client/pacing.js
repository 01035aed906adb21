/**
 * How long to wait before the next attempt: full jitter, so that a thousand clients that lost the same server do
 * not come back in one moment (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 *
 * @param {number} attempt From 0.
 * @param {() => number} random 0 up to 1.
 * @returns {number} Milliseconds.
 */
export function reconnectDelay(attempt, random = Math.random) {
    const longest = Math.min(20_000, 500 * 2 ** Math.min(attempt, 10));
    return Math.round(random() * longest);
}

/** What a close code asks of the client. */
export const CloseCode = Object.freeze({ signedOut: 4001, originRefused: 4003, tooSlow: 4008, rateLimited: 4009 });

/**
 * What to do after the connection ended.
 *
 * @param {number} code The close code.
 * @param {number} attempt How many attempts failed since it was last open.
 * @param {() => number} random
 * @returns {{state: "signed-out"|"refused"} | {state: "waiting", delay: number}}
 */
export function afterClose(code, attempt, random = Math.random) {
    switch (code) {
        case CloseCode.signedOut:
            return { state: "signed-out" };
        case CloseCode.originRefused:
            return { state: "refused" };
        case CloseCode.tooSlow:
            // Only the first time at once: a reader that stays too slow must not circle.
            return { state: "waiting", delay: attempt === 0 ? 0 : reconnectDelay(attempt, random) };
        case CloseCode.rateLimited:
            return { state: "waiting", delay: 3000 + reconnectDelay(attempt, random) };
        default:
            return { state: "waiting", delay: reconnectDelay(attempt, random) };
    }
}

/** Holds a client under the server's limit of frames (60 in 6 s), with some to spare. */
export class FramePacer {
    /**
     * @param {number} most Frames in a window.
     * @param {number} window Milliseconds.
     */
    constructor(most = 48, window = 6000) {
        this.most = most;
        this.window = window;
        /** @type {number[]} */
        this.sent = [];
    }

    /**
     * Takes leave for one frame.
     *
     * @param {number} now Milliseconds.
     * @returns {number} 0 when it may go now, else how long to wait, in milliseconds.
     */
    take(now) {
        while (this.sent.length > 0 && now - this.sent[0] >= this.window) this.sent.shift();
        if (this.sent.length < this.most) {
            this.sent.push(now);
            return 0;
        }
        return this.window - (now - this.sent[0]);
    }
}
