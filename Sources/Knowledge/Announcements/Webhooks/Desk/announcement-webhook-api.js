import { get, post, put, remove } from "../../../../Web/Client/http.js";

/** @typedef {{id: string, url: string, kinds: string[], products: string[], enabled: boolean, created_at: string, taken_at?: string, disabled_at?: string, secret?: string}} Webhook */
/** @typedef {{id: string, announcement: string, type: string, state: "waiting"|"delivered"|"failed"|"withdrawn", attempts: number, status?: number, last_error?: string, created_at: string, settled_at?: string}} Delivery */
/** @typedef {{url: string, kinds: string[], products: string[]}} Target */

const BASE = "/api/v1/admin/announcement-webhooks";

/** The admins' API of webhooks about announcements. */
export const webhooks = {
    /** @returns {Promise<{data: Webhook[]}>} */
    list: () => get(BASE),
    /** @param {Target} target @returns {Promise<Webhook>} With its secret, this once. */
    create: (target) => post(BASE, target),
    /** @param {string} id @param {Target & {enabled: boolean}} target @returns {Promise<Webhook>} */
    save: (id, target) => put(`${BASE}/${encodeURIComponent(id)}`, target),
    /** @param {string} id */
    remove: (id) => remove(`${BASE}/${encodeURIComponent(id)}`),
    /** @param {string} id @param {string|null} [cursor] @returns {Promise<{data: Delivery[], next_cursor: string|null}>} The latest first. */
    deliveries: (id, cursor = null) => get(`${BASE}/${encodeURIComponent(id)}/deliveries?${new URLSearchParams({ limit: "20", ...(cursor !== null && { cursor }) })}`),
};
