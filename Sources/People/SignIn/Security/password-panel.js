import { element } from "../../../Web/Client/elements.js";
import { put } from "../../../Web/Client/http.js";
import { text } from "../../../Web/Client/strings.js";
import { actions, button, field, form, show } from "../../Panels/panel-parts.js";
import { proofFields } from "./proof-fields.js";

/** Where the own password is changed. */
export class PasswordPanel extends EventTarget {
    #place;
    #proof;

    /**
     * @param {HTMLElement} place
     * @param {() => import("./proof-fields.js").Proof} proof What confirms an important step.
     */
    constructor(place, proof) {
        super();
        this.#place = place;
        this.#proof = proof;
        this.#overview();
    }

    #overview(said = "") {
        const change = button(text("security.password.change"), () => this.#change());
        this.#place.replaceChildren(...(said ? [element("p", { class: "panel-page__said", role: "status" }, said)] : []), actions(change));
    }

    #change() {
        const proof = proofFields(this.#proof());
        const fresh = field(
            text("security.password.new"),
            { type: "password", autocomplete: "new-password", minlength: 12, maxlength: 256 },
            text("security.password.rules"),
        );
        const look = element("input", { type: "checkbox" });
        look.addEventListener("change", () => (fresh.input.type = look.checked ? "text" : "password"));
        show(
            this.#place,
            form({
                content: [...proof.boxes, fresh.box, element("label", { class: "panel-page__check" }, look, text("security.password.show"))],
                action: text("security.password.change"),
                send: async () => {
                    await put("/api/v1/agent/password", { ...(await proof.body()), new_password: fresh.input.value });
                    this.#overview(text("security.password.changed"));
                    this.dispatchEvent(new Event("changed"));
                },
                cancel: () => this.#overview(),
            }),
        );
    }
}
