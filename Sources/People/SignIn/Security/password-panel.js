import { element } from "../../../Web/Client/elements.js";
import { put } from "../../../Web/Client/http.js";
import { text } from "../../../Web/Client/strings.js";
import { actions, button, codeField, field, form, passwordField, show } from "../../Panels/panel-parts.js";

/** Where the own password is changed. */
export class PasswordPanel extends EventTarget {
    #place;
    #needsCode;

    /**
     * @param {HTMLElement} place
     * @param {() => boolean} needsCode Whether there is a second factor.
     */
    constructor(place, needsCode) {
        super();
        this.#place = place;
        this.#needsCode = needsCode;
        this.#overview();
    }

    #overview(said = "") {
        const change = button(text("security.password.change"), () => this.#change());
        this.#place.replaceChildren(...(said ? [element("p", { class: "panel-page__said", role: "status" }, said)] : []), actions(change));
    }

    #change() {
        const password = passwordField();
        const code = this.#needsCode() ? codeField() : null;
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
                content: [password.box, ...(code ? [code.box] : []), fresh.box, element("label", { class: "panel-page__check" }, look, text("security.password.show"))],
                action: text("security.password.change"),
                send: async () => {
                    await put("/api/v1/agent/password", {
                        password: password.input.value,
                        new_password: fresh.input.value,
                        ...(code ? { code: code.input.value.trim() } : {}),
                    });
                    this.#overview(text("security.password.changed"));
                    this.dispatchEvent(new Event("changed"));
                },
                cancel: () => this.#overview(),
            }),
        );
    }
}
