/** @typedef {import("./upload.js").Upload} Upload */

/** Pictures that were chosen on this page, by the attachment's id: they need not be fetched again. */
const pictures = new Map();

/**
 * The uploads of this page, by key.
 *
 * @type {Map<string, Upload>}
 */
const uploads = new Map();

/** @param {string} mediaType */
export function isPicture(mediaType) {
    return /^image\/(png|jpeg|gif|webp)$/.test(mediaType);
}

/**
 * @param {string} id The attachment's.
 * @param {File} file Anything but a picture is passed over.
 */
export function rememberPicture(id, file) {
    if (isPicture(file.type) && !pictures.has(id)) pictures.set(id, URL.createObjectURL(file));
}

/**
 * @param {string} id The attachment's.
 * @returns {string|undefined} An object URL; it lives as long as the page.
 */
export function localPicture(id) {
    return pictures.get(id);
}

/** @param {Upload} upload */
export function rememberUpload(upload) {
    uploads.set(upload.key, upload);
    known.dispatchEvent(new CustomEvent(upload.key));
}

/** @param {string} key */
export function knownUpload(key) {
    return uploads.get(key);
}

/** Tells the key of an upload that became known: after a reload a file is read from the browser's database first. */
export const known = new EventTarget();
