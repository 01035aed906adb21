/** The browser's storage, where it may be used. */
export function storage() {
    try {
        return globalThis.localStorage ?? null;
    } catch {
        return null;
    }
}
