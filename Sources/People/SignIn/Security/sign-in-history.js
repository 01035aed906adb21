import { element } from "../../../Web/Client/elements.js";
import { showTime } from "../../../Web/Client/format.js";
import { get } from "../../../Web/Client/http.js";
import { text } from "../../../Web/Client/strings.js";
import { actions, button, complaint } from "../../Panels/panel-parts.js";
import { deviceName } from "./session-list.js";

/**
 * @typedef {object} SignIn
 * @property {string} happened_at
 * @property {string} outcome
 * @property {string} method
 * @property {string} [address]
 * @property {string} browser
 * @property {string} platform
 */

/** How the agent signed in, and who failed to. */
export class SignInHistory {
    #place;
    #rows = element("ul", { class: "rows", role: "list" });

    /** @param {HTMLElement} place */
    constructor(place) {
        this.#place = place;
    }

    async load(cursor = "") {
        try {
            const page = await get(`/api/v1/agent/sign-ins?limit=20${cursor ? `&cursor=${cursor}` : ""}`);
            if (!cursor) this.#rows.replaceChildren();
            this.#rows.append(.../** @type {SignIn[]} */ (page.data).map(row));
            this.#place.replaceChildren(this.#rows);
            const next = page.next_cursor;
            if (next) this.#place.append(actions(button(text("security.history.more"), () => this.load(next))));
        } catch (error) {
            this.#place.replaceChildren(this.#rows, complaint(error), actions(button(text("security.again"), () => this.load(cursor))));
        }
    }
}

/** @param {SignIn} signIn */
function row(signIn) {
    const when = element("time", { datetime: signIn.happened_at });
    showTime(when);
    const isGood = signIn.outcome === "succeeded";
    const words = isGood ? text(`security.method.${signIn.method}`) : text(`security.outcome.${signIn.outcome}`);
    const title = element("span", { class: "list-row__title" }, element("span", { class: isGood ? "badge badge--success" : "badge badge--danger" }, text(isGood ? "security.history.succeeded" : "security.history.failed")), " ", words);
    const about = element("span", { class: "list-row__detail" }, deviceName(signIn), signIn.address ? ` · ${signIn.address}` : "", " · ", when);
    return element("li", { class: "list-row" }, element("span", { class: "list-row__text" }, title, about));
}
