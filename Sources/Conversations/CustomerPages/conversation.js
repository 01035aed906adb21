import { RealtimeConnection } from "../../Realtime/Client/connection.js";
import { text } from "../../Web/Client/strings.js";
import { showUnderWay } from "../Notices/under-way.js";
import { AntiPhishing } from "../AntiPhishing/anti-phishing.js";
import { api } from "../Timeline/api.js";
import { Attention } from "../Timeline/attention.js";
import { part } from "../Timeline/elements.js";
import { WindowSurface } from "../Timeline/notice-surface.js";
import { CustomerConversation } from "./customer-conversation.js";

/** @typedef {import("./customer-conversation.js").Conversation} Conversation */
/** @typedef {import("./customer-conversation.js").CustomerIdentity} CustomerIdentity */

/** The steps that are shown, and which of them each progress stands at. */
const STEPS = ["submitted", "accepted", "in_progress", "resolved"];
/** @type {Record<string, number>} */
const PLACE = { submitted: 0, accepted: 1, in_progress: 2, waiting_for_you: 2, resolved: 3, closed: 3 };

const root = document.querySelector('[data-module="conversation-page"]');
const data = document.getElementById("conversation-data");
if (root instanceof HTMLElement && data) start(root, JSON.parse(data.textContent ?? "{}"));

/**
 * @param {HTMLElement} root
 * @param {{conversation: Conversation, customer: CustomerIdentity}} data
 */
function start(root, { conversation, customer }) {
    const connection = new RealtimeConnection({ scope: customer.id, checkSession: () => api.isSignedIn("/api/v1/conversations?limit=1") });
    const attention = new Attention(new WindowSurface());
    const view = new CustomerConversation({ root, connection, api, customer, attention });
    view.addEventListener("change", () => {
        if (!view.feed) return;
        showProgress(root, view.feed.progress ?? conversation.progress);
        showAssignee(root, view.feed.assignee);
    });
    showUnderWay(part(root, "under-way"), connection);
    connection.start();
    void new AntiPhishing({ api, mark: part(root, "code"), button: part(root, "choose-code") }).show(customer);
    view.show(conversation);
    view.feed?.addEventListener("arrived", (event) => {
        const { message } = /** @type {CustomEvent} */ (event).detail;
        if (document.hidden && message.author.type !== "customer" && message.kind !== "event") attention.missed(message);
    });
    document.addEventListener("visibilitychange", () => {
        if (!document.hidden) attention.seen(conversation.id);
    });
    connection.addEventListener("read", (event) => {
        const { author_type, seq } = /** @type {CustomEvent} */ (event).detail;
        if (author_type === "customer") attention.seen(conversation.id, seq);
    });
}

/**
 * @param {HTMLElement} root
 * @param {string} progress
 */
function showProgress(root, progress) {
    const place = PLACE[progress] ?? 0;
    for (const step of root.querySelectorAll("[data-step]")) {
        const index = STEPS.indexOf(step.getAttribute("data-step") ?? "");
        const isCurrent = index === place;
        step.classList.toggle("case-progress__step--done", index < place || progress === "closed");
        step.classList.toggle("case-progress__step--current", isCurrent);
        step.toggleAttribute("aria-current", isCurrent);
        if (isCurrent) step.setAttribute("aria-current", "step");
        const label = text(`conversation.progress.${isCurrent ? progress : STEPS[index]}`);
        if (step.firstElementChild) step.firstElementChild.textContent = label;
    }
}

/**
 * @param {HTMLElement} root
 * @param {import("../../Realtime/Client/wire.js").Person|null} assignee
 */
function showAssignee(root, assignee) {
    const line = root.querySelector('[data-part="assignee"]');
    if (!line) return;
    line.textContent = assignee ? text("conversation.with_agent", { name: assignee.name, badge: assignee.badge }) : "";
}
