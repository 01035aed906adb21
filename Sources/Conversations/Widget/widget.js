import { RealtimeConnection, randomUUID } from "../../Realtime/Client/connection.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";
import { CustomerConversation } from "../CustomerPages/customer-conversation.js";
import { HostPage, applyAccent } from "./host.js";
import { recentRow } from "./recent.js";
import { WidgetSession } from "./session.js";

/** @typedef {import("../CustomerPages/customer-conversation.js").Conversation} Conversation */
/** @typedef {import("../Timeline/composer.js").ConversationComposer} ConversationComposer */

const SHOWN = "switchboard.widget.conversation";
/** How many conversations are heard beside the one that is shown. */
const HEARD = 3;

/** The iframe's page: the first screen, then a conversation. */
class Widget {
    #root;
    #host;
    #session = new WidgetSession();
    /** @type {RealtimeConnection|null} */
    #connection = null;
    /** @type {CustomerConversation|null} */
    #view = null;
    /** @type {Conversation[]} */
    #conversations = [];
    /** @type {string|null} */
    #shown = null;
    /**
     * Messages that came while nobody looked, by conversation.
     *
     * @type {Map<string, number>}
     */
    #unread = new Map();
    /**
     * Conversations whose history is there: what comes after is news.
     *
     * @type {Set<string>}
     */
    #settled = new Set();
    /** @type {string|null} */
    #brand = null;
    #isOpen = window.parent === window;
    #topic;

    /**
     * @param {HTMLElement} root
     * @param {URLSearchParams} query
     */
    constructor(root, query) {
        this.#root = root;
        this.#topic = query.get("topic");
        this.#host = new HostPage(query.get("origin"));
        applyAccent(query.get("accent"));
        this.#listen();
        this.#host.listen((message) => void this.#heardHost(message));
        if (window.parent === window) void this.#begin(null);
        else this.#host.tell({ type: "switchboard:ready" });
    }

