import { plural, text } from "../../Web/Client/strings.js";
import { topicName } from "../Lifecycle/topic-name.js";
import { drawing, element } from "../Timeline/elements.js";
import { say } from "./keyed-rows.js";
import { span } from "./board-view.js";

/** @typedef {ReturnType<typeof import("./board-view.js").boardView>} View */
/** @typedef {View["queues"][number]} QueueRow */
/** @typedef {View["agents"][number]} AgentRow */
/** @typedef {View["waiting"][number]} WaitingRow */

/** What a queue's row says, in the order of the columns; the first one is its name. */
const NUMBERS = /** @type {const} */ (["entered", "handed_over", "average", "percent", "abandoned", "resolved"]);

/** @returns {{node: HTMLElement, update: (queue: QueueRow) => void}} */
export function queueRow() {
    const name = element("bdi", { class: "board-name" });
    const about = element("span", { class: "board-about" });
    const waiting = element("td", { class: "board-number board-number--large" });
    const oldest = element("span");
    const mark = element("span", { class: "badge badge--danger", hidden: true }, drawing("clock"), text("board.queue.overdue"));
    const target = element("td", { class: "board-number" });
    const numbers = NUMBERS.map((column) => element("td", { class: "board-number board-today", "data-label": text(`board.column.${column}`) }));
    waiting.dataset.label = text("board.column.waiting");
    target.dataset.label = text("board.column.target");
    const node = element("tr", {},
        element("th", { scope: "row" }, name, about), waiting,
        element("td", { class: "board-number", "data-label": text("board.column.oldest") }, oldest, " ", mark), target, ...numbers);
    return {
        node,
        update(queue) {
            say(name, queue.name);
            say(about, [queue.team, queue.is_open ? null : text("board.queue.closed")].filter(Boolean).join(" · "));
            say(waiting, queue.waiting_tickets > 0 ? text("board.queue.with_tickets", { count: queue.waiting, tickets: queue.waiting_tickets }) : String(queue.waiting));
            say(oldest, span(queue.wait));
            mark.hidden = !queue.isOverdue;
            node.classList.toggle("board-row--overdue", queue.isOverdue);
            say(target, span(queue.target_wait_seconds));
            numberTexts(queue.numbers).forEach((words, index) => say(numbers[index], words));
        },
    };
}

/**
 * The day's numbers in the order of the columns.
 *
 * @param {View["today"]} today
 */
export function numberTexts(today) {
    const percent = today.inTargetPercent;
    return [
        String(today.entered),
        String(today.handed_over),
        span(today.average_wait_seconds),
        percent === null ? "–" : text("board.percent", { percent }),
        String(today.abandoned),
        String(today.resolved),
    ];
}

/**
 * @param {((agent: AgentRow) => void)|null} choose Shows what an agent has; null on a wall.
 * @returns {(agent: AgentRow) => {node: HTMLElement, update: (agent: AgentRow) => void}}
 */
export function agentRow(choose) {
    return (first) => {
        let shown = first;
        const name = element("bdi", { class: "board-name" });
        const badge = element("span", { class: "board-about" });
        const mark = element("span", { class: "board-mark", "aria-hidden": "true" });
        const presence = element("span");
        const gone = element("span", { class: "badge badge--danger", hidden: true }, drawing("offline"), text("board.agent.dropped"));
        const since = element("td", { class: "board-number", "data-label": text("board.column.since") });
        const bar = element("progress", { class: "board-load", max: 100, "aria-label": text("board.column.load") });
        const load = element("span");
        const open = choose && element("button", { type: "button", class: "button button--quiet" }, text("board.agent.show"));
        open?.addEventListener("click", () => choose?.(shown));
        const node = element("tr", {},
            element("th", { scope: "row" }, name, badge),
            element("td", { class: "board-state", "data-label": text("board.column.presence") }, mark, presence, " ", gone), since,
            element("td", { "data-label": text("board.column.load") }, bar, load), open && element("td", {}, open));
        return {
            node,
            update(agent) {
                shown = agent;
                say(name, agent.name);
                say(badge, agent.badge);
                mark.className = `board-mark board-mark--${agent.presence}`;
                const state = text(`desk.presence.${agent.presence}`);
                say(presence, agent.reason ? text("desk.presence.because", { state, reason: text(`desk.presence.reason.${agent.reason}`) }) : state);
                gone.hidden = !agent.is_dropped;
                say(since, span(agent.forSeconds));
                bar.value = agent.taken;
                bar.classList.toggle("board-load--full", agent.isFull);
                say(load, loadText(agent));
                if (open) open.setAttribute("aria-label", text("board.agent.show_of", { name: agent.name }));
            },
        };
    };
}

/** @param {AgentRow} agent */
function loadText({ kinds, taken_percent: percent, capacity }) {
    const parts = kinds.map(({ kind, count }) => plural(`board.load.${kind}`, count));
    return [text("board.load.taken", { percent, capacity }), ...parts].join(" · ");
}

/**
 * @param {((row: WaitingRow) => void)|null} take null on a wall.
 * @returns {(row: WaitingRow) => {node: HTMLElement, update: (row: WaitingRow) => void}}
 */
export function waitingRow(take) {
    return (first) => {
        let shown = first;
        const name = element("bdi", { class: "board-name" });
        const about = element("span", { class: "board-about" });
        const wait = element("span", { class: "board-number board-wait" });
        const node = element("li", { class: "board-waiting" }, element("span", { class: "board-waiting__who" }, name, about), wait);
        if (take) {
            const button = element("button", { type: "button", class: "button" }, text("board.take"));
            button.addEventListener("click", () => take(shown));
            node.append(element("a", { class: "button", href: `/desk#${first.id}` }, text("board.open")), button);
        }
        return {
            node,
            update(row) {
                shown = row;
                // A wall is read by whoever passes: it names no customer.
                say(name, take ? row.customer.name || text("board.guest") : topicName(row.topic));
                say(about, take ? `${topicName(row.topic)} · ${row.reference}` : row.reference);
                say(wait, span(row.wait));
            },
        };
    };
}
