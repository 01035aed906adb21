import { ProblemError, get, put, remove } from "../../../Web/Client/http.js";
import { problemText } from "../../../Web/Client/problem-text.js";
import { has, text } from "../../../Web/Client/strings.js";

/** @typedef {{url: string, media_type: string, size: number, width?: number, height?: number, seconds?: number}} VideoFile */
/** @typedef {{locale: string, url: string}} VideoText */
/** @typedef {{name: string, titles: Record<string, string>, revision: number, editor?: string, changed_at: string, film?: VideoFile, poster?: VideoFile, captions: VideoText[], chapters: VideoText[]}} Video */
/** @typedef {{second: number, titles: Record<string, string>, picture?: VideoFile}} Moment A moment at which a chapter begins. */
/** @typedef {{article: string, slug: string, locale: string, title: string, live: boolean}} Use */

const BASE = "/api/v1/agent/videos";

/** @param {string} name @param {string[]} parts */
const place = (name, ...parts) => [BASE, name, ...parts].map((part, index) => (index > 0 ? encodeURIComponent(part) : part)).join("/");

/** The desk's API of videos. */
export const videos = {
    /** @returns {Promise<{data: Video[]}>} */
    list: () => get(BASE),
    /** @param {string} name @returns {Promise<{video: Video, moments: Moment[], used_by: Use[]}>} */
    read: (name) => get(place(name)),
    /** @param {string} name @param {Record<string, string>} titles @param {number} revision @returns {Promise<Video>} */
    save: (name, titles, revision) => put(place(name), { titles, revision }),
    /** @param {string} name */
    remove: (name) => remove(place(name)),
    /** @param {string} name @param {string[]} parts Which of its files. @returns {Promise<Video>} */
    removeFile: (name, ...parts) => remove(place(name, ...parts)),
    /**
     * Brings a file. `XMLHttpRequest`, for `fetch` does not tell how far an upload is.
     *
     * @param {string} name
     * @param {string[]} parts Which of its files.
     * @param {File} file
     * @param {(share: number) => void} progress 0 to 1.
     * @returns {Promise<Video>} Rejected with {@link ProblemError}.
     */
    putFile: (name, parts, file, progress) => new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open("PUT", place(name, ...parts));
        request.setRequestHeader("Content-Type", "application/octet-stream");
        request.responseType = "json";
        request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
        request.onload = () => {
            if (request.status === 200 && request.response) resolve(request.response);
            else reject(new ProblemError({ ...request.response, status: request.status }));
        };
        request.onerror = () => reject(new ProblemError({ status: 0, code: "offline" }));
        request.send(file);
    }),
};

/** @type {Record<string, number>} The largest file by its role, in bytes; films have a limit that is set. */
const LARGEST = { poster: 10 * 1_048_576, stills: 10 * 1_048_576, captions: 512 * 1_024, chapters: 512 * 1_024 };

/**
 * Why a file need not be sent at all; null where it may be taken.
 *
 * @param {{size: number}} file
 * @param {string} role
 * @param {number} limit Of films, in MiB.
 */
export function tooLarge({ size }, role, limit) {
    const largest = LARGEST[role] ?? limit * 1_048_576;
    if (size <= largest) return null;
    return ["captions", "chapters"].includes(role) ? text("videos.text_too_large", { limit: largest / 1_024 }) : text("videos.too_large", { limit: largest / 1_048_576 });
}

/**
 * What went wrong with a video, and where.
 *
 * @param {unknown} error
 */
export function videoProblem(error) {
    const problem = /** @type {{reason?: string, line?: number, limit_mib?: number, limit_kib?: number}} */ (error instanceof ProblemError ? error.problem : {});
    const { reason, line, limit_mib: limit, limit_kib: limitOfTexts } = problem;
    if (limit !== undefined) return text("videos.too_large", { limit });
    if (limitOfTexts !== undefined) return text("videos.text_too_large", { limit: limitOfTexts });
    if (reason && has(`videos.flaw.${reason}`)) return text(`videos.flaw.${reason}`, { line: line ?? 1 });
    return problemText(error);
}
