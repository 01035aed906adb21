import { required } from "../../Web/Client/modules.js";
import { deskAddress, readAddress } from "./desk-address.js";

/** @typedef {import("./types.js").View} View */

/**
 * Which column is seen where there is no room for all, and the address that brings back what is looked at.
 * Events: `address` {view, conversation} when the browser went back or forward, or a link was followed.
 */
export class Layout extends EventTarget {
    #root;
    #details;
    #narrow = matchMedia("(max-width: 767px)");
    #wide = matchMedia("(min-width: 1280px)");
    /** Whether the list lies one step back in the browser's history. */
    #cameFromList = false;

    /** @param {HTMLElement} root */
    constructor(root) {
        super();
        this.#root = root;
        this.#details = required(root, "[data-action=details]", HTMLElement);
        addEventListener("popstate", () => this.#went());
        addEventListener("hashchange", () => this.#went());
        this.#wide.addEventListener("change", () => this.closeDetails());
    }

    /** @param {"list"|"case"} column */
    show(column) {
        if (this.#root.dataset.column === column) return;
        this.#root.dataset.column = column;
        if (!this.#narrow.matches) return;
        const selector = column === "list" ? "[data-part=list]" : "[data-part=case-name]";
        required(this.#root, selector, HTMLElement).focus({ preventScroll: true });
    }

    /** From the conversation to the list. */
    back() {
        if (this.#cameFromList) history.back();
        else this.dispatchEvent(new CustomEvent("address", { detail: { view: null, conversation: null } }));
    }

    /**
     * Writes down what is looked at; on a phone the list stays one step back.
     *
     * @param {View} view
     * @param {string|null} conversation
     */
    address(view, conversation) {
        const next = deskAddress(view, conversation);
        if (next === `${location.pathname}${location.search}${location.hash}`) return;
        const opens = this.#narrow.matches && conversation !== null && location.hash === "";
        this.#cameFromList = opens || (this.#cameFromList && conversation !== null);
        if (opens) history.pushState(null, "", next);
        else history.replaceState(null, "", next);
    }

    toggleDetails() {
        if (!this.closeDetails()) this.#setDetails(true);
    }

    /** @returns {boolean} Whether the customer's column was open over the conversation. */
    closeDetails() {
        if (this.#root.dataset.details !== "open") return false;
        this.#setDetails(false);
        if (!this.#wide.matches) this.#details.focus();
        return true;
    }

    /** @param {boolean} isOpen */
    #setDetails(isOpen) {
        if (this.#wide.matches && isOpen) return;
        this.#root.dataset.details = isOpen ? "open" : "closed";
        this.#details.setAttribute("aria-expanded", String(isOpen));
        if (isOpen) required(this.#root, ".desk-customer__close", HTMLElement).focus();
    }

    #went() {
        this.#cameFromList = false;
        this.#setDetails(false);
        this.dispatchEvent(new CustomEvent("address", { detail: readAddress(location) }));
    }
}
