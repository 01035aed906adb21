import { element } from "../../../Web/Client/elements.js";
import { get, put, remove } from "../../../Web/Client/http.js";
import { text } from "../../../Web/Client/strings.js";
import { actions, button, complaint, copyButton, field, form, show } from "../../Panels/panel-parts.js";

const ADDRESS = "/api/v1/admin/openid-provider";

/**
 * @typedef {object} Provider
 * @property {string} name
 * @property {string} issuer
 * @property {string} client_id
 * @property {boolean} has_client_secret
 * @property {string[]} scopes
 * @property {string} role_claim
 * @property {{value: string, role: string}[]} roles
 * @property {boolean} links_verified_email
 * @property {boolean} creates_agents
 * @property {string[]} trusted_methods
 */

/** @typedef {{provider?: Provider, redirect_uri?: string}} Answer */

/** The company's OpenID provider, through which agents sign in. */
export class OpenIDPanel {
    #place;

    /** @param {HTMLElement} place */
    constructor(place) {
        this.#place = place;
    }

    async load(said = "") {
        try {
            this.#show(await get(ADDRESS), said);
        } catch (error) {
            this.#place.replaceChildren(complaint(error), actions(button(text("security.again"), () => this.load())));
        }
    }

    /**
     * @param {Answer} answer
     * @param {string} said
     */
    #show(answer, said) {
        const { provider } = answer;
        const title = provider ? `${provider.name} · ${provider.issuer}` : text("security.openid.off");
        const edit = button(text(provider ? "security.openid.change" : "security.openid.set_up"), () => this.#edit(answer));
        const line = actions(edit);
        if (provider) line.append(button(text("security.openid.remove"), () => this.#remove()));
        this.#place.replaceChildren(element("p", { class: provider ? "security__state security__state--on" : "security__state" }, title), line);
        if (said) this.#place.prepend(element("p", { class: "panel-page__said", role: "status" }, said));
    }

    async #remove() {
        try {
            await remove(ADDRESS);
            await this.load(text("security.openid.removed"));
        } catch (error) {
            this.#place.append(complaint(error));
        }
    }

    /** @param {Answer} answer */
    #edit({ provider, redirect_uri: redirect = "" }) {
        const plain = { type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false", maxlength: 300 };
        const name = field(text("security.openid.name"), { ...plain, maxlength: 40, value: provider?.name ?? "" }, text("security.openid.name_help"));
        const issuer = field(text("security.openid.issuer"), { ...plain, maxlength: 2000, inputmode: "url", value: provider?.issuer ?? "" }, text("security.openid.issuer_help"));
        const client = field(text("security.openid.client"), { ...plain, value: provider?.client_id ?? "" });
        const secret = field(
            text("security.openid.secret"),
            { type: "password", autocomplete: "off", maxlength: 1000, required: false },
            text(provider?.has_client_secret ? "security.openid.secret_kept" : "security.openid.secret_help"),
        );
        const claim = field(text("security.openid.claim"), { ...plain, maxlength: 200, value: provider?.role_claim ?? "groups" }, text("security.openid.claim_help"));
        const rules = element("textarea", { class: "input security__addresses", id: "security-openid-roles", rows: 4, maxlength: 30_000, spellcheck: "false", "aria-describedby": "security-openid-roles-help" });
        rules.value = (provider?.roles ?? []).map((rule) => `${rule.value} = ${rule.role}`).join("\n");
        const roles = element("div", { class: "field" },
            element("label", { class: "field__label", for: "security-openid-roles" }, text("security.openid.roles")),
            element("p", { class: "field__help", id: "security-openid-roles-help" }, text("security.openid.roles_help")),
            rules,
        );
        const links = check(text("security.openid.links"), provider?.links_verified_email ?? false);
        const creates = check(text("security.openid.creates"), provider?.creates_agents ?? false);
        const trusted = field(text("security.openid.trusted"), { ...plain, required: false, value: provider?.trusted_methods.join(" ") ?? "" }, text("security.openid.trusted_help"));
        const back = element("div", { class: "field" },
            element("span", { class: "field__label" }, text("security.openid.redirect")),
            element("p", { class: "field__help" }, element("code", { class: "security__address" }, redirect), " ", copyButton(redirect)),
        );
        show(this.#place, form({
            content: [back, name.box, issuer.box, client.box, secret.box, claim.box, roles, links.box, creates.box, trusted.box],
            action: text("security.policy.save"),
            send: async () => {
                await put(ADDRESS, {
                    name: name.input.value.trim(),
                    issuer: issuer.input.value.trim(),
                    client_id: client.input.value.trim(),
                    ...(secret.input.value ? { client_secret: secret.input.value } : {}),
                    ...(provider ? { scopes: provider.scopes } : {}),
                    role_claim: claim.input.value.trim(),
                    roles: ruleList(rules.value),
                    links_verified_email: links.input.checked,
                    creates_agents: creates.input.checked,
                    trusted_methods: trusted.input.value.split(/[\s,]+/).filter(Boolean),
                });
                await this.load(text("security.policy.saved"));
            },
            cancel: () => this.load(),
        }));
    }
}

/**
 * The rules of a text, one a line: what stands before the last equals sign, and the role.
 *
 * @param {string} lines
 */
export function ruleList(lines) {
    return lines.split("\n").filter((line) => line.trim() !== "").map((line) => {
        const at = line.lastIndexOf("=");
        return at < 0 ? { value: line.trim(), role: "" } : { value: line.slice(0, at).trim(), role: line.slice(at + 1).trim().toLowerCase() };
    });
}

/**
 * @param {string} label
 * @param {boolean} checked
 */
function check(label, checked) {
    const input = element("input", { type: "checkbox", checked });
    return { input, box: element("label", { class: "panel-page__check" }, input, label) };
}
