import { element } from "../../../Web/Client/elements.js";
import { showTime } from "../../../Web/Client/format.js";
import { get, remove } from "../../../Web/Client/http.js";
import { text } from "../../../Web/Client/strings.js";
import { actions, button, complaint } from "../../Panels/panel-parts.js";

/**
 * @typedef {object} Session
 * @property {string} id
 * @property {string} browser
 * @property {string} platform
 * @property {string} [address]
 * @property {string} method
 * @property {string} created_at
 * @property {string} seen_at
 * @property {boolean} is_current
 */

const ADDRESS = "/api/v1/agent/sessions";

/** Where the agent is signed in, with the way to end each. */
export class SessionList {
    #place;

    /** @param {HTMLElement} place */
    constructor(place) {
        this.#place = place;
    }

    async load() {
        await this.#take(async () => {});
    }

    /** @param {() => Promise<unknown>} step What is done before the list is read anew. */
    async #take(step) {
        try {
            await step();
            const sessions = /** @type {Session[]} */ ((await get(ADDRESS)).data);
            const rows = element("ul", { class: "rows", role: "list" }, ...sessions.map((session) => this.#row(session)));
            this.#place.replaceChildren(rows);
            if (sessions.length > 1) {
                this.#place.append(actions(button(text("security.sessions.end_others"), () => this.#take(() => remove(ADDRESS)), "danger")));
            }
        } catch (error) {
            this.#place.replaceChildren(complaint(error), actions(button(text("security.again"), () => this.load())));
        }
    }

    /** @param {Session} session */
    #row(session) {
        const seen = element("time", { datetime: session.seen_at });
        showTime(seen);
        const about = element("span", { class: "list-row__detail" }, session.address ?? "", session.address ? " · " : "", text("security.sessions.seen"), seen, " · ", text(`security.method.${session.method}`));
        const title = element("span", { class: "list-row__title" }, deviceName(session));
        if (session.is_current) title.append(" ", element("span", { class: "badge badge--accent" }, text("security.sessions.current")));
        const row = element("li", { class: "list-row" }, element("span", { class: "list-row__text" }, title, about));
        if (!session.is_current) {
            const end = button(text("security.sessions.end"), () => this.#take(() => remove(`${ADDRESS}/${session.id}`)));
            end.setAttribute("aria-label", text("security.sessions.end_one", { device: deviceName(session) }));
            row.append(end);
        }
        return row;
    }
}

/**
 * "Firefox on Linux", as far as it is known.
 *
 * @param {{browser: string, platform: string}} device
 */
export function deviceName({ browser, platform }) {
    if (browser && platform) return text("security.device.on", { browser, platform });
    return browser || platform || text("security.device.unknown");
}
