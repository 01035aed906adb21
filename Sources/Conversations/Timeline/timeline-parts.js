import { text } from "../../Web/Client/strings.js";
import { authorName } from "./bubbles.js";
import { element } from "./elements.js";

/** What stands there until the messages have come. */
export function skeleton() {
    const lines = [1, 2, 3].map(() => element("span", { class: "skeleton" }));
    return element("div", { class: "timeline__skeleton", "aria-hidden": "true" }, ...lines);
}

/**
 * That somebody types.
 *
 * @param {{name: string, type: string, isNote?: boolean}} typist
 * @returns {(Node|string)[]}
 */
export function typingWords({ name, type, isNote }) {
    const author = { id: "", name, type: /** @type {any} */ (type) };
    const dots = element("span", { class: "typing-dots", "aria-hidden": "true" });
    dots.append(element("i"), element("i"), element("i"));
    return [dots, text(isNote ? "timeline.typing_note" : "timeline.typing", { name: authorName(author) })];
}
