import { text } from "../../Web/Client/strings.js";
import { element } from "../Timeline/elements.js";
import { FieldPicker } from "./field-picker.js";

/** @typedef {import("./types.js").Colleague} Colleague */

/** An @ at the beginning or behind what is no letter of an address, and what follows it up to the cursor. */
const NAMING = /(?:^|[^\p{L}\p{N}])@([\p{L}\p{N}][\p{L}\p{N} .'-]{0,40}|)$/u;

/**
 * What is looked for, when the cursor stands behind an `@`.
 *
 * @param {string} before The text up to the cursor.
 * @returns {{query: string, start: number}|null} `start` is where the @ stands.
 */
export function namingCommand(before) {
    const match = NAMING.exec(before);
    return match ? { query: match[1], start: before.length - match[1].length - 1 } : null;
}

/**
 * The colleagues whose name or badge fits, those whose begins with it first.
 *
 * @param {Colleague[]} colleagues
 * @param {string} query
 * @returns {Colleague[]} Eight at most.
 */
export function fittingColleagues(colleagues, query) {
    const wanted = query.trim().toLowerCase();
    const rank = (/** @type {Colleague} */ { name, badge }) => {
        if (name.toLowerCase().startsWith(wanted) || badge.startsWith(wanted)) return 0;
        return name.toLowerCase().split(/\s+/u).some((word) => word.startsWith(wanted)) ? 1 : 2;
    };
    return colleagues
        .map((colleague) => ({ colleague, rank: rank(colleague) }))
        .filter((found) => found.rank < 2)
        .sort((a, b) => a.rank - b.rank || a.colleague.name.localeCompare(b.colleague.name))
        .slice(0, 8)
        .map(({ colleague }) => colleague);
}

/**
 * How a colleague is named in a note: by badge where the name is not theirs alone.
 *
 * @param {Colleague} colleague
 * @param {Colleague[]} all
 */
export function namedAs({ name, badge }, all) {
    return all.filter((other) => other.name.toLowerCase() === name.toLowerCase()).length > 1 ? `@${badge}` : `@${name}`;
}

/**
 * Offers colleagues behind an `@` in a note.
 *
 * @param {HTMLTextAreaElement} field
 * @param {HTMLElement} anchor
 * @param {() => Colleague[]} colleagues
 */
export function mentionPicker(field, anchor, colleagues) {
    return new FieldPicker({
        field,
        anchor,
        label: text("desk.mentions.label"),
        sign: "@",
        offer: (before) => {
            const command = namingCommand(before);
            return command && { start: command.start, things: fittingColleagues(colleagues(), command.query) };
        },
        view: ({ name, badge, presence }) => [
            element("span", { class: "desk-macros__title" }, element("span", { class: `desk-presence desk-presence--${presence}`, "aria-hidden": "true" }), " ", element("strong", {}, name)),
            element("span", { class: "desk-macros__body" }, `${badge} · ${text(`desk.presence.${presence}`)}`),
        ],
        insert: (colleague, start, end) => field.setRangeText(`${namedAs(colleague, colleagues())} `, start, end, "end"),
    });
}
