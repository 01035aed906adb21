import { post, ProblemError } from "../../Web/Client/http.js";
import { enhance, required } from "../../Web/Client/modules.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";

/** The form with which agents sign in. */
class DeskSignIn {
    #form;
    #button;
    #isBusy = false;

    /** @param {HTMLFormElement} form */
    constructor(form) {
        this.#form = form;
        this.#button = required(form, "[type=submit]", HTMLButtonElement);
        form.addEventListener("submit", (event) => {
            event.preventDefault();
            void this.#submit();
        });
        for (const field of this.#fields()) {
            field.addEventListener("input", () => this.#mark(field, false));
        }
    }

    async #submit() {
        const missing = this.#fields().filter((field) => this.#mark(field, field.value.trim() === ""));
        this.#say("");
        if (missing.length > 0) {
            missing[0].focus();
            return;
        }
        if (this.#isBusy) return;
        this.#setBusy(true);
        const [email, password] = this.#fields();
        try {
            await post("/api/v1/agent/session", { email: email.value.trim(), password: password.value });
            // The address keeps its fragment through the server's redirect: back to the conversation that was asked for.
            location.replace(`/desk${location.hash}`);
        } catch (error) {
            this.#setBusy(false);
            this.#say(refusal(error));
            if (error instanceof ProblemError && error.status === 401) password.select();
        }
    }

    /** @returns {HTMLInputElement[]} Email and password. */
    #fields() {
        return ["email", "password"].map((name) => required(this.#form, `[name=${name}]`, HTMLInputElement));
    }

    /**
     * @param {HTMLInputElement} field
     * @param {boolean} isWrong
     */
    #mark(field, isWrong) {
        field.setAttribute("aria-invalid", String(isWrong));
        required(this.#form, `[data-error=${field.name}]`, HTMLElement).hidden = !isWrong;
        return isWrong;
    }

    /** @param {string} problem Empty when there is none. */
    #say(problem) {
        required(this.#form, "[data-part=problem-text]", HTMLElement).textContent = problem;
        required(this.#form, "[data-part=problem]", HTMLElement).hidden = problem === "";
    }

    /** @param {boolean} isBusy */
    #setBusy(isBusy) {
        this.#isBusy = isBusy;
        this.#button.setAttribute("aria-disabled", String(isBusy));
        this.#button.textContent = text(isBusy ? "desk.sign_in.busy" : "desk.sign_in.action");
    }
}

/** @param {unknown} error */
function refusal(error) {
    return error instanceof ProblemError && error.status === 401 ? text("desk.sign_in.refused") : problemText(error);
}

enhance("desk-sign-in", (/** @type {HTMLFormElement} */ form) => new DeskSignIn(form));
