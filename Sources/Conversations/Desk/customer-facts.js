import { date, fullTime, languageName } from "../../Web/Client/format.js";
import { text } from "../../Web/Client/strings.js";
import { drawing, element } from "../Timeline/elements.js";
import { fieldName, named } from "./field-names.js";

/** @typedef {import("./types.js").CustomerDetails} CustomerDetails */

/**
 * Who a customer is, as the exchange says: what they are reached by is masked until somebody says why they need it.
 *
 * @param {CustomerDetails} customer
 * @param {import("./types.js").Visit|null|undefined} visit
 * @param {import("./reveals.js").Reveals|null} reveals null for whoever may not reveal.
 */
export function facts({ uid, email, tier, identity_level: level, locale, created_at: since, attributes, masked }, visit, reveals) {
    const list = element("dl", { class: "desk-facts" });
    const add = (/** @type {string} */ name, /** @type {Node|string|null|undefined} */ value) => {
        if (value) list.append(element("div", { class: "desk-facts__fact" }, element("dt", {}, name), element("dd", {}, value)));
    };
    const contact = (/** @type {string} */ field, /** @type {string} */ value) =>
        masked.includes(field) ? hidden(field, value, reveals) : null;
    add(fieldName("uid"), uid && (contact("uid", uid) ?? copyable(uid)));
    add(fieldName("email"), email && (contact("email", email) ?? copyable(email)));
    add(text("desk.customer.tier"), tier && named("tier", tier));
    add(text("desk.customer.identity_level"), level);
    add(text("desk.customer.locale"), languageName(locale));
    add(text("desk.customer.since"), element("time", { datetime: since, title: fullTime(since) }, date(since)));
    if (visit?.browser || visit?.system) add(text(`desk.visit.${visit.device ?? "device"}`), [visit.browser, visit.system].filter(Boolean).join(" · "));
    add(text("desk.visit.page"), visit?.page && element("span", { class: "desk-facts__value", dir: "ltr" }, visit.page));
    for (const [name, value] of Object.entries(attributes).sort()) add(named("attribute", name), contact(`attributes.${name}`, value) ?? value);
    return list;
}

/**
 * @param {string} field
 * @param {string} value As it is masked.
 * @param {import("./reveals.js").Reveals|null} reveals
 */
function hidden(field, value, reveals) {
    const plain = reveals?.value(field);
    const name = fieldName(field);
    if (plain !== undefined) {
        const hide = element("button", { type: "button", class: "desk-facts__way", "data-hide": field, "data-field": field, "aria-label": text("desk.reveal.hide_label", { name }) }, text("desk.reveal.hide"));
        const shown = copyable(plain);
        shown.append(hide);
        return shown;
    }
    const button = reveals && element("button", { type: "button", class: "desk-facts__way", "data-reveal": field, "data-field": field, "aria-label": text("desk.reveal.label", { name }) }, text("desk.reveal.button"));
    return element("span", { class: "desk-facts__copy" }, element("span", { class: "desk-facts__value", dir: "ltr" }, value), button);
}

/** @param {string} value */
function copyable(value) {
    return element("span", { class: "desk-facts__copy" },
        element("span", { class: "desk-facts__value" }, value),
        element("button", { type: "button", class: "desk-facts__button", "data-copy": value, "aria-label": text("desk.copy", { value }), title: text("desk.copy_short") }, drawing("copy")));
}
