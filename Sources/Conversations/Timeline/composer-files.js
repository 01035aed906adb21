import { fileSize } from "../../Web/Client/format.js";
import { has, text } from "../../Web/Client/strings.js";
import { isPicture, rememberPicture } from "./attachment-view.js";
import { drawing, element } from "./elements.js";
import { MOST_FILES, UploadError, refusal, upload } from "./uploads.js";

/** @typedef {import("../../Realtime/Client/wire.js").Attachment} Attachment */
/**
 * @typedef {object} Chosen
 * @property {HTMLElement} item
 * @property {AbortController} cancelling
 * @property {Attachment|null} attachment Once it is on the server.
 * @property {boolean} hasFailed
 */

/** The files of a message that is being written: previews, progress, taking one away. */
export class ComposerFiles {
    /** The list as it is shown. */
    list = element("ul", { class: "composer__files", hidden: true, "aria-label": text("composer.files") });

    #target;
    #changed;
    #problem;
    /** @type {Set<Chosen>} */
    #chosen = new Set();

    /**
     * @param {object} options
     * @param {() => import("./uploads.js").UploadTarget} options.target
     * @param {() => void} options.changed
     * @param {(message: string|null) => void} options.problem
     */
    constructor({ target, changed, problem }) {
        this.#target = target;
        this.#changed = changed;
        this.#problem = problem;
    }

    /** What is on the server and can be sent. */
    get ready() {
        return [...this.#chosen].flatMap(({ attachment }) => (attachment ? [attachment] : []));
    }

    /** Whether a file is still on its way. */
    get isBusy() {
        return [...this.#chosen].some(({ attachment, hasFailed }) => !attachment && !hasFailed);
    }

    /** @param {File[]} files */
    add(files) {
        this.#problem(null);
        for (const file of files) {
            if (this.#chosen.size >= MOST_FILES) {
                this.#problem(text("composer.too_many_files", { count: MOST_FILES }));
                break;
            }
            const code = refusal(file);
            if (code) this.#problem(reason(code, file.name));
            else void this.#upload(file);
        }
        this.#update();
    }

    /**
     * Puts back what is on the server already.
     *
     * @param {Attachment[]} attachments
     */
    restore(attachments) {
        for (const attachment of attachments) {
            const { item, remove } = entry(attachment.name, drawing("article"), attachment.size);
            /** @type {Chosen} */
            const chosen = { item, cancelling: new AbortController(), attachment, hasFailed: false };
            remove.addEventListener("click", () => this.#remove(chosen));
            this.#chosen.add(chosen);
            this.list.append(item);
        }
        this.#update();
    }

    /** Forgets all; they were sent or are not wanted. */
    clear() {
        for (const chosen of this.#chosen) chosen.cancelling.abort();
        this.#chosen.clear();
        this.list.replaceChildren();
        this.#update();
    }

    /** @param {File} file */
    async #upload(file) {
        const progress = element("progress", { class: "composer__progress", max: 1, value: 0, "aria-label": file.name });
        const preview = isPicture(file.type) ? URL.createObjectURL(file) : null;
        const picture = preview ? element("img", { src: preview, alt: "", class: "composer__preview" }) : drawing("article");
        const { item, remove } = entry(file.name, picture, file.size);
        item.append(progress);
        /** @type {Chosen} */
        const chosen = { item, cancelling: new AbortController(), attachment: null, hasFailed: false };
        remove.addEventListener("click", () => this.#remove(chosen));
        this.#chosen.add(chosen);
        this.list.append(item);
        try {
            const show = (/** @type {number} */ share) => (progress.value = share);
            chosen.attachment = await upload(file, this.#target(), show, chosen.cancelling.signal);
            if (preview) rememberPicture(chosen.attachment.id, preview);
            progress.remove();
        } catch (error) {
            const code = error instanceof UploadError ? error.code : "upload_failed";
            if (code === "cancelled") return;
            this.#remove(chosen);
            this.#problem(reason(code, file.name));
        }
        this.#changed();
    }

    /** @param {Chosen} chosen */
    #remove(chosen) {
        chosen.hasFailed = true;
        chosen.cancelling.abort();
        chosen.item.remove();
        this.#chosen.delete(chosen);
        this.#update();
    }

    #update() {
        this.list.hidden = this.#chosen.size === 0;
        this.#changed();
    }
}

/**
 * One file of the list, with the button that takes it away.
 *
 * @param {string} name
 * @param {Element} picture
 * @param {number} sizeInBytes
 */
function entry(name, picture, sizeInBytes) {
    const remove = element(
        "button",
        { type: "button", class: "composer__remove", "aria-label": text("composer.remove", { name }) },
        drawing("close"),
    );
    const item = element("li", { class: "composer__file" }, picture,
        element("span", { class: "composer__file-name" }, element("bdi", {}, name || text("composer.pasted")),
            element("span", { class: "composer__file-size" }, fileSize(sizeInBytes))),
        remove);
    return { item, remove };
}

/**
 * @param {string} code
 * @param {string} name
 */
function reason(code, name) {
    const key = `composer.refused.${code}`;
    return text(has(key) ? key : "composer.refused.upload_failed", { name });
}
