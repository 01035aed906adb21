import { element } from "../../../../Web/Client/elements.js";
import { clockTime, date, fullTime, timeAgo } from "../../../../Web/Client/format.js";
import { ProblemError } from "../../../../Web/Client/http.js";
import { enhance } from "../../../../Web/Client/modules.js";
import { problemText } from "../../../../Web/Client/problem-text.js";
import { has, text } from "../../../../Web/Client/strings.js";
import { refusalText } from "../../../Authoring/article-dialogs.js";
import { titled, way } from "../../../Authoring/editor-parts.js";
import { ListBesideEditor } from "../../../Authoring/list-beside-editor.js";
import { webhooks } from "./announcement-webhook-api.js";
import { deliveryList } from "./delivery-list.js";
import { newWebhookDialog, removeDialog, targetFields } from "./webhook-target.js";

/** @typedef {import("./announcement-webhook-api.js").Webhook} Webhook */

/** The page on which admins say which programs are told what is announced. */
class WebhooksDesk {
    /** @type {ListBesideEditor<Webhook>} */
    #page;

    /** @param {HTMLElement} root */
    constructor(root) {
        this.#page = new ListBesideEditor(root, {
            load: () => webhooks.list(),
            key: ({ id }) => id,
            item: (webhook) => [
                element("strong", { class: "knowledge__item-title" }, shortened(webhook.url)),
                element("span", { class: "knowledge__item-about" }, scopeOf(webhook)),
                element("span", { class: "knowledge__item-texts" }, stateBadge(webhook))],
            open: async (id) => {
                const webhook = (await webhooks.list()).data.find((one) => one.id === id);
                if (!webhook) throw new ProblemError({ status: 404, code: "webhook_not_found" });
                return () => this.#content(webhook);
            },
            none: () => text("webhooks.none"),
            words: { list: text("webhooks.list"), intro: text("webhooks.intro"), leave: text("webhooks.leave") },
        });
    }

    start() {
        return this.#page.start(async () => {
            const made = await newWebhookDialog();
            if (made) await this.#page.go(made.id);
        });
    }

    /** @param {Webhook} webhook */
    #content(webhook) {
        const taken = webhook.taken_at && element("time", { datetime: webhook.taken_at, title: fullTime(webhook.taken_at) }, timeAgo(webhook.taken_at));
        return [
            element("div", {},
                element("h2", { class: "videos__title webhooks__address" }, shortened(webhook.url)),
                element("p", { class: "webhooks__state" }, stateBadge(webhook), " ", element("span", { class: "field__help" },
                    text("webhooks.since", { date: date(webhook.created_at) }), " · ", taken ? text("webhooks.taken") : text("webhooks.never_taken"), taken ? " " : null, taken || null))),
            !webhook.enabled && element("p", {}, text("webhooks.paused_help")),
            this.#ways(webhook),
            deliveryList(webhook.id),
            this.#form(webhook),
        ];
    }

    /** @param {Webhook} webhook */
    #ways(webhook) {
        const told = element("p", { class: "field__error", role: "alert" });
        const turn = async () => {
            try {
                await webhooks.save(webhook.id, { url: webhook.url, kinds: webhook.kinds, products: webhook.products, enabled: !webhook.enabled });
                await this.#page.go(webhook.id);
                this.#page.say(text(webhook.enabled ? "webhooks.done.paused" : "webhooks.done.resumed"));
            } catch (error) {
                told.textContent = problemText(error);
            }
        };
        const drop = async () => {
            if (!(await removeDialog(webhook))) return;
            await this.#page.go("");
            this.#page.say(text("webhooks.done.removed"));
        };
        return element("div", { class: "videos__way" },
            way(webhook.enabled ? "webhooks.pause" : "webhooks.resume", () => void turn()),
            way("webhooks.remove", () => void drop(), "button--danger"), told);
    }

    /** @param {Webhook} webhook */
    #form(webhook) {
        const fields = targetFields(webhook);
        const told = element("p", { role: "alert" });
        const button = element("button", { type: "submit", class: "button" }, text("knowledge.save"));
        const form = element("form", { class: "videos__titles", novalidate: true }, ...fields.fields, element("div", {}, button, told));
        form.addEventListener("input", () => {
            this.#page.isTyped = true;
            told.textContent = "";
        });
        form.addEventListener("submit", async (event) => {
            event.preventDefault();
            button.disabled = true;
            try {
                Object.assign(webhook, await webhooks.save(webhook.id, { ...fields.target, enabled: webhook.enabled }));
                this.#page.changed(webhook);
                if (this.#page.open === webhook.id) this.#page.isTyped = false;
                told.className = "field__help";
                told.textContent = text("knowledge.saved", { time: clockTime(Date.now()) });
            } catch (error) {
                told.className = "field__error";
                told.textContent = refusalText(error);
            }
            button.disabled = false;
        });
        return titled(text("webhooks.target"), form);
    }
}

/** @param {string} url Its host and path are what tells one from another; the rest may be a secret of the program's. */
function shortened(url) {
    const { host, pathname } = new URL(url);
    return pathname === "/" ? host : host + pathname;
}

/** @param {Webhook} webhook */
const stateBadge = ({ enabled }) => element("span", { class: `badge ${enabled ? "badge--success" : ""}` }, text(enabled ? "webhooks.told" : "webhooks.paused"));

/**
 * What it is told of, in words.
 *
 * @param {Webhook} webhook
 */
function scopeOf({ kinds, products }) {
    const named = [kinds.map((kind) => text(`announcements.kind.${kind}`)), products.map((product) => (has(`announcements.product.${product}`) ? text(`announcements.product.${product}`) : product))];
    return named.filter((names) => names.length > 0).map((names) => names.join(text("subscription.comma"))).join(" · ") || text("webhooks.all");
}

enhance("announcement-webhooks", (root) => void new WebhooksDesk(root).start());
