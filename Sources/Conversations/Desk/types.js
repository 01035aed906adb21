// What the desk's part of the API answers with, as JSDoc types; nothing here runs.

/** @typedef {{id: string, name: string|null, verified: boolean, tier?: string|null}} CustomerSummary */
/** @typedef {{id: string, name: string, badge: string}} Assignee */
/**
 * @typedef {object} InboxRow
 * @property {string} id
 * @property {string} reference
 * @property {string} subject
 * @property {string} topic
 * @property {string} status
 * @property {string} locale
 * @property {CustomerSummary} customer
 * @property {Assignee|null} [assignee]
 * @property {{body: string, author_type?: string|null, seq: number}|null} [last_message]
 * @property {number} last_seq
 * @property {number} unread
 * @property {string|null} [waiting_since]
 * @property {string} [created_at]
 * @property {string} updated_at
 * @property {string} [kind]
 * @property {number|null} [rating]
 */
/**
 * @typedef {object} CustomerDetails
 * @property {string} id
 * @property {string|null} [name]
 * @property {boolean} verified
 * @property {string|null} [uid]
 * @property {string|null} [email]
 * @property {string} locale
 * @property {string|null} [tier]
 * @property {string|null} [identity_level]
 * @property {string} created_at
 * @property {Record<string, string>} attributes
 * @property {{id: string, reference: string, subject: string, topic: string, status: string, updated_at: string}[]} past
 */
/** @typedef {{conversation: InboxRow, customer: CustomerDetails}} ConversationDetails */
/** @typedef {{id: string, name: string, email?: string, role: string, badge: string, presence: string, reason?: string}} AgentIdentity */
/** @typedef {{mine: number, unassigned: number, waiting: number, all: number}} Counts */
/** @typedef {"mine"|"unassigned"|"waiting"|"all"|"resolved"} View */
/** @typedef {{id: string, shortcut: string, title: string, body: string, locale?: string}} Macro */
/** @typedef {{id: string, name: string, badge: string, presence: string, open: number}} Colleague */
/** @typedef {{kind: "team"|"queue", id: string, name: string}} Place */

export {};
