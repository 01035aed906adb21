import { text } from "../../Web/Client/strings.js";
import { drawing, element } from "./elements.js";
import { ComposerFiles, fileLimits } from "./composer-files.js";
import { EmojiPicker } from "./emoji-picker.js";
import { ACCEPTED } from "./uploads.js";

/**
 * @typedef {object} Composed
 * @property {string} body
 * @property {import("../../Realtime/Client/wire.js").Attachment[]} attachments
 * @property {import("./upload.js").Upload[]} uploads Files that are still on their way.
 */

/**
 * `<conversation-composer>`: where a message is written.
 *
 * Enter sends, Shift+Enter breaks the line, and Enter that ends the work of an input method does neither. It grows
 * to five lines. Pictures are pasted, dropped, taken or chosen. Events: `compose` ({@link Composed}), `compose-input`
 * {value}. Attributes: `no-files`; `emoji` for a choice of them.
 */
export class ConversationComposer extends HTMLElement {
    /** Characters, as the server counts them. */
    static LONGEST = 10_000;
    /** From how many characters left on they are counted. */
    static NEAR = 500;
    static LINES = 5;
    /** How many there are on the page. */
    static #made = 0;

    /** @type {import("./uploads.js").UploadTarget} */
    uploads = { url: "/api/v1/attachments" };
    /** Whether a message may be sent before its files are on the server: whoever hears `compose` brings them there. */
    sendsBeforeUploads = false;

    #textarea = element("textarea", { class: "composer__input", rows: 1, enterkeyhint: "send", autocomplete: "off" });
    #send = element("button", { type: "submit", class: "composer__send" });
    #counter = element("output", { class: "composer__counter", hidden: true });
    #problem = element("p", { class: "composer__problem", role: "alert", hidden: true });
    #limits = element("p", { class: "composer__limits", id: `composer-limits-${(ConversationComposer.#made += 1)}` });
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

    /** Forgets the files that were attached and not sent. */
    clearFiles() {
        this.#files?.clear();
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
        const uploads = this.#files?.pending ?? [];
        if (!this.#canSend(body)) return;
        this.problem = null;
        this.#textarea.value = "";
        this.#files?.release();
        this.#update();
        this.dispatchEvent(new CustomEvent("compose-input", { detail: { value: "" }, bubbles: true }));
        this.dispatchEvent(new CustomEvent("compose", { detail: { body, attachments, uploads }, bubbles: true }));
    }

    #build() {
        const tools = this.#tools();
        this.#send.append(drawing("send"));
        this.#send.setAttribute("aria-label", text("composer.send"));
        this.#send.title = text("composer.send");
        this.label = this.getAttribute("label") ?? text("composer.label");
        this.#files = new ComposerFiles({
            target: () => this.uploads,
            changed: () => this.#update(),
            problem: (message) => (this.problem = message),
        });
        const row = element("div", { class: "composer__row" }, ...tools, this.#textarea, this.#send);
        this.#form.append(this.#problem, this.#files.list, this.#limits, row, this.#counter);
        this.replaceChildren(this.#form);
    }

    /** What stands before the field: files, a camera where there is one, emoji. */
    #tools() {
        const tools = [];
        const isPhone = matchMedia("(pointer: coarse)").matches;
        this.#limits.hidden = !this.#takesFiles;
        if (this.#takesFiles) {
            this.#limits.textContent = fileLimits();
            tools.push(this.#chooser("attach", "attach", { multiple: true, accept: ACCEPTED.join(",") }));
            if (isPhone) {
                tools.push(this.#chooser("camera", "camera", { accept: "image/*", capture: "environment" }));
            }
        }
        // A phone's keyboard has them already, and its screen no room to spare.
        if (this.hasAttribute("emoji") && !isPhone) tools.push(new EmojiPicker(this.#textarea).view);
        return tools;
    }

    /**
     * A button that opens the system's choice of files.
     *
     * @param {"attach"|"camera"} name
     * @param {string} icon
     * @param {import("./elements.js").Attributes} options
     */
    #chooser(name, icon, options) {
        const chooser = element("input", { type: "file", hidden: true, ...options });
        const button = element(
            "button",
            {
                type: "button",
                class: "composer__attach",
                "aria-label": text(`composer.${name}`),
                "aria-describedby": this.#limits.id,
                title: `${text(`composer.${name}`)}: ${fileLimits()}`,
            },
            drawing(icon),
        );
        button.addEventListener("click", () => chooser.click());
        chooser.addEventListener("change", () => {
            void this.#files?.add([...(chooser.files ?? [])]);
            chooser.value = "";
            this.focus();
        });
        return element("span", { class: "composer__tool" }, button, chooser);
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
            void this.#files?.add(files);
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
        if (this.#takesFiles) void this.#files?.add([...event.dataTransfer.files]);
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
        const files = this.#files;
        const isBusy = files?.hasRefused || (files?.isBusy && !this.sendsBeforeUploads);
        const hasContent = body !== "" || !files?.isEmpty;
        return hasContent && !this.#isDisabled && !isBusy && length(body) <= ConversationComposer.LONGEST;
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
