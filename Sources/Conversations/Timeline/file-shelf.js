/** @typedef {{key: string, file: Blob, name: string, keptAt: number}} Kept */

const DATABASE = "switchboard.files";
const STORE = "files";
/** After so long nobody comes back for a file, in milliseconds: a week. */
const LONGEST = 7 * 24 * 3600 * 1000;

/**
 * Files of messages that are not sent yet, kept in the browser's database so that a reload does not lose them. Where a
 * browser forbids that, they last as long as the page.
 */
export class FileShelf {
    /** @type {Promise<IDBDatabase|null>|null} */
    #opening = null;

    /**
     * @param {string} key
     * @param {File} file
     */
    async put(key, file) {
        /** @type {Kept} */
        const kept = { key, file, name: file.name, keptAt: Date.now() };
        await this.#work("readwrite", (store) => store.put(kept));
    }

    /**
     * @param {string} key
     * @returns {Promise<File|null>} null when it was not kept, or not for so long.
     */
    async get(key) {
        const kept = /** @type {Kept|undefined} */ (await this.#work("readonly", (store) => store.get(key)));
        return kept ? new File([kept.file], kept.name, { type: kept.file.type }) : null;
    }

    /** @param {string} key */
    async remove(key) {
        await this.#work("readwrite", (store) => store.delete(key));
    }

    /** Forgets what nobody came back for. */
    async clean() {
        const all = /** @type {Kept[]|undefined} */ (await this.#work("readonly", (store) => store.getAll()));
        const now = Date.now();
        for (const { key, keptAt } of all ?? []) if (now - keptAt > LONGEST) await this.remove(key);
    }

    /**
     * @param {IDBTransactionMode} mode
     * @param {(store: IDBObjectStore) => IDBRequest} ask
     * @returns {Promise<unknown>} undefined where the browser keeps nothing.
     */
    async #work(mode, ask) {
        this.#opening ??= open();
        const database = await this.#opening;
        if (!database) return undefined;
        try {
            return await answer(ask(database.transaction(STORE, mode).objectStore(STORE)));
        } catch {
            // Full or forbidden: the file lasts as long as the page.
            return undefined;
        }
    }
}

/** @returns {Promise<IDBDatabase|null>} */
async function open() {
    try {
        const request = indexedDB.open(DATABASE, 1);
        request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
        return await answer(request);
    } catch {
        return null;
    }
}

/**
 * @template Value
 * @param {IDBRequest<Value>} request
 * @returns {Promise<Value>}
 */
function answer(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}
