import { canUsePasskeys, signInByPasskey } from "../../People/SignIn/Passkeys/passkey-sign-in.js";
import { post, ProblemError } from "../../Web/Client/http.js";
import { enhance, required } from "../../Web/Client/modules.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";

/** The form with which agents sign in: e-mail and password, then the code or the passkey of whoever has a second factor. */
class DeskSignIn {
    #form;
    #button;
    #isBusy = false;
    /** @type {Step} */
    #step = "password";
    /** Whether the company's OpenID provider vouched for whoever is here, and the second factor alone is missing. */
    #isVouchedFor = false;

    /** @param {HTMLFormElement} form */
    constructor(form) {
        this.#form = form;
        this.#button = required(form, "[type=submit]", HTMLButtonElement);
        form.addEventListener("submit", (event) => {
            event.preventDefault();
            void this.#submit();
        });
        this.#passkey.hidden = !canUsePasskeys();
        this.#passkey.addEventListener("click", () => void this.#usePasskey());
        required(form, "[data-action=back]", HTMLButtonElement).addEventListener("click", () => this.#show("password"));
        for (const field of ["email", "password", "code"].map((name) => this.#field(name))) {
            field.addEventListener("input", () => this.#mark(field, false));
        }
        const step = new URLSearchParams(location.search).get("step");
        if (step === "code" || step === "passkey") {
            this.#isVouchedFor = true;
            this.#show(step);
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
        const [email, password, code] = ["email", "password", "code"].map((name) => this.#field(name));
        try {
            if (this.#isVouchedFor) {
                await post("/api/v1/agent/openid-session", { code: code.value.trim() });
            } else {
                await post("/api/v1/agent/session", {
                    email: email.value.trim(),
                    password: password.value,
                    ...(this.#step === "code" ? { code: code.value.trim() } : {}),
                });
            }
            // The address keeps its fragment through the server's redirect: back to the conversation that was asked for.
            location.replace(`/desk${location.hash}`);
        } catch (error) {
            this.#setBusy(false);
            if (error instanceof ProblemError && (error.code === "code_required" || error.code === "passkey_required")) {
                this.#show(error.code === "code_required" ? "code" : "passkey");
                return;
            }
            this.#say(refusal(error));
            if (error instanceof ProblemError && error.status === 401) (this.#step === "code" ? code : password).select();
        }
    }

    async #usePasskey() {
        if (this.#isBusy) return;
        this.#say("");
        this.#setBusy(true);
        try {
            if (await signInByPasskey()) {
                location.replace(`/desk${location.hash}`);
                return;
            }
            this.#say(text(this.#step === "passkey" ? "desk.sign_in.passkey_needed" : "desk.sign_in.passkey_cancelled"));
        } catch (error) {
            this.#say(refusal(error));
        }
        this.#setBusy(false);
    }

    get #passkey() {
        return required(this.#form, "[data-action=passkey]", HTMLButtonElement);
    }

    /** @param {Step} step */
    #show(step) {
        this.#step = step;
        if (step === "password") this.#isVouchedFor = false;
        this.#say("");
        for (const part of this.#form.querySelectorAll("[data-step]")) {
            const isOfStep = part instanceof HTMLElement && (part.dataset.step ?? "").split(" ").includes(step);
            part.toggleAttribute("hidden", !isOfStep || (part === this.#passkey && !canUsePasskeys()));
        }
        part("heading").textContent = text(step === "password" ? "desk.sign_in.heading" : `desk.sign_in.${step}_heading`);
        part("intro").textContent = this.#intro();
        part("passkey-about").textContent = text(canUsePasskeys() ? "desk.sign_in.passkey_about" : "desk.sign_in.passkey_unable");
        // On its own step it is the one thing to do.
        this.#passkey.classList.toggle("button--primary", step === "passkey");
        this.#field("code").value = "";
        if (step !== "code") this.#field("password").value = "";
        this.#first(step).focus();
    }

    /**
     * Where one goes on.
     *
     * @param {Step} step
     * @returns {HTMLElement}
     */
    #first(step) {
        if (step === "passkey") return canUsePasskeys() ? this.#passkey : required(this.#form, "[data-action=back]", HTMLButtonElement);
        return this.#field(step === "code" ? "code" : "email");
    }

    #intro() {
        if (this.#step === "password") return text("desk.sign_in.intro");
        if (this.#isVouchedFor) return text("desk.sign_in.code_vouched");
        return text("desk.sign_in.code_intro", { email: this.#field("email").value.trim() });
    }

    /** @returns {HTMLInputElement[]} Those of the present step. */
    #fields() {
        return (this.#step === "code" ? ["code"] : ["email", "password"]).map((name) => this.#field(name));
    }

    /** @param {string} name */
    #field(name) {
        return required(this.#form, `[name=${name}]`, HTMLInputElement);
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

/** @param {string} name */
function part(name) {
    return required(document, `[data-part=${name}]`, HTMLElement);
}

/** @param {unknown} error */
function refusal(error) {
    return error instanceof ProblemError && error.code === "sign_in_failed" ? text("desk.sign_in.refused") : problemText(error);
}

/** @typedef {"password"|"code"|"passkey"} Step */

enhance("desk-sign-in", (/** @type {HTMLFormElement} */ form) => new DeskSignIn(form));
