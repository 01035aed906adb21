import assert from "node:assert/strict";
import { test } from "node:test";
import { CloseCode, FramePacer, afterClose, reconnectDelay } from "../../../Sources/Realtime/Client/pacing.js";
import { randomUUID } from "../../../Sources/Web/Client/identifiers.js";

test("the wait before a new attempt doubles up to an end, and is drawn from all of it", () => {
    const longest = Array.from({ length: 12 }, (_, attempt) => reconnectDelay(attempt, () => 1));
    assert.deepEqual(longest.slice(0, 6), [500, 1000, 2000, 4000, 8000, 16_000]);
    assert.deepEqual(new Set(longest.slice(6)), new Set([20_000]));
    assert.equal(reconnectDelay(5, () => 0), 0);
    assert.equal(reconnectDelay(5, () => 0.5), 8000);
});

test("a close says whether to come back and when", () => {
    const half = () => 0.5;
    assert.deepEqual(afterClose(CloseCode.signedOut, 0, half), { state: "signed-out" });
    assert.deepEqual(afterClose(CloseCode.originRefused, 0, half), { state: "refused" });
    assert.deepEqual(afterClose(CloseCode.tooSlow, 0, half), { state: "waiting", delay: 0 });
    assert.deepEqual(afterClose(CloseCode.tooSlow, 2, half), { state: "waiting", delay: 1000 });
    assert.deepEqual(afterClose(CloseCode.rateLimited, 0, half), { state: "waiting", delay: 3250 });
    assert.deepEqual(afterClose(1006, 1, half), { state: "waiting", delay: 500 });
});

test("a pacer lets through what a window holds and then says how long to wait", () => {
    const pacer = new FramePacer(3, 1000);
    assert.deepEqual([0, 100, 200].map((now) => pacer.take(now)), [0, 0, 0]);
    assert.equal(pacer.take(300), 700);
    assert.equal(pacer.take(999), 1);
    assert.equal(pacer.take(1000), 0);
    assert.equal(pacer.take(1000), 100);
});

test("a pacer holds a client under the server's limit whatever it does", () => {
    const pacer = new FramePacer();
    const times = [];
    for (let now = 0; now < 30_000; now += 10) if (pacer.take(now) === 0) times.push(now);
    for (const start of times) assert.ok(times.filter((time) => time >= start && time < start + 6000).length <= 60);
    assert.ok(times.length >= 48 * 5);
});

test("an id is a UUID of version 4, where the browser makes none as well", () => {
    const made = Array.from({ length: 200 }, randomUUID);
    const { randomUUID: native } = crypto;
    Object.defineProperty(crypto, "randomUUID", { value: undefined, configurable: true });
    made.push(...Array.from({ length: 200 }, randomUUID));
    Object.defineProperty(crypto, "randomUUID", { value: native, configurable: true });
    assert.equal(new Set(made).size, 400);
    for (const id of made) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
