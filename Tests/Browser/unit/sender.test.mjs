import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { MessageRefused, Sender } from "../../../Sources/Realtime/Client/sender.js";
import { ManualTimers } from "./manual-timers.mjs";

let timers;
/** @type {any[]} */
let sent;
let isOpen;

beforeEach(() => {
    timers = new ManualTimers();
    sent = [];
    isOpen = true;
});

/** The browser's storage, as far as it is used. */
function storage() {
    const items = new Map();
    return {
        get length() {
            return items.size;
        },
        key: (index) => [...items.keys()][index] ?? null,
        getItem: (key) => items.get(key) ?? null,
        setItem: (key, value) => void items.set(key, value),
        removeItem: (key) => void items.delete(key),
    };
}

const make = (kept = null, scope = "cus_1") =>
    new Sender({ scope, storage: kept, timers, transmit: (frame) => isOpen && sent.push(frame) > 0 });

/** @returns {any} */
const outgoing = (id, body = id) => ({
    conversation: "cnv_1",
    client_id: id,
    body,
    kind: "text",
    attachments: [],
    created_at: "2026-01-01T00:00:00Z",
});

const ids = () => sent.map(({ client_id }) => client_id);

test("a message is sent and kept until it is acknowledged", async () => {
    const sender = make();
    const promise = sender.send(outgoing("a"));
    assert.deepEqual(sent, [{ op: "send", conversation: "cnv_1", client_id: "a", body: "a" }]);
    assert.equal(sender.waiting("cnv_1").length, 1);
    sender.acknowledged({ client_id: "a", seq: 7 });
    assert.deepEqual(await promise, { client_id: "a", seq: 7 });
    assert.equal(sender.waiting("cnv_1").length, 0);
    assert.equal(timers.count, 0);
});

test("a frame says only what there is", () => {
    const file = { id: "att_1", name: "x.png", size: 1, media_type: "image/png", url: "/x" };
    assert.deepEqual(Sender.frame({ ...outgoing("a"), kind: "note", attachments: [file], action: "more" }), {
        op: "send",
        conversation: "cnv_1",
        client_id: "a",
        body: "a",
        kind: "note",
        attachments: ["att_1"],
        action: "more",
    });
});

test("no more are under way than the window holds, and the order stays", () => {
    const sender = make();
    const all = Array.from({ length: Sender.WINDOW + 3 }, (_, index) => `m${index}`);
    for (const id of all) void sender.send(outgoing(id));
    assert.deepEqual(ids(), all.slice(0, Sender.WINDOW));
    sender.acknowledged({ client_id: "m0", seq: 1 });
    assert.deepEqual(ids(), all.slice(0, Sender.WINDOW + 1));
});

test("what is not answered is sent again with the same id", () => {
    const sender = make();
    void sender.send(outgoing("a"));
    timers.advance(Sender.PATIENCE - 1);
    assert.deepEqual(ids(), ["a"]);
    timers.advance(1);
    assert.deepEqual(ids(), ["a", "a"]);
});

test("without a connection nothing is lost: the next one sends it, in order", () => {
    const sender = make();
    isOpen = false;
    void sender.send(outgoing("a"));
    void sender.send(outgoing("b"));
    assert.deepEqual(sent, []);
    isOpen = true;
    sender.restart();
    assert.deepEqual(ids(), ["a", "b"]);
    sender.restart();
    assert.deepEqual(ids(), ["a", "b", "a", "b"]);
});

test("a passing refusal waits and then sends everything again", () => {
    const sender = make();
    void sender.send(outgoing("a"));
    void sender.send(outgoing("b"));
    assert.equal(sender.refused("a", "too_many_requests", "later"), null);
    void sender.send(outgoing("c"));
    assert.deepEqual(ids(), ["a", "b"]);
    timers.advance(Sender.PAUSE);
    assert.deepEqual(ids(), ["a", "b", "a", "b", "c"]);
});

test("a refusal for good is told with what was written, and the rest goes on", async () => {
    const sender = make();
    const promise = sender.send(outgoing("a", "too long"));
    const error = sender.refused("a", "message_too_long", "10,000 at most");
    assert.ok(error instanceof MessageRefused);
    await assert.rejects(promise, { code: "message_too_long" });
    assert.equal(error.outgoing.body, "too long");
    assert.equal(sender.waiting("cnv_1").length, 0);
});

test("an answer to what is not waiting changes nothing", () => {
    const sender = make();
    sender.acknowledged({ client_id: "unknown", seq: 1 });
    assert.equal(sender.refused("unknown", "message_too_long", ""), null);
    assert.deepEqual(sent, []);
});

test("what waits survives a reload, for the same person only", () => {
    const kept = storage();
    isOpen = false;
    void make(kept).send(outgoing("a"));
    void make(kept).send(outgoing("b"));
    isOpen = true;
    make(kept, "cus_2").restart();
    assert.deepEqual(sent, []);
    const reloaded = make(kept);
    reloaded.restart();
    assert.deepEqual(ids(), ["a", "b"]);
    reloaded.acknowledged({ client_id: "a", seq: 1 });
    reloaded.acknowledged({ client_id: "b", seq: 2 });
    assert.equal(kept.length, 0);
});
