import { element } from "../../../Web/Client/elements.js";
import { showTime } from "../../../Web/Client/format.js";
import { get, post } from "../../../Web/Client/http.js";
import { text } from "../../../Web/Client/strings.js";
import { actions, button, complaint, field, form, paragraph, show } from "../../Panels/panel-parts.js";
import { proofFields } from "../Security/proof-fields.js";
import { bytes, base64 } from "./passkey-bytes.js";

const ADDRESS = "/api/v1/agent/passkeys";

/** @typedef {{id: string, name: string, created_at: string, used_at?: string}} Passkey */

/** The keys in one's own devices that sign in without a password. */
export class PasskeyPanel extends EventTarget {
    #place;
    #proof;
    #count = 0;

    /**
     * @param {HTMLElement} place
     * @param {() => import("../Security/proof-fields.js").Proof} proof What confirms an important step.
     */
    constructor(place, proof) {
        super();
        this.#place = place;
        this.#proof = proof;
    }

    async load() {
        try {
            const passkeys = /** @type {Passkey[]} */ ((await get(ADDRESS)).data);
            this.#count = passkeys.length;
            const rows = element("ul", { class: "rows", role: "list" }, ...passkeys.map((passkey) => this.#row(passkey)));
            const add = "credentials" in navigator && isSecureContext ? button(text("security.passkeys.add"), () => this.#add()) : null;
            this.#place.replaceChildren(...(passkeys.length > 0 ? [rows] : []), ...(add ? [actions(add)] : [paragraph(text("security.passkeys.unable"), "panel-page__none")]));
        } catch (error) {
            this.#place.replaceChildren(complaint(error), actions(button(text("security.again"), () => this.load())));
        }
    }

    /** @param {Passkey} passkey */
    #row({ id, name, created_at: since, used_at: used }) {
        const when = element("time", { datetime: used ?? since });
        showTime(when);
        const end = button(text("security.passkeys.remove"), () => this.#remove(id, name));
        end.setAttribute("aria-label", text("security.passkeys.remove_one", { name }));
        return element("li", { class: "list-row" },
            element("span", { class: "list-row__text" },
                element("span", { class: "list-row__title" }, name),
                element("span", { class: "list-row__detail" }, text(used ? "security.passkeys.used" : "security.passkeys.made"), when),
            ),
            end,
        );
    }

    /**
     * @param {string} id
     * @param {string} name
     */
    #remove(id, name) {
        const proof = proofFields(this.#proof());
        const isLastFactor = this.#count === 1 && this.#proof() === "passkey";
        const asked = form({
            content: [paragraph(text("security.passkeys.remove_about", { name })), ...(isLastFactor ? [paragraph(text("security.passkeys.last"))] : []), ...proof.boxes],
            action: text("security.passkeys.remove_action"),
            kind: "danger",
            send: async () => {
                await post(`${ADDRESS}/${id}/remove`, await proof.body());
                await this.load();
                this.dispatchEvent(new Event("changed"));
            },
            cancel: () => this.load(),
        });
        show(this.#place, element("div", { class: "panel-page__inset" }, asked));
    }

    #add() {
        const name = field(text("security.passkeys.name"), { type: "text", maxlength: 60, autocomplete: "off" }, text("security.passkeys.name_help"));
        const proof = proofFields(this.#proof());
        const asked = form({
            content: [name.box, ...proof.boxes],
            action: text("security.passkeys.make"),
            send: async () => {
                const options = await post(`${ADDRESS}/challenge`, await proof.body());
                const made = await this.#element(options);
                if (!made) {
                    asked.querySelector(".panel-page__actions")?.before(element("p", { class: "panel-page__problem", role: "alert" }, text("security.passkeys.cancelled")));
                    return;
                }
                await post(ADDRESS, { name: name.input.value.trim(), ...made });
                this.dispatchEvent(new Event("changed"));
                await this.load();
            },
            cancel: () => this.load(),
        });
        show(this.#place, element("div", { class: "panel-page__inset" }, asked));
    }

    /**
     * Lets the device make a key; null when its owner does not want it to.
     *
     * @param {any} options
     */
    async #element(options) {
        try {
            const made = /** @type {PublicKeyCredential|null} */ (
                await navigator.credentials.create({
                    publicKey: {
                        challenge: bytes(options.challenge),
                        rp: { id: options.relying_party, name: options.relying_party_name },
                        user: { id: bytes(options.user_id), name: options.user_name, displayName: options.display_name },
                        pubKeyCredParams: options.algorithms.map((/** @type {number} */ alg) => ({ type: "public-key", alg })),
                        excludeCredentials: options.known.map((/** @type {string} */ id) => ({ type: "public-key", id: bytes(id) })),
                        authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
                        attestation: "none",
                    },
                })
            );
            const answer = /** @type {any} */ (made?.response);
            return answer ? { client_data: base64(answer.clientDataJSON), authenticator_data: base64(answer.getAuthenticatorData()) } : null;
        } catch (error) {
            if (error instanceof DOMException) return null;
            throw error;
        }
    }
}
