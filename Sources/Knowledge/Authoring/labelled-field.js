import { element } from "../../Web/Client/elements.js";

let fields = 0;

/** @param {string} label @param {HTMLElement} control @param {string} [help] */
export function labelled(label, control, help) {
    control.id ||= `article-field-${++fields}`;
    if (help) control.setAttribute("aria-describedby", `${control.id}-help`);
    return element("div", { class: "field" }, element("label", { class: "field__label", for: control.id }, label), help && element("p", { class: "field__help", id: `${control.id}-help` }, help), control);
}

/** @param {[string, string][]} options @param {string} chosen */
export function select(options, chosen) {
    const control = element("select", { class: "input" }, ...options.map(([value, name]) => element("option", { value }, name)));
    control.value = chosen;
    return control;
}
