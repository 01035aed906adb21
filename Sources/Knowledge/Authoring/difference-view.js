import { element } from "../../Web/Client/elements.js";
import { text } from "../../Web/Client/strings.js";

/** Lines that are the same beyond these are left out. */
const AROUND = 2;

/**
 * What changed, line by line; never by colour alone.
 *
 * @param {import("./article-api.js").Difference} difference
 * @returns {Node}
 */
export function differenceView({ same, lines }) {
    if (same) return element("p", { class: "field__help" }, text("knowledge.no_difference"));
    const near = lines.map((_, at) => lines.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(({ change }) => change !== "same"));
    const rows = [];
    for (const [at, line] of lines.entries()) {
        if (!near[at]) {
            if (at === 0 || near[at - 1]) rows.push(element("div", { class: "difference__gap", "aria-hidden": "true" }, "⋯"));
            continue;
        }
        const name = line.change === "added" ? "ins" : line.change === "removed" ? "del" : "div";
        const pieces = line.pieces.map((piece) => (piece.change === "same" ? piece.text : element("mark", {}, piece.text)));
        rows.push(element("div", { class: `difference__line difference__line--${line.change}` },
            element("span", { class: "difference__sign", "aria-hidden": "true" }, line.change === "added" ? "+" : line.change === "removed" ? "−" : ""),
            element(name, { dir: "auto" }, ...pieces)));
    }
    return element("div", { class: "difference" }, ...rows);
}
