import { drawing, element } from "../../Web/Client/elements.js";
import { fullTime, languageName, timeAgo } from "../../Web/Client/format.js";
import { ProblemError, get, put, remove } from "../../Web/Client/http.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";
import { ask, labelled, select } from "./article-dialogs.js";

/** @typedef {{name: string, kind: "variable"|"snippet", texts: Record<string, string>, revision: number, editor?: string, changed_at: string}} Snippet */
/** @typedef {{slug: string, locale: string, title: string, live: boolean}} Use */
/** @typedef {{snippet: Snippet, used_by: Use[], snippets: string[], versions: {revision: number, texts: Record<string, string>, editor?: string, created_at: string}[]}} Detail */
/** @typedef {import("./article-api.js").Choices} Choices */

const BASE = "/api/v1/agent/snippets";
const EVERY = "*";

/**
 * How a text names one.
 *
 * @param {{name: string, kind: string}} snippet
 */
const notation = ({ name, kind }) => `{{${kind === "variable" ? "var" : "snippet"}:${name}}}`;

/**
 * The texts that articles share: seen, written, and put into the text that is worked on.
 *
 * @param {Choices} choices
 * @param {boolean} isInserting Whether one can be put into a text.
 * @returns {Promise<string|null>} How the text names the chosen one.
 */
export async function snippetsDialog(choices, isInserting) {
    for (;;) {
        const chosen = await chooseDialog(choices, isInserting);
        if (!chosen || "insert" in chosen) return chosen?.insert ?? null;
        const detail = chosen.open === null ? null : await read(chosen.open);
        if (chosen.open === null || detail) await snippetDialog(detail, choices);
    }
}

/** @typedef {{insert: string}|{open: string|null}} Choice */

/** @param {Choices} choices @param {boolean} isInserting @returns {Promise<Choice|null>} */
function chooseDialog(choices, isInserting) {
    const list = element("ul", { class: "versions", role: "list" }, element("li", {}, text("knowledge.loading")));
    const more = element("button", { type: "button", class: "button button--quiet", hidden: true }, text("knowledge.more"));
    const add = element("button", { type: "button", class: "button" }, drawing("plus"), text("knowledge.snippet.new"));
    return ask({
        title: text("knowledge.snippets"),
        isWide: true,
        content: [element("p", { class: "field__help" }, text("knowledge.snippets_help")), list, element("div", {}, more), choices.may_publish && element("div", {}, add)],
        begin: (/** @type {(choice: Choice) => void} */ finish) => {
            const item = (/** @type {Snippet} */ snippet) => {
                const way = (/** @type {string} */ key, /** @type {Choice} */ choice) => {
                    const button = element("button", { type: "button", class: "button button--quiet", "aria-label": `${text(key)}: ${snippet.name}` }, text(key));
                    button.addEventListener("click", () => finish(choice));
                    return button;
                };
                const words = snippet.texts[document.documentElement.lang] ?? Object.values(snippet.texts)[0] ?? "";
                return element("li", { class: "versions__item" },
                    element("div", { class: "versions__what" }, element("code", {}, notation(snippet)), element("p", { class: "field__help snippet__text", dir: "auto" }, words)),
                    element("div", { class: "editor__ways" }, isInserting && way("knowledge.snippet.insert", { insert: notation(snippet) }), way("knowledge.snippet.open", { open: snippet.name })));
            };
            /** @type {string|null} */
            let cursor = null;
            const load = async () => {
                const isFirst = cursor === null;
                more.disabled = true;
                try {
                    const page = /** @type {{data: Snippet[], next_cursor: string|null}} */ (await get(cursor === null ? BASE : `${BASE}?cursor=${encodeURIComponent(cursor)}`));
                    const items = page.data.map(item);
                    if (isFirst) list.replaceChildren(...(items.length > 0 ? items : [element("li", { class: "field__help" }, text("knowledge.snippet.none"))]));
                    else list.append(...items);
                    cursor = page.next_cursor;
                    more.hidden = cursor === null;
                    if (!isFirst) items[0]?.querySelector("button")?.focus();
                } catch (error) {
                    const problem = element("li", { role: "alert" }, problemText(error));
                    if (isFirst) list.replaceChildren(problem);
                    else list.append(problem);
                }
                more.disabled = false;
            };
            add.addEventListener("click", () => finish({ open: null }));
            more.addEventListener("click", () => void load());
            void load();
        },
    });
}

/**
 * One with where it stands; null where there is none any more: the list tells.
 *
 * @param {string} name
 * @returns {Promise<Detail|null>}
 */
