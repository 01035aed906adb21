/**
 * @typedef {object} RequestOptions
 * @property {unknown} [body] Sent as JSON; a Blob and a form are sent as they are.
 * @property {string} [token] A bearer token, for where cookies do not go.
 * @property {AbortSignal} [signal]
 * @property {Record<string, string>} [headers]
 * @property {boolean} [keepalive] Whether it goes on when the page is left; of 64 KiB at most.
 */

/**
 * An answer that is not the one asked for: what RFC 9457 says of it, `offline` when there was no answer, or
 * `waits_for_approval` when a second person must agree first.
 */
export class ProblemError extends Error {
    /**
     * @param {object} problem
     * @param {number} [problem.status] 0 when there was no answer.
     * @param {string} [problem.code] Stable, to be compared; `offline` when there was no answer.
     * @param {string} [problem.title]
     * @param {string} [problem.detail] What happened.
     * @param {string} [problem.try] What to do now.
     * @param {number|null} [retryAfter] Seconds.
     */
    constructor(problem, retryAfter = null) {
        super(problem.detail ?? problem.title ?? problem.code ?? "request failed");
        this.name = "ProblemError";
        this.status = problem.status ?? 0;
        this.code = problem.code ?? "unknown";
        this.advice = problem.try ?? null;
        this.retryAfter = retryAfter;
        /** All members of the problem, for those that carry more, such as the state in a 409. */
        this.problem = problem;
    }

    /** Whether the same request may succeed later. */
    get isTemporary() {
        return this.status === 0 || this.status === 429 || this.status >= 500;
    }
}

/** @template [Answer=any] @param {string} path @param {RequestOptions} [options] @returns {Promise<Answer>} */
export const get = (path, options) => request("GET", path, options);

/** @template [Answer=any] @param {string} path @param {unknown} [body] @param {RequestOptions} [options] @returns {Promise<Answer>} */
export const post = (path, body = {}, options = {}) => request("POST", path, { ...options, body });

/** @template [Answer=any] @param {string} path @param {unknown} [body] @param {RequestOptions} [options] @returns {Promise<Answer>} */
export const put = (path, body = {}, options = {}) => request("PUT", path, { ...options, body });

/** @template [Answer=any] @param {string} path @param {RequestOptions} [options] @returns {Promise<Answer>} */
export const remove = (path, options) => request("DELETE", path, options);

/**
 * Asks the server and reads its JSON; null where the answer is empty.
 *
 * @param {string} method
 * @param {string} path
 * @param {RequestOptions} [options]
 * @returns {Promise<any>}
 * @throws {ProblemError} Unless the status is 2xx. An aborted request throws `AbortError`, as fetch does.
 */
export async function request(method, path, options = {}) {
    const { body, token, signal, headers = {}, keepalive } = options;
    const isRaw = body instanceof Blob || body instanceof FormData;
    /** @type {Response} */
    let response;
    try {
        response = await fetch(path, {
            method,
            signal,
            keepalive,
            credentials: "same-origin",
            headers: {
                accept: "application/json, application/problem+json",
                ...(body !== undefined && !isRaw ? { "content-type": "application/json" } : {}),
                ...(token ? { authorization: `Bearer ${token}` } : {}),
                ...headers,
            },
            body: body === undefined ? undefined : isRaw ? body : JSON.stringify(body),
        });
    } catch (error) {
        if (signal?.aborted) throw error;
        throw new ProblemError({ status: 0, code: "offline", title: "No connection" });
    }
    const answer = await json(response);
    // Not done: a second person must agree first, which whoever pressed the button is told.
    if (response.status === 202 && answer?.approval) throw new ProblemError({ ...answer, status: 202, code: "waits_for_approval" });
    if (response.ok) return answer;
    throw new ProblemError({ ...answer, status: response.status }, seconds(response.headers.get("retry-after")));
}

/** @param {Response} response @returns {Promise<any>} */
async function json(response) {
    if (response.status === 204) return null;
    try {
        return await response.json();
    } catch {
        // A proxy's error page, or nothing at all: the status alone says what happened.
        return null;
    }
}

/** @param {string|null} header */
function seconds(header) {
    const value = Number(header);
    return header !== null && Number.isFinite(value) ? value : null;
}
