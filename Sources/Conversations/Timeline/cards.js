import { text } from "../../Web/Client/strings.js";
import { textOf } from "../../Web/Client/trusted.js";
import { element } from "./elements.js";
import { SecureCard } from "./secure-card.js";

/** @typedef {import("../../Realtime/Client/wire.js").Card} Card */
/** @typedef {import("../../Realtime/Client/wire.js").CardSource} CardSource */

/**
 * What stands under the assistant's text: its sources, and answers of one click.
 *
 * @param {Card} card
 * @param {boolean} isInert
 * @param {import("./secure-card.js").Verifier|null} verifier
 * @returns {HTMLElement}
 */
export function cardView(card, isInert, verifier) {
    const view = element("div", { class: "timeline-card" });
    if (card.verification) {
        const secure = new SecureCard();
        Object.assign(secure, { verification: card.verification, verifier });
        view.append(secure);
    }
    if (card.sources?.length) view.append(sources(card.sources));
    if (card.actions?.length) {
        const isList = card.type === "choices";
        const list = element("div", {
            class: isList ? "timeline-card__actions timeline-card__actions--list" : "timeline-card__actions",
            role: "group",
            "aria-label": text("timeline.card.actions"),
        });
        for (const action of card.actions) {
            list.append(
                element(
                    "button",
                    {
                        type: "button",
                        class: "chip timeline-card__action",
                        "data-action": action.id,
                        "data-label": action.label,
                        disabled: isInert,
                    },
                    action.label,
                ),
            );
        }
        view.append(list);
    }
    return view;
}

/**
 * @param {HTMLElement} view
 * @param {boolean} isInert
 */
export function updateCard(view, isInert) {
    for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (view.querySelectorAll("button.timeline-card__action"))) button.disabled = isInert;
}

/** @param {CardSource[]} all */
function sources(all) {
    const list = element("ul", { class: "timeline-sources", "aria-label": text("timeline.card.sources") });
    for (const source of all) {
        const address = safeAddress(source.url);
        const title = element("span", { class: "timeline-sources__title" }, source.title);
        const kind = element("span", { class: "timeline-sources__kind" }, text(`timeline.source.${source.kind}`));
        const snippet = textOf(source.snippet ?? "");
        const about = snippet === "" ? null : element("span", { class: "timeline-sources__snippet" }, snippet);
        const item = address
            ? element("a", { href: address, target: "_blank", rel: "noopener", class: "timeline-sources__link" })
            : element("span", { class: "timeline-sources__link" });
        item.append(title, kind, ...(about ? [about] : []));
        list.append(element("li", {}, item));
    }
    return list;
}

/**
 * Pages of our own and of the web; nothing that runs.
 *
 * @param {string} address
 * @returns {string|null}
 */
function safeAddress(address) {
    try {
        const url = new URL(address, location.href);
        return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
    } catch {
        return null;
    }
}
