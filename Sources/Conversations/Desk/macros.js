import { languageName } from "../../Web/Client/format.js";
import { text } from "../../Web/Client/strings.js";
import { element } from "../Timeline/elements.js";
import { actionWords } from "./action-words.js";
import { FieldPicker } from "./field-picker.js";

/** @typedef {import("./types.js").Macro} Macro */

/** A slash at the beginning or after white space, and what follows it up to the cursor. */
const COMMAND = /(?:^|\s)\/([^\s/]{0,30})$/u;

/**
 * What is looked for, when the cursor stands after a `/` command.
 *
 * @param {string} before The text up to the cursor.
 * @returns {{query: string, start: number}|null} `start` is where the slash stands.
 */
export function macroCommand(before) {
    const match = COMMAND.exec(before);
    return match ? { query: match[1], start: before.length - match[1].length - 1 } : null;
}

/**
 * The macros that fit, those whose shortcut begins with the words first.
 *
 * @param {Macro[]} macros
 * @param {string} query
 * @returns {Macro[]} Eight at most.
 */
export function fittingMacros(macros, query) {
    const wanted = query.toLowerCase();
    // Its texts in other languages count as well: agents remember it by their own.
    const rank = (/** @type {Macro} */ { shortcut, texts }) => {
        if (shortcut.toLowerCase().startsWith(wanted)) return 0;
        if (texts.some(({ title }) => title.toLowerCase().includes(wanted))) return 1;
        return texts.some(({ body }) => body.toLowerCase().includes(wanted)) ? 2 : 3;
    };
    return macros
        .map((macro) => ({ macro, rank: rank(macro) }))
        .filter((found) => found.rank < 3)
        .sort((a, b) => a.rank - b.rank || a.macro.shortcut.localeCompare(b.macro.shortcut))
        .slice(0, 8)
        .map(({ macro }) => macro);
}

/**
 * A macro in another of its languages.
 *
 * @param {Macro} macro
 * @param {string|number} to The language, or 1 for the next one and -1 for the one before.
 * @returns {Macro|null} null where it has no other.
 */
export function inLanguage(macro, to) {
    const { texts, locale } = macro;
    if (texts.length < 2) return null;
    const now = texts.findIndex((one) => one.locale === locale);
    const text = typeof to === "string" ? texts.find((one) => one.locale === to) : texts[(now + to + texts.length) % texts.length];
    return text ? { ...macro, ...text } : null;
}

/** @param {Macro} macro */
function languages({ texts, locale = "" }) {
    const shown = texts.map((one) => element("span", { class: "desk-macros__language", "data-turn": one.locale, "data-chosen": one.locale === locale }, languageName(one.locale)));
    return [
        element("span", { class: "desk-macros__languages", "aria-hidden": "true" }, ...shown),
        element("span", { class: "visually-hidden" }, text("desk.macros.language", { language: languageName(locale) })),
    ];
}

/**
 * Offers canned replies behind a `/`.
 *
 * @param {object} options
 * @param {HTMLTextAreaElement} options.field
 * @param {HTMLElement} options.anchor The list stands in it.
 * @param {() => Macro[]} options.macros With their variables filled in.
 * @param {(macro: Macro) => void} options.chosen
 */
export function macroPicker({ field, anchor, macros, chosen }) {
    return new FieldPicker({
        field,
        anchor,
        label: text("desk.macros.label"),
        sign: "/",
        offer: (before) => {
            const command = macroCommand(before);
            return command && { start: command.start, things: fittingMacros(macros(), command.query) };
        },
        view: (macro) => [
            element("span", { class: "desk-macros__top" },
                element("span", { class: "desk-macros__title" }, element("strong", {}, `/${macro.shortcut}`), ` ${macro.title}`),
                ...languages(macro)),
            macro.body && element("span", { class: "desk-macros__body" }, macro.body),
            macro.actions.length > 0 && element("span", { class: "desk-macros__body" }, macro.actions.map((action) => `→ ${actionWords(action)}`).join("  ")),
        ],
        turn: inLanguage,
        insert: (macro, start, end) => {
            field.setRangeText(macro.body, start, end, "end");
            chosen(macro);
        },
    });
}
