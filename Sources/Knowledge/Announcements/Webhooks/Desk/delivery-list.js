import { element } from "../../../../Web/Client/elements.js";
import { fullTime, timeAgo } from "../../../../Web/Client/format.js";
import { problemText } from "../../../../Web/Client/problem-text.js";
import { has, plural, text } from "../../../../Web/Client/strings.js";
import { titled, way } from "../../../Authoring/editor-parts.js";
import { webhooks } from "./announcement-webhook-api.js";

/** @typedef {import("./announcement-webhook-api.js").Delivery} Delivery */

/** @type {Record<Delivery["state"], string>} */
const LOOKS = { waiting: "badge--info", delivered: "badge--success", failed: "badge--danger", withdrawn: "" };

/**
 * What a webhook was told in the last 30 days, the latest first.
 *
 * @param {string} id Of the webhook.
 */
export function deliveryList(id) {
    const list = element("ul", { class: "versions webhooks__deliveries", role: "list" });
    const told = element("p", { class: "field__help", role: "status" }, text("knowledge.loading"));
    /** @type {string|null} */
    let cursor = null;
    const load = async (/** @type {boolean} */ isMore) => {
        try {
            const page = await webhooks.deliveries(id, isMore ? cursor : null);
            const rows = page.data.map(row);
            if (isMore) list.append(...rows);
            else list.replaceChildren(...rows);
            cursor = page.next_cursor;
            told.textContent = list.childElementCount === 0 ? text("webhooks.no_deliveries") : "";
        } catch (error) {
            told.textContent = problemText(error);
        }
        more.hidden = cursor === null;
    };
    const more = way("knowledge.more", () => void load(true), "button--quiet");
    more.hidden = true;
    void load(false);
    return titled(text("webhooks.deliveries"), element("p", { class: "field__help" }, text("webhooks.deliveries_help")), list, told,
        element("div", { class: "videos__way" }, way("webhooks.refresh", () => void load(false)), more));
}

/** @param {Delivery} delivery */
function row({ announcement, type, state, attempts, created_at: at, ...rest }) {
    const failure = state === "delivered" ? null : failureOf(rest);
    return element("li", { class: "versions__item" },
        element("div", { class: "versions__what" },
            element("a", { href: `/desk/announcements#${announcement}` }, text(`webhooks.type.${type.replace("announcement.", "")}`)), " · ",
            element("time", { datetime: at, title: fullTime(at) }, timeAgo(at)),
            attempts > 0 && ` · ${plural("webhooks.attempts", attempts)}`,
            failure && element("p", { class: "field__help" }, failure)),
        element("span", { class: `badge ${LOOKS[state]}` }, text(`webhooks.state.${state}`)));
}

/**
 * Why it was not taken, in words.
 *
 * @param {{status?: number, last_error?: string}} delivery
 */
function failureOf({ status, last_error: code }) {
    if (!code) return null;
    if (status) return text("webhooks.answered", { status });
    return has(`problem.${code}`) ? text(`problem.${code}`) : text("webhooks.not_reached");
}
