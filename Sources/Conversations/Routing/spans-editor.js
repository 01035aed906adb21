import { text } from "../../Web/Client/strings.js";
import { drawing, element } from "../Timeline/elements.js";
import { clock, wrongSpans } from "./routing-values.js";

/** A day's hours are 12 spans at most. */
const MOST = 12;

/**
 * The hours of a day: none for closed.
 *
 * @param {string} day What it is called, for whoever does not see where the fields stand.
 * @param {string[]} spans Such as "09:00-18:00".
 */
export function spansEditor(day, spans) {
    const rows = element("div", { class: "routing-spans__rows" });
    const closed = element("span", { class: "field__help routing-spans__closed" }, text("routing.team.closed"));
    const error = element("p", { class: "field__error", role: "status", hidden: true });
    const add = element("button", { type: "button", class: "button button--quiet button--icon", "aria-label": text("routing.team.span_add", { day }), title: text("routing.team.span_add", { day }) }, drawing("plus"));
    const changed = () => {
        closed.hidden = rows.children.length > 0;
        add.hidden = rows.children.length >= MOST;
    };
    const put = (/** @type {string} */ from, /** @type {string} */ to) => {
        const made = spanRow(day, from, to);
        made.remove.addEventListener("click", () => {
            made.node.remove();
            changed();
            add.focus();
            add.dispatchEvent(new Event("input", { bubbles: true }));
        });
        rows.append(made.node);
        changed();
        return made;
    };
    const show = (/** @type {string[]} */ all) => {
        rows.replaceChildren();
        for (const span of all) put(span.slice(0, 5), span.slice(6));
        changed();
    };
    add.addEventListener("click", () => {
        put("", "").from.focus();
        add.dispatchEvent(new Event("input", { bubbles: true }));
    });
    show(spans);
    const written = () => [...rows.children].map((row) => {
        const [from, to] = row.querySelectorAll("input");
        return { from: from.value, to: to.value };
    });
    return {
        node: element("div", { class: "routing-spans" }, rows, closed, add, error),
        show,
        value: () => written().map(({ from, to }) => `${clock(from) ?? from.trim()}-${clock(to) ?? to.trim()}`).sort(),
        /** @returns {string|null} What is wrong, which is told beside it too. */
        wrong() {
            const kind = wrongSpans(written());
            for (const input of rows.querySelectorAll("input")) {
                input.setAttribute("aria-invalid", String(kind === "time" ? clock(input.value) === null : kind !== null));
            }
            error.textContent = kind === null ? "" : text(`routing.rule.spans_${kind}`);
            error.hidden = kind === null;
            return error.textContent || null;
        },
    };
}

/**
 * @param {string} day
 * @param {string} from
 * @param {string} to
 */
function spanRow(day, from, to) {
    const time = (/** @type {"from"|"to"} */ end, /** @type {string} */ value) => {
        const input = element("input", { class: "input routing-time", type: "text", inputmode: "numeric", autocomplete: "off", maxlength: 5, placeholder: end === "from" ? "09:00" : "18:00", "aria-label": text(`routing.team.span_${end}`, { day }) });
        input.value = value;
        // "9" becomes "09:00" once somebody goes on.
        input.addEventListener("blur", () => (input.value = clock(input.value) ?? input.value));
        return input;
    };
    const first = time("from", from);
    const remove = element("button", { type: "button", class: "button button--quiet button--icon", "aria-label": text("routing.team.span_remove", { day }), title: text("routing.remove") }, drawing("close"));
    return { node: element("div", { class: "routing-span" }, first, element("span", { "aria-hidden": "true" }, "–"), time("to", to), remove), from: first, remove };
}
