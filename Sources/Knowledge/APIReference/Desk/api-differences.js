import { element } from "../../../Web/Client/elements.js";
import { plural, text } from "../../../Web/Client/strings.js";

/** @typedef {import("./api-document-api.js").Change} Change */

const KINDS = /** @type {const} */ (["added", "removed", "changed"]);

/**
 * What publishing a file would change for callers, what breaks them first.
 *
 * @param {import("./api-document-api.js").Difference} difference
 */
export function differencesView({ breaking, is_cut: isCut, data }) {
    if (data.length === 0) return element("p", {}, text("api.changes.none"));
    const counts = KINDS.map((kind) => [kind, data.filter((change) => change.kind === kind).length])
        .filter(([, count]) => count)
        .map(([kind, count]) => element("span", { class: "badge" }, plural(`api_desk.${kind}`, Number(count))));
    /** @type {Map<string, Change[]>} */
    const entries = new Map();
    for (const change of data) entries.set(change.entry, [...(entries.get(change.entry) ?? []), change]);
    return element("div", { class: "api-differences" },
        element("p", { class: "changes-counts" }, element("span", { class: `badge ${breaking > 0 ? "badge--danger" : "badge--success"}` }, plural("api.changes.breaking", breaking)), ...counts),
        element("div", { class: "versions__difference api-differences__list", tabindex: 0, role: "region", "aria-label": text("api_desk.differences") },
            ...[...entries].map(([entry, changes]) => element("section", { class: "changes-entry" },
                element("h3", { class: "videos__heading" }, entry || text("api.changes.whole")),
                element("ul", { class: "changes-list", role: "list" }, ...changes.map(line))))),
        isCut && element("p", { class: "field__help" }, text("api.changes.cut")));
}

/** @param {Change} change */
function line({ rule, breaking, place, before, after }) {
    return element("li", {},
        element("span", { class: `badge ${breaking ? "badge--danger" : "badge--success"}` }, text(breaking ? "api.changes.is_breaking" : "api.changes.is_fine")),
        element("span", { class: "changes-list__text" }, place && element("code", {}, place), place && " ", text(`api.rule.${rule}`, { before: before || "–", after: after || "–" })));
}
