import { element } from "../../Web/Client/elements.js";
import { number, showTime } from "../../Web/Client/format.js";
import { put, remove } from "../../Web/Client/http.js";
import { plural, text } from "../../Web/Client/strings.js";
import { actions, button, form, paragraph } from "../Panels/panel-parts.js";

/**
 * @typedef {object} Person
 * @property {string} id
 * @property {string} name
 * @property {string} email
 * @property {string} role
 * @property {string} badge
 * @property {boolean} is_active
 * @property {boolean} has_second_factor
 * @property {number} passkeys
 * @property {number} open_sessions
 * @property {string} [signed_in_at]
 * @property {string} created_at
 */

/** @typedef {(step: () => Promise<string>) => Promise<void>} Act Does something and tells what it says. */

/**
 * Somebody who works here, and what can be done about them.
 *
 * @param {Person} person
 * @param {string[]} roles
 * @param {string} own Who looks.
 * @param {Act} act
 */
export function personView(person, roles, own, act) {
    const { id, name, email, badge, is_active: isActive } = person;
    const title = element("h2", { class: "staff__title", tabindex: "-1" }, element("bdi", {}, name));
    if (!isActive) title.append(element("span", { class: "badge badge--danger" }, text("staff.off")));
    const about = element("p", { class: "panel-page__hint" }, element("bdi", {}, email), " · ", text("staff.badge", { badge }));
    const deeds = isActive ? [sessionsPart(person, act), factorPart(person, act), switchOffPart(person, act)] : [switchOnPart(person, act)];
    const parts = id === own ? [ownPart()] : [rolePart(person, roles, act), ...deeds];
    return element("article", { class: "staff__person" }, element("header", {}, title, about), facts(person), ...parts);
}

/** Whoever looks at themselves is told who decides about them. */
function ownPart() {
    const link = element("a", { class: "button", href: "/desk/security" }, text("security.title"));
    return element("section", { class: "staff__part" }, paragraph(text("staff.own"), "panel-page__hint"), actions(link));
}

/** @param {Person} person */
function facts({ role, has_second_factor: hasFactor, passkeys, open_sessions: sessions, signed_in_at: signedIn }) {
    const when = signedIn ? element("time", { datetime: signedIn }) : text("staff.never");
    if (when instanceof HTMLTimeElement) showTime(when);
    return element("dl", { class: "staff__facts" },
        fact("staff.role", text(`staff.role.${role}`)), fact("staff.factor", text(hasFactor ? "staff.factor.yes" : "staff.factor.no")),
        fact("staff.passkeys", number(passkeys)), fact("staff.signed_in", when), fact("staff.sessions", number(sessions)));
}

/**
 * @param {string} key
 * @param {Node|string} value
 */
function fact(key, value) {
    return element("div", {}, element("dt", {}, text(key)), element("dd", {}, value));
}

/**
 * @param {string} key Of its heading; what it means is `_means`.
 * @param {...Node} content
 */
function part(key, ...content) {
    return element("section", { class: "staff__part" }, element("h3", { class: "panel-page__subheading" }, text(key)), paragraph(text(`${key}_means`), "panel-page__hint"), ...content);
}

/**
 * @param {Person} person
 * @param {string[]} roles
 * @param {Act} act
 */
function rolePart({ id, role }, roles, act) {
    const choice = element("select", { class: "input", id: "staff-role" }, ...roles.map((each) => element("option", { value: each, selected: each === role }, text(`staff.role.${each}`))));
    const means = element("p", { class: "field__help", id: "staff-role-means" });
    const tell = () => void (means.textContent = text(`staff.role.${choice.value}_means`));
    choice.setAttribute("aria-describedby", means.id);
    choice.addEventListener("change", tell);
    tell();
    const field = element("div", { class: "field" }, element("label", { class: "field__label", for: choice.id }, text("staff.role")), choice, means);
    const send = () => act(async () => {
        await put(`/api/v1/admin/agents/${id}/role`, { role: choice.value, before: role });
        return text("staff.role.done");
    });
    return part("staff.change_role", form({ content: [field], action: text("staff.change_role.do"), send }));
}

/**
 * @param {Person} person
 * @param {Act} act
 */
function sessionsPart({ id, open_sessions: sessions }, act) {
    if (sessions === 0) return element("section", { class: "staff__part" }, element("h3", { class: "panel-page__subheading" }, text("staff.end")), paragraph(text("staff.end.none"), "panel-page__hint"));
    return part("staff.end", asked({
        action: text("staff.end.do"), question: plural("staff.end.question", sessions),
        send: () => act(async () => {
            await remove(`/api/v1/admin/agents/${id}/sessions`);
            return text("staff.end.done");
        }),
    }));
}

/**
 * @param {Person} person
 * @param {Act} act
 */
function factorPart({ id, name, has_second_factor: hasFactor, passkeys }, act) {
    if (!hasFactor && passkeys === 0) return "";
    return part("staff.take", asked({
        action: text("staff.take.do"), question: text("staff.take.question", { name }),
        send: () => act(async () => {
            await remove(`/api/v1/admin/agents/${id}/second-factor`);
            return text("staff.take.done");
        }),
    }));
}

/**
 * @param {Person} person
 * @param {Act} act
 */
function switchOffPart({ id, name }, act) {
    return part("staff.switch_off", asked({
        action: text("staff.switch_off.do"), question: text("staff.switch_off.question", { name }),
        send: () => act(async () => {
            await put(`/api/v1/admin/agents/${id}/active`, { is_active: false });
            return text("staff.switch_off.done", { name });
        }),
    }));
}

/**
 * @param {Person} person
 * @param {Act} act
 */
function switchOnPart({ id, name }, act) {
    const send = () => act(async () => {
        await put(`/api/v1/admin/agents/${id}/active`, { is_active: true });
        return text("staff.switch_on.done", { name });
    });
    return part("staff.switch_on", form({ content: [], action: text("staff.switch_on.do"), send }));
}

/**
 * A button of which it is asked whether it is meant.
 *
 * @param {{action: string, question: string, send: () => Promise<void>}} step
 */
function asked({ action, question, send }) {
    const place = element("div", {});
    const rest = () => {
        place.replaceChildren(actions(button(action, ask, "danger")));
        place.querySelector("button")?.focus();
    };
    const ask = () => {
        const words = element("p", { class: "staff__question", tabindex: "-1" }, question);
        place.replaceChildren(form({ content: [words], action, kind: "danger", send, cancel: rest }));
        words.focus();
    };
    place.append(actions(button(action, ask, "danger")));
    return place;
}
