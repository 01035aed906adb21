import { get, put, remove, request } from "../../../Web/Client/http.js";

/** @typedef {{name: string, alts: Record<string, string>, revision: number, editor?: string, created_at: string, changed_at: string, url: string, small_url?: string, media_type: string, size: number, width: number, height: number, moves: boolean}} Picture */
/** @typedef {{article: string, slug: string, locale: string, title: string, live: boolean}} Use */

const BASE = "/api/v1/agent/pictures";

/** What may be chosen. */
export const ACCEPTED = "image/jpeg,image/png,image/gif,image/webp";

/** The desk's API of pictures. */
export const pictures = {
    /** @param {string} words What their names or words hold. @param {string|null} [cursor] @returns {Promise<{data: Picture[], next_cursor: string|null}>} */
    list: (words, cursor = null) => get(`${BASE}?${new URLSearchParams({ q: words, ...(cursor !== null && { cursor }) })}`),
    /** @param {string} name @returns {Promise<{picture: Picture, used_by: Use[]}>} */
    read: (name) => get(`${BASE}/${encodeURIComponent(name)}`),
    /** @param {string} name @param {Record<string, string>} alts @param {number} revision @returns {Promise<Picture>} */
    save: (name, alts, revision) => put(`${BASE}/${encodeURIComponent(name)}`, { alts, revision }),
    /** @param {string} name */
    remove: (name) => remove(`${BASE}/${encodeURIComponent(name)}`),
    /** @param {File} file @param {string} alt What it shows. @param {string} language Of what it shows. @returns {Promise<Picture>} */
    add: (file, alt, language) => request("POST", `${BASE}?${new URLSearchParams({ name: file.name, alt, locale: language })}`, { body: file }),
    /** @param {string} name @param {File} file @returns {Promise<Picture>} */
    replace: (name, file) => request("PUT", `${BASE}/${encodeURIComponent(name)}/content`, { body: file }),
};
