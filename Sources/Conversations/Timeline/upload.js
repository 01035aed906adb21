import { randomUUID } from "../../Web/Client/identifiers.js";
import { UploadError, upload } from "./uploads.js";

/** @typedef {import("../../Realtime/Client/wire.js").Attachment} Attachment */
/** @typedef {"uploading"|"waiting"|"done"|"refused"|"cancelled"} UploadState */

/**
 * A file on its way to the server: it tries until it is there, is refused for good, or is not wanted any more. Event:
 * `change`, whenever {@link Upload.state} or {@link Upload.share} does.
 */
export class Upload extends EventTarget {
    /** The longest pause between two tries, in milliseconds. */
    static LONGEST_PAUSE = 30_000;

    /** @type {UploadState} */
    state = "waiting";
    /** How much of it is there, 0 to 1. */
    share = 0;
    /** @type {Attachment|null} */
    attachment = null;
    /**
     * Why it was refused; null when it was not.
     *
     * @type {string|null}
     */
    code = null;
    /**
     * The kinds of secrets that it was refused for.
     *
     * @type {string[]}
     */
    kinds = [];

    #target;
    #tries = 0;
    #cancelling = new AbortController();
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #pause;

    /**
     * @param {File} file
     * @param {import("./uploads.js").UploadTarget} target
     * @param {string} [key] Of a file that was kept through a reload.
     */
    constructor(file, target, key = randomUUID()) {
        super();
        this.file = file;
        this.key = key;
        this.#target = target;
    }

    /** What is kept of it until it is an attachment. */
    get local() {
        return { key: this.key, name: this.file.name, size: this.file.size, media_type: this.file.type };
    }

    /** Begins, or tries once more after a refusal. */
    start() {
        if (this.state === "refused") this.#tries = 0;
        if (this.state !== "waiting" && this.state !== "refused") return;
        const online = () => this.#goOn();
        globalThis.addEventListener?.("online", online, { signal: this.#cancelling.signal });
        void this.#try();
    }

    /** Stops for good; what is there already stays. */
    cancel() {
        clearTimeout(this.#pause);
        this.#cancelling.abort();
        if (this.state !== "done") this.#become("cancelled");
    }

    #goOn() {
        if (this.state !== "waiting") return;
        clearTimeout(this.#pause);
        void this.#try();
    }

    async #try() {
        this.share = 0;
        this.code = null;
        this.#become("uploading");
        try {
            const show = (/** @type {number} */ share) => {
                this.share = share;
                this.dispatchEvent(new CustomEvent("change"));
            };
            this.attachment = await upload(this.file, this.#target, show, this.#cancelling.signal);
            this.share = 1;
            this.#become("done");
        } catch (error) {
            this.#failed(error instanceof UploadError ? error : new UploadError("upload_failed"));
        }
    }

    /** @param {UploadError} error */
    #failed({ code, isPassing, kinds }) {
        if (this.#cancelling.signal.aborted) return;
        if (!isPassing) {
            this.code = code;
            this.kinds = kinds;
            this.#become("refused");
            return;
        }
        const pause = Math.min(Upload.LONGEST_PAUSE, 1000 * 2 ** Math.min(this.#tries, 10));
        this.#tries += 1;
        this.#become("waiting");
        this.#pause = setTimeout(() => this.#goOn(), pause);
    }

    /** @param {UploadState} state */
    #become(state) {
        this.state = state;
        this.dispatchEvent(new CustomEvent("change"));
    }
}
