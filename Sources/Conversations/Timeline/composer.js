import { text } from "../../Web/Client/strings.js";
import { drawing, element } from "./elements.js";
import { ComposerFiles } from "./composer-files.js";
import { ACCEPTED } from "./uploads.js";

/** @typedef {{body: string, attachments: import("../../Realtime/Client/wire.js").Attachment[]}} Composed */

/**
 * `<conversation-composer>`: where a message is written.
 *
 * Enter sends, Shift+Enter breaks the line, and Enter that ends the work of an input method does neither. It grows
 * to five lines. Pictures are pasted, dropped or chosen. Events: `compose` ({@link Composed}), `compose-input` {value}.
 */
export class ConversationComposer extends HTMLElement {
    /** Characters, as the server counts them. */
    static LONGEST = 10_000;
    /** From how many characters left on they are counted. */
    static NEAR = 500;
    static LINES = 5;

    /** @type {import("./uploads.js").UploadTarget} */
    uploads = { url: "/api/v1/attachments" };

    #textarea = element("textarea", { class: "composer__input", rows: 1, enterkeyhint: "send", autocomplete: "off" });
    #send = element("button", { type: "submit", class: "composer__send" });
    #counter = element("output", { class: "composer__counter", hidden: true });
    #problem = element("p", { class: "composer__problem", role: "alert", hidden: true });
    #form = element("form", { class: "composer__form", novalidate: true });
    /** @type {ComposerFiles|null} */
    #files = null;
    #isDisabled = false;
    #listening = new AbortController();

    connectedCallback() {
        this.#listening = new AbortController();
        if (this.#form.isConnected) return;
        this.#build();
        this.#listen();
        this.#update();
    }

    disconnectedCallback() {
        this.#listening.abort();
        this.#files?.clear();
    }

    /** What is written, unsent. */
    get value() {
        return this.#textarea.value;
    }

    set value(value) {
        this.#textarea.value = value;
        this.#update();
    }

    /** The field itself, for what works on the text around the cursor. */
    get field() {
        return this.#textarea;
    }

    /** @param {string} label Read out for the field and shown in it while it is empty. */
    set label(label) {
        this.#textarea.setAttribute("aria-label", label);
        this.#textarea.placeholder = label;
    }

    /** @param {boolean} isDisabled Whether nothing can be written, such as in a closed conversation. */
    set disabled(isDisabled) {
        this.#isDisabled = isDisabled;
        this.#textarea.disabled = isDisabled;
        this.#update();
    }

    /** Before there is a conversation there is nobody whose files they would be. */
    get #takesFiles() {
        return !this.hasAttribute("no-files") && !this.#isDisabled;
    }

    focus() {
        this.#textarea.focus();
    }

    /**
     * Says why something cannot be done.
     *
     * @param {string|null} message
     */
    set problem(message) {
        this.#problem.textContent = message ?? "";
        this.#problem.hidden = message === null;
    }

    /**
     * Takes back what was sent and not taken: files that are on the server already stand there again.
     *
     * @param {import("../../Realtime/Client/wire.js").Attachment[]} attachments
     */
    restore(attachments) {
        this.#files?.restore(attachments);
    }

