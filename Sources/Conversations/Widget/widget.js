import { RealtimeConnection } from "../../Realtime/Client/connection.js";
import { text } from "../../Web/Client/strings.js";
import { CustomerConversation } from "../CustomerPages/customer-conversation.js";
import { showUnderWay } from "../Notices/under-way.js";
import { AntiPhishing } from "../AntiPhishing/anti-phishing.js";
import { Attention } from "../Timeline/attention.js";
import { part } from "../Timeline/elements.js";
import { WindowSurface } from "../Timeline/notice-surface.js";
import { HostPage, HostSurface, applyAccent } from "./host.js";
import { Opening } from "./opening.js";
import { recentRow } from "./recent.js";
import { WidgetSession } from "./session.js";
import { Unread } from "./unread.js";

/** @typedef {import("../CustomerPages/customer-conversation.js").Conversation} Conversation */
/** @typedef {import("../Timeline/composer.js").ConversationComposer} ConversationComposer */

const SHOWN = "switchboard.widget.conversation";
/** How many conversations are heard beside the one that is shown. */
const HEARD = 3;

/** The iframe's page: the first screen, then a conversation. */
class Widget {
    #root;
    #part = (/** @type {string} */ name) => part(this.#root, name);
    #host;
    #attention;
    #session = new WidgetSession();
    /** @type {RealtimeConnection|null} */
    #connection = null;
    /** @type {CustomerConversation|null} */
    #view = null;
    /** @type {Conversation[]} */
    #conversations = [];
    /** @type {string|null} */
    #shown = null;
    #opening;
    #code;
    #unread = new Unread((count) => this.#tellUnread(count));
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
        this.#attention = new Attention(window.parent === window ? new WindowSurface() : new HostSurface(this.#host));
        applyAccent(query.get("accent"));
        this.#opening = new Opening({
            field: /** @type {ConversationComposer} */ (this.#part("start")),
            trouble: this.#part("trouble"),
            post: (begun) => this.#post(begun),
            opened: (conversation) => this.#opened(conversation),
            isAtStart: () => this.#shown === null,
            owner: () => this.#session.customer?.id ?? null,
        });
        this.#code = new AntiPhishing({ api: this.#session.api, mark: this.#part("code"), button: this.#part("choose-code") });
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
            if (chip) void this.#opening.open({ topic: chip.getAttribute("data-topic") ?? "other" });
        });
        this.#part("recent-list").addEventListener("click", (event) => {
            const row = event.target instanceof Element ? event.target.closest("[data-conversation]") : null;
            if (row) this.#show(row.getAttribute("data-conversation"));
        });
        this.#part("start").addEventListener("compose", (event) => {
            void this.#opening.open({ topic: this.#topic ?? "other", body: /** @type {CustomEvent} */ (event).detail.body });
        });
        document.addEventListener("visibilitychange", () => this.#lookedAt());
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
        this.#part("recent").hidden = true;
        this.#show(null);
    }

    /** The customer is known, or another one than before. */
    async #restart() {
        this.#leave();
        this.#opening.resume();
        void this.#code.show(this.#session.customer);
        if (!this.#session.customer) return;
        try {
            await this.#connect();
            await this.#load();
        } catch (error) {
            if (this.#endIfSignedOut(error)) return;
            // What there is could not be read: it comes with the connection.
            this.#connection?.addEventListener("state", () => void this.#loadOnceOpen());
        }
    }

    async #load() {
        await this.#refresh();
        const last = sessionStorage.getItem(SHOWN);
        if (last && !this.#shown && this.#conversations.some(({ id }) => id === last)) this.#show(last);
    }

    async #loadOnceOpen() {
        if (this.#connection?.state !== "open" || this.#conversations.length > 0) return;
        await this.#load().catch((error) => this.#endIfSignedOut(error));
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
        this.#connection.addEventListener("read", (event) => this.#readElsewhere(/** @type {CustomEvent} */ (event).detail));
        this.#connection.addEventListener("caught-up", (event) => this.#unread.settle(/** @type {CustomEvent} */ (event).detail.conversation));
        this.#view = new CustomerConversation({
            root: this.#part("conversation"),
            connection: this.#connection,
            api,
            customer,
            files: { address: (url) => api.file(url) },
            uploads: { url: "/api/v1/attachments", token: () => this.#session.token },
            attention: this.#attention,
        });
        this.#view.addEventListener("change", () => this.#renderHeader());
        showUnderWay(this.#part("under-way"), this.#connection);
        this.#connection.start();
    }

    async #refresh() {
        const { data } = await this.#session.api.get("/api/v1/conversations?limit=10");
        this.#conversations = data;
        for (const { id, unread, last_seq, status } of data.slice(0, HEARD)) {
            this.#unread.known(id, unread, last_seq);
            if (status !== "closed" && id !== this.#shown) {
                this.#unread.settle(id);
                this.#connection?.subscribe(id, { seq: last_seq });
            }
        }
        const list = this.#part("recent-list");
        list.replaceChildren(...data.map((/** @type {Conversation} */ conversation) => recentRow(conversation)));
        this.#part("recent").hidden = data.length === 0;
        this.#unread.tell();
    }

    /**
     * Opens a conversation, with a new session where the one before is over.
     *
     * @param {import("./opening.js").Begun} begun
     * @param {boolean} [isRepeat]
     * @returns {Promise<Conversation>}
     */
    async #post(begun, isRepeat = false) {
        await this.#connect();
        try {
            return await this.#session.api.post("/api/v1/conversations", { kind: "chat", ...begun, page: new URLSearchParams(location.search).get("page") });
        } catch (error) {
            if (isRepeat || !this.#endIfSignedOut(error)) throw error;
            return this.#post(begun, true);
        }
    }

    /** @param {Conversation} conversation */
    #opened(conversation) {
        this.#conversations = [conversation, ...this.#conversations.filter(({ id }) => id !== conversation.id)];
        this.#show(conversation.id);
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
            this.#unread.settle(conversation.id, false);
        }
        this.#view?.show(conversation);
        this.#renderHeader();
        this.#unread.seen(this.#isOpen ? this.#shown : null);
        if (conversation && this.#isOpen) this.#view?.focus();
    }

    /** @param {import("../../Realtime/Client/wire.js").Message} message */
    #arrived(message) {
        if (!this.#unread.isNews(message)) return;
        if (document.hidden) this.#attention.missed(message);
        if (document.hidden || !this.#isOpen || this.#shown !== message.conversation) this.#unread.add(message);
    }

    /**
     * This customer has read in another tab or on another device.
     *
     * @param {import("../../Realtime/Client/wire.js").ReadFrame} frame
     */
    #readElsewhere({ conversation, author_type, seq }) {
        if (author_type !== "customer") return;
        this.#attention.seen(conversation, seq);
        this.#unread.seen(conversation, seq);
    }

    /** Whoever looks at the page again sees what is shown. */
    #lookedAt() {
        if (document.hidden || !this.#isOpen || !this.#shown) return;
        this.#attention.seen(this.#shown);
        this.#unread.seen(this.#shown);
    }

    /** @param {boolean} isOpen */
    #setOpen(isOpen) {
        this.#isOpen = isOpen;
        // A closed panel has not been read, whatever the browser thinks of its visibility.
        this.#root.hidden = !isOpen;
        if (isOpen && this.#shown) this.#attention.seen(this.#shown);
        this.#unread.seen(isOpen ? this.#shown : null);
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

    /** @param {number} count */
    #tellUnread(count) {
        this.#host.tell({ type: "switchboard:unread", count });
        this.#host.tell({ type: "switchboard:active", isActive: this.#conversations.length > 0 });
    }
}

const root = document.querySelector('[data-module="widget"]');
if (root instanceof HTMLElement) new Widget(root, new URLSearchParams(location.search));
