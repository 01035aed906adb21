// What the board's rows show, from what the server told and the time: pure.

/** @typedef {{entered: number, handed_over: number, average_wait_seconds: number|null, in_target: number, abandoned: number, resolved: number}} Numbers */
/**
 * @typedef {object} QueueState
 * @property {string} id
 * @property {string} name
 * @property {string|null} [team]
 * @property {boolean} is_open
 * @property {number} waiting
 * @property {number} waiting_tickets
 * @property {string|null} [oldest_since]
 * @property {number} target_wait_seconds
 * @property {boolean} is_overdue
 * @property {Numbers} today
 */
/**
 * @typedef {object} AgentState
 * @property {string} id
 * @property {string} name
 * @property {string} badge
 * @property {string} presence
 * @property {string|null} [reason]
 * @property {boolean} is_dropped
 * @property {string|null} [since]
 * @property {Record<string, number>} load
 * @property {number} taken_percent
 * @property {number} capacity
 */
/** @typedef {import("../Desk/types.js").InboxRow} InboxRow */
/** @typedef {{at: string, queues: QueueState[], agents: AgentState[], waiting: InboxRow[], today: Numbers}} Board */

/** The kinds of work in the order in which they are told. */
const KINDS = ["chat", "ticket", "call"];
const DAY = 86_400_000;

/**
 * @param {Board} board
 * @param {number} now Epoch milliseconds by the server's clock.
 */
export function boardView(board, now) {
    return {
        queues: board.queues.map((queue) => queueView(queue, now)),
        agents: board.agents.map((agent) => agentView(agent, now)),
        waiting: board.waiting.map((row) => ({ ...row, wait: secondsSince(row.waiting_since, now) })),
        totals: totals(board, now),
        today: numbersView(board.today),
        // The feed counts days by UTC, so that every supervisor sees the same numbers.
        countedSince: new Date(now - (now % DAY)).toISOString(),
    };
}

/**
 * @param {QueueState} queue
 * @param {number} now
 */
function queueView(queue, now) {
    const wait = secondsSince(queue.oldest_since, now);
    // What the server told as overdue stays so; the rest becomes so while nothing is told. Tickets have no such target.
    const isLate = queue.waiting > 0 && queue.waiting_tickets === 0 && (wait ?? 0) > queue.target_wait_seconds;
    return { ...queue, wait, isOverdue: queue.is_overdue || isLate, numbers: numbersView(queue.today) };
}

/**
 * @param {AgentState} agent
 * @param {number} now
 */
function agentView(agent, now) {
    const kinds = KINDS.filter((kind) => (agent.load[kind] ?? 0) > 0).map((kind) => ({ kind, count: agent.load[kind] }));
    return {
        ...agent,
        forSeconds: secondsSince(agent.since, now),
        kinds,
        taken: Math.max(0, Math.min(100, agent.taken_percent)),
        isFull: agent.taken_percent >= 100,
    };
}

/**
 * @param {Numbers} numbers
 * @returns {Numbers & {inTargetPercent: number|null}} The share of those handed over, rounded down: 99.9 % is not all.
 */
function numbersView(numbers) {
    const { handed_over: handed, in_target: inTarget } = numbers;
    return { ...numbers, inTargetPercent: handed === 0 ? null : Math.floor((inTarget * 100) / handed) };
}

/**
 * @param {Board} board
 * @param {number} now
 */
function totals({ queues, agents }, now) {
    const waits = queues.flatMap((queue) => secondsSince(queue.oldest_since, now) ?? []);
    const is = (/** @type {string} */ presence) => agents.filter((agent) => agent.presence === presence && !agent.is_dropped).length;
    return {
        waiting: queues.reduce((sum, { waiting }) => sum + waiting, 0),
        tickets: queues.reduce((sum, { waiting_tickets: tickets }) => sum + tickets, 0),
        longest: waits.length === 0 ? null : Math.max(...waits),
        overdue: queues.filter((queue) => queueView(queue, now).isOverdue).length,
        online: is("online"),
        away: is("away"),
    };
}

/**
 * @param {string|null|undefined} when
 * @param {number} now
 * @returns {number|null} Whole seconds, never negative: clocks differ a little.
 */
function secondsSince(when, now) {
    return when ? Math.max(0, Math.floor((now - Date.parse(when)) / 1000)) : null;
}

/**
 * A span as a clock shows it: "0:07", "12:40", "3:05:00"; days are hours, "51:00:00".
 *
 * @param {number|null} seconds
 */
export function span(seconds) {
    if (seconds === null) return "–";
    const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
    const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
    return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
