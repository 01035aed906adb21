import { drawing as ofDesign, element, part } from "../../Web/Client/elements.js";

/** @typedef {import("../../Web/Client/elements.js").Attributes} Attributes */

export { element, part };

/** Two ticks: the one drawing that only a conversation needs, on the sprite's 24 × 24 grid. */
const CHECKS = "M2 12.5l5 5L17 7M12.5 16l1.500 1.500L22 8";

/**
 * A drawing beside a text that says the same: screen readers pass over it.
 *
 * @param {string} name One of the design's icons, or `checks`.
 * @returns {SVGSVGElement}
 */
export function drawing(name) {
    if (name !== "checks") return ofDesign(name);
    const namespace = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(namespace, "svg");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("viewBox", "0 0 24 24");
    const path = document.createElementNS(namespace, "path");
    path.setAttribute("d", CHECKS);
    svg.append(path);
    return svg;
}
