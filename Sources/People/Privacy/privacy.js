import { element } from "../../Web/Client/elements.js";
import { number, showTime } from "../../Web/Client/format.js";
import { get, post } from "../../Web/Client/http.js";
import { enhance, required } from "../../Web/Client/modules.js";
import { text } from "../../Web/Client/strings.js";
import { actions, button, complaint, field, form, paragraph, show } from "../Panels/panel-parts.js";

/**
 * @typedef {object} Found
 * @property {string} id
 * @property {string|null} uid
 * @property {boolean} is_verified
 * @property {string} created_at
 * @property {string|null} erasure
 */

/**
 * @typedef {object} Erasure
 * @property {string} id
 * @property {string} customer
 * @property {string} reason
 * @property {string} reference
 * @property {string} requested_at
 * @property {"running"|"done"} status
 * @property {string|null} done_at
 * @property {{kind: string, count: number}[]} erased
 * @property {{kind: string, count: number, reason: string}[]} kept
 */

/** How often it is looked how far an erasure is, in milliseconds. */
const LOOK_AGAIN = 2000;

/** The page on which what is kept of customers is given out and erased. */
class PrivacyPage {
    #root;
    /** @type {Erasure[]} */
    #erasures = [];
    /** @type {string|null} */
    #next = null;

    /** @param {HTMLElement} root */
    constructor(root) {
        this.#root = root;
    }

