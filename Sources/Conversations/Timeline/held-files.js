import { FileShelf } from "./file-shelf.js";
import { rememberPicture, rememberUpload } from "./local-files.js";
import { Upload } from "./upload.js";

/** @typedef {import("../../Realtime/Client/connection.js").RealtimeConnection} RealtimeConnection */
/** @typedef {import("../../Realtime/Client/wire.js").Outgoing} Outgoing */

/**
 * Brings the files of messages to the server that were sent before their files were there: written in a tunnel, or
 * before a reload. Each message goes with its last file.
 */
export class HeldFiles {
    #connection;
    #target;
    #shelf;
    /** @type {Set<Upload>} */
    #under = new Set();

    /**
     * @param {RealtimeConnection} connection
     * @param {import("./uploads.js").UploadTarget} target
     * @param {FileShelf} [shelf]
     */
    constructor(connection, target, shelf = new FileShelf()) {
        this.#connection = connection;
        this.#target = target;
        this.#shelf = shelf;
        for (const outgoing of connection.waiting()) void this.#resume(outgoing);
        void shelf.clean();
    }

    /**
     * Takes over the files of a message that was just written.
     *
     * @param {string} id The message's client id.
     * @param {Upload[]} uploads Under way.
     */
    hold(id, uploads) {
        for (const upload of uploads) {
            void this.#shelf.put(upload.key, upload.file);
            this.#follow(id, upload);
        }
    }

    /** Lets go of what is under way; it goes on after the next start. */
    stop() {
        for (const upload of this.#under) upload.cancel();
        this.#under.clear();
    }

    /** @param {Outgoing} outgoing */
    async #resume({ client_id, files = [] }) {
        for (const { key } of files) {
            const file = await this.#shelf.get(key);
            if (!file) {
                this.#connection.refuse(client_id, "file_not_kept");
                return;
            }
            const upload = new Upload(file, this.#target, key);
            rememberUpload(upload);
            upload.start();
            this.#follow(client_id, upload);
        }
    }

    /**
     * @param {string} id
     * @param {Upload} upload
     */
    #follow(id, upload) {
        this.#under.add(upload);
        const look = () => {
            if (upload.state !== "done" && upload.state !== "refused") return;
            upload.removeEventListener("change", look);
            this.#under.delete(upload);
            void this.#shelf.remove(upload.key);
            if (upload.attachment) {
                rememberPicture(upload.attachment.id, upload.file);
                this.#connection.attach(id, upload.key, upload.attachment);
            } else {
                this.#connection.refuse(id, upload.code ?? "upload_failed");
            }
        };
        upload.addEventListener("change", look);
        look();
    }
}
