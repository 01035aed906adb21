import { part } from "../../Web/Client/elements.js";
import { enhance } from "../../Web/Client/modules.js";
import { plural } from "../../Web/Client/strings.js";

/** Chooses all at once, counts, and takes a changed value for the wish to change it. */
enhance("bulk-edit", (/** @type {HTMLFormElement} */ form) => {
    const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll('input[name="article"]'));
    const shown = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll('[data-part="shown"] input[name="article"]'));
    const label = part(form, "all");
    const all = /** @type {HTMLInputElement} */ (label.querySelector("input"));
    const count = part(form, "count");
    const show = () => {
        const here = [...shown].filter((box) => box.checked).length;
        all.checked = here === shown.length;
        all.indeterminate = here > 0 && here < shown.length;
        count.textContent = plural("bulk.chosen", [...boxes].filter((box) => box.checked).length);
    };
    all.addEventListener("change", () => {
        for (const box of shown) box.checked = all.checked;
        show();
    });
    form.addEventListener("change", (event) => {
        const control = /** @type {HTMLElement} */ (event.target);
        if (control.matches('[name="article"]')) show();
        const way = control.closest(".bulk__way");
        if (!way || control.matches('[type="radio"]') || way.querySelector('[type="radio"]:checked')) return;
        const radio = way.querySelector('[type="radio"]');
        if (radio instanceof HTMLInputElement) radio.checked = true;
    });
    label.hidden = shown.length === 0;
    show();
});
