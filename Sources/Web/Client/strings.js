/** @typedef {Record<string, string|number>} Values */

/** @type {Record<string, string>|null} */
let texts = null;

/** The page's language, such as `en` or `zh-CN`. */
export function locale() {
    return document.documentElement.lang || "en";
}

/**
 * A text of the page's language with its `{name}` places filled; the key itself where the page does not declare it.
 *
 * @param {string} key
 * @param {Values} [values]
 * @returns {string}
 */
export function text(key, values = {}) {
    const template = all()[key] ?? key;
    return template.replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
}

/**
 * The text for `count` things: `<key>.one`, `<key>.other`, … as the language counts; `{count}` is filled as well.
 *
 * @param {string} key
 * @param {number} count
 * @param {Values} [values]
 * @returns {string}
 */
export function plural(key, count, values = {}) {
    const language = locale();
    const category = new Intl.PluralRules(language).select(count);
    const chosen = all()[`${key}.${category}`] === undefined ? "other" : category;
    return text(`${key}.${chosen}`, { count: new Intl.NumberFormat(language).format(count), ...values });
}

/**
 * Whether the page has the text.
 *
 * @param {string} key
 */
export function has(key) {
    return all()[key] !== undefined;
}

/** @returns {Record<string, string>} */
function all() {
    texts ??= JSON.parse(document.getElementById("strings")?.textContent || "{}");
    return texts ?? {};
}
