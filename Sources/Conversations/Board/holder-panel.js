import { problemText } from "../../Web/Client/problem-text.js";
import { ProblemError } from "../../Web/Client/http.js";
import { required } from "../../Web/Client/modules.js";
import { plural, text } from "../../Web/Client/strings.js";
import { api } from "../Timeline/api.js";
import { element } from "../Timeline/elements.js";

/** @typedef {import("../Desk/types.js").InboxRow} InboxRow */

/** What one agent has, to be looked into, taken over, or given to others: one or many, with one result each. */
export class HolderPanel {
    /** At most so many are shown and moved at once: a page of the inbox. */
    static MOST = 100;

    #root;
    #me;
    /** @type {{id: string, name: string}|null} */
    #agent = null;
    /** @type {Map<string, {box: HTMLInputElement, result: HTMLElement, listen: HTMLElement, take: HTMLElement}>} */
    #rows = new Map();
    /** @type {HTMLElement|null} */
    #opener = null;

    /**
     * @param {HTMLElement} root
     * @param {string} me Whose board it is.
     */
    constructor(root, me) {
        this.#root = root;
        this.#me = me;
        this.#part("form", HTMLFormElement).addEventListener("submit", (event) => {
            event.preventDefault();
            void this.#move();
        });
        this.#part("all", HTMLInputElement).addEventListener("change", (event) => {
            const { checked } = /** @type {HTMLInputElement} */ (event.target);
            for (const { box } of this.#rows.values()) box.checked = checked && !box.disabled;
        });
        this.#part("close", HTMLButtonElement).addEventListener("click", () => this.#close());
    }

    /** @param {{id: string, name: string}} agent */
    async show(agent) {
        this.#opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
        this.#agent = agent;
        this.#root.hidden = false;
        this.#part("title", HTMLElement).textContent = text("board.holder.title", { name: agent.name });
        this.#say(text("board.holder.loading"));
        this.#part("rows", HTMLElement).replaceChildren();
        this.#part("form", HTMLFormElement).hidden = true;
        this.#part("title", HTMLElement).focus();
        try {
            const [{ data }, places] = await Promise.all([
                api.get(`/api/v1/agent/conversations?view=all&agent=${agent.id}&limit=${HolderPanel.MOST}`),
                destinations(agent.id),
            ]);
            // Another agent may have been asked for meanwhile.
            if (this.#agent !== agent) return;
            this.#fill(data, places);
        } catch (error) {
            if (this.#agent === agent) this.#say(problemText(error));
        }
    }

    #close() {
        this.#agent = null;
        this.#root.hidden = true;
        this.#opener?.focus();
    }

    /**
     * @param {InboxRow[]} conversations
     * @param {HTMLOptGroupElement[]} places
     */
    #fill(conversations, places) {
        this.#rows.clear();
        this.#part("all", HTMLInputElement).checked = false;
        this.#part("rows", HTMLElement).replaceChildren(...conversations.map((row) => this.#row(row)));
        const nobody = element("option", { value: "" }, text("board.holder.choose"));
        this.#part("to", HTMLSelectElement).replaceChildren(nobody, ...places);
        this.#part("form", HTMLFormElement).hidden = conversations.length === 0;
        this.#say(conversations.length === 0 ? text("board.holder.none") : "");
    }

    /** @param {InboxRow} row */
    #row(row) {
        const box = element("input", { type: "checkbox", value: row.id });
        const result = element("span", { class: "board-holder__result", role: "status" });
        const listen = element("a", { class: "button button--quiet", href: `/desk#${row.id}` }, text("board.listen"));
        const who = row.customer.name || text("board.guest");
        const take = element("button", { type: "button", class: "button button--quiet" }, text("board.take_over"));
        take.addEventListener("click", () => void this.#assign(row.id, { agent: "me" }, text("board.holder.yours")));
        if (this.#agent?.id === this.#me) take.hidden = true;
        this.#rows.set(row.id, { box, result, listen, take });
        return element("li", { class: "board-holder__row" },
            element("label", { class: "board-holder__pick" }, box,
                element("span", {}, element("bdi", { class: "board-name" }, who),
                    element("span", { class: "board-about" }, `${row.reference} · ${text(`desk.status.${row.status}`)} · ${row.subject}`))),
            result, listen, take);
    }

    async #move() {
        const to = this.#part("to", HTMLSelectElement);
        const chosen = [...this.#rows].filter(([, { box }]) => box.checked && !box.disabled).map(([id]) => id);
        if (chosen.length === 0 || !to.value) {
            this.#say(text(chosen.length === 0 ? "board.holder.choose_some" : "board.holder.choose_place"));
            (to.value ? this.#part("all", HTMLInputElement) : to).focus();
            return;
        }
        const [kind, id] = to.value.split(" ");
        const note = this.#part("note", HTMLInputElement).value.trim();
        const done = text("board.holder.given", { name: to.selectedOptions[0]?.textContent ?? "" });
        const button = this.#part("move", HTMLButtonElement);
        button.disabled = true;
        let moved = 0;
        // One after another: each is a transaction of its own, and a desk has no hurry that is worth a burst.
        for (const conversation of chosen) {
            if (await this.#assign(conversation, { [kind]: id, ...(note ? { note } : {}) }, done)) moved += 1;
        }
        button.disabled = false;
        this.#say(plural("board.holder.moved", moved, { all: chosen.length }));
    }

    /**
     * @param {string} conversation
     * @param {object} destination
     * @param {string} done
     * @returns {Promise<boolean>} Whether it was moved.
     */
    async #assign(conversation, destination, done) {
        const row = this.#rows.get(conversation);
        const holder = this.#agent;
        if (!row || !holder) return false;
        try {
            await api.post(`/api/v1/agent/conversations/${conversation}/assign`, { ...destination, expected: holder.id });
            row.result.textContent = done;
            row.box.checked = false;
            row.box.disabled = true;
            // It is not this agent's any more, so that it cannot be taken over from them.
            if (document.activeElement === row.take) row.listen.focus();
            row.take.hidden = true;
            return true;
        } catch (error) {
            const isTaken = error instanceof ProblemError && error.status === 409;
            row.result.textContent = isTaken ? text("board.holder.changed") : problemText(error);
            return false;
        }
    }

    /** @param {string} words */
    #say(words) {
        this.#part("said", HTMLElement).textContent = words;
    }

    /**
     * @template {Element} Kind
     * @param {string} name
     * @param {{new (): Kind}} kind
     */
    #part(name, kind) {
        return required(this.#root, `[data-holder=${name}]`, kind);
    }
}

/**
 * Where conversations can go: agents, teams and queues.
 *
 * @param {string} holder Who has them now.
 */
async function destinations(holder) {
    const [agents, teams, queues] = await Promise.all(["agents", "teams", "queues"].map((name) => api.get(`/api/v1/agent/${name}`)));
    const group = (/** @type {string} */ kind, /** @type {string} */ label, /** @type {{id: string, name: string}[]} */ all) =>
        element("optgroup", { label }, ...all.map(({ id, name }) => element("option", { value: `${kind} ${id}` }, name)));
    return [
        group("agent", text("board.holder.agents"), agents.data.filter((/** @type {{id: string}} */ { id }) => id !== holder)),
        group("team", text("board.holder.teams"), teams.data),
        group("queue", text("board.holder.queues"), queues.data),
    ].filter((each) => each.children.length > 0);
}
