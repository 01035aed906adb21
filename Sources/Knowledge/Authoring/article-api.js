import { get, post, put } from "../../Web/Client/http.js";

/** @typedef {"draft"|"review"|"scheduled"|"published"|"archived"} Stage */
/**
 * @typedef {object} WorkingText
 * @property {string} locale
 * @property {Stage} stage
 * @property {string} title
 * @property {string} summary
 * @property {string[]} keywords
 * @property {string} body
 * @property {number} revision
 * @property {number} [live_version]
 * @property {number} [source_version]
 * @property {boolean} out_of_date
 * @property {string} [editor]
 * @property {string} edited_at
 * @property {string} [publish_at]
 */
/**
 * @typedef {object} WorkingArticle
 * @property {string} id
 * @property {string} slug
 * @property {string} kind
 * @property {string} category
 * @property {string} visibility
 * @property {string[]} tiers Of signed-in customers; none for all.
 * @property {string[]} regions
 * @property {number} [pin]
 * @property {{id: string, name: string}} [owner]
 * @property {string} [review_by]
 * @property {string} source_locale
 * @property {WorkingText[]} texts
 */
/** @typedef {{categories: {slug: string, name: string}[], owners: {id: string, name: string}[], regions: {code: string, name: string}[], locales: string[], may_publish: boolean}} Choices */
/** @typedef {{number: number, title: string, author?: string, publisher?: string, note: string, created_at: string}} Version */
/** @typedef {{change: "same"|"removed"|"added", text: string}} Piece */
/** @typedef {{same: boolean, lines: {change: "same"|"removed"|"added", pieces: Piece[]}[]}} Difference */
/** @typedef {{title: string, summary: string, keywords: string[], body: string}} Written */
/** @typedef {{kind: string, name: string}} TextFlaw What keeps a text from its readers. */
/** @typedef {{address: string, line?: number, state: string, status?: number, reason?: string, suggestion?: string}} LinkFinding */
/** @typedef {"review"|"return"|"publish"|"discard"|"archive"|"reopen"|"restore"} Move */

const BASE = "/api/v1/agent/articles";

/** @param {string} id @param {string} locale */
const place = (id, locale) => `${BASE}/${id}/texts/${encodeURIComponent(locale)}`;

/** The desk's API of articles. */
export const articles = {
    /** @param {URLSearchParams} query @returns {Promise<{data: WorkingArticle[], next_cursor: string|null}>} */
    list: (query) => get(`${BASE}?${query}`),
    /** @returns {Promise<Choices>} */
    choices: () => get(`${BASE}/choices`),
    /** @param {string} id @returns {Promise<WorkingArticle>} */
    read: (id) => get(`${BASE}/${id}`),
    /** @param {object} article @returns {Promise<WorkingArticle>} */
    create: (article) => post(BASE, article),
    /** @param {string} id @param {object} settings @returns {Promise<WorkingArticle>} */
    set: (id, settings) => put(`${BASE}/${id}`, settings),
    /** @param {string} id @param {string} locale @param {object} text @returns {Promise<WorkingArticle>} */
    save: (id, locale, text) => put(place(id, locale), text),
    /** @param {string} id @param {string} locale @param {Move} move @param {object} body @returns {Promise<WorkingArticle>} */
    move: (id, locale, move, body) => post(`${place(id, locale)}/${move}`, body),
    /** @param {string} id @param {string} locale @returns {Promise<{data: Version[]}>} */
    versions: (id, locale) => get(`${place(id, locale)}/versions`),
    /** @param {string} id @param {string} locale @param {number} from @param {number|null} to @returns {Promise<Difference>} */
    difference: (id, locale, from, to) => get(`${place(id, locale)}/difference?from=${from}${to === null ? "" : `&to=${to}`}`),
    /** @param {string} id @param {string} locale @returns {Promise<{data: {author: string, body: string, created_at: string}[]}>} */
    comments: (id, locale) => get(`${place(id, locale)}/comments`),
    /** @param {string} id @param {string} locale @param {string} body */
    comment: (id, locale, body) => post(`${place(id, locale)}/comments`, { body }),
    /** @param {string} id @param {string} locale @returns {Promise<{data: LinkFinding[]}>} What readers would meet that is not whole. */
    links: (id, locale) => get(`${place(id, locale)}/links`),
    /** @param {string} body @param {string} locale @param {"article"|"announcement"} of @param {AbortSignal} signal @returns {Promise<{html: string, flaws: TextFlaw[]}>} */
    preview: (body, locale, of, signal) => post(`${BASE}/preview`, { body, of, ...(locale && { locale }) }, { signal }),
};
