import { ProblemError, post } from "../../Web/Client/http.js";
import { withProof } from "../../Web/Client/proof.js";
import { locale } from "../../Web/Client/strings.js";

/**
 * @typedef {object} Opening
 * @property {"chat"|"ticket"} kind
 * @property {string} topic
 * @property {string} [subject]
 * @property {string} [body]
 * @property {string[]} [attachments] Their ids.
 * @property {string} [client_id] The same opening twice has the same id and opens one conversation.
 */

/**
 * Opens a conversation for whoever is here. Only who has no session yet gets a guest's: a verified one must not be lost.
 *
 * @param {Opening} opening
 * @returns {Promise<{id: string, reference: string}>}
 */
export async function openConversation(opening) {
    return asCustomer(() => post("/api/v1/conversations", { page: location.pathname, ...opening }));
}

/**
 * Does something that needs a session, as a guest where there is none.
 *
 * @template Answer
 * @param {() => Promise<Answer>} act
 * @returns {Promise<Answer>}
 */
export async function asCustomer(act) {
    try {
        return await act();
    } catch (error) {
        if (!(error instanceof ProblemError) || error.status !== 401) throw error;
        await withProof((proof) => post("/api/v1/session", { locale: locale(), proof }));
        return act();
    }
}
