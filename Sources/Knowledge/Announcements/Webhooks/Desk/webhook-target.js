import { element } from "../../../../Web/Client/elements.js";
import { text } from "../../../../Web/Client/strings.js";
import { ask, labelled } from "../../../Authoring/article-dialogs.js";
import { copyButton } from "../../../../People/Panels/copy-button.js";
import { namesIn } from "../../affected-names.js";
import { KINDS } from "../../announcement-api.js";
import { webhooks } from "./announcement-webhook-api.js";

/** @typedef {import("./announcement-webhook-api.js").Webhook} Webhook */

/**
 * Where a program is, and what it is told of.
 *
 * @param {Webhook} [webhook]
 */
export function targetFields(webhook) {
    const url = element("input", { class: "input", name: "url", type: "url", maxlength: 2000, spellcheck: "false", autocapitalize: "none", autocomplete: "off", placeholder: "https://", value: webhook?.url ?? null });
    const products = element("input", { class: "input", name: "products", spellcheck: "false", autocapitalize: "none", autocomplete: "off", value: webhook?.products.join(", ") ?? null });
    const kinds = KINDS.map((kind) => element("input", { type: "checkbox", value: kind, checked: webhook?.kinds.includes(kind) ?? false }));
    const fields = [
        labelled(text("webhooks.url"), url, text("webhooks.url_help")),
        element("fieldset", { class: "announcement-topics" }, element("legend", { class: "field__label" }, text("webhooks.kinds")),
            element("p", { class: "field__help" }, text("webhooks.kinds_help")),
            element("div", { class: "announcement-topics__list" }, ...kinds.map((box) => element("label", { class: "announcement-topics__topic" }, box, text(`announcements.kind.${box.value}`))))),
        labelled(text("announcement_desk.products"), products, text("webhooks.products_help")),
    ];
    return {
        fields,
        /** As the API takes it. */
        get target() {
            return { url: url.value.trim(), kinds: kinds.filter((box) => box.checked).map((box) => box.value), products: namesIn(products.value) };
        },
    };
}

/**
 * Adds a webhook, and tells its secret.
 *
 * @returns {Promise<Webhook|null>}
 */
export async function newWebhookDialog() {
    const form = targetFields();
    const made = await ask({ title: text("webhooks.new"), content: form.fields, action: text("webhooks.add"), answer: () => webhooks.create(form.target) });
    if (made) await secretDialog(made.secret ?? "");
    return made;
}

/** @param {string} secret It is told this once. */
function secretDialog(secret) {
    return ask({
        title: text("webhooks.secret"),
        content: [
            element("p", {}, text("webhooks.secret_help")),
            element("p", { class: "videos__notation webhooks__secret" }, element("code", {}, secret)),
            element("div", {}, copyButton(secret)),
        ],
    });
}

/**
 * Asks once more before a webhook is deleted.
 *
 * @param {Webhook} webhook
 */
export function removeDialog(webhook) {
    return ask({
        title: text("webhooks.remove"),
        content: [element("p", { class: "webhooks__address" }, text("webhooks.remove_sure", { url: webhook.url }))],
        action: text("webhooks.remove"),
        answer: async () => {
            await webhooks.remove(webhook.id);
            return true;
        },
    });
}
