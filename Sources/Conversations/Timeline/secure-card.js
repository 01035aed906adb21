import { clockTime, fullTime } from "../../Web/Client/format.js";
import { ProblemError } from "../../Web/Client/http.js";
import { has, text } from "../../Web/Client/strings.js";
import { drawing, element } from "./elements.js";

/**
 * A verification as the API tells it (`GET …/verifications/{id}`); how it can be answered, customers alone are told.
 * @typedef {object} VerificationState
 * @property {string} id
 * @property {string} purpose
 * @property {"totp"|"sms_code"|"email_code"|"identity_level"} method
 * @property {string|null} [level]
 * @property {"agent"|"assistant"} asked_by
 * @property {"waiting"|"verified"|"failed"|"expired"|"cancelled"|"cleared"} status
 * @property {number} [attempts_left]
 * @property {number} [sends_left]
 * @property {string|null} [next_send_at]
 * @property {boolean} [is_sent]
 * @property {string|null} [sent_to]
 * @property {string} expires_at
 * @property {string|null} [valid_until]
 */
/**
 * Where verifications are asked about. What is typed goes there and nowhere else.
 * @typedef {object} Verifier
 * @property {(id: string) => Promise<VerificationState>} state
 * @property {(id: string) => Promise<VerificationState>} [send] Sends a code; customers alone.
 * @property {(id: string, code: string) => Promise<VerificationState>} [answer] Customers alone.
 * @property {(id: string) => Promise<VerificationState>} [takeBack] Agents alone.
 */

const DIGITS = 6;
/** @type {Record<string, string>} */
const DRAWINGS = { totp: "device", sms_code: "phone", email_code: "mail", identity_level: "fingerprint" };
/** @type {Record<string, string>} */
const OUTCOMES = { verified: "success", failed: "warning", expired: "clock", cancelled: "close", cleared: "warning" };

/**
 * How a purpose or a method is called.
 *
 * @param {"purpose"|"method"} kind
 * @param {string} value
 */
export function verificationWords(kind, value) {
    const key = `timeline.verification.${kind}.${value}`;
    return has(key) ? text(key) : value;
}

/** `<secure-card>`: asks a customer to prove who they are; what they type never becomes a message. */
export class SecureCard extends HTMLElement {
    /** @type {import("../../Realtime/Client/wire.js").CardVerification|null} */
    verification = null;
    /** @type {Verifier|null} */
    verifier = null;

    /** @type {VerificationState|null} */
    #state = null;
    #problem = "";
    #isBusy = false;
    /** Whether something happened that an answer on its way may not tell. */
    #isStale = false;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #timer;

    connectedCallback() {
        if (this.#state === null && this.verification) {
            this.#render();
            void this.refresh();
        }
    }

