import { drawing, element } from "../Timeline/elements.js";

/** @typedef {import("./composer-deck.js").Kind} Kind */
/**
 * Something that an agent must decide before going on writing.
 * @typedef {object} Notice
 * @property {string} title
 * @property {{who: string, words: string}[]} quotes What it is about.
 * @property {{label: string, key?: string, run: () => void}[]} ways The first is what is done most.
 */

/** Above the composer: that somebody was faster, or that something else was written elsewhere. */
export class WriteNotice {
    #root;
    /** @type {Map<string, Notice>} */
    #notices = new Map();
    /** @type {Notice|undefined} */
    #shown;
    #place = "";

    /** @param {HTMLElement} root Its `role` is `alert`. */
    constructor(root) {
        this.#root = root;
    }

    /**
     * @param {string} conversation
     * @param {Kind} kind
     * @param {Notice} notice
     */
    put(conversation, kind, notice) {
        this.#notices.set(`${conversation} ${kind}`, notice);
        this.#render();
    }

    /**
     * @param {string} conversation
     * @param {Kind} kind
     */
    clear(conversation, kind) {
        if (this.#notices.delete(`${conversation} ${kind}`)) this.#render();
    }

    /**
     * What is written is for this now.
     *
     * @param {string} conversation
     * @param {Kind} kind
     */
    show(conversation, kind) {
        this.#place = `${conversation} ${kind}`;
        this.#render();
    }

    #render() {
        const notice = this.#notices.get(this.#place);
        if (notice === this.#shown) return;
        this.#shown = notice;
        this.#root.hidden = !notice;
        this.#root.replaceChildren(...(notice ? parts(notice) : []));
    }
}

/** @param {Notice} notice */
function parts({ title, quotes, ways }) {
    const list = element("ul", { role: "list", class: "desk-notice__quotes" },
        ...quotes.map(({ who, words }) => element("li", {}, who && element("strong", {}, who), who && " ", element("span", { dir: "auto" }, words))));
    const buttons = ways.map(({ label, key, run }, index) => {
        const button = element("button", { type: "button", class: index === 0 ? "button" : "button button--quiet" }, label,
            key && element("kbd", { class: "key", "aria-hidden": "true" }, key));
        button.addEventListener("click", run);
        return button;
    });
    return [
        element("p", { class: "desk-notice__title" }, drawing("info"), title),
        ...(quotes.length > 0 ? [list] : []),
        element("div", { class: "desk-notice__ways" }, ...buttons),
    ];
}
