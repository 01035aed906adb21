import { browserStorage } from "../../Realtime/Client/connection.js";

const KEY = "switchboard.desk.listening";

/**
 * Whether a supervisor listens silently where somebody else has the case: nobody sees that they look, nothing counts as
 * read, and nobody is told that they type. Event: `change`.
 */
export class Listening extends EventTarget {
    #storage;

    /**
     * @param {boolean} isAllowed Whether the agent supervises others.
     * @param {Storage|null} [storage]
     */
    constructor(isAllowed, storage = browserStorage()) {
        super();
        this.isAllowed = isAllowed;
        this.#storage = storage;
        this.isSilent = isAllowed && storage?.getItem(KEY) === "silent";
    }

    toggle() {
        if (!this.isAllowed) return;
        this.isSilent = !this.isSilent;
        try {
            this.#storage?.setItem(KEY, this.isSilent ? "silent" : "seen");
        } catch {
            // Storage is full or forbidden: the choice lasts as long as the page.
        }
        this.dispatchEvent(new CustomEvent("change"));
    }
}
