import { ProblemError } from "./http.js";

/** @typedef {{challenge: string, nonce: string}} Proof */

/** A challenge ends after two minutes, and somebody may have closed their laptop meanwhile. */
const MOST_TRIES = 3;

/**
 * Sends something that may ask for proof of work first, and works that out then.
 *
 * @template Answer
 * @param {(proof?: Proof) => Promise<Answer>} send
 * @returns {Promise<Answer>}
 */
export async function withProof(send) {
    /** @type {Proof|undefined} */
    let proof;
    for (let tries = 1; ; tries++) {
        try {
            return await send(proof);
        } catch (error) {
            const isAsked = error instanceof ProblemError && error.code === "proof_of_work_required";
            if (!isAsked || tries === MOST_TRIES) throw error;
            // Few ever need it, so that no page loads it beforehand.
            const { solve } = await import("../ProofOfWork/solve-puzzle.js");
            proof = await solve(/** @type {any} */ (error.problem).challenge);
        }
    }
}
