import assert from "node:assert/strict";
import { test } from "node:test";
// Functions of the desk that need no page.
import { Chosen } from "../../../Sources/Conversations/Desk/chosen.js";
import { pageQuery } from "../../../Sources/Conversations/Desk/desk-address.js";
import { belongs, fits } from "../../../Sources/Conversations/Desk/inbox-order.js";
import { snoozeTimes, typedTime } from "../../../Sources/Conversations/Desk/snooze-times.js";

// A Wednesday.
const NOW = new Date(2026, 10, 25, 15, 30);

test("things are put aside until times that lie ahead, the nearest first", () => {
    for (const day of [22, 23, 24, 25, 26, 27, 28]) {
        const times = snoozeTimes(new Date(2026, 10, day, 15, 30));
        assert.deepEqual(times.map(({ until }) => until.getTime()), times.map(({ until }) => until.getTime()).sort((a, b) => a - b));
        assert.ok(times.every(({ until }) => until > new Date(2026, 10, day, 15, 30)));
        // On a Sunday the next morning is Monday's.
        assert.equal(times.some(({ id }) => id === "monday"), day !== 22);
        for (const { id, until } of times) if (id === "monday") assert.equal(until.getDay(), 1);
    }
});

for (const [typed, wanted] of /** @type {[string, Date|null][]} */ ([
    ["30m", new Date(2026, 10, 25, 16, 0)], ["2 h", new Date(2026, 10, 25, 17, 30)], ["1d", new Date(2026, 10, 26, 15, 30)], ["3小时", new Date(2026, 10, 25, 18, 30)],
    ["2026-12-01", new Date(2026, 11, 1, 9, 0)], ["2026-12-01 14:15", new Date(2026, 11, 1, 14, 15)],
    ["2026-11-01", null], ["2026-02-31", null], ["0m", null], ["soon", null], ["", null], ["-3h", null],
])) {
    test(`"${typed}" is ${wanted ? "a time" : "none"}`, () => assert.deepEqual(typedTime(typed, NOW), wanted));
}

const row = /** @type {any} */ ({ id: "cnv_1", status: "assigned", assignee: { id: "me" }, topic: "api", tags: ["vip"], kind: "chat", locale: "en" });

test("what is put aside stands in its own view until it is back", () => {
    const aside = { ...row, snooze: { since: "2026-11-25T00:00:00Z" } };
    assert.deepEqual(["mine", "snoozed", "all"].map((view) => belongs(row, /** @type {any} */ (view), "me")), [true, false, true]);
    assert.deepEqual(["mine", "snoozed", "all"].map((view) => belongs(aside, /** @type {any} */ (view), "me")), [false, true, true]);
    assert.equal(belongs({ ...aside, status: "waiting_customer" }, "waiting", "me"), false);
    assert.equal(belongs(aside, "snoozed", "another"), false);
});

test("mentions and followed ones are the agent's own", () => {
    const marks = (/** @type {any} */ mention, /** @type {boolean} */ isFollowed) => ({ mention, isFollowed });
    assert.equal(belongs(row, "mentions", "me", marks("read", false)), true);
    assert.equal(belongs(row, "mentions", "me", marks(null, true)), false);
    assert.equal(belongs(row, "following", "me", marks(null, true)), true);
    assert.equal(belongs(row, "following", "me"), false);
});

test("a filter takes what has all that it asks for", () => {
    assert.ok(fits(row, {}) && fits(row, { topic: "api", tag: "vip", kind: "chat", locale: "en", status: "assigned" }));
    for (const filter of [{ topic: "fees" }, { tag: "other" }, { kind: "ticket" }, { locale: "zh-CN" }, { status: "queued" }]) {
        assert.equal(fits(row, filter), false);
    }
    assert.equal(pageQuery({ view: "all", topic: "api", tag: "a b", status: null }, 50, null).toString(), "view=all&limit=50&queue=api&tag=a+b");
});

test("rows are chosen one by one, all, or none", () => {
    let changes = 0;
    const chosen = new Chosen(() => (changes += 1));
    chosen.toggle("a");
    chosen.toggle("b");
    chosen.toggle("a");
    chosen.toggle(null);
    assert.deepEqual(chosen.ids, ["b"]);
    chosen.toggleAll(["a", "b"]);
    assert.deepEqual(chosen.ids, ["a", "b"]);
    chosen.toggleAll(["a", "b"]);
    assert.deepEqual(chosen.ids, []);
    assert.equal(changes, 5);
});
