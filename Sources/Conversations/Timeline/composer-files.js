import { fileSize } from "../../Web/Client/format.js";
import { request } from "../../Web/Client/http.js";
import { has, text } from "../../Web/Client/strings.js";
import { drawing, element } from "./elements.js";
import { isPicture, rememberPicture, rememberUpload } from "./local-files.js";
import { showable } from "./picture-formats.js";
import { Upload } from "./upload.js";
import { LARGEST_FILE, MOST_FILES, fileAddress, refusal } from "./uploads.js";

/** @typedef {import("../../Realtime/Client/wire.js").Attachment} Attachment */
/**
 * @typedef {object} Chosen
 * @property {HTMLElement} item
 * @property {Upload|null} upload Nil for one that was on the server already.
 * @property {Attachment|null} attachment What it is there.
 */

/** Refusals that another try may mend; after all others the file is not taken. */
const WORTH_A_RETRY = new Set(["upload_failed", "disk_full", "files_unavailable", "not_signed_in"]);

/** The files of a message that is being written: previews, progress, taking one away, trying again. */
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
        return [...this.#chosen].flatMap(({ upload, attachment }) => upload?.attachment ?? attachment ?? []);
    }

    /** What is still on its way. */
    get pending() {
        return [...this.#chosen].flatMap(({ upload }) => (upload && !upload.attachment ? [upload] : []));
    }

    /** Whether one is still on its way. */
    get isBusy() {
        return this.pending.length > 0;
    }

    get isEmpty() {
        return this.#chosen.size === 0;
    }

    /** Whether one was refused: the person retries or removes it before the message goes. */
    get hasRefused() {
        return [...this.#chosen].some(({ upload }) => upload?.state === "refused");
    }

    /** @param {File[]} files */
    async add(files) {
        this.#problem(null);
        for (const file of files) {
            if (this.#chosen.size >= MOST_FILES) {
                this.#problem(text("composer.too_many_files", { count: MOST_FILES }));
                break;
            }
            const taken = await showable(file);
            const code = refusal(taken);
            if (code) this.#problem(reason(code, file.name));
            else this.#begin(taken);
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
            /** @type {Chosen} */
            const chosen = { upload: null, attachment, item: element("li", { class: "composer__file" }) };
            const { item } = chosen;
            item.append(
                drawing("article"),
                element("span", { class: "composer__file-name" }, element("bdi", {}, attachment.name),
                    element("span", { class: "composer__file-size" }, fileSize(attachment.size))),
                removeButton(attachment.name, () => this.#remove(chosen)),
            );
            this.#chosen.add(chosen);
            this.list.append(item);
        }
        this.#update();
    }

    /** Forgets all without stopping what is on its way: they were sent. */
    release() {
        this.#chosen.clear();
        this.list.replaceChildren();
        this.#update();
    }

    /** Forgets all; they are not wanted. */
    clear() {
        for (const { upload } of this.#chosen) upload?.cancel();
        this.release();
    }

    /** @param {File} file */
    #begin(file) {
        const upload = new Upload(file, this.#target());
        /** @type {Chosen} */
        const chosen = { upload, attachment: null, item: element("li", { class: "composer__file" }) };
        chosen.item.append(...this.#parts(upload, () => this.#remove(chosen)));
        rememberUpload(upload);
        this.#chosen.add(chosen);
        this.list.append(chosen.item);
        upload.addEventListener("change", () => this.#moved(chosen, upload));
        upload.start();
    }

    /**
     * @param {Upload} upload
     * @param {() => void} remove
     */
    #parts(upload, remove) {
        const { file } = upload;
        const preview = isPicture(file.type) ? URL.createObjectURL(file) : null;
        const retry = element(
            "button",
            { type: "button", class: "composer__retry", hidden: true, "aria-label": text("composer.retry_file", { name: file.name }) },
            drawing("refresh"),
        );
        retry.addEventListener("click", () => upload.start());
        return [
            preview ? element("img", { src: preview, alt: "", class: "composer__preview" }) : drawing("article"),
            element("span", { class: "composer__file-name" }, element("bdi", {}, file.name || text("composer.pasted")),
                element("span", { class: "composer__file-size", role: "status" }, fileSize(file.size))),
            retry,
            removeButton(file.name, remove),
            element("progress", { class: "composer__progress", max: 1, value: 0, "aria-label": file.name }),
        ];
    }

    /**
     * @param {Chosen} chosen
     * @param {Upload} upload
     */
    #moved(chosen, upload) {
        if (!this.#chosen.has(chosen)) return;
        const { item } = chosen;
        const { state, code } = upload;
        if (state === "refused" && !WORTH_A_RETRY.has(code ?? "")) {
            this.#remove(chosen);
            this.#problem(reason(code ?? "", upload.file.name, upload.kinds));
            return;
        }
        if (upload.attachment) rememberPicture(upload.attachment.id, upload.file);
        const progress = item.querySelector("progress");
        if (progress) {
            progress.value = upload.share;
            progress.hidden = state === "done" || state === "refused";
        }
        item.classList.toggle("composer__file--refused", state === "refused");
        const retry = item.querySelector(".composer__retry");
        if (retry instanceof HTMLElement) retry.hidden = state !== "refused";
        const told = item.querySelector(".composer__file-size");
        if (told) told.textContent = standing(upload);
        if (state === "refused") this.#problem(reason(code ?? "", upload.file.name));
        this.#changed();
    }

    /** @param {Chosen} chosen */
    #remove(chosen) {
        if (!this.#chosen.delete(chosen)) return;
        chosen.upload?.cancel();
        chosen.item.remove();
        const attachment = chosen.upload?.attachment ?? chosen.attachment;
        if (attachment) void this.#deleteOnServer(attachment);
        this.#problem(null);
        this.#update();
    }

    /** @param {Attachment} attachment */
    async #deleteOnServer({ id }) {
        const target = this.#target();
        try {
            await request("DELETE", fileAddress(target, id), { token: target.token?.() ?? undefined });
        } catch {
            // What is not sent is deleted after a day by itself.
        }
    }

    #update() {
        this.list.hidden = this.#chosen.size === 0;
        this.#changed();
    }
}

/** What is taken, in a few words: told before anything is chosen. */
export function fileLimits() {
    return text("composer.limits", { megabytes: LARGEST_FILE / 1024 ** 2, count: MOST_FILES });
}

/**
 * @param {string} name
 * @param {() => void} remove
 */
function removeButton(name, remove) {
    const button = element(
        "button",
        { type: "button", class: "composer__remove", "aria-label": text("composer.remove", { name: name || text("composer.pasted") }) },
        drawing("close"),
    );
    button.addEventListener("click", remove);
    return button;
}

/**
 * Size, and how far it is.
 *
 * @param {Upload} upload
 */
function standing({ state, share, file }) {
    const size = fileSize(file.size);
    if (state === "waiting") return text("composer.file.waiting", { size });
    if (state === "refused") return text("composer.file.refused", { size });
    if (state === "uploading" && share > 0 && share < 1) return text("composer.file.uploading", { size, share: Math.floor(share * 100) });
    return size;
}

/**
 * @param {string} code
 * @param {string} name
 * @param {string[]} [kinds] Of the secrets that are in it.
 */
function reason(code, name, kinds = []) {
    const key = `composer.refused.${code}`;
    const said = text(has(key) ? key : "composer.refused.upload_failed", { name: name || text("composer.pasted") });
    const found = kinds.map((kind) => `composer.secret.${kind}`).filter(has).map((key) => text(key));
    return [said, ...found].join(" ");
}
