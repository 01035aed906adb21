import { text } from "../../Web/Client/strings.js";
import { drawing, element } from "../Timeline/elements.js";

/** @typedef {import("../Desk/case-actions.js").DeskAction} DeskAction */

/** What a macro can do, and what each needs to know. */
const KINDS = /** @type {const} */ ({
    take: null, give_back: null, resolve: null, close: null, follow: null, snooze: "hours", tag: "tags", untag: "tags", note: "body", field: "field",
});

/**
 * The list of what a macro does besides its text. Kinds that it does not know are kept as they are.
 *
 * @param {DeskAction[]} actions
 * @param {() => void} changed
 * @returns {{node: HTMLElement, value: () => DeskAction[]}}
 */
export function actionEditor(actions, changed) {
    const rows = element("div", { class: "macros__group" });
    const add = element("button", { type: "button", class: "button button--quiet" }, drawing("plus"), text("desk.macro_page.action_add"));
    add.addEventListener("click", () => {
        rows.append(row({ type: "tag", tags: [] }, changed));
        changed();
    });
    for (const action of actions) rows.append(row(action, changed));
    const node = element("fieldset", { class: "macros__group" }, element("legend", {}, text("desk.macro_page.actions")), rows, element("div", {}, add));
    return { node, value: () => [...rows.children].map((child) => read(/** @type {HTMLElement} */ (child))) };
}

/** What a row stands for where it cannot be edited here. */
const kept = new WeakMap();

/**
 * @param {DeskAction} action
 * @param {() => void} changed
 */
function row(action, changed) {
    const kinds = Object.keys(KINDS);
    const isKnown = kinds.includes(action.type);
    const select = element("select", { class: "input", "aria-label": text("desk.macro_page.action"), disabled: !isKnown },
        ...(isKnown ? kinds : [action.type]).map((kind) => element("option", { value: kind }, text(`desk.macro_page.kind.${kind}`))));
    select.value = action.type;
    const input = element("input", { class: "input", type: "text", autocomplete: "off", maxlength: 2000 });
    input.value = argument(action);
    const remove = element("button", { type: "button", class: "button button--quiet button--icon", "aria-label": text("desk.macro_page.action_remove"), title: text("desk.macro_page.action_remove") }, drawing("close"));
    const made = element("div", { class: "macros__action" }, select, input, remove);
    if (!isKnown) kept.set(made, action);
    const show = () => {
        const needs = KINDS[/** @type {keyof typeof KINDS} */ (select.value)] ?? null;
        input.hidden = needs === null;
        input.setAttribute("aria-label", text(`desk.macro_page.argument.${needs ?? "none"}`));
        input.placeholder = needs ? text(`desk.macro_page.argument.${needs}`) : "";
    };
    select.addEventListener("change", show);
    remove.addEventListener("click", () => {
        made.remove();
        changed();
    });
    show();
    return made;
}

/** @param {DeskAction} action */
function argument({ type, tags = [], body = "", key = "", value, seconds }) {
    if (type === "tag" || type === "untag") return tags.join(", ");
    if (type === "field") return `${key}=${value ?? ""}`;
    if (type === "snooze") return seconds ? String(seconds / 3600) : "";
    return body;
}

/**
 * @param {HTMLElement} made
 * @returns {DeskAction}
 */
function read(made) {
    const known = kept.get(made);
    if (known) return known;
    const [select, input] = /** @type {[HTMLSelectElement, HTMLInputElement]} */ (/** @type {unknown} */ (made.children));
    const type = select.value;
    const words = input.value.trim();
    if (type === "tag" || type === "untag") return { type, tags: words.split(/[,，]/u).map((tag) => tag.trim()).filter(Boolean) };
    if (type === "note") return { type, body: words };
    if (type === "snooze") return Number(words) > 0 ? { type, seconds: Math.round(Number(words) * 3600) } : { type };
    if (type === "field") {
        const [key, ...value] = words.split("=");
        return { type, key: key.trim(), value: value.join("=").trim() || null };
    }
    return { type };
}
