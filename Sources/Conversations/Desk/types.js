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
 * @property {{id: string, name: string}|null} [queue] That it waits in, or came through.
 * @property {{body: string, author_type?: string|null, seq: number}|null} [last_message]
 * @property {number} last_seq
 * @property {number} read_seq Up to where agents have read.
 * @property {number} unread How many of the customer's messages wait for an agent to read them, 100 at most.
 * @property {string|null} [waiting_since]
 * @property {string} [created_at]
 * @property {string} updated_at
 * @property {string} [kind]
 * @property {number|null} [rating]
 * @property {string[]} [tags]
 * @property {{since: string, until?: string}|null} [snooze] That it is put aside; without `until` until the customer writes.
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
 * @property {string[]} [verification_required] For what they would have to be verified, so that attributes and timeline are shown.
 * @property {string[]} masked Which of these are masked, such as `email` and `attributes.phone`.
 * @property {{id: string, reference: string, subject: string, topic: string, status: string, updated_at: string}[]} past
 */
/** @typedef {{conversation: InboxRow, customer: CustomerDetails, fields: Record<string, string>, links: LinkedConversation[], visit?: Visit|null, listening?: SilentListening[], reveals?: Reveal[]}} ConversationDetails */
/** @typedef {{id: string, agent: {id: string, name: string, badge: string}, customer: string, field: string, kind: string, reason: string, note?: string, happened_at: string}} Reveal */
/** @typedef {{agent: {id: string, name: string, badge: string}, holder?: {id: string, name: string, badge: string}, began_at: string}} SilentListening */
/** @typedef {{browser?: string, system?: string, device?: string, page?: string}} Visit */
/** @typedef {{id: string, reference: string, subject: string, topic: string, status: string, kind: string}} LinkedConversation */
/** @typedef {{id: string, key: string, labels: Record<string, string>, kind: "text"|"number"|"choice"|"date"|"bool", choices: string[], position: number}} CustomField */
/**
 * Which conversations of a view; a member that is missing takes all.
 * @typedef {{view: View, topic?: string|null, status?: string|null, kind?: string|null, tag?: string|null, locale?: string|null, text?: string|null}} Filter
 */
/** @typedef {{id: string, name: string, shared: boolean, own: boolean, filter: Filter}} SavedFilter */
/** @typedef {{id: string, name: string, email?: string, role: string, badge: string, presence: string, reason?: string}} AgentIdentity */
/** @typedef {{mine: number, unassigned: number, waiting: number, snoozed: number, all: number}} Counts */
/** @typedef {"mine"|"unassigned"|"mentions"|"following"|"waiting"|"snoozed"|"all"|"resolved"} View */
/**
 * @typedef {object} Macro
 * @property {string} id
 * @property {string} shortcut
 * @property {string} title
 * @property {string} body
 * @property {string} [locale]
 * @property {{locale: string, title: string, body: string}[]} texts
 * @property {import("./case-actions.js").DeskAction[]} actions
 * @property {boolean} shared Whether everybody has it.
 * @property {boolean} editable
 */
/** @typedef {{id: string, name: string, badge: string, presence: string, open: number}} Colleague */
/**
 * @typedef {object} FoundMessage
 * @property {number} [seq] 0 for the conversation's subject.
 * @property {number} [note_seq]
 * @property {{type: string, name: string}} [author]
 * @property {string} created_at
 * @property {{text: string, match: boolean}[]} snippet
 */
/** @typedef {{conversation: InboxRow, hits: FoundMessage[], hit_count: number}} Found */
/** @typedef {{kind: "agent"|"team"|"queue", id: string, name: string}} Place */

export {};
