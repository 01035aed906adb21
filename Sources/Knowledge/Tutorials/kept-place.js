import { storage } from "../../Web/Client/storage.js";

/** A reader who saw less than this has not begun, and who has less than this before them has ended. */
const LEAST = 5;

/** @param {string} video */
const key = (video) => `switchboard.video.${video}`;

/**
 * Where in a video its reader goes on another time; null for the beginning.
 *
 * @param {number} second Where they are.
 * @param {number} duration Of the video; NaN while it is not known.
 * @returns {number|null} A whole second.
 */
export function placeToKeep(second, duration) {
    if (!(second >= LEAST) || duration - second < LEAST) return null;
    return Math.floor(second);
}

/**
 * Where this browser's reader left a video.
 *
 * @param {string} video Its name.
 * @returns {number|null}
 */
export function keptPlace(video) {
    const second = Number(storage()?.getItem(key(video)) ?? "");
    return Number.isFinite(second) && second >= LEAST ? Math.floor(second) : null;
}

/**
 * @param {string} video
 * @param {number|null} second
 */
export function keepPlace(video, second) {
    try {
        if (second === null) storage()?.removeItem(key(video));
        else storage()?.setItem(key(video), String(second));
    } catch {
        // Where there is no room, they begin anew.
    }
}

/**
 * As a clock tells it: `2:31`, `1:02:31`.
 *
 * @param {number} seconds
 */
export function clock(seconds) {
    const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
    return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
