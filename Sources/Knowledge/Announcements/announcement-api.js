import { get, post, put } from "../../Web/Client/http.js";

/** @typedef {"incident"|"maintenance"|"listing"|"delisting"|"product"|"promotion"|"rules"|"security"|"scam_warning"} Kind */
/** @typedef {"draft"|"scheduled"|"published"|"withdrawn"} Stage */
/** @typedef {"investigating"|"identified"|"monitoring"|"resolved"} State */
/** @typedef {{text: string, created_at: string, state?: State}} Update */
/** @typedef {{locale: string, title: string, summary: string, body: string, affects: string[], updates: Update[]}} Text */
/** @typedef {{products: string[], networks: string[], regions: string[], topics: string[]}} Scope */
/**
 * @typedef {object} Announcement
 * @property {string} id
 * @property {string} slug
 * @property {Kind} kind
 * @property {Stage} stage
 * @property {number} revision
 * @property {string} starts_at
 * @property {string} [expected_end_at]
 * @property {string} [ended_at]
 * @property {State} [state]
 * @property {Scope} scope
 * @property {string} [publish_at]
 * @property {string} [published_at]
 * @property {string} changed_at
 * @property {Text[]} texts
 */
/** @typedef {{locales: string[], topics: string[]}} Choices */
/** @typedef {{at: string, actor: string, action: string, details: Record<string, string>}} Deed */

const BASE = "/api/v1/agent/announcements";

/** @type {Kind[]} */
export const KINDS = ["incident", "maintenance", "listing", "delisting", "product", "promotion", "rules", "security", "scam_warning"];

/** @type {State[]} */
export const STATES = ["investigating", "identified", "monitoring", "resolved"];

/** @param {Kind} kind Whether it is about something that lasts. */
export const hasSpan = (kind) => kind === "incident" || kind === "maintenance";

/** The desk's API of announcements. */
export const announcements = {
    /** @param {URLSearchParams} query @returns {Promise<{data: Announcement[], next_cursor: string|null}>} */
    list: (query) => get(`${BASE}?${query}`),
    /** @returns {Promise<Choices>} */
    choices: () => get(`${BASE}/choices`),
    /** @param {string} id @returns {Promise<Announcement>} */
    read: (id) => get(`${BASE}/${id}`),
    /** @param {object} announcement @returns {Promise<Announcement>} */
    create: (announcement) => post(BASE, announcement),
    /** @param {string} id @param {object} announcement @returns {Promise<Announcement>} */
    save: (id, announcement) => put(`${BASE}/${id}`, announcement),
    /** @param {string} id @param {"publish"|"unschedule"|"withdraw"|"updates"} move @param {object} body @returns {Promise<Announcement>} */
    move: (id, move, body) => post(`${BASE}/${id}/${move}`, body),
    /** @param {string} id @returns {Promise<{data: Deed[]}>} */
    history: (id) => get(`${BASE}/${id}/history`),
};
