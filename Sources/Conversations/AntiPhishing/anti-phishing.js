import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";
import { drawing, element } from "../Timeline/elements.js";

/** @typedef {{get: (path: string) => Promise<any>, put: (path: string, body: object) => Promise<any>, delete: (path: string) => Promise<any>}} CodeApi */

const PATH = "/api/v1/anti-phishing-code";

/** A signed-in customer's own code: shown where they look, and chosen by the button beside it. */
export class AntiPhishing {
    #api;
    #mark;
    #button;
    /** @type {string|null} */
    #code = null;

    /**
     * @param {object} options
     * @param {CodeApi} options.api
     * @param {HTMLElement} options.mark Where the code is shown.
     * @param {HTMLElement} options.button Opens the form.
     */
    constructor({ api, mark, button }) {
        this.#api = api;
        this.#mark = mark;
        this.#button = button;
        button.addEventListener("click", () => this.#ask());
    }

    /** @param {{verified: boolean}|null} customer A guest has none. */
    async show(customer) {
        this.#code = null;
        this.#render(false);
        if (!customer?.verified) return;
        try {
            this.#code = (await this.#api.get(PATH)).code;
            this.#render(true);
        } catch {
            // What cannot be read now is not there: no code is better than a wrong one.
        }
    }

    /** @param {boolean} isOffered */
    #render(isOffered) {
        this.#mark.hidden = this.#code === null;
        this.#mark.replaceChildren(...(this.#code === null ? [] : [drawing("fingerprint"), element("span", {}, text("antiphishing.yours")), " ", element("strong", {}, element("bdi", {}, this.#code))]));
        this.#button.hidden = !isOffered;
        this.#button.textContent = text(this.#code === null ? "antiphishing.choose" : "antiphishing.change");
    }

    #ask() {
        const title = element("h2", { class: "dialog__title", id: "antiphishing-title" }, text("antiphishing.title"));
        const problem = element("p", { class: "field__error", id: "antiphishing-problem", role: "alert", hidden: true });
        const field = element("input", { class: "input", id: "antiphishing-code", type: "text", maxlength: 40, autocomplete: "off", autocapitalize: "off", spellcheck: "false", "aria-describedby": "antiphishing-help antiphishing-problem" });
        field.value = this.#code ?? "";
        const cancel = element("button", { type: "button", class: "button" }, text("antiphishing.cancel"));
        const remove = element("button", { type: "button", class: "button button--quiet", hidden: this.#code === null }, text("antiphishing.remove"));
        const save = element("button", { type: "submit", class: "button button--primary" }, text("antiphishing.save"));
        const form = element("form", { class: "antiphishing", novalidate: true },
            element("p", {}, text("antiphishing.lead")),
            element("div", { class: "field" }, element("label", { class: "field__label", for: field.id }, text("antiphishing.code")),
                element("p", { class: "field__help", id: "antiphishing-help" }, text("antiphishing.help")), field, problem),
            element("div", { class: "dialog__actions" }, remove, cancel, save));
        const dialog = element("dialog", { class: "dialog", "aria-labelledby": title.id }, title, form);
        const tell = (/** @type {unknown} */ error) => {
            problem.textContent = problemText(error);
            problem.hidden = false;
            field.setAttribute("aria-invalid", "true");
            field.focus();
        };
        const change = async (/** @type {() => Promise<string|null>} */ run) => {
            try {
                this.#code = await run();
                this.#render(true);
                dialog.close();
            } catch (error) {
                tell(error);
            }
        };
        form.addEventListener("submit", (event) => {
            event.preventDefault();
            void change(async () => (await this.#api.put(PATH, { code: field.value })).code);
        });
        remove.addEventListener("click", () => void change(async () => {
            await this.#api.delete(PATH);
            return null;
        }));
        cancel.addEventListener("click", () => dialog.close());
        dialog.addEventListener("close", () => {
            dialog.remove();
            this.#button.focus();
        });
        dialog.addEventListener("keydown", (event) => event.key === "Escape" && event.stopPropagation());
        document.body.append(dialog);
        dialog.showModal();
        field.focus();
    }
}
