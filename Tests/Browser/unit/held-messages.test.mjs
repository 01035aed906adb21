import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { HeldMessages } from "../../../Sources/Conversations/Desk/held-messages.js";
import { ManualTimers } from "./manual-timers.mjs";

let timers;
/** @type {any[]} */
let sent;
/** @type {any[]} */
let given;
/** @type {any[]} */
let asked;

beforeEach(() => {
    timers = new ManualTimers();
    [sent, given, asked] = [[], [], []];
});

const make = (isOn = true) => {
    const held = new HeldMessages({
        send: async (composed) => void sent.push(composed.body),
        giveBack: (composed) => void given.push(composed.body),
        storage: null,
        timers,
        ask: /** @type {any} */ (async (/** @type {string} */ _method, /** @type {string} */ path, /** @type {any} */ options) => void asked.push([path, options.body.body, options.body.client_id, options.body.quick_replies])),
    });
    held.isOn = isOn;
    return held;
};
const reply = (/** @type {string} */ body, conversation = "cnv_1") => /** @type {any} */ ({ conversation, kind: "text", body, attachments: [], seen: 4 });

test("a reply waits and is then sent; a note and everybody who did not ask for it do not wait", async () => {
    const held = make();
    const arrived = held.send(reply("one"));
    assert.deepEqual(sent, []);
    timers.advance(HeldMessages.SECONDS * 1000);
    await arrived;
    assert.deepEqual(sent, ["one"]);
    await held.send({ ...reply("note"), kind: "note" });
    await make(false).send(reply("at once"));
    assert.deepEqual(sent, ["one", "note", "at once"]);
});

test("what is taken back is not sent and stands where it was written", async () => {
    const held = make();
    const arrived = held.send(reply("oops"));
    held.undo("cnv_1");
    await assert.rejects(arrived);
    timers.advance(HeldMessages.SECONDS * 1000);
    assert.deepEqual([sent, given], [[], ["oops"]]);
    held.undo("cnv_1");
    assert.deepEqual(given, ["oops"]);
});

test("the next reply sends the one before it first, of each conversation", () => {
    const held = make();
    void held.send(reply("one"));
    void held.send(reply("other", "cnv_2"));
    void held.send(reply("two"));
    assert.deepEqual(sent, ["one"]);
    held.turn(false);
    assert.deepEqual(sent, ["one", "other", "two"]);
});

test("when the page goes everything is sent, in both ways as the same message", () => {
    const held = make();
    void held.send({ ...reply("one"), quick_replies: ["BTC"] });
    held.flush();
    held.flush();
    assert.deepEqual(sent, ["one"]);
    assert.equal(asked.length, 1);
    assert.deepEqual(asked[0].slice(0, 2), ["/api/v1/agent/conversations/cnv_1/messages", "one"]);
    assert.match(asked[0][2], /^[0-9a-f-]{36}$/);
    assert.deepEqual(asked[0][3], ["BTC"]);
    timers.advance(HeldMessages.SECONDS * 1000);
    assert.deepEqual(sent, ["one"]);
});
