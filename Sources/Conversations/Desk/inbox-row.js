import { fullTime, timeAgoShort } from "../../Web/Client/format.js";
import { text } from "../../Web/Client/strings.js";
import { topicName } from "../Lifecycle/topic-name.js";
import { drawing, element } from "../Timeline/elements.js";
import { urgency } from "./inbox-order.js";
import { viewersText } from "./viewing.js";

/** @typedef {import("./types.js").InboxRow} InboxRow */
/**
 * @typedef {object} RowPlace
 * @property {number} top In pixels.
 * @property {number} position From 1.
 * @property {number} size How many rows there are; -1 when it is not known.
 * @property {number} now Milliseconds.
 * @property {boolean} isSelected
 * @property {boolean} isChosen For doing something with all that are.
 * @property {boolean} isChoosing Whether any row is.
 * @property {string} agent Whose desk it is.
 * @property {import("./row-marks.js").Marks} marks
 */

/** One row of the inbox; its element stays the same for as long as it is seen. */
export class InboxRowView {
    #shown = "";

    /** @param {string} id */
    constructor(id) {
        this.node = element("div", { role: "option", id: `row-${id}`, "data-id": id });
    }

    /**
     * @param {InboxRow} row
     * @param {RowPlace} place
     */
    update(row, { top, position, size, now, isSelected, isChosen, isChoosing, agent, marks }) {
        this.node.style.top = `${top}px`;
        this.node.setAttribute("aria-posinset", String(position));
        this.node.setAttribute("aria-setsize", String(size));
        this.node.setAttribute("aria-selected", String(isSelected));
        if (isChoosing) this.node.setAttribute("aria-checked", String(isChosen));
        else this.node.removeAttribute("aria-checked");
        const level = urgency(row, now);
        const since = timeAgoShort(row.waiting_since ?? row.updated_at, now);
        const content = JSON.stringify([row, level, since, marks]);
        this.node.className = [
            "desk-row",
            `desk-row--${level}`,
            isSelected && "desk-row--selected",
            row.unread > 0 && "desk-row--unread",
            row.topic === "security" && "desk-row--security",
            isChosen && "desk-row--chosen",
            isChoosing && "desk-row--choosing",
        ].filter(Boolean).join(" ");
        if (content === this.#shown) return;
        this.#shown = content;
        this.node.replaceChildren(...parts(row, { level, since, agent, marks }));
    }
}

/**
 * @param {InboxRow} row
 * @param {{level: string, since: string, agent: string, marks: import("./row-marks.js").Marks}} context
 */
function parts(row, { level, since, agent, marks }) {
    const { customer, assignee, unread } = row;
    const at = row.waiting_since ?? row.updated_at;
    const unreadLabel = text("desk.row.unread", { count: unread });
    const name = element("span", { class: "desk-row__name" }, element("bdi", {}, customer.name || text("timeline.author.guest")));
    if (customer.verified) name.append(drawing("badge-check"), hidden(text("desk.customer.verified")));
    const topic = element("span", { class: "desk-row__topic" }, topicName(row.topic));
    if (row.topic === "security") topic.prepend(drawing("shield"));
    return [
        element("span", { class: "desk-row__choose", "aria-hidden": "true" }, drawing("check")),
        element("span", { class: "desk-row__dot", "aria-hidden": "true" }),
        element("span", { class: "desk-row__first" }, name, topic,
            element("time", { class: "desk-row__time", datetime: at, title: fullTime(at) },
                row.waiting_since && hidden(text(`desk.row.waits_${level}`)), since)),
        element("span", { class: "desk-row__second" },
            element("span", { class: "desk-row__preview", dir: "auto" }, preview(row)),
            ...(row.tags ?? []).slice(0, 2).map((tag) => element("span", { class: "desk-tag desk-row__tag" }, tag)),
            row.snooze && snoozeMark(row.snooze),
            marks.mention === "unread" && element("span", { class: "desk-row__mention", title: text("desk.row.mention") }, hidden(text("desk.row.mention")), element("span", { "aria-hidden": "true" }, "@")),
            marks.hasDraft && element("span", { class: "desk-row__draft" }, text("desk.row.draft")),
            marks.viewers.length > 0 && viewerMark(marks.viewers),
            assignee && assignee.id !== agent && element("span", { class: "desk-row__assignee", title: assignee.name }, hidden(text("desk.row.with")), assignee.name),
            unread > 0 && element("span", { class: "desk-row__unread", title: unreadLabel }, hidden(`${unreadLabel} `), element("span", { "aria-hidden": "true" }, unread > 99 ? "99+" : String(unread)))),
    ];
}

/** @param {import("../../Realtime/Client/wire.js").Viewer[]} viewers */
function viewerMark(viewers) {
    const words = viewersText(viewers);
    const isWriting = viewers.some(({ typing }) => typing);
    return element("span", { class: `desk-row__viewers${isWriting ? " desk-row__viewers--writing" : ""}`, title: words },
        drawing(isWriting ? "chat" : "eye"), hidden(words));
}

/** @param {{until?: string}} snooze */
function snoozeMark({ until }) {
    const words = until ? text("desk.row.snoozed_until", { time: fullTime(until) }) : text("desk.row.snoozed");
    return element("span", { class: "desk-row__snooze", title: words }, drawing("clock"), hidden(words));
}

/** @param {InboxRow} row */
function preview({ last_message: last, subject }) {
    const body = last?.body || subject;
    return last?.author_type === "agent" && last.body ? text("desk.row.answered", { text: body }) : body;
}

/** @param {string} words */
function hidden(words) {
    return element("span", { class: "visually-hidden" }, words);
}