    /** Sends what is written. */
    submit() {
        const body = this.#textarea.value.trim();
        const attachments = this.#files?.ready ?? [];
        if (!this.#canSend(body)) return;
        this.problem = null;
        this.#textarea.value = "";
        this.#files?.clear();
        this.#update();
        this.dispatchEvent(new CustomEvent("compose-input", { detail: { value: "" }, bubbles: true }));
        this.dispatchEvent(new CustomEvent("compose", { detail: { body, attachments }, bubbles: true }));
    }

    #build() {
        const chooser = element("input", { type: "file", multiple: true, accept: ACCEPTED.join(","), hidden: true });
        const attach = element(
            "button",
            { type: "button", class: "composer__attach", "aria-label": text("composer.attach"), title: text("composer.attach") },
            drawing("attach"),
        );
        attach.addEventListener("click", () => chooser.click());
        chooser.addEventListener("change", () => {
            this.#files?.add([...(chooser.files ?? [])]);
            chooser.value = "";
            this.focus();
        });
        this.#send.append(drawing("send"));
        this.#send.setAttribute("aria-label", text("composer.send"));
        this.#send.title = text("composer.send");
        this.label = this.getAttribute("label") ?? text("composer.label");
        this.#files = new ComposerFiles({
            target: () => this.uploads,
            changed: () => this.#update(),
            problem: (message) => (this.problem = message),
        });
        attach.hidden = !this.#takesFiles;
        const row = element("div", { class: "composer__row" }, attach, this.#textarea, this.#send);
        this.#form.append(this.#problem, this.#files.list, row, this.#counter, chooser);
        this.replaceChildren(this.#form);
    }

    #listen() {
        const { signal } = this.#listening;
        this.#form.addEventListener("submit", (event) => {
            event.preventDefault();
            this.submit();
        });
        this.#textarea.addEventListener("keydown", (event) => this.#keyed(event));
        this.#textarea.addEventListener("input", () => {
            this.#update();
            const { value } = this.#textarea;
            this.dispatchEvent(new CustomEvent("compose-input", { detail: { value }, bubbles: true }));
        });
        this.#textarea.addEventListener("paste", (event) => {
            const files = [...(event.clipboardData?.files ?? [])];
            if (files.length === 0 || !this.#takesFiles) return;
            event.preventDefault();
            this.#files?.add(files);
        });
        // Dropping beside the field must not replace the page with the picture.
        const area = this.closest("[data-drop-area]") ?? this;
        area.addEventListener("dragover", (event) => this.#dragged(event), { signal });
        area.addEventListener("dragleave", () => this.classList.remove("composer--dropping"), { signal });
        area.addEventListener("drop", (event) => this.#dropped(event), { signal });
    }

    /** @param {Event} event */
    #dragged(event) {
        if (!(event instanceof DragEvent) || !event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        this.classList.add("composer--dropping");
    }

    /** @param {Event} event */
    #dropped(event) {
        if (!(event instanceof DragEvent) || !event.dataTransfer?.files.length) return;
        event.preventDefault();
        this.classList.remove("composer--dropping");
        if (this.#takesFiles) this.#files?.add([...event.dataTransfer.files]);
    }

    /** @param {KeyboardEvent} event */
    #keyed(event) {
        // Safari ends a composition before its Enter arrives; 229 still says whose it was.
        if (event.key !== "Enter" || event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
        if (event.shiftKey || event.altKey) return;
        event.preventDefault();
        this.submit();
    }

    /** @param {string} body Trimmed. */
    #canSend(body) {
        const hasContent = body !== "" || (this.#files?.ready.length ?? 0) > 0;
        return hasContent && !this.#isDisabled && !this.#files?.isBusy && length(body) <= ConversationComposer.LONGEST;
    }

    #update() {
        const body = this.#textarea.value.trim();
        const left = ConversationComposer.LONGEST - length(body);
        this.#counter.hidden = left > ConversationComposer.NEAR;
        this.#counter.textContent = left < 0 ? text("composer.too_long", { count: -left }) : text("composer.left", { count: left });
        this.#counter.classList.toggle("composer__counter--over", left < 0);
        this.#textarea.toggleAttribute("aria-invalid", left < 0);
        this.#send.setAttribute("aria-disabled", String(!this.#canSend(body)));
        this.#grow();
    }

    /** As high as the text, five lines at most. */
    #grow() {
        const field = this.#textarea;
        if (!field.isConnected) return;
        field.style.height = "auto";
        const style = getComputedStyle(field);
        const most = parseFloat(style.lineHeight) * ConversationComposer.LINES + parseFloat(style.paddingTop) + parseFloat(style.paddingBottom);
        if (field.scrollHeight > 0) field.style.height = `${Math.min(field.scrollHeight, most)}px`;
        field.style.overflowY = field.scrollHeight > most ? "auto" : "hidden";
    }
}

/**
 * Characters as people and the server count them: an emoji is one.
 *
 * @param {string} value
 */
function length(value) {
    if (value.length < 9000) return value.length;
    let count = 0;
    for (const _ of new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(value)) count += 1;
    return count;
}

if (!customElements.get("conversation-composer")) {
    customElements.define("conversation-composer", ConversationComposer);
}
