import { text } from "../../Web/Client/strings.js";
import { element } from "../Timeline/elements.js";
import { HeldMessages } from "./held-messages.js";

const KEYS = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘Z" : "Ctrl Z";

/**
 * Above the composer while a reply can still be taken back.
 *
 * @param {object} options
 * @param {HTMLElement} options.root Its `role` is `status`.
 * @param {HeldMessages} options.held
 * @param {() => string|null} options.conversation The open one.
 */
export function heldBar({ root, held, conversation }) {
    const button = (/** @type {string} */ label, /** @type {string} */ key, /** @type {(id: string) => void} */ run) => {
        const made = element("button", { type: "button", class: "button button--quiet" }, label, key !== "" && element("kbd", { class: "key", "aria-hidden": "true" }, key));
        made.addEventListener("click", () => {
            const id = conversation();
            if (id) run(id);
        });
        return made;
    };
    root.append(
        element("span", { class: "desk-held__text" }, text("desk.held.text", { seconds: HeldMessages.SECONDS })),
        button(text("desk.held.undo"), KEYS, (id) => held.undo(id)),
        button(text("desk.held.send"), "", (id) => held.release(id)),
        element("span", { class: "desk-held__time", "aria-hidden": "true" }),
    );
    const show = () => {
        const id = conversation();
        root.hidden = !(id && held.has(id));
    };
    held.addEventListener("change", show);
    document.addEventListener("keydown", (event) => {
        const id = conversation();
        const isUndo = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
        const field = event.target instanceof HTMLTextAreaElement ? event.target : null;
        // In a field with text it undoes what was typed, as everywhere.
        if (!isUndo || !id || !held.has(id) || field?.value) return;
        event.preventDefault();
        held.undo(id);
    });
    return { show };
}