    start() {
        const name = field(text("privacy.customer.name"), { type: "text", autocomplete: "off", spellcheck: "false", maxlength: 200 }, text("privacy.customer.name_help"));
        const find = form({ content: [name.box], action: text("privacy.customer.find"), send: () => this.#find(name.input.value.trim()) });
        this.#part("find").replaceChildren(find);
        void this.#load();
    }

    /** @param {string} name */
    async #find(name) {
        this.#part("found").hidden = true;
        this.#show(await get(`/api/v1/admin/privacy/customers?name=${encodeURIComponent(name)}`));
    }

    /** @param {Found} found */
    #show(found) {
        const since = element("time", { datetime: found.created_at });
        showTime(since);
        const about = element("p", { class: "panel-page__hint" }, element("span", { class: "privacy__id" }, found.id), " · ", text(found.is_verified ? "privacy.customer.verified" : "privacy.customer.guest"), " · ", since);
        const place = this.#part("found");
        place.hidden = false;
        if (found.erasure) {
            place.replaceChildren(element("h3", { class: "privacy__name", tabindex: "-1" }, found.uid ?? found.id), about, paragraph(text("privacy.customer.is_erased")));
        } else {
            const download = element("a", { class: "button button--primary", href: `/api/v1/admin/privacy/customers/${found.id}/export`, download: true }, text("privacy.customer.export"));
            const erase = button(text("privacy.customer.erase"), () => this.#ask(found), "danger");
            place.replaceChildren(element("h3", { class: "privacy__name", tabindex: "-1" }, found.uid ?? found.id), about, paragraph(text("privacy.customer.export_about"), "panel-page__hint"), actions(download, erase));
        }
        place.querySelector("h3")?.focus();
    }

    /** @param {Found} found */
    #ask(found) {
        const place = this.#part("found");
        const { reasons = "", longestReference = "" } = this.#root.dataset;
        const reason = element("select", { class: "input", id: "privacy-reason" }, ...reasons.split(" ").map((one) => element("option", { value: one }, text(`privacy.reason.${one}`))));
        const reasonBox = element("div", { class: "field" }, element("label", { class: "field__label", for: "privacy-reason" }, text("privacy.erase.reason")), reason);
        const reference = field(text("privacy.erase.reference"), { type: "text", required: false, maxlength: longestReference, autocomplete: "off" }, text("privacy.erase.reference_help"));
        const named = found.uid ?? found.id;
        const again = field(text("privacy.erase.again", { name: named }), { type: "text", autocomplete: "off", spellcheck: "false", maxlength: 200 });
        const send = async () => {
            // What is typed names the customer to a person; the server is told which one was looked at.
            const confirm = again.input.value.trim() === named ? found.id : again.input.value.trim();
            const body = { confirm, reason: reason.value, reference: reference.input.value.trim() };
            await post(`/api/v1/admin/privacy/customers/${found.id}/erasure`, body);
            place.replaceChildren(element("p", { class: "panel-page__said", tabindex: "-1" }, text("privacy.erase.begun")));
            place.querySelector("p")?.focus();
            await this.#load();
        };
        const asked = form({ content: [reasonBox, reference.box, again.box], action: text("privacy.erase.do"), kind: "danger", send, cancel: () => this.#show(found) });
        show(place, element("h3", { class: "privacy__name" }, text("privacy.erase.title", { name: named })), paragraph(text("privacy.erase.about"), "privacy__warning"), asked);
    }

    async #load() {
        try {
            const page = await get("/api/v1/admin/privacy/erasures?limit=20");
            this.#erasures = page.data;
            this.#next = page.next_cursor;
            this.#showErasures();
            if (this.#erasures.some(({ status }) => status === "running")) setTimeout(() => void this.#load(), LOOK_AGAIN);
        } catch (error) {
            this.#part("erasures").replaceChildren(complaint(error), actions(button(text("security.again"), () => this.#load())));
        }
    }

    async #more() {
        const page = await get(`/api/v1/admin/privacy/erasures?limit=20&cursor=${this.#next}`);
        this.#erasures.push(...page.data);
        this.#next = page.next_cursor;
        this.#showErasures();
    }

    #showErasures() {
        const place = this.#part("erasures");
        if (this.#erasures.length === 0) return place.replaceChildren(paragraph(text("privacy.erasures.none"), "panel-page__none"));
        place.replaceChildren(element("ul", { class: "rows", role: "list" }, ...this.#erasures.map(row)));
        if (this.#next) place.append(actions(button(text("privacy.erasures.more"), () => this.#more())));
    }

    /** @param {string} name */
    #part(name) {
        return required(this.#root, `[data-part=${name}]`, HTMLElement);
    }
}

/** @param {Erasure} erasure */
function row(erasure) {
    const when = element("time", { datetime: erasure.done_at ?? erasure.requested_at });
    showTime(when);
    const isDone = erasure.status === "done";
    const line = element("p", { class: "privacy__line" },
        element("span", { class: isDone ? "badge badge--success" : "badge badge--info" }, text(`privacy.status.${erasure.status}`)),
        element("span", { class: "privacy__id" }, erasure.customer), element("span", {}, text(`privacy.reason.${erasure.reason}`)),
        ...(erasure.reference ? [element("span", {}, erasure.reference)] : []), when);
    return element("li", { class: "privacy__erasure" }, line, ...counts(erasure.erased), ...kept(erasure.kept));
}

/** @param {{kind: string, count: number}[]} found */
function counts(found) {
    const some = found.filter(({ count }) => count > 0);
    if (some.length === 0) return [];
    const list = element("dl", { class: "privacy__counts" }, ...some.map(({ kind, count }) => element("div", {}, element("dt", {}, text(`privacy.kind.${kind}`)), element("dd", {}, number(count)))));
    return [element("div", {}, element("p", { class: "privacy__kind" }, text("privacy.erased")), list)];
}

/** @param {{kind: string, count: number, reason: string}[]} found */
function kept(found) {
    const some = found.filter(({ count }) => count > 0);
    if (some.length === 0) return [];
    const list = element("dl", { class: "privacy__kept" }, ...some.map(({ kind, count, reason }) => element("div", {},
        element("dt", {}, text(`privacy.kind.${kind}`), " ", element("span", { class: "privacy__count" }, number(count))),
        element("dd", {}, text(`privacy.why.${reason}`)))));
    return [element("div", {}, element("p", { class: "privacy__kind" }, text("privacy.kept")), list)];
}

enhance("privacy-page", (/** @type {HTMLElement} */ root) => new PrivacyPage(root).start());
