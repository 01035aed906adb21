import { text } from "../../Web/Client/strings.js";
import { drawing, element } from "../Timeline/elements.js";

/** Short news at the edge of the page: what was done, with a way back where there is one, or why it was not. */
export class Toasts {
    /** How long one stays, in milliseconds; one with a button stays longer. */
    static STAY = 5000;
    static STAY_WITH_BUTTON = 9000;

    #root;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #timer;

    /** @param {HTMLElement} root Its `role` is `status`. */
    constructor(root) {
        this.#root = root;
    }

    /**
     * @param {string} message
     * @param {{label: string, run: () => void}} [way]
     */
    say(message, way) {
        this.#show(message, "success", way);
    }

    /**
     * @param {string} message
     * @param {{label: string, run: () => void}} [way]
     */
    warn(message, way) {
        this.#show(message, "info", way);
    }

    /**
     * Something that stays until it is answered or put away.
     *
     * @param {string} message
     * @param {{label: string, run: () => void}} way
     */
    ask(message, way) {
        this.#show(message, "info", way);
        clearTimeout(this.#timer);
    }

    /**
     * @param {string} message
     * @param {string} icon
     * @param {{label: string, run: () => void}} [way]
     */
    #show(message, icon, way) {
        clearTimeout(this.#timer);
        const toast = element("div", { class: "toast desk-toast" }, drawing(icon), element("span", {}, message));
        if (way) {
            const button = element("button", { type: "button", class: "desk-toast__button" }, way.label);
            button.addEventListener("click", () => {
                toast.remove();
                way.run();
            });
            toast.append(button);
        }
        const close = element("button", { type: "button", class: "desk-toast__close", "aria-label": text("desk.close") }, drawing("close"));
        close.addEventListener("click", () => toast.remove());
        toast.append(close);
        this.#root.replaceChildren(toast);
        this.#timer = setTimeout(() => toast.remove(), way ? Toasts.STAY_WITH_BUTTON : Toasts.STAY);
    }
}
