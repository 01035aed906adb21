import { ProblemError, request } from "../../Web/Client/http.js";

/** The HTTP API for whoever speaks here: with the page's cookie, or with a token where cookies do not go. */
export class Api {
    #token;

    /** @param {() => string|null} token null uses the cookie. */
    constructor(token = () => null) {
        this.#token = token;
    }

    /**
     * @param {string} path
     * @param {AbortSignal} [signal]
     */
    get(path, signal) {
        return this.#request("GET", path, undefined, signal);
    }

    /**
     * @param {string} path
     * @param {object} [body]
     */
    post(path, body = {}) {
        return this.#request("POST", path, body);
    }

    /**
     * @param {string} path
     * @param {object} body
     */
    put(path, body) {
        return this.#request("PUT", path, body);
    }

    /** @param {string} path */
    delete(path) {
        return this.#request("DELETE", path);
    }

    /**
     * Whether the session still counts; true as long as nobody says otherwise.
     *
     * @param {string} path Any address that needs it.
     * @returns {Promise<boolean>}
     */
    async isSignedIn(path) {
        try {
            await this.get(path);
            return true;
        } catch (error) {
            return !(error instanceof ProblemError && error.status === 401);
        }
    }

    /**
     * A file behind the token, as an address of this page: pictures and links cannot send a header.
     *
     * @param {string} path
     * @returns {Promise<string>}
     */
    async file(path) {
        const token = this.#token();
        const response = await fetch(path, { headers: token ? { authorization: `Bearer ${token}` } : {} });
        if (!response.ok) throw new ProblemError({ status: response.status });
        return URL.createObjectURL(await response.blob());
    }

    /**
     * @param {string} method
     * @param {string} path
     * @param {unknown} [body]
     * @param {AbortSignal} [signal]
     */
    #request(method, path, body, signal) {
        return request(method, path, { body, signal, token: this.#token() ?? undefined });
    }
}

/** The API with the page's cookie. */
export const api = new Api();
