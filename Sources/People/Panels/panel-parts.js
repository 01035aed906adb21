import { element } from "../../Web/Client/elements.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";

export { copyButton } from "./copy-button.js";

/** @typedef {import("../../Web/Client/elements.js").Attributes} Attributes */

/**
 * @param {string} label
 * @param {() => unknown} press
 * @param {string} [kind] The end of a class such as `primary`.
 */
export function button(label, press, kind = "") {
    const made = element("button", { type: "button", class: kind ? `button button--${kind}` : "button" }, label);
    made.addEventListener("click", () => void press());
    return made;
}

/** @param {string} words */
export const paragraph = (words, kind = "") => element("p", kind ? { class: kind } : {}, words);

/**
 * A line of buttons.
 *
 * @param {...Node} buttons
 */
export const actions = (...buttons) => element("div", { class: "panel-page__actions" }, ...buttons);

/**
 * What went wrong, in a place that is told at once.
 *
 * @param {unknown} error
 */
export function complaint(error) {
    return element("p", { class: "panel-page__problem", role: "alert" }, problemText(error));
}

let count = 0;

/**
 * A field with its label.
 *
 * @param {string} label
 * @param {Attributes} attributes Of the input.
 * @param {string} [help]
 */
export function field(label, attributes, help = "") {
    const id = `panel-field-${++count}`;
    const input = element("input", { class: "input", id, required: true, ...attributes, ...(help ? { "aria-describedby": `${id}-help` } : {}) });
    const box = element("div", { class: "field" }, element("label", { class: "field__label", for: id }, label));
    if (help) box.append(element("p", { class: "field__help", id: `${id}-help` }, help));
    box.append(input);
    return { box, input };
}

/** A field for the password that is in force. */
export const passwordField = () => field(text("security.proof.password"), { type: "password", autocomplete: "current-password", maxlength: 256 });

/** A field for a code of the app, or a recovery code. */
export const codeField = (label = text("security.proof.code"), help = text("security.proof.code_help")) =>
    field(label, { type: "text", autocomplete: "one-time-code", inputmode: "text", autocapitalize: "off", spellcheck: "false", maxlength: 80 }, help);

/**
 * A form that sends once, tells what went wrong above its buttons and can be left.
 *
 * @param {object} options
 * @param {(Node|string)[]} options.content
 * @param {string} options.action What the button says.
 * @param {string} [options.kind] The button's kind.
 * @param {() => Promise<unknown>} options.send
 * @param {(() => unknown)|null} [options.cancel] None where there is nothing to go back to.
 */
export function form({ content, action, kind = "primary", send, cancel = null }) {
    const submit = element("button", { type: "submit", class: `button button--${kind}` }, action);
    const line = actions(submit);
    if (cancel) line.append(button(text("security.cancel"), cancel));
    const made = element("form", { class: "panel-page__form", novalidate: true }, ...content, line);
    let isBusy = false;
    made.addEventListener("submit", async (event) => {
        event.preventDefault();
        const inputs = /** @type {HTMLInputElement[]} */ ([...made.querySelectorAll("input[required]")]);
        const missing = inputs.filter((each) => each.value === "");
        for (const each of inputs) each.setAttribute("aria-invalid", String(each.value === ""));
        if (missing.length > 0) return missing[0].focus();
        if (isBusy) return;
        isBusy = true;
        submit.setAttribute("aria-disabled", "true");
        made.querySelector(".panel-page__problem")?.remove();
        try {
            await send();
        } catch (error) {
            line.before(complaint(error));
            inputs.at(-1)?.select();
        } finally {
            isBusy = false;
            submit.removeAttribute("aria-disabled");
        }
    });
    return made;
}

/**
 * Shows something in the place of what stood there, and takes the reader along.
 *
 * @param {HTMLElement} place
 * @param {...(Node|string)} content
 */
export function show(place, ...content) {
    place.replaceChildren(...content);
    place.querySelector("input")?.focus();
}