    disconnectedCallback() {
        clearTimeout(this.#timer);
    }

    /** Asks what has become of it. */
    async refresh() {
        const { verification, verifier } = this;
        if (!verification || !verifier || (this.#state && this.#state.status !== "waiting" && this.#state.status !== "verified")) return;
        if (this.#isBusy) {
            this.#isStale = true;
            return;
        }
        await this.#run(() => verifier.state(verification.id));
    }

    /**
     * @param {() => Promise<VerificationState>} ask
     * @param {boolean} [isAnswer] Whether the field is to be typed anew where it fails.
     */
    async #run(ask, isAnswer = false) {
        if (this.#isBusy) return;
        this.#isBusy = true;
        this.toggleAttribute("aria-busy", true);
        const hadFocus = this.contains(document.activeElement);
        try {
            this.#state = await ask();
            this.#problem = "";
        } catch (error) {
            await this.#failed(error);
        }
        this.#isBusy = false;
        this.removeAttribute("aria-busy");
        this.#render();
        if (hadFocus && (isAnswer || this.#state?.status === "waiting")) this.#focus();
        if (!this.#isStale) return;
        this.#isStale = false;
        await this.refresh();
    }

    /** @param {unknown} error */
    async #failed(error) {
        const problem = error instanceof ProblemError ? error : new ProblemError({ status: 0 });
        const left = Number(/** @type {any} */ (problem.problem).attempts_left ?? 0);
        const key = `timeline.verification.problem.${problem.code}`;
        this.#problem = text(has(key) ? key : problem.status === 0 ? "timeline.verification.problem.offline" : "timeline.verification.problem.other", { left: String(left) });
        // What is over says so by itself.
        if (problem.code !== "verification_over" && problem.code !== "verification_code_wrong") return;
        try {
            const { verification, verifier } = this;
            if (verification && verifier) this.#state = await verifier.state(verification.id);
            if (this.#state?.status !== "waiting") this.#problem = "";
        } catch {
            // The problem stands as it is.
        }
    }

    /** Where one goes on: the field, else the button. */
    #focus() {
        const next = this.querySelector("input") ?? this.querySelector("button:not([disabled])") ?? this.querySelector("[tabindex]");
        if (next instanceof HTMLElement) next.focus();
    }

    #render() {
        const { verification } = this;
        if (!verification) return;
        clearTimeout(this.#timer);
        const typed = this.querySelector("input")?.value ?? "";
        const state = this.#state;
        const status = state?.status === "waiting" && new Date(state.expires_at) <= new Date() ? "expired" : state?.status ?? "waiting";
        const purpose = verificationWords("purpose", verification.purpose);
        const box = element("section", { class: `secure-card secure-card--${status}`, "aria-label": text("timeline.verification.title", { purpose }) });
        box.append(
            element("header", { class: "secure-card__head" }, drawing("shield-check"),
                element("strong", { class: "secure-card__title" }, text("timeline.verification.title", { purpose })),
                element("span", { class: "secure-card__method" }, drawing(DRAWINGS[verification.method] ?? "key"), verificationWords("method", verification.method))),
        );
        if (status !== "waiting") box.append(this.#outcome(status));
        else if (this.verifier?.answer) box.append(...this.#question(state, typed));
        else box.append(...this.#watching(state));
        this.replaceChildren(box);
        if (status === "waiting" && state) this.#wait(state);
    }

    /** @param {string} status */
    #outcome(status) {
        const until = this.#state?.valid_until ?? "";
        return element("p", { class: "secure-card__outcome", role: "status", tabindex: "-1" }, drawing(OUTCOMES[status] ?? "info"),
            element("span", { title: until ? fullTime(until) : "" }, text(`timeline.verification.status.${status}`, { time: until ? clockTime(until) : "" })));
    }

    /**
     * What an agent sees of one that waits.
     *
     * @param {VerificationState|null} state
     */
    #watching(state) {
        const line = element("p", { class: "secure-card__text" }, text(state?.asked_by === "assistant" ? "timeline.verification.waiting_assistant" : "timeline.verification.waiting"));
        const { verifier, verification } = this;
        if (!state || !verifier?.takeBack || !verification) return [line];
        const back = element("button", { type: "button", class: "button button--quiet secure-card__back" }, text("timeline.verification.take_back"));
        back.addEventListener("click", () => void this.#run(() => /** @type {any} */ (verifier).takeBack(verification.id)));
        return [line, back];
    }

    /**
     * What the customer does.
     *
     * @param {VerificationState|null} state
     * @param {string} typed
     */
    #question(state, typed) {
        const method = this.verification?.method ?? "totp";
        const isSent = method === "sms_code" || method === "email_code";
        const target = state?.sent_to ?? "";
        const how = isSent && state?.is_sent ? text(`timeline.verification.sent.${method}`, { target }) : text(`timeline.verification.how.${method}`, { level: state?.level ?? "" });
        /** @type {HTMLElement[]} */
        const parts = [element("p", { class: "secure-card__text" }, how)];
        if (method === "identity_level") parts.push(this.#button("timeline.verification.check", () => this.#answer("")));
        else if (isSent && !state?.is_sent) parts.push(this.#button("timeline.verification.send", () => this.#send(), state === null));
        else parts.push(this.#form(typed, isSent ? state : null));
        parts.push(element("p", { class: "secure-card__problem", role: "alert", hidden: this.#problem === "" }, this.#problem));
        parts.push(element("p", { class: "secure-card__promise" }, drawing("lock"), element("span", {}, text("timeline.verification.promise"))));
        return parts;
    }

    /**
     * @param {string} typed
     * @param {VerificationState|null} sent Of a code that was sent: it can be sent again.
     */
    #form(typed, sent) {
        const input = element("input", {
            class: "input secure-card__code", id: `${this.verification?.id}-code`, name: "code", type: "text", inputmode: "numeric",
            autocomplete: "one-time-code", maxlength: "12", required: true, spellcheck: "false", "aria-describedby": `${this.verification?.id}-about`,
        });
        if (input instanceof HTMLInputElement && this.#problem === "") input.value = typed;
        const form = element("form", { class: "secure-card__form", novalidate: true },
            element("label", { class: "secure-card__label", for: `${this.verification?.id}-code` }, text("timeline.verification.code")),
            element("div", { class: "secure-card__row" }, input, element("button", { type: "submit", class: "button button--primary" }, text("timeline.verification.confirm"))),
            element("p", { class: "secure-card__about", id: `${this.verification?.id}-about` }, this.#about()));
        if (sent) form.append(this.#again(sent));
        form.addEventListener("submit", (event) => {
            event.preventDefault();
            const code = /** @type {HTMLInputElement} */ (input).value;
            if (code.replace(/[\s-]/gu, "").length !== DIGITS) {
                this.#problem = text("timeline.verification.problem.invalid_field");
                this.#render();
                return this.#focus();
            }
            this.#answer(code);
        });
        return form;
    }

    #about() {
        const state = this.#state;
        return state ? text("timeline.verification.until", { time: clockTime(state.expires_at) }) : "";
    }

    /** @param {VerificationState} state */
    #again(state) {
        const seconds = state.next_send_at ? Math.ceil((Date.parse(state.next_send_at) - Date.now()) / 1000) : -1;
        if (state.sends_left === 0) return element("p", { class: "secure-card__about" }, text("timeline.verification.no_more"));
        const label = seconds > 0 ? text("timeline.verification.again_in", { seconds: String(seconds) }) : text("timeline.verification.again");
        const button = element("button", { type: "button", class: "button button--quiet secure-card__again", disabled: seconds > 0 }, label);
        button.addEventListener("click", () => this.#send());
        return button;
    }

    /**
     * @param {string} key
     * @param {() => void} run
     * @param {boolean} [isDisabled]
     */
    #button(key, run, isDisabled = false) {
        const button = element("button", { type: "button", class: "button button--primary secure-card__action", disabled: isDisabled }, text(key));
        button.addEventListener("click", run);
        return button;
    }

    #send() {
        const { verification, verifier } = this;
        if (verification && verifier?.send) void this.#run(() => /** @type {any} */ (verifier).send(verification.id), true);
    }

    /** @param {string} code */
    #answer(code) {
        const { verification, verifier } = this;
        if (verification && verifier?.answer) void this.#run(() => /** @type {any} */ (verifier).answer(verification.id, code), true);
    }

    /**
     * Counts down what is waited for, without making the field anew, and tells when it is too late.
     *
     * @param {VerificationState} state
     */
    #wait(state) {
        this.#timer = setTimeout(() => {
            const isOver = new Date(state.expires_at) <= new Date();
            const again = this.querySelector(".secure-card__again");
            if (isOver) return void this.#render();
            if (again) again.replaceWith(this.#again(state));
            this.#wait(state);
        }, 1000);
    }
}

if (!customElements.get("secure-card")) customElements.define("secure-card", SecureCard);
