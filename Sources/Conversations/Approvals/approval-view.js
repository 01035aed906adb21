import { fullTime, timeAgo } from "../../Web/Client/format.js";
import { has, text } from "../../Web/Client/strings.js";
import { element } from "../Timeline/elements.js";
import { fieldName } from "../Desk/field-names.js";

/** @typedef {{id: string, name: string, badge: string}} Person */
/**
 * @typedef {object} Approval
 * @property {string} id
 * @property {string} action
 * @property {Record<string, string>} about
 * @property {string} [parameters] Exactly what is asked for, as JSON; while it waits.
 * @property {"waiting"|"approved"|"refused"|"withdrawn"|"expired"|"overtaken"} status
 * @property {boolean} may_decide
 * @property {Person} [requester]
 * @property {string} created_at
 * @property {string} expires_at
 * @property {Person} [decider]
 * @property {string} [decided_at]
 * @property {string} [note]
 * @property {string} [reason]
 */
/** @typedef {"approve"|"refuse"|"withdraw"} Way */

/**
 * What is asked for, in words.
 *
 * @param {Approval} approval
 */
export function approvalWords({ action, about }) {
    const key = `approvals.action.${action}`;
    // Whom it concerned was erased since, and what it was called with them.
    if (Object.keys(about).length === 0 && has(`approvals.rule.${action}`)) return text(`approvals.rule.${action}`);
    const values = { ...about };
    if (about.field) values.field = fieldName(about.field);
    if (about.reason) values.reason = text(`desk.reveal.reason.${about.reason}`);
    if (about.roles === "") values.roles = text("approvals.nobody");
    if (about.addresses === "") values.addresses = text("approvals.everywhere");
    if (about.roles) values.roles = listed(about.roles.split(", ").map((role) => text(`staff.role.${role}`)));
    if (about.role) values.role = text(`staff.role.${about.role}`);
    if (about.before) values.before = text(`staff.role.${about.before}`);
    if (about.change) return text(`${key}.${about.change}`, values);
    return has(key) ? text(key, values) : action;
}

/** @param {string[]} words */
function listed(words) {
    return new Intl.ListFormat(document.documentElement.lang, { type: "conjunction" }).format(words);
}

/**
 * One request: what, who, when, and what the reader can do about it.
 *
 * @param {Approval} approval
 * @param {string} note What was begun to be written.
 * @param {string} reader Whose page it is.
 * @param {(way: Way) => void} act
 */
export function approvalView(approval, note, reader, act) {
    const { id, about, parameters, status, may_decide: mayDecide, requester, created_at, expires_at, decider, decided_at } = approval;
    const field = element("textarea", { class: "input approval__field", id: `note-${id}`, "data-approval": id, rows: 2, maxlength: 500 });
    field.value = note;
    const isOwn = status === "waiting" && requester?.id === reader;
    const facts = [
        text("approvals.asked_by", { name: requester?.name ?? "", badge: requester?.badge ?? "" }), time(created_at),
        status === "waiting" ? element("span", {}, text("approvals.until"), " ", element("time", { datetime: expires_at }, fullTime(expires_at))) : text(`approvals.status.${status}`),
        decider && status !== "withdrawn" && text("approvals.decided_by", { name: decider.name, badge: decider.badge }), decided_at && time(decided_at),
    ];
    return element("article", { class: "approval", "data-id": id },
        element("h3", { class: "approval__what", dir: "auto" }, approvalWords(approval)),
        element("p", { class: "approval__facts" }, ...facts.flatMap((fact) => (fact ? [element("span", {}, fact)] : []))),
        about.note && element("p", { class: "approval__note", dir: "auto" }, about.note),
        approval.note && element("p", { class: "approval__note", dir: "auto" }, approval.note),
        approval.reason && element("p", { class: "approval__note" }, obstacle(approval.reason)),
        parameters && element("details", { class: "approval__exactly" }, element("summary", {}, text("approvals.exactly")), element("pre", { tabindex: "0" }, pretty(parameters))),
        mayDecide && element("div", { class: "field" }, element("label", { class: "field__label", for: field.id }, text("approvals.note")), field),
        mayDecide && element("div", { class: "approval__ways" }, way("approve", "button button--primary", act), way("refuse", "button", act)),
        isOwn && element("div", { class: "approval__ways" }, way("withdraw", "button", act)));
}

