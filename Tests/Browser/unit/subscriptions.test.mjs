import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Subscriptions } from "../../../Sources/Realtime/Client/subscriptions.js";
import { ManualTimers } from "./manual-timers.mjs";

const ID = "cnv_1";

let timers;
/** @type {any[]} */
let sent;
let isOpen;

beforeEach(() => {
    timers = new ManualTimers();
    sent = [];
    isOpen = true;
});

const make = (withNotes = false) =>
    new Subscriptions({ timers, withNotes, transmit: (frame) => isOpen && sent.push(frame) > 0 });

/** @returns {any} */
const message = (seq) => ({ conversation: ID, seq, body: `message ${seq}` });
/** @returns {any} */
const note = (noteSeq) => ({ conversation: ID, note_seq: noteSeq, after_seq: 0, body: `note ${noteSeq}` });

test("a conversation is asked for from where it is known", () => {
    make().add(ID, { seq: 4 });
    assert.deepEqual(sent, [{ op: "subscribe", conversation: ID, after_seq: 4 }]);
});

test("an agent asks for notes as well, and numbers them apart", () => {
    const subscriptions = make(true);
    subscriptions.add(ID, { seq: 1, noteSeq: 2 });
    assert.deepEqual(sent[0], { op: "subscribe", conversation: ID, after_seq: 1, after_note_seq: 2 });
    assert.deepEqual(subscriptions.accept(note(3)).map(({ body }) => body), ["note 3"]);
    assert.deepEqual(subscriptions.accept(message(2)).map(({ body }) => body), ["message 2"]);
});

test("asking twice asks once, and what nobody subscribed is not given", () => {
    const subscriptions = make();
    subscriptions.add(ID);
    subscriptions.add(ID);
    assert.equal(sent.length, 1);
    assert.deepEqual(subscriptions.accept({ ...message(1), conversation: "cnv_2" }), []);
    assert.equal(subscriptions.noteHead("cnv_2", 3, 0), false);
});

test("a gap is asked for again after a while, from the last that is whole", () => {
    const subscriptions = make();
    subscriptions.add(ID);
    assert.equal(subscriptions.noteHead(ID, 0, 0), true);
    subscriptions.accept(message(1));
    subscriptions.accept(message(3));
    timers.advance(Subscriptions.GRACE - 1);
    assert.equal(sent.length, 1);
    timers.advance(1);
    assert.deepEqual(sent[1], { op: "subscribe", conversation: ID, after_seq: 1 });
    assert.deepEqual(subscriptions.accept(message(2)).map(({ seq }) => seq), [2, 3]);
});

test("a loss with nothing after it is found by the head", () => {
    const subscriptions = make();
    subscriptions.add(ID, { seq: 2 });
    assert.equal(subscriptions.noteHead(ID, 3, 0), false);
    timers.advance(Subscriptions.GRACE);
    assert.deepEqual(sent.at(-1), { op: "subscribe", conversation: ID, after_seq: 2 });
});

test("a long history that is still arriving is not asked for again", () => {
    const subscriptions = make();
    subscriptions.add(ID);
    subscriptions.noteHead(ID, 100, 0);
    for (let seq = 1; seq <= 99; seq += 1) {
        timers.advance(Subscriptions.GRACE / 2);
        subscriptions.accept(message(seq));
    }
    assert.equal(sent.length, 1);
    subscriptions.accept(message(100));
    timers.advance(60_000);
    assert.equal(sent.length, 1);
});

test("a question whose answer was lost is asked again, less and less often", () => {
    make().add(ID);
    timers.advance(Subscriptions.ANSWER);
    assert.equal(sent.length, 2);
    timers.advance(Subscriptions.ANSWER);
    assert.equal(sent.length, 2);
    timers.advance(Subscriptions.ANSWER);
    assert.equal(sent.length, 3);
    timers.advance(60_000);
    assert.equal(sent.length, 3 + 60_000 / Subscriptions.LONGEST_WAIT);
});

test("reset forgets everything and asks from the start", () => {
    const subscriptions = make();
    subscriptions.add(ID);
    subscriptions.noteHead(ID, 2, 0);
    subscriptions.accept(message(1));
    subscriptions.accept(message(2));
    subscriptions.reset(ID);
    assert.deepEqual(sent.at(-1), { op: "subscribe", conversation: ID, after_seq: 0 });
    assert.deepEqual(subscriptions.accept(message(1)).map(({ seq }) => seq), [1]);
    assert.deepEqual(subscriptions.accept(message(2)).map(({ seq }) => seq), [2]);
});

test("reset of what waits for a gap leaves no old question behind, and of the unknown does nothing", () => {
    const subscriptions = make();
    subscriptions.reset("cnv_unknown");
    assert.equal(sent.length, 0);
    subscriptions.add(ID, { seq: 5 });
    subscriptions.noteHead(ID, 7, 0);
    subscriptions.reset(ID);
    subscriptions.noteHead(ID, 0, 0);
    timers.advance(60_000);
    assert.deepEqual(sent.map(({ after_seq }) => after_seq), [5, 0]);
});

test("a new connection goes on from where each was heard; without one nothing is asked", () => {
    const subscriptions = make();
    isOpen = false;
    subscriptions.add(ID, { seq: 1 });
    timers.advance(60_000);
    assert.equal(timers.count, 0);
    isOpen = true;
    subscriptions.restart();
    assert.deepEqual(sent, [{ op: "subscribe", conversation: ID, after_seq: 1 }]);
});

test("what was removed is neither given nor asked for", () => {
    const subscriptions = make();
    subscriptions.add(ID);
    subscriptions.noteHead(ID, 4, 0);
    subscriptions.remove(ID);
    assert.deepEqual(sent.at(-1), { op: "unsubscribe", conversation: ID });
    assert.equal(subscriptions.has(ID), false);
    assert.deepEqual(subscriptions.accept(message(1)), []);
    timers.advance(60_000);
    assert.equal(sent.length, 2);
});
