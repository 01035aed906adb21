import { post } from "../../Web/Client/http.js";
import { randomUUID } from "../../Web/Client/identifiers.js";
import { enhance } from "../../Web/Client/modules.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";
import { asCustomer, openConversation } from "./open-conversation.js";

/** The form that leaves a ticket: it checks, uploads, sends once, and opens the conversation. */
class TicketForm {
    /** A second try is the same ticket. */
    #clientID = randomUUID();
    /** Files that are already there after a failed try. @type {Map<File, string>} */
    #uploaded = new Map();

    /** @param {HTMLFormElement} form */
    constructor(form) {
        this.form = form;
        form.addEventListener("submit", (event) => {
            event.preventDefault();
            if (this.#check()) this.#send();
        });
        form.addEventListener("input", (event) => {
            if (event.target instanceof HTMLElement) this.#show(event.target.getAttribute("name") ?? "", null);
        });
    }

    /** Shows what is missing, and goes to the first of it. */
    #check() {
        const empty = this.#fields().filter((field) => field.required && field.value.trim() === "");
        for (const field of empty) this.#show(field.name, text(`ticket_form.${field.name}_missing`));
        empty[0]?.focus();
        return empty.length === 0;
    }

    async #send() {
        this.#busy(true);
        this.#show("form", null);
        const values = new FormData(this.form);
        try {
            const conversation = await openConversation({
                kind: "ticket",
                topic: this.form.dataset.topic || "other",
                subject: String(values.get("subject")).trim(),
                body: [String(values.get("body")).trim(), this.#intake()].filter(Boolean).join("\n\n"),
                attachments: await this.#upload(values.getAll("files").filter(isChosenFile)),
                client_id: this.#clientID,
            });
            location.assign(`/conversations/${conversation.id}`);
        } catch (error) {
            this.#show("form", problemText(error));
            this.#busy(false);
        }
    }

    /** What was asked for and answered, one under the other; whoever reads the ticket sees the question with each answer. */
    #intake() {
        return this.#fields()
            .filter((field) => field.dataset.label && field.value.trim() !== "")
            .map((field) => `${field.dataset.label}: ${field.value.trim()}`)
            .join("\n");
    }

    /** @param {File[]} files */
    async #upload(files) {
        const ids = [];
        for (const file of files) {
            const path = `/api/v1/attachments?name=${encodeURIComponent(file.name)}`;
            const id = this.#uploaded.get(file) ?? (await asCustomer(() => post(path, file))).id;
            this.#uploaded.set(file, id);
            ids.push(id);
        }
        return ids;
    }

    /** @param {boolean} isBusy */
    #busy(isBusy) {
        this.form.setAttribute("aria-busy", String(isBusy));
        for (const button of this.form.querySelectorAll("button")) button.disabled = isBusy;
    }

    /** @param {string} name @param {string|null} message */
    #show(name, message) {
        const line = this.form.querySelector(`[data-error="${name}"]`);
        if (line instanceof HTMLElement) {
            line.textContent = message;
            line.hidden = message === null;
        }
        const field = this.#fields().find((each) => each.name === name);
        if (!field) return;
        if (message === null) field.removeAttribute("aria-invalid");
        else field.setAttribute("aria-invalid", "true");
    }

    /** @returns {(HTMLInputElement|HTMLTextAreaElement)[]} */
    #fields() {
        return [...this.form.querySelectorAll("input, textarea")].map((field) => /** @type {HTMLInputElement} */ (field));
    }
}

/**
 * A file input with nothing chosen still gives one empty file.
 *
 * @param {FormDataEntryValue} value
 * @returns {value is File}
 */
function isChosenFile(value) {
    return value instanceof File && value.name !== "";
}

enhance("ticket-form", (/** @type {HTMLFormElement} */ form) => {
    new TicketForm(form);
});
