import { has, text } from "../../Web/Client/strings.js";

/**
 * What a field of a customer is called here.
 *
 * @param {string} field `email`, `uid` or `attributes.…`
 */
export function fieldName(field) {
    const attribute = /^attributes\.(.*)$/su.exec(field);
    return attribute ? named("attribute", attribute[1] ?? "") : text(`desk.customer.${field}`);
}

/**
 * What the operator's systems call it, in words where there are some.
 *
 * @param {string} kind
 * @param {string} value
 */
export function named(kind, value) {
    const key = `desk.${kind}.${value.toLowerCase()}`;
    return has(key) ? text(key) : value;
}
