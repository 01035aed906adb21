import { enhance } from "../../Web/Client/modules.js";

/** The way is shown as soon as both questions are answered; the button stays for who comes by keyboard or no script. */
enhance("contact-choice", (/** @type {HTMLFormElement} */ form) => {
    form.addEventListener("change", (event) => {
        // Arrow keys pick each choice on the way to another: only a click or a tap means it.
        const isPointed = event.target instanceof Element && !event.target.matches(":focus-visible");
        if (isPointed && form.checkValidity()) form.requestSubmit();
    });
});
