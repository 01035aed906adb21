import { text } from "../../Web/Client/strings.js";
import { authorName } from "./bubbles.js";
import { element } from "./elements.js";

/**
 * Shows who writes at the moment below the messages, or that nobody does.
 *
 * @param {HTMLElement} line
 * @param {import("./typists.js").Typist|undefined} typist
 */
export function showTypist(line, typist) {
    line.classList.toggle("timeline__typing--active", typist !== undefined);
    if (!typist) {
        line.replaceChildren();
        return;
    }
    const author = { id: "", name: typist.name, type: /** @type {any} */ (typist.type) };
    const dots = element("span", { class: "typing-dots", "aria-hidden": "true" });
    dots.append(element("i"), element("i"), element("i"));
    line.replaceChildren(dots, text(typist.isNote ? "timeline.typing_note" : "timeline.typing", { name: authorName(author) }));
}
