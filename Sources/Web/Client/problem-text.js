import { ProblemError } from "./http.js";
import { has, plural, text } from "./strings.js";

/**
 * What went wrong, in the reader's language: `problem.<code>` where there is such a text, else by its kind. Pages that
 * use it declare the strings `problem.`.
 *
 * @param {unknown} error
 * @returns {string}
 */
export function problemText(error) {
    if (!(error instanceof ProblemError)) return text("problem.unknown");
    if (error.code === "too_many_requests" && error.retryAfter) return plural("problem.wait", error.retryAfter);
    if (has(`problem.${error.code}`)) return text(`problem.${error.code}`);
    if (error.status === 429) return text("problem.too_many_requests");
    return text(error.status >= 500 ? "problem.server" : "problem.unknown");
}
