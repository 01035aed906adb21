import { text } from "../../Web/Client/strings.js";
import { element } from "../Timeline/elements.js";
import { inUnits, UNITS, wholeNumber } from "./routing-values.js";

/**
 * One member of what is saved, and where it is written.
 * @typedef {object} Field
 * @property {HTMLElement} node
 * @property {() => unknown} value
 * @property {() => string|null} wrong What is wrong with it, in words; null when nothing is.
 * @property {(problem: string|null) => void} tell Shows that beside it.
 * @property {() => void} focus
 */

let count = 0;

/** A name for an element that no other has. */
export function freshId() {
    count += 1;
    return `routing-${count}`;
}

/**
 * A label, help, a control and its error, in this order.
 *
 * @param {object} options
 * @param {string} options.label
 * @param {string} [options.help]
 * @param {HTMLElement} options.control What the label names.
 * @param {HTMLElement} [options.around] What stands in the place of the control, with it inside.
 * @param {() => unknown} options.value
 * @param {() => string|null} [options.wrong]
 * @returns {Field}
 */
export function field({ label, help, control, around = control, value, wrong = () => null }) {
    const id = freshId();
    const error = element("p", { class: "field__error", id: `${id}-error`, hidden: true });
    control.id = id;
    control.setAttribute("aria-describedby", help ? `${id}-help ${id}-error` : `${id}-error`);
    const node = element("div", { class: "field" },
        element("label", { class: "field__label", for: id }, label),
        help && element("p", { class: "field__help", id: `${id}-help` }, help), around, error);
    return {
        node, value, wrong,
        tell(problem) {
            error.textContent = problem ?? "";
            error.hidden = problem === null;
            control.setAttribute("aria-invalid", String(problem !== null));
        },
        focus: () => control.focus(),
    };
}

/**
 * Several controls under one heading.
 *
 * @param {object} options
 * @param {string} options.label
 * @param {string} [options.help]
 * @param {HTMLElement[]} options.controls
 * @param {() => unknown} options.value
 * @param {() => string|null} [options.wrong]
 * @returns {Field}
 */
export function group({ label, help, controls, value, wrong = () => null }) {
    const id = freshId();
    const error = element("p", { class: "field__error", id: `${id}-error`, hidden: true });
    const node = element("fieldset", { class: "field routing-group", "aria-describedby": `${id}-error` },
        element("legend", { class: "field__label" }, label), help && element("p", { class: "field__help" }, help), ...controls, error);
    return {
        node, value, wrong,
        tell(problem) {
            error.textContent = problem ?? "";
            error.hidden = problem === null;
        },
        focus: () => /** @type {HTMLElement|null} */ (node.querySelector("[aria-invalid=true]") ?? node.querySelector("input, select, button"))?.focus(),
    };
}

/**
 * @param {string} label
 * @param {string} value
 * @param {{help?: string, most: number, isOptional?: boolean, rule: string}} options `rule`: What is said of one that is not right.
 */
export function textField(label, value, { help, most, isOptional = false, rule }) {
    const control = element("input", { class: "input", type: "text", autocomplete: "off", maxlength: most, required: !isOptional });
    control.value = value;
    const words = () => control.value.trim();
    return field({ label, help, control, value: () => words() || null, wrong: () => (isOptional || words() ? null : rule) });
}

/**
 * @param {string} label
 * @param {number|null} value
 * @param {{help?: string, least: number, most: number, isOptional?: boolean}} options
 */
export function numberField(label, value, { help, least, most, isOptional = false }) {
    const control = element("input", { class: "input routing-number", type: "text", inputmode: "numeric", autocomplete: "off", maxlength: 9, required: !isOptional });
    control.value = value === null ? "" : String(value);
    const read = () => wholeNumber(control.value);
    return field({
        label, help, control,
        value: read,
        wrong() {
            const number = read();
            if (isOptional && control.value.trim() === "") return null;
            return number === null || number < least || number > most ? text("routing.rule.number", { least, most }) : null;
        },
    });
}

