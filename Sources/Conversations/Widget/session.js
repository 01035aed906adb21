import { browserStorage } from "../../Realtime/Client/connection.js";
import { ProblemError } from "../../Web/Client/http.js";
import { withProof } from "../../Web/Client/proof.js";
import { Api } from "../Timeline/api.js";

/** @typedef {import("../CustomerPages/customer-conversation.js").CustomerIdentity} CustomerIdentity */
/** @typedef {{token: string, customer: CustomerIdentity, identity: string|null}} Kept */

const KEY = "switchboard.widget.session";

/** Who the widget speaks for: a guest, or the customer that the exchange's identity token names. No cookie. */
export class WidgetSession {
    /** The API with this session's token. */
    api = new Api(() => this.#kept?.token ?? null);

    /** @type {Kept|null} */
    #kept = read();
    /** @type {Promise<CustomerIdentity>|null} */
    #beginning = null;
    /** @type {string|null} */
    #identity = null;
    /**
     * The token of a session that could not be ended yet: there was no connection.
     *
     * @type {string|null}
     */
    #unended = null;

    get customer() {
        return this.#kept?.customer ?? null;
    }

    get token() {
        return this.#kept?.token ?? null;
    }

    /**
     * Takes what the host page says about who is signed in there.
     *
     * @param {string|null} identity The exchange's signed token; null for nobody.
     * @returns {Promise<boolean>} Whether the customer is another one now.
     */
    async identify(identity) {
        this.#identity = identity;
        const before = this.customer?.id ?? null;
        const mark = fingerprint(identity);
        if (mark === null) {
            // Signed out of the exchange: what a verified customer wrote is not shown to whoever comes next.
            if (this.customer?.verified) await this.#signOut();
        } else if (this.#kept?.identity !== mark) {
            try {
                await this.#exchange();
            } catch (error) {
                // A refused token says nothing about a guest, but a verified session may be somebody else's.
                if (error instanceof ProblemError && error.status !== 0 && this.customer?.verified) this.forget();
            }
        }
        return (this.customer?.id ?? null) !== before;
    }

    /**
     * The customer, a new guest when there is none.
     *
     * @returns {Promise<CustomerIdentity>}
     */
    async ensure() {
        if (this.customer) return this.customer;
        this.#beginning ??= this.#exchange().finally(() => (this.#beginning = null));
        return this.#beginning;
    }

    /** The session is over. */
    forget() {
        this.#kept = null;
        try {
            browserStorage()?.removeItem(KEY);
        } catch {
            // Forbidden storage holds nothing.
        }
    }

    /** Ends the session on the server as well, with the cookie that its sign-in set. */
    async #signOut() {
        this.#unended = this.token;
        this.forget();
        try {
            await this.#endLast();
        } catch {
            // Without a connection it is ended before the next one begins.
        }
    }

    async #endLast() {
        const token = this.#unended;
        if (token === null) return;
        try {
            await new Api(() => token).delete("/api/v1/session");
        } catch (error) {
            if (error instanceof ProblemError && error.isTemporary) throw error;
            // Refused: it is over already.
        }
        this.#unended = null;
    }

    /** @returns {Promise<CustomerIdentity>} */
    async #exchange() {
        await this.#endLast();
        const body = {
            locale: document.documentElement.lang,
            ...(this.#identity ? { identity_token: this.#identity } : {}),
        };
        // With the guest's own token, the server hands the guest's conversations over to the customer.
        const { token, customer } = await withProof((proof) => this.api.post("/api/v1/session", { ...body, proof }));
        this.#kept = { token, customer, identity: fingerprint(this.#identity) };
        try {
            browserStorage()?.setItem(KEY, JSON.stringify(this.#kept));
        } catch {
            // Forbidden storage: the session lasts as long as the page.
        }
        return customer;
    }
}

/**
 * Tells one identity token from another without keeping it: the end of its signature.
 *
 * @param {string|null} identity
 */
function fingerprint(identity) {
    return identity ? identity.slice(-24) : null;
}

/** @returns {Kept|null} */
function read() {
    try {
        const kept = JSON.parse(browserStorage()?.getItem(KEY) ?? "null");
        return kept?.token && kept.customer?.id ? kept : null;
    } catch {
        return null;
    }
}
