import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Signals } from "../../../Sources/Realtime/Client/signals.js";
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

const make = () => new Signals((frame) => isOpen && sent.push(frame) > 0, timers);

test("what is looked at is told again and again, until it is another or none", () => {
    const signals = make();
    signals.view("cnv_1");
    signals.view("cnv_1");
    timers.advance(Signals.VIEW_EVERY * 2);
    assert.deepEqual(sent, Array(3).fill({ op: "view", conversation: "cnv_1" }));
    signals.view("cnv_2");
    signals.view(null);
    timers.advance(Signals.VIEW_EVERY * 3);
    assert.deepEqual(sent.slice(3), [{ op: "view", conversation: "cnv_2" }, { op: "view" }]);
});

test("a silent look is told once, as one, and shown from when it is not silent any more", () => {
    const signals = make();
    signals.view("cnv_1", true);
    signals.view("cnv_1", true);
    timers.advance(Signals.VIEW_EVERY * 2);
    assert.deepEqual(sent, [{ op: "view", conversation: "cnv_1", silent: true }]);
    signals.restart();
    assert.deepEqual(sent.slice(1), [{ op: "view", conversation: "cnv_1", silent: true }]);
    signals.view("cnv_1");
    signals.view(null);
    assert.deepEqual(sent.slice(2), [{ op: "view", conversation: "cnv_1" }, { op: "view" }]);
});

test("a new connection is told what is looked at", () => {
    const signals = make();
    isOpen = false;
    signals.view("cnv_1");
    isOpen = true;
    signals.restart();
    assert.deepEqual(sent, [{ op: "view", conversation: "cnv_1" }]);
    signals.view(null);
    sent = [];
    signals.restart();
    assert.deepEqual(sent, []);
});

test("a stopped one tells nothing", () => {
    const signals = make();
    signals.view("cnv_1");
    signals.stop();
    sent = [];
    timers.advance(Signals.VIEW_EVERY * 2);
    assert.deepEqual(sent, []);
});
