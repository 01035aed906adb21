// The wire's values as JSDoc types (DESIGN §5 and §6); nothing here runs.

/**
 * @typedef {object} Author
 * @property {string} id
 * @property {"customer"|"agent"|"assistant"|"system"} type
 * @property {string} name
 * @property {string} [badge]
 */

/**
 * A file; a picture has its size in pixels and a small copy.
 * @typedef {{id: string, name: string, size: number, media_type: string, url: string, width?: number, height?: number, thumbnail_url?: string}} Attachment
 */
/** @typedef {{title: string, url: string, kind: string, snippet: string}} CardSource */
/** @typedef {{id: string, label: string}} CardAction */
/** @typedef {{id: string, purpose: string, method: string, expires_at: string}} CardVerification */
/** @typedef {{type: string, sources?: CardSource[], actions?: CardAction[], verification?: CardVerification|null}} Card */
/** @typedef {{name: string, badge: string}} Person */
/** @typedef {{type: string, agent?: Person|null, score?: number|null, at?: string|null, to?: string|null, verification?: {purpose: string, method: string}|null, hidden?: number[]|null, asks?: string[]|null}} TimelineEvent */

/**
 * What is known of a link of a message: `text` is how it stands in the body, `host` where it leads.
 * @typedef {{text: string, kind: string, host: string, verdict: "official"|"impersonation"|"unknown", reason: string, matched?: string}} GuardedLink
 */

/**
 * One entry of a timeline. A message has `seq`; a note has `note_seq` and `after_seq` instead.
 * @typedef {object} Message
 * @property {string} conversation
 * @property {number} [seq]
 * @property {number} [note_seq]
 * @property {number} [after_seq]
 * @property {"text"|"event"|"card"|"whisper"} kind
 * @property {Author} author
 * @property {string} body
 * @property {string[]} [masked]
 * @property {Attachment[]} attachments
 * @property {string} created_at RFC 3339, UTC.
 * @property {string} [client_id]
 * @property {Card|null} [card]
 * @property {TimelineEvent|null} [event]
 * @property {GuardedLink[]} [links] In their order.
 */

/**
 * A file of a message on its way out that is not on the server yet.
 * @typedef {{key: string, name: string, size: number, media_type: string}} LocalFile
 */

/**
 * A message on its way out.
 * @typedef {object} Outgoing
 * @property {string} conversation
 * @property {string} client_id UUID, the idempotency key.
 * @property {string} body
 * @property {"text"|"note"|"whisper"} kind
 * @property {Attachment[]} attachments
 * @property {LocalFile[]} [files] The message waits until they are attachments.
 * @property {string} [action]
 * @property {string[]} [quick_replies] Answers of one click under an agent's reply.
 * @property {number} [expected_seq] The last message that was seen while it was written; without it nothing is asked.
 * @property {string} created_at When it was written, RFC 3339.
 */

/** @typedef {{client_id: string, seq?: number, note_seq?: number}} Acknowledgement */
/** @typedef {{conversation: string, author: {type: string, name: string}, note?: boolean}} TypingFrame */
/** @typedef {{conversation: string, author_type: string, seq: number, name?: string, author?: string}} ReadFrame */
/** @typedef {{conversation: string, kind?: "chat"|"ticket", status: string, progress: string, assignee: Person|null}} StatusFrame */
/** @typedef {{conversation: string, position: number, offers_ticket?: boolean, eta_seconds: [number, number]|null}} QueueFrame */

/** @typedef {"idle"|"connecting"|"open"|"waiting"|"offline"|"signed-out"|"refused"} ConnectionState */
/**
 * @typedef {object} ConnectionOptions
 * @property {string} [url] The WebSocket's address; the page's own server without it.
 * @property {() => string|null} [token] The session's token where there is no cookie.
 * @property {string} scope The person's id: whose unsent messages these are.
 * @property {boolean} [isAgent]
 * @property {() => Promise<boolean>} [checkSession] Asked when connecting fails: whether the session still counts.
 * @property {Storage|null} [storage]
 * @property {typeof WebSocket} [WebSocket]
 * @property {import("./timers.js").Timers} [timers]
 * @property {() => number} [random]
 */
/** @typedef {{id: string, name: string, badge: string, typing: boolean}} Viewer */
/** @typedef {{conversation: string, viewers: Viewer[]}} ViewersFrame */

export {};