    #listen() {
        this.#part("close").hidden = window.parent === window;
        this.#part("close").addEventListener("click", () => this.#host.tell({ type: "switchboard:close" }));
        this.#part("back").addEventListener("click", () => this.#goHome());
        this.#part("topics").addEventListener("click", (event) => {
            const chip = event.target instanceof Element ? event.target.closest("[data-topic]") : null;
            if (chip) void this.#open({ topic: chip.getAttribute("data-topic") ?? "other" });
        });
        this.#part("recent-list").addEventListener("click", (event) => {
            const row = event.target instanceof Element ? event.target.closest("[data-conversation]") : null;
            if (row) this.#show(row.getAttribute("data-conversation"));
        });
        this.#part("start").addEventListener("compose", (event) => {
            const { body } = /** @type {CustomEvent} */ (event).detail;
            void this.#open({ topic: this.#topic ?? "other", body });
        });
        document.addEventListener("keydown", (event) => {
            if (event.key === "Escape" && !event.defaultPrevented) this.#host.tell({ type: "switchboard:close" });
        });
    }

    /** @param {{type: string, token?: string|null, isOpen?: boolean}} message */
    async #heardHost(message) {
        switch (message.type) {
            case "switchboard:start":
                this.#setOpen(message.isOpen ?? false);
                await this.#begin(message.token ?? null);
                break;
            case "switchboard:identify":
                if (await this.#session.identify(message.token ?? null)) await this.#restart();
                break;
            case "switchboard:opened":
                this.#setOpen(true);
                this.#focus();
                break;
            case "switchboard:closed":
                this.#setOpen(false);
                break;
        }
    }

    /** @param {string|null} identity */
    async #begin(identity) {
        await this.#session.identify(identity);
        await this.#restart();
    }

    /** Nobody is known: the first screen, without what belonged to whoever was. */
    #leave() {
        this.#view?.stop();
        this.#connection?.stop();
        [this.#view, this.#connection, this.#conversations] = [null, null, []];
        this.#unread.clear();
        this.#settled.clear();
        this.#part("recent").hidden = true;
        this.#show(null);
    }

    /** The customer is known, or another one than before. */
    async #restart() {
        this.#leave();
        if (!this.#session.customer) return;
        try {
            await this.#connect();
            await this.#refresh();
            const last = sessionStorage.getItem(SHOWN);
            if (last && this.#conversations.some(({ id }) => id === last)) this.#show(last);
        } catch (error) {
            this.#endIfSignedOut(error);
        }
    }

    /**
     * The session is over: what was made for it goes, and the next message begins a new one.
     *
     * @param {unknown} error
     * @returns {boolean} Whether that was it.
     */
    #endIfSignedOut(error) {
        if (/** @type {{status?: number}} */ (error).status !== 401) return false;
        this.#session.forget();
        this.#leave();
        return true;
    }

    async #connect() {
        const customer = await this.#session.ensure();
        if (this.#connection) return;
        const { api } = this.#session;
        this.#connection = new RealtimeConnection({
            scope: customer.id,
            token: () => this.#session.token,
            checkSession: () => api.isSignedIn("/api/v1/conversations?limit=1"),
        });
        this.#connection.addEventListener("message", (event) => this.#arrived(/** @type {CustomEvent} */ (event).detail));
        this.#connection.addEventListener("caught-up", (event) => {
            this.#settled.add(/** @type {CustomEvent} */ (event).detail.conversation);
        });
        this.#view = new CustomerConversation({
            root: this.#part("conversation"),
            connection: this.#connection,
            api,
            customer,
            files: { address: (attachment) => api.file(attachment.url) },
            uploads: { url: "/api/v1/attachments", token: () => this.#session.token },
        });
        this.#view.addEventListener("change", () => this.#renderHeader());
        this.#connection.start();
    }

    async #refresh() {
        const { data } = await this.#session.api.get("/api/v1/conversations?limit=10");
        this.#conversations = data;
        for (const { id, unread, last_seq, status } of data.slice(0, HEARD)) {
            this.#unread.set(id, unread);
            if (status !== "closed" && id !== this.#shown) {
                this.#settled.add(id);
                this.#connection?.subscribe(id, { seq: last_seq });
            }
        }
        const list = this.#part("recent-list");
        list.replaceChildren(...data.map((/** @type {Conversation} */ conversation) => recentRow(conversation)));
        this.#part("recent").hidden = data.length === 0;
        this.#tellUnread();
    }

    /**
     * @param {{topic: string, body?: string}} opening
     * @param {boolean} [isRepeat] Whether a session that was over was just replaced.
     */
    async #open({ topic, body }, isRepeat = false) {
        const trouble = this.#part("trouble");
        trouble.hidden = true;
        try {
            await this.#connect();
            const conversation = await this.#session.api.post("/api/v1/conversations", {
                kind: "chat",
                topic,
                client_id: randomUUID(),
                page: new URLSearchParams(location.search).get("page"),
                ...(body ? { body } : {}),
            });
            this.#conversations.unshift(conversation);
            this.#show(conversation.id);
        } catch (error) {
            if (this.#endIfSignedOut(error) && !isRepeat) {
                await this.#open({ topic, body }, true);
                return;
            }
            trouble.textContent = text("widget.trouble", { reason: problemText(error) });
            trouble.hidden = false;
            // What was written is not lost with the attempt.
            if (body) /** @type {ConversationComposer} */ (this.#part("start")).value = body;
        }
    }

    #goHome() {
        this.#show(null);
        this.#focus();
        if (this.#connection) void this.#refresh().catch((error) => this.#endIfSignedOut(error));
    }

    /** @param {string|null} id null for the first screen. */
    #show(id) {
        const conversation = this.#conversations.find((known) => known.id === id) ?? null;
        this.#shown = conversation?.id ?? null;
        try {
            if (conversation) sessionStorage.setItem(SHOWN, conversation.id);
            else if (this.#connection) sessionStorage.removeItem(SHOWN);
        } catch {
            // Without storage a reload begins on the first screen.
        }
        this.#part("home").hidden = conversation !== null;
        this.#part("conversation").hidden = conversation === null;
        this.#part("back").hidden = conversation === null;
        if (conversation) {
            this.#connection?.unsubscribe(conversation.id);
            // Its history comes once more and is no news; shown in a closed panel, it has not been read.
            this.#settled.delete(conversation.id);
            if (this.#isOpen) this.#unread.set(conversation.id, 0);
        }
        this.#view?.show(conversation);
        this.#renderHeader();
        this.#tellUnread();
        if (conversation && this.#isOpen) this.#view?.focus();
    }

    /** @param {import("../../Realtime/Client/wire.js").Message} message */
    #arrived(message) {
        const { conversation, author, kind } = message;
        if (author.type === "customer" || kind === "event" || !this.#settled.has(conversation)) return;
        if (this.#isOpen && this.#shown === conversation) return;
        this.#unread.set(conversation, (this.#unread.get(conversation) ?? 0) + 1);
        this.#tellUnread();
    }

    /** @param {boolean} isOpen */
    #setOpen(isOpen) {
        this.#isOpen = isOpen;
        // A closed panel has not been read, whatever the browser thinks of its visibility.
        this.#root.hidden = !isOpen;
        if (isOpen && this.#shown) this.#unread.set(this.#shown, 0);
        this.#tellUnread();
    }

    #focus() {
        if (this.#shown) this.#view?.focus();
        else this.#part("start").focus();
    }

    #renderHeader() {
        const feed = this.#view?.feed;
        const title = this.#part("title");
        this.#brand ??= title.textContent ?? "";
        const { assignee, status } = feed ?? {};
        title.textContent = assignee ? assignee.name : feed && status === "assistant" ? text("timeline.author.assistant") : this.#brand;
        this.#part("subtitle").textContent = assignee
            ? text("timeline.badge", { badge: assignee.badge })
            : text(feed ? `conversation.progress.${feed.progress ?? "submitted"}` : "widget.subtitle");
    }

    #tellUnread() {
        const count = [...this.#unread.values()].reduce((sum, each) => sum + each, 0);
        this.#host.tell({ type: "switchboard:unread", count });
        this.#host.tell({ type: "switchboard:active", isActive: this.#conversations.length > 0 });
    }

    /**
     * @param {string} name
     * @returns {HTMLElement}
     */
    #part(name) {
        const found = this.#root.querySelector(`[data-part="${name}"]`);
        if (!(found instanceof HTMLElement)) throw new Error(`the page has no part ${name}`);
        return found;
    }
}

const root = document.querySelector('[data-module="widget"]');
if (root instanceof HTMLElement) new Widget(root, new URLSearchParams(location.search));
