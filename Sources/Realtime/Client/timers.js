/**
 * @typedef {object} Timers
 * @property {(work: () => void, delay: number) => unknown} setTimeout
 * @property {(timer: any) => void} clearTimeout
 * @property {() => number} now Milliseconds.
 */

/** @type {Timers} */
export const systemTimers = {
    setTimeout: (work, delay) => setTimeout(work, delay),
    clearTimeout: (timer) => clearTimeout(timer),
    now: () => Date.now(),
};
