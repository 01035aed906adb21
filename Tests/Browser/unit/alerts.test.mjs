import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Alerts } from "../../../Sources/Conversations/Desk/alerts.js";

const ME = "agt_me";

/** @type {any} */
let page;
/** @type {string[]} */
let notices;

beforeEach(() => {
    const listeners = new Map();
    page = {
        title: "Desk",
        hidden: false,
        addEventListener: (name, listener) => listeners.set(name, listener),
        getElementById: () => null,
        show: (isHidden) => {
            page.hidden = isHidden;
            listeners.get("visibilitychange")?.();
        },
    };
    globalThis.document = page;
    notices = [];
    globalThis.Notification = class extends EventTarget {
        static permission = "granted";
        static requestPermission = async () => "granted";
        constructor(title) {
            super();
            notices.push(title);
        }
    };
});

/** A row of the inbox; `changes` say what is different. */
const row = (changes = {}) => ({
    id: "cnv_1",
    reference: "AB-CD",
    subject: "",
    topic: "fees",
    status: "assigned",
    customer: { id: "cus_1", name: "Liu", verified: true },
    assignee: { id: ME, name: "Ming", badge: "4471" },
    last_message: { body: "hello", author_type: "customer", seq: 3 },
    last_seq: 3,
    unread: 0,
    ...changes,
});

const other = { id: "agt_other", name: "Ana", badge: "4472" };

async function alerts() {
    const made = new Alerts(ME);
    await made.turnNotices(true);
    return made;
}

test("a customer's message in a hidden window is told, whichever conversation is open", async () => {
    const desk = await alerts();
    desk.open = "cnv_1";
    desk.known([row()]);
    page.hidden = true;
    desk.changed(row({ last_seq: 4, unread: 1 }));
    assert.equal(page.title, "(1) Desk");
    assert.deepEqual(notices, ["desk.alerts.notice"]);
    page.show(false);
    assert.equal(page.title, "Desk");
});

test("in a visible window, another conversation's message is told and the open one's is not", async () => {
    const desk = await alerts();
    desk.known([row(), row({ id: "cnv_2" })]);
    desk.open = "cnv_1";
    desk.changed(row({ last_seq: 4, unread: 1 }));
    assert.equal(page.title, "Desk");
    desk.changed(row({ id: "cnv_2", last_seq: 4, unread: 1 }));
    assert.equal(page.title, "(1) Desk");
    desk.open = "cnv_2";
    assert.equal(page.title, "Desk");
});

test("what is assigned to me is told once, also when nobody wrote", async () => {
    const desk = await alerts();
    desk.known([row({ assignee: other })]);
    desk.changed(row({ last_message: { body: "Assigned", author_type: "system", seq: 4 }, last_seq: 4 }));
    assert.deepEqual(notices, ["desk.alerts.assigned"]);
    desk.changed(row({ last_message: { body: "Assigned", author_type: "system", seq: 4 }, last_seq: 4 }));
    assert.equal(notices.length, 1);
    assert.equal(page.title, "(1) Desk");
});

test("what I took myself is open before me and not told", async () => {
    const desk = await alerts();
    desk.known([row({ status: "queued", assignee: null })]);
    desk.open = "cnv_1";
    desk.changed(row({ last_seq: 4 }));
    assert.deepEqual(notices, []);
});

test("a conversation that is handed over to the queue is told, one that somebody else gets is not", async () => {
    const desk = await alerts();
    desk.changed(row({ id: "cnv_3", status: "queued", assignee: null, unread: 2 }));
    assert.deepEqual(notices, ["desk.alerts.queued"]);
    desk.changed(row({ id: "cnv_4", assignee: other, unread: 2 }));
    desk.changed(row({ id: "cnv_3", assignee: other, unread: 2, last_seq: 4 }));
    assert.equal(notices.length, 1);
});

test("what was there when the desk opened, what I answered and what resolves is no news", async () => {
    const desk = await alerts();
    desk.known([row()]);
    desk.changed(row());
    desk.changed(row({ last_message: { body: "ok", author_type: "agent", seq: 4 }, last_seq: 4 }));
    desk.changed(row({ status: "resolved", last_message: { body: "done", author_type: "system", seq: 5 }, last_seq: 5 }));
    assert.deepEqual(notices, []);
    assert.equal(page.title, "Desk");
});

test("a customer who comes back to what was resolved by me is told", async () => {
    const desk = await alerts();
    desk.known([row({ status: "resolved" })]);
    desk.changed(row({ status: "queued", assignee: null, last_seq: 4, unread: 1 }));
    assert.deepEqual(notices, ["desk.alerts.queued"]);
});