const read = (name) => get(`${BASE}/${name}`).catch(() => null);

/** @param {Detail|null} detail null for a new one. @param {Choices} choices */
function snippetDialog(detail, choices) {
    const known = detail?.snippet;
    const called = element("input", { class: "input", name: "name", maxlength: 80, spellcheck: "false", autocapitalize: "none", pattern: "[a-z0-9]+(-[a-z0-9]+)*" });
    const kind = select([["variable", text("knowledge.snippet.variable")], ["snippet", text("knowledge.snippet.snippet")]], "variable");
    const languages = [EVERY, ...new Set([...choices.locales, ...Object.keys(known?.texts ?? {}).filter((one) => one !== EVERY)])];
    const fields = languages.map((locale) => {
        const field = element("textarea", { class: "input snippet__field", dir: "auto", readonly: !choices.may_publish, rows: known?.kind === "snippet" ? 6 : 2 });
        field.value = known?.texts[locale] ?? "";
        return { locale, field };
    });
    const isRemovable = detail && detail.used_by.length === 0 && detail.snippets.length === 0;
    const drop = element("button", { type: "button", class: "button button--danger" }, text("knowledge.snippet.remove"));
    return ask({
        title: known ? notation(known) : text("knowledge.snippet.new"),
        isWide: true,
        content: [
            !known && labelled(text("knowledge.snippet.name"), called, text("knowledge.snippet.name_help")),
            !known && labelled(text("knowledge.snippet.kind"), kind, text("knowledge.snippet.kind_help")),
            element("div", { class: "snippet__texts" }, ...fields.map(({ locale, field }) => labelled(locale === EVERY ? text("knowledge.snippet.every") : languageName(locale), field))),
            detail && standing(detail),
            detail && history(detail, (texts) => { for (const { locale, field } of fields) field.value = texts[locale] ?? ""; }),
            choices.may_publish && isRemovable && element("div", {}, drop),
        ],
        action: choices.may_publish ? text("knowledge.save") : undefined,
        begin: (/** @type {(done: boolean) => void} */ finish) => drop.addEventListener("click", async () => {
            drop.disabled = true;
            try {
                await remove(`${BASE}/${known?.name}`);
                finish(true);
            } catch (error) {
                drop.replaceWith(element("p", { class: "field__error", role: "alert" }, problemText(error)));
            }
        }),
        answer: async () => {
            const texts = Object.fromEntries(fields.map(({ locale, field }) => [locale, field.value]).filter(([, words]) => words.trim()));
            const place = known ? known.name : called.value.trim();
            if (!place) throw new ProblemError({ status: 422, code: "invalid_field", ...{ field: "name" } });
            await put(`${BASE}/${encodeURIComponent(place)}`, { kind: known?.kind ?? kind.value, texts, revision: known?.revision ?? 0 });
            return true;
        },
    });
}

/**
 * Where it stands.
 *
 * @param {Detail} detail
 */
function standing({ used_by: uses, snippets }) {
    const links = uses.map(({ slug, locale, title, live }) => element("li", {},
        element("a", { href: `/help/${slug}?lang=${locale}`, target: "_blank", rel: "noopener", lang: locale }, title), ` · ${languageName(locale)}`, live ? "" : ` · ${text("knowledge.stage.draft")}`));
    const names = snippets.map((name) => element("li", {}, element("code", {}, notation({ name, kind: "snippet" }))));
    const none = element("p", { class: "field__help" }, text("knowledge.snippet.unused"));
    return element("div", {}, element("h3", { class: "field__label" }, text("knowledge.snippet.used")), links.length + names.length > 0 ? element("ul", { class: "snippet__uses" }, ...names, ...links) : none);
}

/**
 * What it said before.
 *
 * @param {Detail} detail
 * @param {(texts: Record<string, string>) => void} take
 */
function history({ versions }, take) {
    const items = versions.map(({ texts, editor, created_at: at }) => {
        const again = element("button", { type: "button", class: "button button--quiet" }, text("knowledge.restore"));
        again.addEventListener("click", () => take(texts));
        const time = element("time", { datetime: at, title: fullTime(at) }, timeAgo(at));
        return element("li", { class: "versions__item" }, element("div", { class: "versions__what" }, editor ?? text("knowledge.import"), " · ", time, element("p", { class: "field__help snippet__text", dir: "auto" }, Object.values(texts).join(" · "))), again);
    });
    return element("details", {}, element("summary", { class: "editor__summary" }, text("knowledge.versions")), element("ul", { class: "versions", role: "list" }, ...items));
}
