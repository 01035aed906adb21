/** @typedef {import("./types.js").AgentIdentity} AgentIdentity */

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
