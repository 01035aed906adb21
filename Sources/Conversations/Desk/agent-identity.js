/** @typedef {import("./types.js").AgentIdentity} AgentIdentity */

/** The roles that may answer, besides reading. */
export const ANSWERING = new Set(["agent", "supervisor", "admin"]);
/** Those that watch over what others do. */
export const SUPERVISING = new Set(["supervisor", "admin"]);

/**
 * Who is signed in, as the page tells it.
 *
 * @param {HTMLElement} root
 * @returns {AgentIdentity}
 */
export function agentOf({ dataset }) {
    const { agent: id = "", name = "", email = "", badge = "", role = "", presence = "offline", reason = "" } = dataset;
    return { id, name, email, badge, role, presence, reason };
}
