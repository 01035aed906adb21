import { element } from "../../Web/Client/elements.js";
import { text } from "../../Web/Client/strings.js";

/**
 * The button that copies a text; an empty one where the browser lets no page copy, as without HTTPS.
 *
 * @param {string} words
 */
export function copyButton(words) {
    if (!("clipboard" in navigator)) return document.createTextNode("");
    const copy = element("button", { type: "button", class: "button" }, text("security.copy"));
    copy.addEventListener("click", async () => {
        await navigator.clipboard.writeText(words);
        copy.textContent = text("security.copied");
    });
    return copy;
}
