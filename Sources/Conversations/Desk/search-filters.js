import { text } from "../../Web/Client/strings.js";
import { topicName } from "../Lifecycle/topic-name.js";
import { drawing, element } from "../Timeline/elements.js";
import { menuButton } from "./menu-button.js";

/** @typedef {import("./types.js").Colleague} Colleague */
/** @typedef {"when"|"agent"|"topic"|"status"|"channel"} Name */

const TOPICS = ["deposit_withdrawal", "account", "account_compromised", "identity", "security", "trading", "fees", "api", "complaint", "other"];
const STATUSES = ["assistant", "queued", "assigned", "waiting_customer", "resolved", "closed"];
const CHANNELS = ["web", "app", "email", "telegram"];
/** How many days back, by choice. */
const DAYS = { day: 1, week: 7, month: 30, year: 365 };

/** Which conversations are searched, as small menus in a row. Events: `change`. */
export class SearchFilters extends EventTarget {
    /** @type {Partial<Record<Name, string>>} */
    #chosen = {};
    #colleagues;
    /** @type {Map<Name, HTMLButtonElement>} */
    #buttons = new Map();
    #from = dateField("from");
    #to = dateField("to");
    #dates = element("div", { class: "desk-found__dates", hidden: true }, this.#from, element("span", { "aria-hidden": "true" }, "–"), this.#to);

    /** @param {() => Colleague[]} colleagues */
    constructor(colleagues) {
        super();
        this.#colleagues = colleagues;
        this.node = element("div", { class: "desk-found__filters", role: "group", "aria-label": text("desk.found.filters") });
        for (const name of /** @type {Name[]} */ (["when", "agent", "topic", "status", "channel"])) this.node.append(this.#menu(name));
        this.node.append(this.#dates);
        for (const field of [this.#from, this.#to]) field.addEventListener("change", () => this.#tell());
    }

    /** Whether any is chosen. */
    get isOn() {
        return Object.values(this.#chosen).some(Boolean);
    }

    /** Shows everything again. */
    clear() {
        this.#chosen = {};
        this.#from.value = this.#to.value = "";
        this.#show();
    }

    /**
     * As the API takes them.
     *
     * @param {Date} now
     * @returns {Record<string, string>}
     */
    query(now) {
        const { when, ...others } = this.#chosen;
        /** @type {Record<string, string>} */
        const query = {};
        for (const [name, value] of Object.entries(others)) if (value) query[name] = value;
        if (when === "dates") {
            // Days are the agent's own, not those of the server.
            if (this.#from.value) query.from = startOf(this.#from.value, 0);
            if (this.#to.value) query.to = startOf(this.#to.value, 1);
        } else if (when) {
            query.from = new Date(now.getTime() - DAYS[/** @type {keyof typeof DAYS} */ (when)] * 86_400_000).toISOString();
        }
        return query;
    }

    /** @param {Name} name */
    #menu(name) {
        const button = element("button", { type: "button", class: "desk-found__filter" });
        this.#buttons.set(name, button);
        menuButton({
            button,
            items: () => ["", ...this.#values(name)].map((value) => ({ id: value, label: this.#label(name, value), isCurrent: (this.#chosen[name] ?? "") === value })),
            choose: (value) => {
                this.#chosen[name] = value;
                this.#show();
                this.#tell();
            },
        });
        this.#say(name, button);
        return element("div", { class: "desk-found__menu" }, button);
    }

    #show() {
        for (const [name, button] of this.#buttons) this.#say(name, button);
        this.#dates.hidden = this.#chosen.when !== "dates";
    }

    /**
     * @param {Name} name
     * @param {HTMLButtonElement} button
     */
    #say(name, button) {
        const value = this.#chosen[name] ?? "";
        button.classList.toggle("desk-found__filter--on", value !== "");
        button.replaceChildren(element("span", {}, value ? this.#label(name, value) : text(`desk.found.by.${name}`)), drawing("chevron-down"));
    }

    /**
     * @param {Name} name
     * @returns {string[]}
     */
    #values(name) {
        if (name === "when") return [...Object.keys(DAYS), "dates"];
        if (name === "agent") return ["me", "none", ...this.#colleagues().map(({ id }) => id)];
        return name === "topic" ? TOPICS : name === "status" ? STATUSES : CHANNELS;
    }

    /**
     * @param {Name} name
     * @param {string} value
     */
    #label(name, value) {
        if (value === "") return text(`desk.found.any.${name}`);
        if (name === "when") return text(`desk.found.when.${value}`);
        if (name === "topic") return topicName(value);
        if (name === "status") return text(`desk.status.${value}`);
        if (name === "channel") return text(`desk.found.channel.${value}`);
        if (value === "me" || value === "none") return text(`desk.found.agent.${value}`);
        return this.#colleagues().find(({ id }) => id === value)?.name ?? value;
    }

    #tell() {
        this.dispatchEvent(new CustomEvent("change"));
    }
}

/** @param {"from"|"to"} name */
function dateField(name) {
    return element("input", { type: "date", class: "desk-found__date", "aria-label": text(`desk.found.${name}`) });
}

/**
 * The first moment of a day here, or of one after it.
 *
 * @param {string} day
 * @param {number} later In days.
 */
function startOf(day, later) {
    const [year, month, date] = day.split("-").map(Number);
    return new Date(year, month - 1, date + later).toISOString();
}
