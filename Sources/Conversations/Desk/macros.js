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
    const rank = (/** @type {Macro} */ { shortcut, title, body }) => {
        if (shortcut.toLowerCase().startsWith(wanted)) return 0;
        if (title.toLowerCase().includes(wanted)) return 1;
        return body.toLowerCase().includes(wanted) ? 2 : 3;
    };
    return macros
        .map((macro) => ({ macro, rank: rank(macro) }))
        .filter((found) => found.rank < 3)
        .sort((a, b) => a.rank - b.rank || a.macro.shortcut.localeCompare(b.macro.shortcut))
        .slice(0, 8)
        .map(({ macro }) => macro);
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
            element("span", { class: "desk-macros__title" }, element("strong", {}, `/${macro.shortcut}`), ` ${macro.title}`),
            macro.body && element("span", { class: "desk-macros__body" }, macro.body),
            macro.actions.length > 0 && element("span", { class: "desk-macros__body" }, macro.actions.map((action) => `→ ${actionWords(action)}`).join("  ")),
        ],
        insert: (macro, start, end) => {
            field.setRangeText(macro.body, start, end, "end");
            chosen(macro);
        },
    });
}
