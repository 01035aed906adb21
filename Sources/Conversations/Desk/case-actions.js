import { ProblemError } from "../../Web/Client/http.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { plural, text } from "../../Web/Client/strings.js";
import { api } from "../Timeline/api.js";

/** @typedef {import("./types.js").InboxRow} InboxRow */
/** @typedef {import("./types.js").ConversationDetails} ConversationDetails */
/** @typedef {import("./types.js").Colleague} Colleague */
/**
 * One thing to be done, as the API takes it: which members it has is a matter of its type.
 * @typedef {{type: string, agent?: string, team?: string, queue?: string, until?: string, seconds?: number, tags?: string[], key?: string, value?: string|null, body?: string}} DeskAction
 */

/**
 * What is done with a conversation: taking, giving, resolving. When somebody was faster, it says who, and the
 * present state is shown. Events: `details` (ConversationDetails) with the state after it.
 */
export class CaseActions extends EventTarget {
    #toasts;
    #agent;
    #isBusy = false;

    /**
     * @param {import("./toasts.js").Toasts} toasts
     * @param {string} agent Whose desk it is.
     */
    constructor(toasts, agent) {
        super();
        this.#toasts = toasts;
        this.#agent = agent;
    }

    /** @param {InboxRow} row */
    take(row) {
        const body = { agent: "me", expected: row.assignee?.id ?? null };
        return this.#change(row, "assign", body, { done: text("desk.done.taken") });
    }

    /**
     * @param {InboxRow} row
     * @param {import("./types.js").Place} place
     * @param {string} note What whoever gets it should know; empty for nothing.
     */
    giveTo(row, { kind, id, name }, note) {
        const body = { [kind]: id, expected: row.assignee?.id ?? null, ...(note ? { note } : {}) };
        return this.#change(row, "assign", body, { done: text("desk.done.given", { name }) });
    }

    /** @param {InboxRow} row */
    giveBack(row) {
        const body = { agent: null, expected: row.assignee?.id ?? null };
        return this.#change(row, "assign", body, { done: text("desk.done.given_back") });
    }

    /** @param {InboxRow} row */
    resolve(row) {
        const way = { label: text("desk.undo"), run: () => void this.reopen(row) };
        return this.#change(row, "status", { status: "resolved" }, { done: text("desk.done.resolved"), way });
    }

    /** @param {InboxRow} row */
    reopen(row) {
        return this.#change(row, "status", { status: "assigned" }, { done: text("desk.done.reopened") });
    }

    /** @returns {Promise<Colleague[]>} */
    async colleagues() {
        const { data } = await api.get("/api/v1/agent/agents");
        return data;
    }

    /**
     * Does several things to several conversations and tells how it went.
     *
     * @param {string[]} conversations
     * @param {DeskAction[]} actions
     * @param {string} [done] What is said when all went well; how many there were without it.
     * @returns {Promise<string[]|null>} Those where it did not go; null when nothing was asked at all.
     */
    async act(conversations, actions, done) {
        if (this.#isBusy || conversations.length === 0) return null;
        this.#isBusy = true;
        try {
            /** @type {{data: {conversation: string, ok: boolean, code?: string, title?: string}[]}} */
            const { data } = await api.post("/api/v1/agent/actions", { conversations, actions });
            const failed = data.filter(({ ok }) => !ok);
            if (failed.length === 0) this.#toasts.say(done ?? plural("desk.bulk.done", data.length));
            else this.#toasts.warn(text("desk.bulk.partly", { done: data.length - failed.length, failed: failed.length, reasons: reasons(failed) }));
            return failed.map(({ conversation }) => conversation);
        } catch (error) {
            this.#toasts.warn(problemText(error));
            return null;
        } finally {
            this.#isBusy = false;
        }
    }

    /**
     * Does things to one conversation and shows its state after it.
     *
     * @param {string} id
     * @param {DeskAction[]} actions
     * @param {string} done
     */
    async actOn(id, actions, done) {
        const failed = await this.act([id], actions, done);
        if (failed === null) return;
        try {
            this.#tell(await api.get(`/api/v1/agent/conversations/${id}`));
        } catch {
            // The list is told of it anyway.
        }
    }

    /**
     * Where conversations can go besides to somebody: teams, then queues.
     *
     * @returns {Promise<import("./types.js").Place[]>}
     */
    async places() {
        const [teams, queues] = await Promise.all(["teams", "queues"].map((name) => api.get(`/api/v1/agent/${name}`)));
        const as = (/** @type {"team"|"queue"} */ kind) => (/** @type {{id: string, name: string}} */ { id, name }) => ({ kind, id, name });
        return [...teams.data.map(as("team")), ...queues.data.map(as("queue"))];
    }

    /**
     * @param {InboxRow} row As it was looked at.
     * @param {"assign"|"status"} what
     * @param {object} body
     * @param {{done: string, way?: {label: string, run: () => void}}} after
     */
    async #change(row, what, body, { done, way }) {
        // A key held down asks many times.
        if (this.#isBusy) return;
        this.#isBusy = true;
        try {
            const details = await api.post(`/api/v1/agent/conversations/${row.id}/${what}`, body);
            this.#tell(details);
            this.#toasts.say(done, way);
        } catch (error) {
            await this.#failed(row, error);
        } finally {
            this.#isBusy = false;
        }
    }

    /**
     * @param {InboxRow} row
     * @param {unknown} error
     */
    async #failed(row, error) {
        if (!(error instanceof ProblemError && error.status === 409)) {
            this.#toasts.warn(problemText(error));
            return;
        }
        try {
            const details = await api.get(`/api/v1/agent/conversations/${row.id}`);
            this.#tell(details);
            this.#toasts.warn(this.#whoWasFirst(details.conversation));
        } catch {
            this.#toasts.warn(text("desk.first.somebody"));
        }
    }

    /** @param {InboxRow} row As it is now. */
    #whoWasFirst({ status, assignee }) {
        const isOver = status === "resolved" || status === "closed";
        if (isOver) return text(assignee ? "desk.first.over_by" : "desk.first.over", { name: assignee?.name ?? "", status: text(`desk.status.${status}`) });
        if (assignee?.id === this.#agent) return text("desk.first.yours");
        return assignee ? text("desk.first.taken", { name: assignee.name, badge: assignee.badge }) : text("desk.first.returned");
    }

    /** @param {ConversationDetails} details */
    #tell(details) {
        this.dispatchEvent(new CustomEvent("details", { detail: details }));
    }
}

/**
 * Why it did not go, each reason once.
 *
 * @param {{code?: string, title?: string}[]} failed
 */
function reasons(failed) {
    const told = failed.map(({ code, title }) => problemText(new ProblemError({ status: 409, code, title })));
    return [...new Set(told)].slice(0, 3).join(" ");
}
