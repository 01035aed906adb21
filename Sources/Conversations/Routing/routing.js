import { enhance, required } from "../../Web/Client/modules.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";
import { api } from "../Timeline/api.js";
import { element } from "../Timeline/elements.js";
import { agentAbout, agentForm, queueAbout, queueForm, teamAbout, teamForm } from "./routing-records.js";

/** @typedef {import("./record-form.js").RecordForm} RecordForm */
/** @typedef {"queues"|"teams"|"agents"} Part */

/** What the address says is looked at: `#teams/tem_…`, `#queues/new`. */
const ADDRESS = /^#(queues|teams|agents)(?:\/([a-z0-9_]+))?$/;

/** How long it is told that something was saved, in milliseconds. */
const SAID_FOR = 6000;

/** The page on which routing is managed: a list, and the one record that is changed. */
class RoutingPage {
    #root;
    /** @type {import("./routing-records.js").Routing} */
    #routing;
    /** Forms by their addresses, so that what is not saved stays while another one is looked at. @type {Map<string, RecordForm>} */
    #forms = new Map();
    /** @type {Part} */
    #part = "queues";
    /** @type {string|null} */
    #open = null;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #silence;

    /** @param {HTMLElement} root */
    constructor(root) {
        this.#root = root;
        const words = (/** @type {string|undefined} */ list) => (list ?? "").split(" ").filter(Boolean);
        this.#routing = { queues: [], teams: [], agents: [], topics: words(root.dataset.topics), spoken: words(root.dataset.spoken), methods: words(root.dataset.methods) };
        addEventListener("hashchange", () => this.#went(true));
        addEventListener("beforeunload", (event) => {
            if ([...this.#forms.values()].some(({ isChanged }) => isChanged)) event.preventDefault();
        });
    }

    async start() {
        if (await this.#load()) this.#went(false);
    }

    /** @returns {Promise<boolean>} Whether it came. */
    async #load() {
        try {
            const [queues, teams, agents] = await Promise.all(["agent/queues", "agent/teams", "admin/agents"].map((path) => api.get(`/api/v1/${path}`)));
            Object.assign(this.#routing, { queues: queues.data, teams: teams.data, agents: agents.data });
            // What nobody has changed shows what there is now.
            for (const [address, form] of this.#forms) {
                if (!form.isChanged) this.#forms.delete(address);
            }
            this.#node("main").removeAttribute("aria-busy");
            return true;
        } catch (error) {
            this.#node("none").textContent = problemText(error);
            return false;
        }
    }

    /** @param {boolean} isFocused Whether somebody went there just now. */
    #went(isFocused) {
        const [, part, open] = ADDRESS.exec(location.hash) ?? [];
        this.#part = /** @type {Part|undefined} */ (part) ?? "queues";
        this.#open = open ?? null;
        this.#say("");
        this.#show();
        if (!isFocused) return;
        const form = this.#form();
        if (form) form.focus("title");
        else this.#node("list-title").focus();
    }

    #show() {
        this.#showList();
        const form = this.#form();
        this.#root.dataset.column = form ? "editor" : "list";
        this.#node("editor").replaceChildren(form?.node ?? element("p", { class: "routing__hint" }, text(`routing.${this.#part}_mean`)));
    }

    #showList() {
        const { queues, teams, agents } = this.#routing;
        for (const tab of this.#root.querySelectorAll("[data-tab]")) {
            if (tab.getAttribute("data-tab") === this.#part) tab.setAttribute("aria-current", "true");
            else tab.removeAttribute("aria-current");
        }
        const add = this.#node("new");
        add.hidden = this.#part === "agents";
        add.setAttribute("href", `#${this.#part}/new`);
        add.textContent = add.hidden ? "" : text(`routing.${this.#part}_new`);
        const title = text(`routing.${this.#part}`);
        this.#node("list-title").textContent = title;
        this.#node("to-list").setAttribute("href", `#${this.#part}`);
        this.#node("to-list-text").textContent = title;
        const items = {
            queues: () => queues.map((queue) => this.#item(queue, queueAbout(queue, this.#routing), text("routing.queue.priority_short", { priority: queue.priority }))),
            teams: () => teams.map((team) => this.#item(team, teamAbout(team), "")),
            agents: () => agents.map((agent) => this.#item(agent, agentAbout(agent), agent.badge)),
        }[this.#part]();
        this.#node("list").replaceChildren(...items);
        this.#node("none").textContent = items.length === 0 ? text(`routing.${this.#part}_none`) : "";
    }

    /**
     * @param {{id: string, name: string}} record
     * @param {string} about
     * @param {string} mark
     */
    #item({ id, name }, about, mark) {
        const isChanged = this.#forms.get(`${this.#part}/${id}`)?.isChanged ?? false;
        return element("li", {}, element("a", { class: "desk-page__item", href: `#${this.#part}/${id}`, "aria-current": id === this.#open ? "true" : null },
            element("span", { class: "routing__name" }, element("bdi", {}, name)),
            element("span", { class: "routing__mark tabular" }, isChanged ? text("routing.unsaved") : mark),
            element("span", { class: "routing__about", dir: "auto" }, about)));
    }

    /** @returns {RecordForm|null} The form of what is looked at; null when there is no such record. */
    #form() {
        if (!this.#open) return null;
        const address = `${this.#part}/${this.#open}`;
        const known = this.#forms.get(address);
        if (known) return known;
        const made = this.#made(this.#open);
        if (!made) return null;
        this.#forms.set(address, made);
        let wasChanged = false;
        made.addEventListener("changed", () => {
            this.#say("");
            if (made.isChanged === wasChanged) return;
            wasChanged = made.isChanged;
            this.#showList();
        });
        made.addEventListener("saved", (event) => void this.#saved(address, /** @type {CustomEvent} */ (event).detail.record));
        made.addEventListener("deleted", () => void this.#deleted(address));
        return made;
    }

    /** @param {string} id `new` for a new one. */
    #made(id) {
        const { queues, teams, agents } = this.#routing;
        const isNew = id === "new";
        const found = (/** @type {{id: string}[]} */ records) => records.find((record) => record.id === id);
        const queue = /** @type {import("./routing-records.js").Queue|undefined} */ (found(queues));
        const team = /** @type {import("./routing-records.js").Team|undefined} */ (found(teams));
        const agent = /** @type {import("./routing-records.js").RoutedAgent|undefined} */ (found(agents));
        if (this.#part === "queues") return queue || isNew ? queueForm(this.#routing, queue ?? null) : null;
        if (this.#part === "teams") return team || isNew ? teamForm(this.#routing, team ?? null) : null;
        return agent ? agentForm(this.#routing, agent) : null;
    }

    /**
     * @param {string} address Where it was written.
     * @param {{id: string}} record As it is now.
     */
    async #saved(address, { id }) {
        const part = address.split("/")[0];
        const wasOpen = address === `${this.#part}/${this.#open}`;
        if (address.endsWith("/new")) this.#forms.delete(address);
        if (wasOpen) {
            this.#open = id;
            history.replaceState(null, "", `#${part}/${id}`);
        }
        await this.#load();
        this.#show();
        if (wasOpen) this.#form()?.focus("save");
        this.#say(text("routing.saved"));
    }

    /** @param {string} address */
    async #deleted(address) {
        this.#forms.delete(address);
        const part = address.split("/")[0];
        history.replaceState(null, "", `#${part}`);
        await this.#load();
        this.#went(true);
        this.#say(text("routing.deleted"));
    }

    /** @param {string} words Seen for a moment; empty for nothing. */
    #say(words) {
        clearTimeout(this.#silence);
        this.#node("said").textContent = words;
        if (words) this.#silence = setTimeout(() => this.#say(""), SAID_FOR);
    }

    /** @param {string} name */
    #node(name) {
        return required(this.#root, `[data-part=${name}]`, HTMLElement);
    }
}

enhance("routing", (/** @type {HTMLElement} */ root) => void new RoutingPage(root).start());
