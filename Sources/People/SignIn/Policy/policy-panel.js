import { element } from "../../../Web/Client/elements.js";
import { get, put } from "../../../Web/Client/http.js";
import { text } from "../../../Web/Client/strings.js";
import { actions, button, complaint, form } from "../../Panels/panel-parts.js";

const ADDRESS = "/api/v1/admin/sign-in-policy";
const ROLES = ["agent", "supervisor", "editor", "admin", "auditor"];

/**
 * @typedef {object} Policy
 * @property {string[]} second_factor_roles
 * @property {string[]} allowed_addresses
 * @property {string} your_address
 * @property {{id: string, name: string, role: string, has_second_factor: boolean}[]} people
 */

/** What an admin asks of everybody: second factors by role, and from where the desk is reached. */
export class PolicyPanel {
    #place;

    /** @param {HTMLElement} place */
    constructor(place) {
        this.#place = place;
    }

    async load() {
        try {
            this.#show(await get(ADDRESS));
        } catch (error) {
            this.#place.replaceChildren(complaint(error), actions(button(text("security.again"), () => this.load())));
        }
    }

    /**
     * @param {Policy} policy
     * @param {string} [said]
     */
    #show(policy, said = "") {
        const boxes = ROLES.map((role) => element("input", { type: "checkbox", value: role, checked: policy.second_factor_roles.includes(role) }));
        const roles = element("fieldset", {},
            element("legend", { class: "field__label" }, text("security.policy.roles")),
            ...boxes.map((box) => element("label", { class: "panel-page__check" }, box, `${text(`security.role.${box.value}`)} `, element("span", { class: "panel-page__hint" }, tally(policy, box.value)))),
        );
        const addresses = element("textarea", { class: "input security__addresses", id: "security-addresses", rows: 4, maxlength: 10_000, spellcheck: "false", "aria-describedby": "security-addresses-help" });
        addresses.value = policy.allowed_addresses.join("\n");
        const list = element("div", { class: "field" },
            element("label", { class: "field__label", for: "security-addresses" }, text("security.policy.addresses")),
            element("p", { class: "field__help", id: "security-addresses-help" }, text("security.policy.addresses_help", { address: policy.your_address })),
            addresses,
        );
        const content = [roles, list];
        this.#place.replaceChildren(
            form({
                content,
                action: text("security.policy.save"),
                send: async () => {
                    const body = {
                        second_factor_roles: boxes.filter((box) => box.checked).map((box) => box.value),
                        allowed_addresses: addresses.value.split(/[\s,]+/).filter(Boolean),
                    };
                    this.#show(await put(ADDRESS, body), text("security.policy.saved"));
                },
            }),
        );
        if (said) this.#place.prepend(element("p", { class: "panel-page__said", role: "status" }, said));
    }
}

/**
 * How many of a role have a second factor.
 *
 * @param {Policy} policy
 * @param {string} role
 */
function tally({ people }, role) {
    const of = people.filter((person) => person.role === role);
    return text("security.policy.tally", { count: of.filter((person) => person.has_second_factor).length, all: of.length });
}
