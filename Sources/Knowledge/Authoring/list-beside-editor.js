import { drawing, element, part } from "../../Web/Client/elements.js";
import { problemText } from "../../Web/Client/problem-text.js";

/** @typedef {Node|string|null|undefined|false} Shown */

/** How long it is told that something was done, in milliseconds. */
const SAID_FOR = 6000;

/**
 * What is listed and worked on.
 *
 * @template One
 * @typedef {object} Listed
 * @property {(cursor: string|null) => Promise<{data: One[], next_cursor?: string|null}>} load A part of the list, from a cursor.
 * @property {(one: One) => string} key What the address names it by.
 * @property {(one: One) => Shown[]} item What its line shows.
 * @property {string} [itemClass] Beside that of every line.
 * @property {(key: string) => Promise<() => Shown[]>} open Reads one, and gives what shows it.
 * @property {(error: unknown) => string} [problem]
 * @property {() => string} none What is said of a list with nothing in it.
 * @property {{list: string, intro: string, leave: string}} words The name of the list; what stands where nothing is open; whether
 *     to leave what nobody saved.
 */

/**
 * A list, and beside it the one that is worked on, which the address names behind its `#`.
 *
 * @template One
 */
export class ListBesideEditor {
    #root;
    #listed;
    #items;
    #none;
    #more;
    #editor;
    /** @type {One[]} */
    #all = [];
    /** @type {string|null} */
    #cursor = null;
    /** The list that was asked for last; answers to earlier ones are passed over. */
    #asked = 0;
    #open = "";
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #silence;
    /** Whether something was typed that nobody saved. */
    isTyped = false;
    /** How many files are on their way. */
    uploads = 0;

    /** @param {HTMLElement} root @param {Listed<One>} listed */
    constructor(root, listed) {
        this.#root = root;
        this.#listed = listed;
        this.#items = part(root, "items");
        this.#none = part(root, "none");
        this.#editor = part(root, "editor");
        this.#more = root.querySelector("[data-part=more]");
        this.#more?.addEventListener("click", () => void this.load(true));
        addEventListener("hashchange", () => void this.#follow());
        addEventListener("beforeunload", (event) => (this.uploads > 0 || this.isTyped) && event.preventDefault());
    }

    /** The key of the one that is worked on; empty for none. */
    get open() {
        return this.#open;
    }

    /** All that were read. */
    get all() {
        return this.#all;
    }

    /** Where it is worked on. */
    get editor() {
        return this.#editor;
    }

    /**
     * Shows the list and what the address names, and lets a new one be begun.
     *
     * @param {() => unknown} begin What the button for a new one does, where there is such a button.
     */
    async start(begin) {
        const add = this.#root.querySelector("[data-part=new]");
        if (add instanceof HTMLButtonElement) {
            add.disabled = false;
            add.addEventListener("click", () => void begin());
        }
        await Promise.all([this.load(), this.show()]);
    }

    /** @param {boolean} [isMore] Whether it goes on. */
    async load(isMore = false) {
        const asked = ++this.#asked;
        try {
            const page = await this.#listed.load(isMore ? this.#cursor : null);
            if (asked !== this.#asked) return;
            this.#all = isMore ? [...this.#all, ...page.data] : page.data;
            this.#cursor = page.next_cursor ?? null;
            if (this.#more instanceof HTMLElement) this.#more.hidden = this.#cursor === null;
            this.#none.textContent = this.#all.length > 0 ? "" : this.#listed.none();
        } catch (error) {
            if (asked === this.#asked) this.#none.textContent = problemText(error);
        }
        this.#list();
    }

    #list() {
        const { key, item, itemClass = "" } = this.#listed;
        this.#items.replaceChildren(...this.#all.map((one) => {
            const address = `#${encodeURIComponent(key(one))}`;
            const line = element("a", { class: `knowledge__item ${itemClass}`.trim(), href: address, "aria-current": key(one) === this.#open ? "true" : null }, ...item(one));
            return element("li", {}, line);
        }));
    }

    /**
     * Takes one as it is now into the list; what is worked on stays as it is shown.
     *
     * @param {One} changed
     */
    changed(changed) {
        const { key } = this.#listed;
        this.#all = this.#all.map((one) => (key(one) === key(changed) ? changed : one));
        this.#list();
    }

    /**
     * Reads the list anew and opens one.
     *
     * @param {string} key Empty for none.
     */
    async go(key) {
        this.isTyped = false;
        await this.load();
        if (this.#open === key) await this.show();
        else location.hash = encodeURIComponent(key);
    }

    /**
     * Tells that something was done, where the page has a place for that, and takes who did it back to what it was done to.
     *
     * @param {string} words
     */
    say(words) {
        const said = this.#root.querySelector("[data-part=said]");
        if (!said) return;
        said.textContent = words;
        clearTimeout(this.#silence);
        this.#silence = setTimeout(() => { said.textContent = ""; }, SAID_FOR);
        this.#editor.focus();
    }

    /** Goes where the address says, unless that throws away what is typed. */
    async #follow() {
        if (named() === this.#open) return;
        if (this.isTyped && !confirm(this.#listed.words.leave)) {
            history.replaceState(null, "", `#${encodeURIComponent(this.#open)}`);
            return;
        }
        await this.show();
    }

    /** Shows what the address names. */
    async show() {
        const key = named();
        this.#open = key;
        this.isTyped = false;
        this.#root.dataset.column = key ? "editor" : "list";
        this.#list();
        if (!key) {
            this.#editor.replaceChildren(element("p", { class: "desk-page__none" }, this.#listed.words.intro));
            return;
        }
        const back = element("a", { class: "desk-page__to-list", href: "#" }, drawing("arrow-left"), this.#listed.words.list);
        try {
            const content = await this.#listed.open(key);
            if (this.#open === key) this.#editor.replaceChildren(back, ...content().filter(isThere));
        } catch (error) {
            if (this.#open === key) this.#editor.replaceChildren(back, element("p", { role: "alert" }, (this.#listed.problem ?? problemText)(error)));
        }
    }
}

/** @param {Shown} shown @returns {shown is Node|string} */
const isThere = (shown) => shown !== null && shown !== undefined && shown !== false;

/** The key that the address names. */
function named() {
    try {
        return decodeURIComponent(location.hash.slice(1));
    } catch {
        return location.hash.slice(1);
    }
}
