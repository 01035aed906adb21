import { element } from "../../Web/Client/elements.js";
import { showTime } from "../../Web/Client/format.js";
import { get, post, remove } from "../../Web/Client/http.js";
import { text } from "../../Web/Client/strings.js";
import { actions, button, complaint, copyButton, field, form, paragraph, show } from "../Panels/panel-parts.js";

const ADDRESS = "/api/v1/admin/provisioning-tokens";

/** @typedef {{id: string, name: string, created_at: string, used_at?: string, token?: string}} Token */

/** The tokens with which the company's directory makes agents and switches them off. */
export class ProvisioningPanel {
    #place;

    /** @param {HTMLElement} place */
    constructor(place) {
        this.#place = place;
    }

    async load() {
        try {
            const tokens = /** @type {Token[]} */ ((await get(ADDRESS)).data);
            const rows = element("ul", { class: "rows", role: "list" }, ...tokens.map((token) => this.#row(token)));
            const add = button(text("security.provisioning.add"), () => this.#add());
            this.#place.replaceChildren(...(tokens.length > 0 ? [rows] : [paragraph(text("security.provisioning.none"), "panel-page__none")]), actions(add));
        } catch (error) {
            this.#place.replaceChildren(complaint(error), actions(button(text("security.again"), () => this.load())));
        }
    }

    /** @param {Token} token */
    #row({ id, name, created_at: since, used_at: used }) {
        const when = element("time", { datetime: used ?? since });
        showTime(when);
        const end = button(text("security.provisioning.revoke"), async () => {
            try {
                await remove(`${ADDRESS}/${id}`);
                await this.load();
            } catch (error) {
                this.#place.append(complaint(error));
            }
        });
        end.setAttribute("aria-label", text("security.provisioning.revoke_one", { name }));
        return element("li", { class: "list-row" },
            element("span", { class: "list-row__text" },
                element("span", { class: "list-row__title" }, name),
                element("span", { class: "list-row__detail" }, text(used ? "security.provisioning.used" : "security.provisioning.made"), when),
            ),
            end,
        );
    }

    #add() {
        const name = field(text("security.provisioning.name"), { type: "text", maxlength: 60, autocomplete: "off" }, text("security.provisioning.name_help"));
        const asked = form({
            content: [name.box],
            action: text("security.provisioning.make"),
            send: async () => this.#tell(await post(ADDRESS, { name: name.input.value.trim() })),
            cancel: () => this.load(),
        });
        show(this.#place, element("div", { class: "panel-page__inset" }, asked));
    }

    /** @param {Token} made */
    #tell({ token = "" }) {
        show(this.#place, element("div", { class: "panel-page__inset panel-page__form" },
            paragraph(text("security.provisioning.once")),
            element("p", {}, element("code", { class: "security__address" }, `${location.origin}/scim/v2`)),
            element("p", {}, element("code", { class: "security__address" }, token), " ", copyButton(token)),
            actions(button(text("security.provisioning.done"), () => this.load(), "primary")),
        ));
    }
}
