import { text } from "../../Web/Client/strings.js";
import { api } from "../Timeline/api.js";
import { drawing, element } from "../Timeline/elements.js";

/** How long typing must rest before it is searched, in milliseconds. */
const REST = 250;
const MOST = 6;

/**
 * Finds help articles and puts the address of one into the answer.
 *
 * @param {string} locale The customer's language.
 * @param {(words: string) => void} insert
 * @returns {HTMLElement}
 */
export function articleSearch(locale, insert) {
    const field = element("input", { class: "desk-articles__field", type: "search", autocomplete: "off", maxlength: 100, "aria-label": text("desk.articles.search"), placeholder: text("desk.articles.search") });
    const list = element("ul", { role: "list", class: "desk-articles__list" });
    const none = element("p", { class: "desk-customer__none", role: "status" });
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    let timer;
    let asking = new AbortController();
    field.addEventListener("input", () => {
        clearTimeout(timer);
        timer = setTimeout(() => void ask(), REST);
    });

    const ask = async () => {
        asking.abort();
        asking = new AbortController();
        const { signal } = asking;
        const words = field.value.trim();
        none.textContent = "";
        if (words === "") {
            list.replaceChildren();
            return;
        }
        const query = new URLSearchParams({ q: words, limit: String(MOST), locale });
        try {
            const { data } = await api.get(`/api/v1/help/search?${query}`, signal);
            list.replaceChildren(...data.map((/** @type {Found} */ found) => entry(found, insert)));
            if (data.length === 0) none.textContent = text("desk.articles.none");
        } catch {
            if (!signal.aborted) none.textContent = text("desk.articles.failed");
        }
    };
    return element("section", { class: "desk-articles" },
        element("h3", { class: "desk-customer__heading" }, text("desk.articles.title")), field, list, none);
}

/** @typedef {{title: string, url: string}} Found */

/**
 * @param {Found} found
 * @param {(words: string) => void} insert
 */
function entry({ title, url }, insert) {
    const address = new URL(url, location.href).href;
    const add = element("button", { type: "button", class: "desk-articles__insert", "aria-label": text("desk.articles.insert", { title }) }, drawing("plus"), text("desk.articles.insert_short"));
    add.addEventListener("click", () => insert(address));
    return element("li", { class: "desk-articles__found" },
        element("a", { href: address, target: "_blank", rel: "noopener", class: "desk-articles__link" }, title), add);
}
