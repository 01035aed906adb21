import { clockTime, fullTime, timeAgo } from "../../Web/Client/format.js";
import { required } from "../../Web/Client/modules.js";
import { text } from "../../Web/Client/strings.js";
import { topicName } from "../Lifecycle/topic-name.js";
import { drawing, element } from "../Timeline/elements.js";
import { queueText } from "../Timeline/status-line.js";
import { urgency } from "./inbox-order.js";
import { viewersText } from "./viewing.js";

/** @typedef {import("./types.js").InboxRow} InboxRow */
/** @typedef {{position: number, eta_seconds: [number, number]|null}} Place */
/** @typedef {"take"|"transfer"|"resolve"|"reopen"|"queue"} CaseAction */

/**
 * What can be done with a conversation now.
 *
 * @param {InboxRow|null} row
 * @param {string} agent Whose desk it is.
 * @returns {Set<CaseAction>}
 */
export function possibleActions(row, agent) {
    if (!row || row.status === "closed") return new Set();
    if (row.status === "resolved") return new Set(["reopen"]);
    const isWithAgent = row.status === "assigned" || row.status === "waiting_customer";
    const isMine = isWithAgent && row.assignee?.id === agent;
    /** @type {Set<CaseAction>} */
    const possible = new Set(["transfer", "resolve"]);
    if (!isMine) possible.add("take");
    if (row.status !== "queued") possible.add("queue");
    return possible;
}

/** Above the timeline: who it is, how the case stands, what can be done. */
export class CaseHead {
    #root;
    #agent;
    #name;
    #facts;
    #viewers;
    #shownViewers = "";
    #shown = "";

    /**
     * @param {HTMLElement} root The case's column.
     * @param {string} agent Whose desk it is.
     */
    constructor(root, agent) {
        this.#root = root;
        this.#agent = agent;
        this.#name = required(root, "[data-part=case-name]", HTMLElement);
        this.#facts = required(root, "[data-part=case-facts]", HTMLElement);
        this.#viewers = required(root, "[data-part=case-viewers]", HTMLElement);
    }

    /**
     * @param {InboxRow|null} row null while it is not known.
     * @param {boolean} canAct Whether this agent may do anything at all.
     * @param {Place|null} [place] Where it stands in its queue; null when it does not wait.
     */
    show(row, canAct, place = null) {
        const now = Date.now();
        const shown = JSON.stringify([row, place, Math.floor(now / 60_000)]);
        if (shown === this.#shown) return;
        this.#shown = shown;
        this.#showActions(canAct ? possibleActions(row, this.#agent) : new Set());
        if (!row) {
            this.#name.replaceChildren(element("span", { class: "skeleton desk-head__skeleton" }));
            this.#facts.replaceChildren(element("span", { class: "skeleton desk-head__skeleton" }));
            return;
        }
        const { customer } = row;
        this.#name.replaceChildren(element("bdi", {}, customer.name || text("timeline.author.guest")), standing(customer.verified));
        this.#facts.replaceChildren(...facts(row, place, now, this.#agent));
    }

    /**
     * Which colleagues look at it too, those who write first.
     *
     * @param {import("../../Realtime/Client/wire.js").Viewer[]} viewers
     */
    showViewers(viewers) {
        const shown = JSON.stringify(viewers);
        if (shown === this.#shownViewers) return;
        this.#shownViewers = shown;
        this.#viewers.hidden = viewers.length === 0;
        this.#viewers.classList.toggle("desk-viewers--writing", viewers.some(({ typing }) => typing));
        this.#viewers.replaceChildren(...(viewers.length > 0 ? [drawing(viewers.some(({ typing }) => typing) ? "chat" : "eye"), element("span", {}, viewersText(viewers))] : []));
    }

    /** Moves the focus there, such as when what had it has gone. */
    focus() {
        this.#name.focus();
    }

    /** @param {Set<string>} possible */
    #showActions(possible) {
        const hadFocus = document.activeElement;
        for (const name of ["take", "transfer", "resolve", "reopen"]) {
            required(this.#root, `[data-action=${name}]`, HTMLElement).hidden = !possible.has(name);
        }
        if (hadFocus instanceof HTMLElement && hadFocus.hidden && this.#root.contains(hadFocus)) this.focus();
    }
}

/**
 * Whether somebody has proven who they are: the first thing that an agent must see.
 *
 * @param {boolean} isVerified
 */
export function standing(isVerified) {
    const kind = isVerified ? "verified" : "guest";
    return element("span", { class: `badge desk-standing desk-standing--${kind}` },
        drawing(isVerified ? "badge-check" : "user"), text(`desk.customer.${kind}`));
}

/**
 * @param {InboxRow} row
 * @param {Place|null} place
 * @param {number} now Milliseconds.
 * @param {string} agent
 */
function facts(row, place, now, agent) {
    const level = urgency(row, now);
    const parts = [
        element("span", { class: `badge desk-status desk-status--${row.status}` }, text(`desk.status.${row.status}`)),
        row.waiting_since
            ? element("time", { class: `desk-head__wait desk-head__wait--${level}`, datetime: row.waiting_since, title: fullTime(row.waiting_since) },
                text("desk.head.waiting", { since: timeAgo(row.waiting_since, now), time: clockTime(row.waiting_since) }))
            : null,
        queueFact(row, place),
        row.assignee && row.status !== "queued"
            ? element("span", {}, row.assignee.id === agent ? text("desk.head.with_you") : text("desk.head.with", { name: row.assignee.name, badge: row.assignee.badge }))
            : null,
        element("span", { class: row.topic === "security" ? "desk-head__topic--security" : "" },
            row.topic === "security" ? drawing("shield") : "", topicName(row.topic)),
        element("span", { class: "tabular" }, row.reference),
        row.rating ? element("span", {}, text("desk.head.rating", { score: row.rating })) : null,
    ];
    return parts.flatMap((part) => part ?? []);
}

/**
 * The queue by name, and while it waits there its place and how long that takes.
 *
 * @param {InboxRow} row
 * @param {Place|null} place
 */
function queueFact({ queue, status }, place) {
    const told = status === "queued" && place ? queueText(place.position, place.eta_seconds, "desk.head.place") : "";
    if (!queue && !told) return null;
    return element("span", { class: "desk-head__queue", title: text("desk.head.queue") }, drawing("layers"), queue && element("bdi", {}, queue.name), queue && told && " · ", told);
}
