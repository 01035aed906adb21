/** @typedef {import("../../Realtime/Client/wire.js").Attachment} Attachment */

/** What the server takes (it looks at the content as well). */
export const ACCEPTED = ["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain"];
/** The largest file, in bytes. */
export const LARGEST_FILE = 20 * 1024 * 1024;
/** The most files of one message. */
export const MOST_FILES = 10;

/**
 * How files get to the server.
 * @typedef {object} UploadTarget
 * @property {string} url It may say as whom, in its query.
 * @property {() => string|null} [token] The session's token where there is no cookie.
 */

/** Why a file was not taken: a stable code. */
export class UploadError extends Error {
    /**
     * @param {string} code
     * @param {boolean} [isPassing] Whether the same file may be taken a little later.
     * @param {string[]} [kinds] Of the secrets that are in it.
     */
    constructor(code, isPassing = false, kinds = []) {
        super(code);
        this.code = code;
        this.isPassing = isPassing;
        this.kinds = kinds;
    }
}

/**
 * Why a file cannot be sent, before it is tried.
 *
 * @param {{size: number, type: string, name?: string}} file
 * @returns {string|null} A code, null when it can.
 */
export function refusal(file) {
    if (file.size === 0) return "attachment_empty";
    if (file.size > LARGEST_FILE) return "attachment_too_large";
    if (isHEIC(file)) return "attachment_heic";
    // Without a type only the server can tell.
    if (file.type !== "" && !ACCEPTED.includes(file.type.split(";")[0])) return "attachment_type_not_accepted";
    return null;
}

/**
 * Whether a file is a picture as iPhones keep them, which few programs show; many browsers do not know its type.
 *
 * @param {{type: string, name?: string}} file
 */
export function isHEIC({ type, name = "" }) {
    return /^image\/hei[cf]/.test(type) || (type === "" && /\.hei[cf]$/i.test(name));
}

/**
 * Uploads a file. `XMLHttpRequest`, for `fetch` does not tell how far an upload is.
 *
 * @param {File} file
 * @param {UploadTarget} target
 * @param {(share: number) => void} progress 0 to 1.
 * @param {AbortSignal} signal
 * @returns {Promise<Attachment>} Rejected with {@link UploadError}.
 */
export function upload(file, target, progress, signal) {
    return new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open("POST", uploadAddress(target, file.name || "picture.png"));
        request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
        request.responseType = "json";
        const token = target.token?.();
        if (token) request.setRequestHeader("Authorization", `Bearer ${token}`);
        request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
        request.onload = () => {
            if (request.status >= 200 && request.status < 300 && request.response?.id) resolve(request.response);
            else reject(refused(request.status, request.response));
        };
        request.onerror = () => reject(new UploadError("network", true));
        request.onabort = () => reject(new UploadError("cancelled"));
        signal.addEventListener("abort", () => request.abort(), { once: true });
        request.send(file);
    });
}

/**
 * @param {number} status
 * @param {{code?: string, kinds?: string[]}|null} problem
 */
function refused(status, problem) {
    return new UploadError(problem?.code ?? "upload_failed", isPassing(status), problem?.kinds);
}

/**
 * @param {UploadTarget} target
 * @param {string} name
 */
export function uploadAddress({ url }, name) {
    return `${url}${url.includes("?") ? "&" : "?"}name=${encodeURIComponent(name)}`;
}

/**
 * Where a file is once it is there.
 *
 * @param {UploadTarget} target
 * @param {string} id
 */
export function fileAddress({ url }, id) {
    const [path, query] = url.split("?");
    return `${path}/${id}${query ? `?${query}` : ""}`;
}

/**
 * A full disk (507) does not empty by itself; everything else of the server's own, and a limit on how often, passes.
 *
 * @param {number} status
 */
function isPassing(status) {
    return status === 429 || status === 408 || (status >= 500 && status !== 507);
}