/** @param {string} reason A stable code. */
function obstacle(reason) {
    const key = `approvals.reason.${reason}`;
    return text(has(key) ? key : "approvals.reason.other", { reason });
}

/** @param {string} parameters */
function pretty(parameters) {
    return JSON.stringify(JSON.parse(parameters), null, 2);
}

/**
 * @param {Way} name
 * @param {string} look
 * @param {(way: Way) => void} act
 */
function way(name, look, act) {
    const button = element("button", { type: "button", class: look }, text(`approvals.way.${name}`));
    button.addEventListener("click", () => act(name));
    return button;
}

/** @param {import("../Desk/types.js").Reveal} reveal */
export function revealView({ agent, customer, field, reason, note, happened_at: at }) {
    return element("article", { class: "approval" },
        element("h3", { class: "approval__what" }, fieldName(field), " · ", text(`desk.reveal.reason.${reason}`)),
        element("p", { class: "approval__facts" }, element("span", {}, text("desk.listened.by", { name: agent.name, badge: agent.badge })), element("span", {}, time(at)), element("span", {}, customer)),
        note && element("p", { class: "approval__note", dir: "auto" }, note));
}

/**
 * What can be marked as needing a second person, with its marks.
 *
 * @param {{action: string, needs_approval: boolean}[]} entries
 * @param {(actions: string[]) => Promise<void>} save
 */
export function rulesView(entries, save) {
    const marks = entries.map(({ action, needs_approval: isMarked }) => ({ id: action, isMarked, name: text(`approvals.rule.${action}`) }));
    return marksView({ about: text("approvals.rules.about"), legend: text("approvals.rules.legend"), ending: text("approvals.rules.taking") }, marks, save);
}

/**
 * What can be marked as needing a customer who has verified, with its marks.
 *
 * @param {{deed: string, needs_verification: boolean, purposes: string[]}[]} entries
 * @param {(deeds: string[]) => Promise<void>} save
 */
export function deedsView(entries, save) {
    const marks = entries.map(({ deed, needs_verification: isMarked, purposes }) => ({
        id: deed, isMarked, name: text(`approvals.verified.deed.${deed}`),
        means: text("approvals.verified.purposes", { purposes: purposes.map((purpose) => text(`timeline.verification.purpose.${purpose}`)).join(" · ") }),
    }));
    return marksView({ about: text("approvals.verified.about"), legend: text("approvals.verified.legend") }, marks, save);
}

/**
 * @param {{about: string, legend: string, ending?: string}} words
 * @param {{id: string, isMarked: boolean, name: string, means?: string}[]} marks
 * @param {(marked: string[]) => Promise<void>} save
 */
function marksView({ about, legend, ending }, marks, save) {
    const boxes = marks.map(({ id, isMarked }) => element("input", { type: "checkbox", value: id, checked: isMarked }));
    const form = element("form", { class: "approval" },
        element("p", { class: "approvals__hint" }, about),
        element("fieldset", { class: "approvals__rules" }, element("legend", { class: "field__label" }, legend),
            ...marks.map(({ name, means }, index) => element("label", { class: "approvals__rule" }, boxes[index], element("span", {}, name, means && element("span", { class: "approvals__means" }, means))))),
        ending && element("p", { class: "approvals__hint" }, ending),
        element("div", { class: "approval__ways" }, element("button", { type: "submit", class: "button button--primary" }, text("approvals.rules.save"))));
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        void save(boxes.filter((box) => box.checked).map((box) => box.value));
    });
    return form;
}

/** @param {string} at */
function time(at) {
    return element("time", { datetime: at, title: fullTime(at) }, timeAgo(at));
}
