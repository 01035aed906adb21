/**
 * Reads base 64 for URLs (RFC 4648, section 5).
 *
 * @param {string} text
 */
export function bytes(text) {
    return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
}

/** @param {ArrayBuffer} buffer */
export function base64(buffer) {
    const letters = [...new Uint8Array(buffer)].map((byte) => String.fromCharCode(byte)).join("");
    return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}
