import { clockTime } from "../../Web/Client/format.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";
import { drawing, element } from "../Timeline/elements.js";

/** @typedef {{code: string, expires_at: string, agent: {name: string, badge: string}, verify_url: string}} Challenge */

/** "Is this really you?": asks for a code and shows what to do with it. Whatever goes wrong is said in the same place. */
export class BadgeChallenge {
    #api;
    #conversation;
    #seq;
    #title = element("h2", { class: "dialog__title", id: "badge-challenge-title", tabindex: "-1" });
    #content = element("div", { class: "badge-challenge" });
    #dialog = element("dialog", { class: "dialog", "aria-labelledby": "badge-challenge-title" }, this.#title, this.#content);
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #end;

    /**
     * @param {{post: (path: string, body?: object) => Promise<any>}} api
     * @param {{id: string, reference: string}} conversation
     * @param {number} seq The agent's message.
     */
    constructor(api, { id, reference }, seq) {
        this.#api = api;
        this.#conversation = { id, reference };
        this.#seq = seq;
    }

    async open() {
        // Two quick presses are one question.
        if (document.querySelector("dialog[open]")) return;
        this.#title.textContent = text("timeline.badge.ask");
        document.body.append(this.#dialog);
        this.#dialog.addEventListener("close", () => {
            clearTimeout(this.#end);
            this.#dialog.remove();
        });
        // In the widget Escape would close the panel as well.
        this.#dialog.addEventListener("keydown", (event) => event.key === "Escape" && event.stopPropagation());
        this.#dialog.showModal();
        await this.#ask();
    }

    async #ask() {
        clearTimeout(this.#end);
        this.#content.setAttribute("aria-busy", "true");
        try {
            this.#show(await this.#api.post(`/api/v1/conversations/${this.#conversation.id}/challenge`, { seq: this.#seq }));
        } catch (error) {
            this.#content.replaceChildren(element("p", { class: "notice notice--danger", role: "alert" }, problemText(error)), this.#ways());
        }
        this.#content.removeAttribute("aria-busy");
        this.#title.focus();
    }

    /** @param {Challenge} challenge */
    #show({ code, expires_at, agent, verify_url }) {
        const address = new URL(verify_url, location.href);
        const { name, badge } = agent;
        this.#title.textContent = text("conversation.challenge.title", { name });
        const shown = element("output", { class: "badge-challenge__code", "aria-label": text("conversation.challenge.code") }, code);
        const lead = element("p", { role: "status" }, text("conversation.challenge.lead", { time: clockTime(expires_at) }));
        const values = { name, badge, address: `${address.host}${address.pathname}`, reference: this.#conversation.reference };
        // Behind the number sign it goes to no server and into no log.
        const open = element("a", { class: "button button--primary", href: `${address.href}#${code}`, target: "_blank", rel: "noopener" }, text("conversation.challenge.open"));
        this.#content.replaceChildren(
            lead,
            element("div", { class: "badge-challenge__line" }, shown, copyButton(code)),
            element("ol", { class: "badge-challenge__steps" }, ...[1, 2, 3].map((step) => element("li", {}, text(`conversation.challenge.step_${step}`, values)))),
            element("p", { class: "badge-challenge__never" }, drawing("warning"), text("conversation.challenge.never")),
            this.#ways(open));
        this.#end = setTimeout(() => this.#over(lead, shown, open), Math.max(0, Date.parse(expires_at) - Date.now()));
    }

    /**
     * @param {HTMLElement} lead
     * @param {HTMLElement} shown
     * @param {HTMLElement} open
     */
    #over(lead, shown, open) {
        lead.textContent = text("conversation.challenge.over");
        shown.classList.add("badge-challenge__code--over");
        const again = element("button", { type: "button", class: "button button--primary" }, text("conversation.challenge.again"));
        again.addEventListener("click", () => void this.#ask());
        open.replaceWith(again);
    }

    /** @param {...HTMLElement} more */
    #ways(...more) {
        const close = element("button", { type: "button", class: "button" }, text("conversation.challenge.close"));
        close.addEventListener("click", () => this.#dialog.close());
        return element("div", { class: "dialog__actions" }, close, ...more);
    }
}

/** @param {string} code */
function copyButton(code) {
    const words = element("span", { role: "status" }, text("conversation.challenge.copy"));
    const button = element("button", { type: "button", class: "button" }, drawing("copy"), words);
    // Where the page around does not allow it, the code can be selected with one click.
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", () => {
        navigator.clipboard.writeText(code).then(
            () => (words.textContent = text("conversation.challenge.copied")),
            () => (button.hidden = true),
        );
    });
    return button;
}
