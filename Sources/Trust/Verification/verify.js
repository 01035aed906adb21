import { enhance, required } from "../../Web/Client/modules.js";
import { pageOf } from "../../Web/Client/trusted.js";

/** The verdict is shown without leaving the page; where that fails the form is sent as it is without script. */
enhance("verify-form", (/** @type {HTMLFormElement} */ form) => {
    const button = required(form, "button", HTMLButtonElement);
    const field = required(form, "textarea", HTMLTextAreaElement);
    const place = required(document, "#verify-result", HTMLElement);

    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        if (button.getAttribute("aria-disabled") === "true") return;
        button.setAttribute("aria-disabled", "true");
        try {
            const answer = await fetch(form.action, {
                method: "POST",
                body: new URLSearchParams({ value: field.value }),
                headers: { accept: "text/html" },
            });
            const page = await pageOf(answer);
            const shown = page.querySelector("#verify-result > section");
            if (!shown) return form.submit();
            field.value = page.querySelector("textarea")?.value ?? field.value;
            place.replaceChildren(document.importNode(shown, true));
            required(place, "section", HTMLElement).focus();
            place.scrollIntoView({ block: "nearest" });
        } catch {
            // Offline, for one: the browser itself says it best.
            form.submit();
        } finally {
            button.removeAttribute("aria-disabled");
        }
    });

    // A code comes behind the number sign, where no server and no log sees it; it is checked by who came with it.
    const code = /^#([2-9A-Z]{4}-[2-9A-Z]{4})$/.exec(location.hash)?.[1];
    if (code) {
        history.replaceState(null, "", location.pathname + location.search);
        field.value = code;
        button.focus();
    }

    // Enter checks, as in a field of one line; a message of several comes by pasting.
    field.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        form.requestSubmit();
    });
});
