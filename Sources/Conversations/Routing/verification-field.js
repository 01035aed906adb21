import { text } from "../../Web/Client/strings.js";
import { element } from "../Timeline/elements.js";
import { freshId, group } from "./routing-fields.js";

/** @typedef {{purpose: string, method: string, level?: string}} QueueVerification */

const PURPOSES = ["account_access", "withdrawals", "security_settings", "personal_details"];
const METHODS = ["totp", "sms_code", "email_code", "identity_level"];
const LONGEST_LEVEL = 40;

/**
 * What the assistant asks customers to prove as they come into a queue: what for, by what, and for an identity level
 * which one.
 *
 * @param {QueueVerification|null} value
 * @param {string[]} available By what customers can be verified on this server.
 */
export function verificationField(value, available) {
    const purpose = select(text("routing.queue.verification_purpose"), [
        { id: "", name: text("routing.queue.verification_none") },
        ...PURPOSES.map((id) => ({ id, name: text(`timeline.verification.purpose.${id}`) })),
    ], value?.purpose ?? "");
    const method = select(text("routing.queue.verification_method"), METHODS.map((id) => {
        const name = text(`timeline.verification.method.${id}`);
        return { id, name: available.includes(id) ? name : text("routing.queue.verification_missing", { method: name }) };
    }), value?.method ?? METHODS.find((id) => available.includes(id)) ?? METHODS[0]);
    const level = element("input", { class: "input routing-number", type: "text", autocomplete: "off", maxlength: LONGEST_LEVEL });
    level.value = value?.level ?? "";
    const levelNode = labelled(text("routing.queue.verification_level"), level);
    const changed = () => {
        method.node.hidden = purpose.control.value === "";
        levelNode.hidden = purpose.control.value === "" || method.control.value !== "identity_level";
    };
    for (const { control } of [purpose, method]) control.addEventListener("change", changed);
    changed();
    const words = () => level.value.trim();
    return group({
        label: text("routing.queue.verification"),
        help: text("routing.queue.verification_means"),
        controls: [purpose.node, method.node, levelNode],
        value: () => (purpose.control.value === "" ? null : { purpose: purpose.control.value, method: method.control.value, ...(levelNode.hidden ? {} : { level: words() }) }),
        wrong() {
            const isWrong = !levelNode.hidden && words() === "";
            level.setAttribute("aria-invalid", String(isWrong));
            return isWrong ? text("routing.queue.verification_level_missing") : null;
        },
    });
}

/**
 * @param {string} label
 * @param {{id: string, name: string}[]} options
 * @param {string} value
 */
function select(label, options, value) {
    const control = element("select", { class: "input" }, ...options.map(({ id, name }) => element("option", { value: id }, name)));
    control.value = value;
    return { control, node: labelled(label, control) };
}

/**
 * @param {string} label
 * @param {HTMLElement} control
 */
function labelled(label, control) {
    control.id = freshId();
    return element("div", { class: "field" }, element("label", { class: "field__label", for: control.id }, label), control);
}
