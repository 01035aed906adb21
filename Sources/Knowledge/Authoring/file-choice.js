import { element } from "../../Web/Client/elements.js";
import { fileSize } from "../../Web/Client/format.js";

/**
 * A field for one file, which can be chosen or dropped on it.
 *
 * @param {object} options
 * @param {string} options.label What the button says.
 * @param {string} options.help What stands beside it until there is a file.
 * @param {string} options.accept
 * @param {(file: File) => void} [options.taken]
 */
export function fileChoice({ label, help, accept, taken }) {
    /** @type {File|null} */
    let file = null;
    const field = element("input", { type: "file", class: "visually-hidden", accept, name: "document", "aria-label": label });
    const shown = element("span", { class: "field__help file-choice__name", role: "status" }, help);
    const root = element("div", { class: "file-choice" }, element("label", { class: "button videos__choose" }, field, label), shown);
    const take = (/** @type {File|undefined} */ one) => {
        if (!one) return;
        file = one;
        shown.textContent = `${one.name} · ${fileSize(one.size)}`;
        taken?.(one);
    };
    field.addEventListener("change", () => take(field.files?.[0]));
    const mark = (/** @type {boolean} */ isOver) => root.classList.toggle("file-choice--over", isOver);
    root.addEventListener("dragover", (event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        mark(true);
    });
    root.addEventListener("dragleave", () => mark(false));
    root.addEventListener("drop", (event) => {
        event.preventDefault();
        mark(false);
        take(event.dataTransfer?.files[0]);
    });
    return { root, get file() { return file; } };
}
