import { ProblemError } from "../../Web/Client/http.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";
import { api } from "../Timeline/api.js";
import { drawing, element } from "../Timeline/elements.js";
import { verificationNeeded } from "./verifications.js";

/** Why contact data may be looked at; the last one needs words. */
const REASONS = ["customer_asked", "identity_check", "account_recovery", "fraud_check", "legal_request", "other"];
/** How long it stays on the screen. */
export const SHOWN_FOR = 60_000;
const LONGEST_NOTE = 300;

/** @typedef {{reason: string, note: string}} Why */

/**
 * What of the open conversation's customer was revealed: for a minute, on this screen alone, and never once another
 * conversation is open.
 */
export class Reveals {
    #changed;
    #verify;
    /** @type {Map<string, {value: string, timer: ReturnType<typeof setTimeout>}>} */
    #shown = new Map();
    #turn = 0;
    /** @type {HTMLDialogElement|null} */
    #dialog = null;

    /**
     * @param {(field: string) => void} changed Told when a field is shown or hidden.
     * @param {((purposes: string[]) => void)|null} verify Asks the customer to prove who they are, where that comes first.
     */
    constructor(changed, verify) {
        this.#changed = changed;
        this.#verify = verify;
    }

    /** @param {string} field */
    value(field) {
        return this.#shown.get(field)?.value;
    }

    /** @param {string} field */
    hide(field) {
        clearTimeout(this.#shown.get(field)?.timer);
        if (this.#shown.delete(field)) this.#changed(field);
    }

    /** Another conversation is open: nothing of the one before stays, also not what is still on its way. */
    forget() {
        this.#turn += 1;
        for (const { timer } of this.#shown.values()) clearTimeout(timer);
        this.#shown.clear();
        this.#dialog?.close();
    }

    /**
     * Asks why, then shows it.
     *
     * @param {string} customer
     * @param {string} conversation In which it is needed.
     * @param {string} field
     * @param {string} name What the field is called here.
     */
    ask(customer, conversation, field, name) {
        const turn = this.#turn;
        const reveal = (/** @type {Why} */ why) => api.post(`/api/v1/agent/customers/${customer}/reveal`, { field, conversation, ...why });
        this.#dialog = whyDialog(name, reveal, this.#verify, ({ value }) => void (turn === this.#turn && this.#show(field, value)));
    }

    /**
     * @param {string} field
     * @param {string} value
     */
    #show(field, value) {
        clearTimeout(this.#shown.get(field)?.timer);
        this.#shown.set(field, { value, timer: setTimeout(() => this.hide(field), SHOWN_FOR) });
        this.#changed(field);
    }
}

/**
 * @param {string} name
 * @param {(why: Why) => Promise<{value: string}>} reveal
 * @param {((purposes: string[]) => void)|null} verify
 * @param {(answer: {value: string}) => void} done Called once the dialog has given the focus back.
 */
function whyDialog(name, reveal, verify, done) {
    const title = element("h2", { class: "dialog__title", id: "reveal-title" }, text("desk.reveal.title", { name }));
    const dialog = element("dialog", { class: "dialog desk-reveal", "aria-labelledby": title.id, "aria-describedby": "reveal-lead" });
    const reason = element("select", { class: "input", id: "reveal-reason", required: true },
        ...REASONS.map((code) => element("option", { value: code }, text(`desk.reveal.reason.${code}`))));
    const note = element("textarea", { class: "input desk-reveal__note", id: "reveal-note", rows: 2, maxlength: LONGEST_NOTE });
    const problem = element("p", { class: "field__error", id: "reveal-problem", role: "alert", hidden: true });
    const cancel = element("button", { type: "button", class: "button" }, text("desk.reveal.cancel"));
    const send = element("button", { type: "submit", class: "button button--primary" }, drawing("eye"), text("desk.reveal.confirm"));
    const form = element("form", { class: "desk-reveal__form", novalidate: true },
        element("p", { id: "reveal-lead" }, text("desk.reveal.lead")),
        element("div", { class: "field" }, element("label", { class: "field__label", for: reason.id }, text("desk.reveal.reason")), reason),
        element("div", { class: "field" }, element("label", { class: "field__label", for: note.id }, text("desk.reveal.note")), note),
        problem, element("div", { class: "dialog__actions" }, cancel, send));
    const fail = (/** @type {string} */ words) => {
        problem.textContent = words;
        problem.hidden = false;
        send.removeAttribute("aria-disabled");
    };
    cancel.addEventListener("click", () => dialog.close());
    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        if (send.getAttribute("aria-disabled") === "true") return;
        const why = { reason: reason.value, note: note.value.trim() };
        if (why.reason === "other" && !why.note) {
            note.focus();
            return fail(text("desk.reveal.note_missing"));
        }
        send.setAttribute("aria-disabled", "true");
        problem.hidden = true;
        try {
            const answer = await reveal(why);
            dialog.close();
            done(answer);
        } catch (error) {
            if (!(error instanceof ProblemError) || error.code !== "verification_required") return fail(problemText(error));
            const ask = verify && ((/** @type {string[]} */ purposes) => {
                dialog.close();
                verify(purposes);
            });
            const needed = verificationNeeded(text("desk.verification.needed_contact"), /** @type {any} */ (error.problem).purposes ?? [], ask);
            send.remove();
            form.replaceChildren(needed, element("div", { class: "dialog__actions" }, cancel));
            (needed.querySelector("button") ?? cancel).focus();
        }
    });
    dialog.addEventListener("close", () => dialog.remove());
    // Escape closes this alone; single keys of the desk are not meant here.
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    dialog.append(title, form);
    document.body.append(dialog);
    dialog.showModal();
    reason.focus();
    return dialog;
}