/**
 * @param {string} label
 * @param {string|null} value
 * @param {{id: string, name: string}[]} options
 * @param {{help?: string, nothing?: string}} more `nothing`: The name of the choice of none.
 */
export function selectField(label, value, options, { help, nothing } = {}) {
    const control = element("select", { class: "input" },
        nothing !== undefined && element("option", { value: "" }, nothing), ...options.map(({ id, name }) => element("option", { value: id }, name)));
    control.value = value ?? "";
    return field({ label, help, control, value: () => control.value || null });
}

/**
 * A span of time: a number and its unit.
 *
 * @param {string} label
 * @param {number|null} seconds
 * @param {{help?: string, least?: number, most?: number, isOptional?: boolean}} options In seconds; a second to seven days without them.
 */
export function durationField(label, seconds, { help, least = 1, most = 7 * UNITS.days, isOptional = false } = {}) {
    const { amount, unit } = inUnits(seconds ?? 60);
    const control = element("input", { class: "input routing-number", type: "text", inputmode: "numeric", autocomplete: "off", maxlength: 7, required: !isOptional });
    control.value = seconds === null ? "" : String(amount);
    const names = /** @type {import("./routing-values.js").Unit[]} */ (Object.keys(UNITS)).reverse();
    const units = element("select", { class: "input routing-unit", "aria-label": text("routing.unit", { field: label }) },
        ...names.map((name) => element("option", { value: name }, text(`routing.unit.${name}`))));
    units.value = unit;
    const read = () => {
        const number = wholeNumber(control.value);
        return number === null ? null : number * UNITS[/** @type {import("./routing-values.js").Unit} */ (units.value)];
    };
    return field({
        label, help, control,
        around: element("div", { class: "routing-pair" }, control, units),
        value: read,
        wrong() {
            if (isOptional && control.value.trim() === "") return null;
            const span = read();
            return span === null || span < least || span > most ? text("routing.rule.span", { least: spanText(least), most: spanText(most) }) : null;
        },
    });
}

/** @param {number} seconds */
function spanText(seconds) {
    const { amount, unit } = inUnits(seconds);
    return text(`routing.span.${unit}`, { amount });
}

/**
 * One of a few, each with what it means.
 *
 * @param {string} label
 * @param {string} value
 * @param {{id: string, name: string, means?: string}[]} options
 * @param {(chosen: string) => void} [changed]
 */
export function choiceField(label, value, options, changed) {
    const name = freshId();
    const controls = options.map((option) => {
        const input = element("input", { type: "radio", name, value: option.id });
        input.checked = option.id === value;
        input.addEventListener("change", () => changed?.(option.id));
        return labelled(input, option.name, option.means);
    });
    const made = group({ label, controls, value: () => made.node.querySelector("input:checked")?.getAttribute("value") ?? value });
    return made;
}

/**
 * Something that holds or not.
 *
 * @param {string} label
 * @param {boolean} value
 * @param {{help?: string, changed?: (isOn: boolean) => void}} options
 * @returns {Field}
 */
export function switchField(label, value, { help, changed } = {}) {
    const input = element("input", { type: "checkbox" });
    input.checked = value;
    input.addEventListener("change", () => changed?.(input.checked));
    return { node: labelled(input, label, help), value: () => input.checked, wrong: () => null, tell() {}, focus: () => input.focus() };
}

/**
 * Something to tick: all of it can be pressed, its name is its name, and what it means describes it.
 *
 * @param {HTMLInputElement} input
 * @param {string} name
 * @param {string} [means]
 */
function labelled(input, name, means) {
    const id = freshId();
    input.setAttribute("aria-labelledby", id);
    if (means) input.setAttribute("aria-describedby", `${id}-means`);
    return element("label", { class: "routing-choice" }, input,
        element("span", {}, element("span", { id }, name), means && element("span", { class: "field__help routing-choice__means", id: `${id}-means` }, means)));
}
