import assert from "node:assert/strict";
import { test } from "node:test";
import { ConversationFeed } from "../../../Sources/Conversations/Timeline/feed.js";
import { RealtimeConnection } from "../../../Sources/Realtime/Client/connection.js";
import { ManualTimers } from "./manual-timers.mjs";

/** A server's side of the socket: `tell` is what the browser hears. */
class Socket {
    static last = null;
    readyState = 1;

    constructor() {
        Socket.last = this;
    }

    tell(frame) {
        this.onmessage?.({ data: JSON.stringify(frame) });
    }

    send() {}
    close() {}
}

const CONVERSATION = "cnv_1";
const link = { text: "https://evil.test/a", kind: "link", host: "evil.test", verdict: "unknown", reason: "not_listed" };

/** A timeline that shows one message with a link. */
function shown() {
    const connection = new RealtimeConnection({ url: "ws://test", scope: "cus_1", storage: null, WebSocket: Socket, timers: new ManualTimers() });
    const feed = new ConversationFeed({ connection, conversation: CONVERSATION, viewer: "customer", author: { id: "cus_1", name: "" } });
    connection.start();
    Socket.last.onopen?.();
    const author = { id: "agt_1", type: "agent", name: "Ada", badge: "4471" };
    const message = { op: "message", conversation: CONVERSATION, seq: 1, kind: "text", author, body: link.text, attachments: [], created_at: "2026-11-26T10:00:00Z", links: [link] };
    Socket.last.tell(message);
    return { connection, verdict: () => feed.entries[0].message.links[0].verdict };
}

test("a fake that is confirmed is one where it is read, and a link again once it is cleared", () => {
    const { connection, verdict } = shown();
    assert.equal(verdict(), "unknown");
    Socket.last.tell({ op: "links", conversation: CONVERSATION, reported: ["evil.test"], cleared: [] });
    assert.equal(verdict(), "impersonation");
    Socket.last.tell({ op: "links", conversation: "cnv_2", reported: [], cleared: ["evil.test"] });
    assert.equal(verdict(), "impersonation", "another conversation's frame is not meant");
    Socket.last.tell({ op: "links", conversation: CONVERSATION, reported: [], cleared: ["evil.test"] });
    assert.equal(verdict(), "unknown");
    connection.stop();
});
