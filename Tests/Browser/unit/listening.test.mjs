import assert from "node:assert/strict";
import { test } from "node:test";
import { Listening } from "../../../Sources/Conversations/Desk/listening.js";

const storage = () => {
    const values = new Map();
    return /** @type {any} */ ({ getItem: (/** @type {string} */ key) => values.get(key) ?? null, setItem: (/** @type {string} */ key, /** @type {string} */ value) => void values.set(key, value) });
};

test("who supervises is seen until they choose not to be, and the choice is kept", () => {
    const kept = storage();
    const listening = new Listening(true, kept);
    let changes = 0;
    listening.addEventListener("change", () => (changes += 1));
    assert.equal(listening.isSilent, false);
    listening.toggle();
    assert.equal(listening.isSilent, true);
    assert.equal(new Listening(true, kept).isSilent, true);
    listening.toggle();
    assert.equal(new Listening(true, kept).isSilent, false);
    assert.equal(changes, 2);
});

test("nobody else listens silently, whatever the browser has kept", () => {
    const kept = storage();
    new Listening(true, kept).toggle();
    const listening = new Listening(false, kept);
    listening.toggle();
    assert.equal(listening.isSilent, false);
    assert.equal(new Listening(true, kept).isSilent, true);
});
