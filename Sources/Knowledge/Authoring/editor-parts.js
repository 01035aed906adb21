import { element } from "../../Web/Client/elements.js";
import { languageName } from "../../Web/Client/format.js";
import { text } from "../../Web/Client/strings.js";

/**
 * A button: what can be done with what is worked on.
 *
 * @param {string} key What it is called.
 * @param {() => void} run
 * @param {string} [kind] Its class beside `button`.
 */
export function way(key, run, kind = "") {
    const button = element("button", { type: "button", class: `button ${kind}` }, text(key));
    button.addEventListener("click", run);
    return button;
}

/**
 * One language of what is worked on.
 *
 * @typedef {object} LanguageTab
 * @property {string} locale
 * @property {Node|false|null|undefined} mark Where its text stands.
 * @property {string|(() => void)} way Where it is worked on: an address, or what is done.
 */

/**
 * The languages of what is worked on, one chosen.
 *
 * @param {LanguageTab[]} tabs
 * @param {string} chosen
 * @param {Node|false} [after] What adds another one.
 */
export function languageTabs(tabs, chosen, after = false) {
    const shown = tabs.map(({ locale, mark, way }) => {
        const current = { class: "editor__language", "aria-current": locale === chosen ? "true" : null };
        if (typeof way === "string") return element("a", { ...current, href: way }, languageName(locale), mark);
        const tab = element("button", { ...current, type: "button" }, languageName(locale), mark);
        tab.addEventListener("click", way);
        return tab;
    });
    return element("nav", { class: "editor__languages", "aria-label": text("knowledge.languages") }, ...shown, after);
}
