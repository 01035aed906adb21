import assert from "node:assert/strict";
import { test } from "node:test";
import { boardView, span } from "../../../Sources/Conversations/Board/board-view.js";

const NOW = Date.parse("2026-11-25T10:00:00Z");
const ago = (seconds) => new Date(NOW - seconds * 1000).toISOString();

const numbers = (changes = {}) => ({
    entered: 0, handed_over: 0, average_wait_seconds: null, in_target: 0, abandoned: 0, resolved: 0, ...changes,
});
const queue = (changes = {}) => ({
    id: "que_1", name: "API", team: null, is_open: true, waiting: 0, waiting_tickets: 0, oldest_since: null,
    target_wait_seconds: 60, is_overdue: false, today: numbers(), ...changes,
});
const agent = (changes = {}) => ({
    id: "agt_1", name: "Ming", badge: "4471", presence: "online", reason: null, is_dropped: false, since: ago(5),
    load: {}, taken_percent: 0, capacity: 3, ...changes,
});
const board = (changes = {}) => ({ at: ago(0), queues: [], agents: [], waiting: [], today: numbers(), ...changes });

test("a wait goes on between two tellings and becomes overdue by itself", () => {
    const told = board({ queues: [queue({ waiting: 1, oldest_since: ago(60) })] });
    const [before, after] = [boardView(told, NOW).queues[0], boardView(told, NOW + 1000).queues[0]];
    assert.deepEqual([before.wait, before.isOverdue], [60, false]);
    assert.deepEqual([after.wait, after.isOverdue], [61, true]);
});

test("a ticket that waits long makes no queue overdue, and what the server calls overdue stays so", () => {
    const tickets = queue({ waiting_tickets: 1, oldest_since: ago(9000) });
    const mixed = queue({ waiting: 1, waiting_tickets: 1, oldest_since: ago(9000) });
    const told = queue({ waiting: 1, waiting_tickets: 1, oldest_since: ago(9000), is_overdue: true });
    const view = boardView(board({ queues: [tickets, mixed, told] }), NOW);
    assert.deepEqual(view.queues.map(({ isOverdue }) => isOverdue), [false, false, true]);
    assert.equal(view.totals.overdue, 1);
});

test("a clock that is behind the server's shows no negative wait", () => {
    const view = boardView(board({ queues: [queue({ waiting: 1, oldest_since: ago(-3) })] }), NOW);
    assert.equal(view.queues[0].wait, 0);
});

test("the share within the target is never rounded up, and unknown when nobody was handed over", () => {
    const of = (today) => boardView(board({ today }), NOW).today.inTargetPercent;
    assert.equal(of(numbers({ handed_over: 1000, in_target: 999 })), 99);
    assert.equal(of(numbers({ handed_over: 4, in_target: 4 })), 100);
    assert.equal(of(numbers()), null);
});

test("the totals count who is there, without those who gave no sign of life", () => {
    const view = boardView(
        board({
            queues: [queue({ waiting: 2, oldest_since: ago(30) }), queue({ waiting: 1, waiting_tickets: 4, oldest_since: ago(70) })],
            agents: [agent(), agent({ is_dropped: true }), agent({ presence: "away", reason: "meal" }), agent({ presence: "offline" })],
        }),
        NOW,
    );
    assert.deepEqual(view.totals, { waiting: 3, tickets: 4, longest: 70, overdue: 0, online: 1, away: 1 });
});

test("an agent's load is told by kind in one order, and the bar ends at full", () => {
    const view = boardView(board({ agents: [agent({ load: { ticket: 2, chat: 1, call: 0 }, taken_percent: 140 })] }), NOW);
    assert.deepEqual(view.agents[0].kinds, [{ kind: "chat", count: 1 }, { kind: "ticket", count: 2 }]);
    assert.deepEqual([view.agents[0].taken, view.agents[0].isFull], [100, true]);
});

test("the day begins at midnight UTC", () => {
    assert.equal(boardView(board(), NOW).countedSince, "2026-11-25T00:00:00.000Z");
});

test("a span reads as a clock", () => {
    assert.deepEqual([null, 0, 7, 760, 3600, 183_600].map(span), ["–", "0:00", "0:07", "12:40", "1:00:00", "51:00:00"]);
});
