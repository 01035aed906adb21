import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Sender } from "../../../Sources/Realtime/Client/sender.js";
import { ManualTimers } from "./manual-timers.mjs";

/** @type {any[]} */
let sent;
/** @type {Map<string, string>} */
let kept;

beforeEach(() => {
    sent = [];
    kept = new Map();
});

/** The browser's storage, as far as it is used. */
const storage = () => ({
    get length() {
        return kept.size;
    },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
});

const make = () => {
    const timers = new ManualTimers();
    return new Sender({ scope: "cus_1", storage: storage(), timers, transmit: (frame) => sent.push(frame) > 0 });
};

const file = (key) => ({ key, name: `${key}.png`, size: 1, media_type: "image/png" });
const attachment = (id) => ({ id, name: `${id}.png`, size: 1, media_type: "image/png", url: `/${id}` });

/** @returns {any} */
const outgoing = (id, conversation, files) => ({
    conversation,
    client_id: id,
    body: id,
    kind: "text",
    attachments: [],
    ...(files ? { files } : {}),
    created_at: "2026-01-01T00:00:00Z",
});

const ids = () => sent.map(({ client_id }) => client_id);

test("a message waits for its last file, and what was written after it in the same conversation waits with it", () => {
    const sender = make();
    void sender.send(outgoing("a", "cnv_1", [file("x"), file("y")]));
    void sender.send(outgoing("b", "cnv_1"));
    void sender.send(outgoing("c", "cnv_2"));
    assert.deepEqual(ids(), ["c"]);

    assert.deepEqual(sender.attach("a", "x", attachment("att_1"))?.files, [file("y")]);
    assert.deepEqual(ids(), ["c"]);
    sender.attach("a", "y", attachment("att_2"));
    assert.deepEqual(ids(), ["c", "a", "b"]);
    assert.deepEqual(sent[1].attachments, ["att_1", "att_2"]);
});

test("after a reload a file that was there already is not asked for again", () => {
    const before = make();
    void before.send(outgoing("a", "cnv_1", [file("x"), file("y")]));
    before.attach("a", "x", attachment("att_1"));
    const after = make();
    assert.deepEqual(after.waiting("cnv_1").map(({ files, attachments }) => [files, attachments.map(({ id }) => id)]), [
        [[file("y")], ["att_1"]],
    ]);
    after.attach("a", "y", attachment("att_2"));
    assert.deepEqual(sent.map((frame) => frame.attachments), [["att_1", "att_2"]]);
});

test("a message whose file is refused is given up, and what waited behind it goes", () => {
    const sender = make();
    sender.send(outgoing("a", "cnv_1", [file("x")])).catch(() => {});
    void sender.send(outgoing("b", "cnv_1"));
    assert.equal(sender.refused("a", "attachment_type_not_accepted", "")?.outgoing.client_id, "a");
    assert.deepEqual(ids(), ["b"]);
    assert.equal(sender.attach("a", "x", attachment("att_1")), null);
});

test("eight messages that wait for files hold nobody else up", () => {
    const sender = make();
    for (let number = 0; number < 9; number += 1) void sender.send(outgoing(`w${number}`, `cnv_${number}`, [file("x")]));
    void sender.send(outgoing("free", "cnv_free"));
    assert.deepEqual(ids(), ["free"]);
});
