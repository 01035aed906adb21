import { text } from "../../Web/Client/strings.js";

/** @typedef {import("./case-actions.js").DeskAction} DeskAction */

const UNITS = /** @type {const} */ ([["d", 86_400], ["h", 3600], ["m", 60]]);

/**
 * What an action does, in words.
 *
 * @param {DeskAction} action
 */
export function actionWords({ type, tags = [], key = "", value, body = "", seconds }) {
    switch (type) {
        case "tag":
        case "untag":
            return text(`desk.action_words.${type}`, { tags: tags.join(", ") });
        case "field":
            return text("desk.action_words.field", { key, value: value ?? "–" });
        case "note":
            return text("desk.action_words.note", { body: body.length > 60 ? `${body.slice(0, 60)}…` : body });
        case "snooze":
            return seconds ? text("desk.action_words.snooze_for", { span: span(seconds) }) : text("desk.action_words.snooze");
        default:
            return text(`desk.action_words.${type}`);
    }
}

/** @param {number} seconds */
function span(seconds) {
    const [unit, size] = UNITS.find(([, each]) => seconds % each === 0) ?? ["m", 60];
    return text(`desk.action_words.span_${unit}`, { count: Math.round(seconds / size) });
}
