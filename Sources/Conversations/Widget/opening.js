import { ProblemError } from "../../Web/Client/http.js";
import { randomUUID } from "../../Web/Client/identifiers.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";

/** @typedef {{topic: string, body?: string, client_id: string}} Begun */
/** @typedef {Begun & {owner: string|null}} Kept Whose words they are; null before there is a session. */
/** @typedef {import("../CustomerPages/customer-conversation.js").Conversation} Conversation */

const KEY = "switchboard.widget.opening";

/**
 * A conversation that is being begun. It is kept until it is there, through losses and reloads, and every try has the
 * same id: one whose answer was lost has opened the conversation already.
 */
export class Opening {
    /** The longest pause between two tries, in milliseconds. */
    static LONGEST_PAUSE = 30_000;

    #options;
    /** @type {Kept|null} */
    #begun = read();
    #tries = 0;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #timer;

    /**
     * @param {object} options
     * @param {import("../Timeline/composer.js").ConversationComposer} options.field Where the first words are written.
     * @param {HTMLElement} options.trouble Tells why it does not go on.
     * @param {(begun: Begun) => Promise<Conversation>} options.post
     * @param {(conversation: Conversation) => void} options.opened
     * @param {() => boolean} options.isAtStart Whether the first screen is shown.
     * @param {() => string|null} options.owner Who writes here.
     */
    constructor(options) {
        this.#options = options;
        window.addEventListener("online", () => this.#tries > 0 && this.#tryAgain());
    }

    /** Goes on with what was begun before a reload; whoever comes next does not send it, nor see it. */
    resume() {
        if (!this.#begun) return;
        const { field, owner } = this.#options;
        const isTheirs = this.#begun.owner === owner();
        field.value = isTheirs ? (this.#begun.body ?? "") : "";
        if (isTheirs) this.#tryAgain();
        else this.#end();
    }

    /**
     * @param {{topic: string, body?: string}} wanted What says the same as the try before is the same one.
     */
    async open({ topic, body }) {
        clearTimeout(this.#timer);
        if (this.#begun?.topic !== topic || this.#begun.body !== body) {
            this.#begun = { topic, ...(body ? { body } : {}), client_id: randomUUID(), owner: null };
            this.#tries = 0;
        }
        this.#keep();
        const { field, trouble, post, opened } = this.#options;
        trouble.hidden = true;
        const { owner: _, ...begun } = this.#begun;
        try {
            const conversation = await post(begun);
            this.#end();
            field.value = "";
            opened(conversation);
        } catch (error) {
            this.#failed(error, body);
        }
    }

    /**
     * What was written is not lost with the attempt: without a connection it goes as soon as there is one.
     *
     * @param {unknown} error
     * @param {string} [body]
     */
    #failed(error, body) {
        const waits = error instanceof ProblemError && error.isTemporary;
        if (waits) {
            const pause = Math.min(Opening.LONGEST_PAUSE, 2000 * 2 ** Math.min(this.#tries, 10));
            this.#tries += 1;
            this.#timer = setTimeout(() => this.#tryAgain(), pause);
            this.#keep();
        } else {
            this.#end();
        }
        const { field, trouble } = this.#options;
        trouble.textContent = waits ? text("widget.waiting") : text("widget.trouble", { reason: problemText(error) });
        // Nothing is wrong that anybody could mend.
        trouble.classList.toggle("notice--danger", !waits);
        trouble.classList.toggle("notice--info", waits);
        trouble.hidden = false;
        if (body) field.value = body;
    }

    /** Goes on, unless the customer has thought better of it. */
    #tryAgain() {
        clearTimeout(this.#timer);
        const { field, isAtStart } = this.#options;
        if (!this.#begun || !isAtStart()) return;
        if ((this.#begun.body ?? "") === field.value.trim()) void this.open(this.#begun);
        else this.#end();
    }

    #end() {
        clearTimeout(this.#timer);
        this.#begun = null;
        this.#keep();
    }

    #keep() {
        try {
            if (this.#begun) this.#begun.owner = this.#options.owner();
            if (this.#begun) sessionStorage.setItem(KEY, JSON.stringify(this.#begun));
            else sessionStorage.removeItem(KEY);
        } catch {
            // Forbidden storage: it lasts as long as the page.
        }
    }
}

/** @returns {Kept|null} */
function read() {
    try {
        const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
        return kept?.topic && kept.client_id ? kept : null;
    } catch {
        return null;
    }
}
