import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Drafts } from "../../../Sources/Conversations/Desk/drafts.js";
import { ProblemError } from "../../../Sources/Web/Client/http.js";
import { ManualTimers } from "./manual-timers.mjs";

const ID = "cnv_1";

/** A server that keeps one text and its version. */
class Shelf {
    body = "";
    version = 0;
    /** @type {string[]} */
    puts = [];
    isAway = false;
    /** Whether what is asked arrives and its answer does not. */
    isMute = false;

    ask = async (/** @type {string} */ method, /** @type {string} */ _path, /** @type {any} */ options) => {
        if (this.isAway) throw new ProblemError({ status: 0, code: "offline" });
        if (method === "GET") return { data: this.body ? [this.saved] : [] };
        const { body, version, over = [] } = JSON.parse(await options.body.text());
        assert.ok(over.length <= Drafts.MOST_OVER);
        this.puts.push(body);
        const isOwn = body === this.body || over.includes(this.body);
        if (this.body !== "" && version !== this.version && !isOwn) {
            throw new ProblemError(/** @type {any} */ ({ status: 409, code: "draft_changed", draft: this.saved }));
        }
        this.version += 1;
        this.body = body;
        if (this.isMute) throw new ProblemError({ status: 0, code: "offline" });
        return this.saved;
    };

    get saved() {
        return { conversation: ID, kind: "text", body: this.body, version: this.version };
    }
}

class Kept {
    #values = new Map();
    get length() {
        return this.#values.size;
    }
    key = (/** @type {number} */ index) => [...this.#values.keys()][index] ?? null;
    getItem = (/** @type {string} */ name) => this.#values.get(name) ?? null;
    setItem = (/** @type {string} */ name, /** @type {string} */ value) => void this.#values.set(name, value);
    removeItem = (/** @type {string} */ name) => void this.#values.delete(name);
}

let shelf;
let timers;
let storage;

beforeEach(() => {
    shelf = new Shelf();
    timers = new ManualTimers();
    storage = new Kept();
});

const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
};

/** @param {any} [connection] */
const make = (connection = new EventTarget()) =>
    new Drafts({ agent: "agt_1", connection, storage: /** @type {any} */ (storage), timers, ask: /** @type {any} */ (shelf.ask) });

test("a text is saved once writing rests, and is in the browser only until then", async () => {
    const drafts = make();
    drafts.set(ID, "text", "H");
    timers.advance(Drafts.REST / 2);
    drafts.set(ID, "text", "Hello");
    assert.equal(storage.length, 1);
    timers.advance(Drafts.REST);
    await settle();
    assert.deepEqual(shelf.puts, ["Hello"]);
    assert.equal(storage.length, 0);
    const elsewhere = make();
    await elsewhere.load();
    assert.equal(elsewhere.get(ID, "text"), "Hello");
});

test("what could not be saved survives a reload and is tried again", async () => {
    const drafts = make();
    shelf.isAway = true;
    drafts.set(ID, "text", "Hello");
    timers.advance(Drafts.REST);
    await settle();
    const reloaded = make();
    assert.equal(reloaded.get(ID, "text"), "Hello");
    assert.ok(reloaded.has(ID));
    shelf.isAway = false;
    timers.advance(Drafts.REST);
    await settle();
    assert.equal(shelf.body, "Hello");
});

test("sending empties it, even when the text before was still being saved", async () => {
    const drafts = make();
    drafts.set(ID, "text", "Hello");
    timers.advance(Drafts.REST);
    drafts.set(ID, "text", "");
    timers.advance(0);
    await settle();
    timers.advance(Drafts.REST);
    await settle();
    assert.deepEqual(shelf.puts, ["Hello", ""]);
    assert.equal(drafts.has(ID), false);
});

test("its own texts whose answers are lost are no conflict, through reloads", async () => {
    let drafts = make();
    /** @type {Event[]} */
    const conflicts = [];
    const noteConflict = (/** @type {Event} */ event) => void conflicts.push(event);
    const write = async (/** @type {string} */ body) => {
        drafts.addEventListener("conflict", noteConflict);
        drafts.set(ID, "text", body);
        timers.advance(Drafts.REST);
        await settle();
    };
    shelf.isMute = true;
    await write("Hello");
    // The page goes, and what it wrote is sent and gone with it.
    timers = new ManualTimers();
    drafts = make();
    assert.equal(drafts.get(ID, "text"), "Hello");
    for (let turn = 0; turn < 2 * Drafts.MOST_OVER; turn += 1) await write(`Hello ${turn}`);
    shelf.isMute = false;
    await write("");
    assert.deepEqual(conflicts, []);
    assert.equal(shelf.body, "");
    assert.equal(storage.length, 0);

    // What another device wrote meanwhile is one.
    Object.assign(shelf, { isMute: true });
    await write("mine");
    Object.assign(shelf, { body: "theirs", version: 40, isMute: false });
    await write("mine, longer");
    assert.equal(conflicts.length, 1);
    assert.equal(shelf.body, "theirs");
});

test("what comes from elsewhere is shown where nothing was written here", () => {
    const connection = new EventTarget();
    const drafts = make(connection);
    /** @type {any[]} */
    const changes = [];
    drafts.addEventListener("changed", (event) => changes.push(/** @type {CustomEvent} */ (event).detail.body));
    const tell = (body, version) =>
        connection.dispatchEvent(new CustomEvent("draft", { detail: { conversation: ID, kind: "text", body, version } }));
    tell("from the phone", 3);
    tell("an older state", 2);
    drafts.set(ID, "text", "mine");
    tell("from the phone again", 4);
    assert.deepEqual(changes, ["from the phone"]);
    assert.equal(drafts.get(ID, "text"), "mine");
});

test("where both were changed the agent is asked, and either choice is kept", async () => {
    const drafts = make();
    /** @type {any} */
    let conflict = null;
    drafts.addEventListener("conflict", (event) => (conflict = /** @type {CustomEvent} */ (event).detail));
    Object.assign(shelf, { body: "theirs", version: 5 });
    drafts.set(ID, "text", "mine");
    timers.advance(Drafts.REST);
    await settle();
    assert.equal(conflict.theirs.body, "theirs");
    assert.equal(shelf.body, "theirs");
    drafts.keepMine(conflict.mine, conflict.theirs);
    timers.advance(0);
    await settle();
    assert.equal(shelf.body, "mine");
    drafts.takeTheirs(conflict.mine, { ...conflict.theirs, version: 7 });
    assert.equal(drafts.get(ID, "text"), "theirs");
});
