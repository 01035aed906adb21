/** @typedef {{text: string, url?: string, kind?: string}} Suggestion */

const ICONS = new URL("../../Web/Design/icons.svg", import.meta.url).href;

/**
 * The drawing of each kind of suggestion.
 *
 * @type {Record<string, string>}
 */
const DRAWINGS = {
    article: "article",
    faq: "question",
    question: "question",
    tutorial: "article",
    category: "layers",
    announcement: "megaphone",
    incident: "incident",
    api: "code",
};

/** The list under a search box: it shows, marks one, and tells which was chosen. The focus stays in the box. */
export class SuggestionList {
    /** @type {(suggestion: Suggestion) => void} */
    onChoice = () => {};
    /** @type {Suggestion[]} */
    #suggestions = [];
    #position = -1;

    /**
     * @param {HTMLInputElement} input
     * @param {HTMLElement} list
     */
    constructor(input, list) {
        this.input = input;
        this.list = list;
        input.setAttribute("role", "combobox");
        input.setAttribute("aria-autocomplete", "list");
        input.setAttribute("aria-controls", list.id);
        input.setAttribute("aria-expanded", "false");
        // A press must not take the focus from the box, or the list would be gone before the click.
        list.addEventListener("pointerdown", (event) => event.preventDefault());
        list.addEventListener("click", (event) => {
            const option = event.target instanceof Element ? event.target.closest("[role=option]") : null;
            if (option) this.onChoice(this.#suggestions[[...list.children].indexOf(option)]);
        });
    }

    get isOpen() {
        return !this.list.hidden;
    }

    /** The marked suggestion; null for none. */
    get active() {
        return this.isOpen ? (this.#suggestions[this.#position] ?? null) : null;
    }

    /**
     * @param {Suggestion[]} suggestions
     * @param {string} query What was typed is marked in them.
     * @param {(kind: string|undefined) => string} kindName
     */
    show(suggestions, query, kindName) {
        this.#suggestions = suggestions;
        this.list.replaceChildren(...suggestions.map((each, index) => this.#option(each, index, query, kindName(each.kind))));
        this.list.hidden = suggestions.length === 0;
        this.input.setAttribute("aria-expanded", String(this.isOpen));
        this.#mark(-1);
    }

    close() {
        this.list.hidden = true;
        this.input.setAttribute("aria-expanded", "false");
        this.#mark(-1);
    }

    /**
     * Moves the mark; beyond the ends it returns to the box.
     *
     * @param {number} step
     */
    move(step) {
        const places = this.#suggestions.length + 1;
        this.#mark(((this.#position + 1 + step + places) % places) - 1);
    }

    /** @param {number} position */
    #mark(position) {
        this.#position = position;
        for (const [index, option] of [...this.list.children].entries()) {
            option.setAttribute("aria-selected", String(index === position));
            if (index !== position) continue;
            this.input.setAttribute("aria-activedescendant", option.id);
            option.scrollIntoView({ block: "nearest" });
        }
        if (position < 0) this.input.removeAttribute("aria-activedescendant");
    }

    /**
     * @param {Suggestion} suggestion
     * @param {number} index
     * @param {string} query
     * @param {string} kindName
     */
    #option(suggestion, index, query, kindName) {
        const option = document.createElement("li");
        option.id = `${this.list.id}-${index}`;
        option.className = "menu__item search-box__option";
        option.setAttribute("role", "option");
        const words = document.createElement("span");
        words.className = "search-box__text";
        words.append(...marked(suggestion.text, query));
        option.append(drawing(DRAWINGS[suggestion.kind ?? ""] ?? "search"), words);
        if (kindName) {
            const kind = document.createElement("span");
            kind.className = "search-box__kind";
            kind.textContent = kindName;
            option.append(kind);
        }
        return option;
    }
}

/**
 * The text with the first occurrence of what was typed marked.
 *
 * @param {string} text
 * @param {string} query
 * @returns {(string|Node)[]}
 */
export function marked(text, query) {
    const start = text.toLocaleLowerCase().indexOf(query.toLocaleLowerCase());
    if (start < 0 || query === "") return [text];
    const mark = document.createElement("mark");
    mark.textContent = text.slice(start, start + query.length);
    return [text.slice(0, start), mark, text.slice(start + query.length)];
}

/** @param {string} name */
function drawing(name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "icon icon--small");
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `${ICONS}#${name}`);
    svg.append(use);
    return svg;
}
