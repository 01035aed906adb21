import { get } from "../../Web/Client/http.js";
import { enhance, required } from "../../Web/Client/modules.js";
import { has, locale, plural, text } from "../../Web/Client/strings.js";
import { SuggestionList } from "./suggestion-list.js";

/** @typedef {import("./suggestion-list.js").Suggestion} Suggestion */

/** How long the typing must rest before the server is asked, in milliseconds. */
const PAUSE = 90;
/** Answers that are kept, so that deleting a letter shows the last list at once. */
const KEPT = 50;

/**
 * Suggestions as somebody types: a combobox with a listbox (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/).
 * Without it the form searches all the same.
 */
class SearchBox {
    /** @type {Map<string, Suggestion[]>} */
    #answers = new Map();
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #timer;
    #asking = new AbortController();

    /** @param {HTMLFormElement} form */
    constructor(form) {
        this.form = form;
        this.input = required(form, "input[name=q]", HTMLInputElement);
        this.count = required(form, "[data-part=count]", HTMLElement);
        this.list = new SuggestionList(this.input, required(form, "[role=listbox]", HTMLElement));
        this.list.onChoice = (suggestion) => this.#choose(suggestion);
        this.input.addEventListener("input", () => this.#typed());
        this.input.addEventListener("keydown", (event) => this.#pressed(event));
        this.input.addEventListener("focus", () => this.#typed());
        this.input.addEventListener("blur", () => this.list.close());
        document.addEventListener("keydown", (event) => this.#shortcut(event));
    }

    #typed() {
        clearTimeout(this.#timer);
        const query = this.input.value.trim();
        if (query === "") {
            this.#asking.abort();
            this.list.close();
            return;
        }
        const known = this.#answers.get(query);
        if (known) this.#show(query, known);
        else this.#timer = setTimeout(() => this.#ask(query), PAUSE);
    }

    /** @param {string} query */
    async #ask(query) {
        this.#asking.abort();
        this.#asking = new AbortController();
        const parameters = new URLSearchParams({ q: query, locale: locale() });
        try {
            const { data } = await get(`/api/v1/help/suggest?${parameters}`, { signal: this.#asking.signal });
            this.#keep(query, data);
            this.#show(query, data);
        } catch {
            // Suggestions are a help, not a need: without them Enter still searches.
            this.list.close();
        }
    }

    /** @param {string} query @param {Suggestion[]} suggestions */
    #keep(query, suggestions) {
        const oldest = this.#answers.keys().next().value;
        if (this.#answers.size >= KEPT && oldest !== undefined) this.#answers.delete(oldest);
        this.#answers.set(query, suggestions);
    }

    /** @param {string} query @param {Suggestion[]} suggestions */
    #show(query, suggestions) {
        if (query !== this.input.value.trim() || document.activeElement !== this.input) return;
        this.list.show(suggestions, query, kindName);
        this.count.textContent = suggestions.length > 0 ? plural("search.suggestion_count", suggestions.length) : "";
    }

    /** @param {Suggestion} suggestion */
    #choose(suggestion) {
        if (suggestion.url) {
            location.assign(suggestion.url);
            return;
        }
        this.input.value = suggestion.text;
        this.form.requestSubmit();
    }

    /** @param {KeyboardEvent} event */
    #pressed(event) {
        // While an input method composes, its keys are its own: Enter takes the word.
        if (event.isComposing) return;
        if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            if (this.list.isOpen) this.list.move(event.key === "ArrowDown" ? 1 : -1);
            else this.#typed();
        } else if (event.key === "Escape" && this.list.isOpen) {
            event.preventDefault();
            this.list.close();
        } else if (event.key === "Enter" && this.list.active) {
            event.preventDefault();
            this.#choose(this.list.active);
        }
    }

    /**
     * `/` goes to the search from anywhere on the page.
     *
     * @param {KeyboardEvent} event
     */
    #shortcut(event) {
        const isWriting = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
        if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isWriting) return;
        event.preventDefault();
        this.input.focus();
        this.input.select();
    }
}

/** @param {string|undefined} kind */
function kindName(kind) {
    return kind && has(`search.kind.${kind}`) ? text(`search.kind.${kind}`) : "";
}

enhance("search-box", (/** @type {HTMLFormElement} */ form) => {
    const box = new SearchBox(form);
    // On a phone the keyboard would hide what else is there; with a mouse the search is where one begins.
    const hasKeyboard = matchMedia("(hover: hover) and (pointer: fine)").matches;
    if (form.closest("[data-focus-search]") && hasKeyboard && !location.hash) box.input.focus({ preventScroll: true });
});
