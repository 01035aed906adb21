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
 * A part of what is worked on, under its heading.
 *
 * @param {string} heading
 * @param {...(Node|string|null|undefined|false)} children
 */
export function titled(heading, ...children) {
    return element("section", { class: "videos__part" }, element("h3", { class: "videos__heading" }, heading), ...children);
}

/**
 * Where something stands that articles share: each leads to where it is read, or written.
 *
 * @param {{article: string, slug: string, locale: string, title: string, live: boolean}[]} uses
 */
export function useLinks(uses) {
    return uses.map(({ article, slug, locale: language, title, live }) => element("li", {},
        element("a", { href: live ? `/help/${slug}?lang=${language}` : `/desk/knowledge#${article}/${language}`, target: "_blank", rel: "noopener", lang: language }, title),
        ` · ${languageName(language)} `, !live && element("span", { class: "badge" }, text("knowledge.stage.draft"))));
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
