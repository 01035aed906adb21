import { enhance, required } from "../../Web/Client/modules.js";
import { agentOf, ANSWERING, SUPERVISING } from "./agent-identity.js";
import { Alerts } from "./alerts.js";
import { watchApprovals } from "./approval-count.js";
import { BulkBar } from "./bulk.js";
import { CaseLinks } from "./case-links.js";
import { CaseTools } from "./case-tools.js";
import { CaseActions } from "./case-actions.js";
import { CasePane } from "./case-pane.js";
import { ComposerDeck } from "./composer-deck.js";
import { CustomerPane } from "./customer-pane.js";
import { readAddress } from "./desk-address.js";
import { MORE, deskCommands } from "./desk-commands.js";
import { showUnderWay } from "../Notices/under-way.js";
import { deskConnection } from "./desk-connection.js";
import { DeskTools } from "./desk-tools.js";
import { Drafts } from "./drafts.js";
import { listenToCustomerPane } from "./customer-pane-deeds.js";
import { FeedShelf } from "./feed-shelf.js";
import { FilterBar } from "./filter-bar.js";
import { heldBar } from "./held-bar.js";
import { HeldMessages } from "./held-messages.js";
import { InboxPane } from "./inbox-pane.js";
import { Layout } from "./layout.js";
import { Listening } from "./listening.js";
import { MacroBook } from "./macro-book.js";
import { MacroRun } from "./macro-run.js";
import { watchMentions } from "./mention-news.js";
import { Palette } from "./palette.js";
import { PersonalMarks } from "./personal-marks.js";
import { RowMarks } from "./row-marks.js";
import { PALETTE_KEY, Shortcuts } from "./shortcuts.js";
import { Toasts } from "./toasts.js";
import { Viewing } from "./viewing.js";
import { Verifications } from "./verifications.js";
import { WriteNotice } from "./write-notice.js";
import { watchCollisions, watchDrafts } from "./collisions.js";
import { Transfer } from "./transfer.js";
import { Translations } from "./translations.js";
import { menuButton } from "./menu-button.js";
import { possibleActions } from "./case-head.js";
import { text } from "../../Web/Client/strings.js";

/** @typedef {import("./types.js").InboxRow} InboxRow */
/** @typedef {import("./types.js").ConversationDetails} ConversationDetails */

/** The desk: its columns, and what goes from one to another. */
class Desk {
    /** @param {HTMLElement} root */
    constructor(root) {
        const part = (/** @type {string} */ name) => required(root, `[data-part=${name}]`, HTMLElement);
        const agent = (this.agent = agentOf(root));
        this.root = root;
        this.canAnswer = ANSWERING.has(agent.role);
        this.canSupervise = SUPERVISING.has(agent.role);
        this.isAdmin = agent.role === "admin";
        this.toasts = new Toasts(part("toasts"));
        this.alerts = new Alerts(agent.id);
        this.connection = deskConnection(agent, part("connection"));
        this.layout = new Layout(root);
        this.actions = new CaseActions(this.toasts, agent.id);
        this.viewing = new Viewing(this.connection, agent.id);
        this.listening = new Listening(this.canSupervise);
        this.drafts = new Drafts({ agent: agent.id, connection: this.connection });
        this.personal = new PersonalMarks(this.connection);
        this.inbox = new InboxPane(root, agent.id, new RowMarks(this.viewing, this.drafts, this.personal), () => this.colleagues);
        this.macros = new MacroBook(agent);
        const shelf = new FeedShelf(this.connection, agent);
        this.deck = new ComposerDeck({
            root: part("deck"),
            drafts: this.drafts,
            macros: (id) => this.macros.for(this.rowOf(id)),
            seqOf: (id) => shelf.seqOf(id),
            colleagues: () => this.colleagues,
        });
        const notice = new WriteNotice(part("write-notice"));
        this.translations = new Translations(root.dataset.translates === "true", (id) => this.rowOf(id)?.locale ?? "");
        this.pane = new CasePane({ root: part("case"), agent: agent.id, canAnswer: this.canAnswer, canSupervise: this.canSupervise, shelf, deck: this.deck, notice, viewing: this.viewing, listening: this.listening, translations: this.translations });
        watchCollisions({ connection: this.connection, agent: agent.id, shelf, deck: this.deck, notice });
        this.macroRun = new MacroRun({ actions: this.actions, deck: this.deck, notice });
        this.held = new HeldMessages({
            send: (composed) => {
                if (this.deck.isEmpty(composed.conversation, composed.kind)) this.drafts.set(composed.conversation, composed.kind, "");
                return this.pane.send(composed);
            },
            giveBack: (composed) => {
                this.deck.restore(composed, composed.seen ?? 0);
                this.deck.focus();
            },
        });
        this.heldBar = heldBar({ root: part("held"), held: this.held, conversation: () => this.pane.id });
        watchDrafts({ drafts: this.drafts, deck: this.deck, notice });
        this.customer = new CustomerPane(part("customer"), this.canAnswer);
        this.palette = new Palette(root);
        this.filters = new FilterBar({ root, bar: part("filter"), saved: part("saved-filters"), palette: this.palette, toasts: this.toasts });
        this.bulk = new BulkBar({ root: part("bulk"), list: this.inbox.list, actions: this.actions, palette: this.palette });
        this.cases = new CaseTools(this);
        this.links = new CaseLinks(this);
        this.verifications = new Verifications(this);
        this.transfer = new Transfer(this.palette, this.actions, agent.id);
        this.tools = new DeskTools({ root, agent, alerts: this.alerts, toasts: this.toasts, held: this.held });
        this.commands = deskCommands(this);
        this.shortcuts = new Shortcuts({ root, commands: this.commands, palette: () => this.openPalette(), escape: (from) => this.escape(from) });
    }

    start() {
        this.#listen();
        this.#listenToButtons();
        const { view, conversation } = readAddress(location);
        this.connection.start();
        this.connection.subscribeFeed("inbox");
        void this.macros.load();
        void this.filters.load();
        void this.cases.loadColleagues();
        void this.inbox.show(view ?? "mine");
        if (conversation) this.open(conversation);
    }

    /** @returns {import("./types.js").Colleague[]} Everybody who answers, as last heard. */
    get colleagues() {
        return this.cases.colleagues;
    }

    /** @returns {InboxRow|null} The open conversation, as far as it is known. */
    get row() {
        return this.pane.row;
    }

    /**
     * @param {string} id
     * @returns {InboxRow|null}
     */
    rowOf(id) {
        return this.pane.id === id && this.pane.row ? this.pane.row : this.inbox.list.row(id);
    }

    /** @param {string} id */
    open(id) {
        this.inbox.list.select(id);
        this.layout.show("case");
    }

    /** @param {import("./case-head.js").CaseAction} action */
    can(action) {
        return this.canAnswer && possibleActions(this.row, this.agent.id).has(action);
    }

    /** @param {import("./case-head.js").CaseAction} action */
    act(action) {
        const { row } = this;
        if (!row || !this.can(action)) return;
        if (action === "transfer") void this.transfer.ask(row);
        else if (action === "take") void this.actions.take(row);
        else if (action === "queue") void this.actions.giveBack(row);
        else if (action === "resolve") void this.actions.resolve(row);
        else void this.actions.reopen(row);
    }

    openPalette() {
        void this.palette.open(this.inbox.question([...this.commands, ...this.filters.commands], (id) => this.open(id)));
    }

    /**
     * Leaves what is in front, then the field, then the conversation's column.
     *
     * @param {HTMLElement} from
     */
    escape(from) {
        if (this.layout.closeDetails()) return;
        if (from.closest(".desk-inbox__top, .desk-found") && this.inbox.found.isOpen) this.inbox.endSearch();
        else if (from.closest("textarea, input")) this.pane.focus();
        else this.layout.show("list");
    }

    #listen() {
        const { connection, inbox, pane, customer, actions, deck } = this;
        connection.addEventListener("inbox", (event) => this.#inboxChanged(/** @type {CustomEvent} */ (event).detail));
        connection.addEventListener("state", () => this.#stateChanged());
        this.alerts.addEventListener("open", (event) => this.open(/** @type {CustomEvent} */ (event).detail.id));
        inbox.list.addEventListener("select", (event) => this.#selected(/** @type {CustomEvent} */ (event).detail.id));
        inbox.list.addEventListener("open", () => this.layout.show("case"));
        inbox.list.addEventListener("loaded", () => this.#listLoaded());
        inbox.found.addEventListener("open", (event) => this.#foundOpened(/** @type {CustomEvent} */ (event).detail));
        inbox.addEventListener("view", () => this.#viewChanged());
        this.filters.addEventListener("filter", (event) => {
            const { view, text: _, ...filter } = /** @type {CustomEvent} */ (event).detail;
            void inbox.show(view, filter);
        });
        watchMentions({ personal: this.personal, alerts: this.alerts, toasts: this.toasts, conversation: () => pane.id, open: (id) => this.open(id) });
        this.root.addEventListener("verification", () => customer.verificationChanged());
        deck.addEventListener("compose", (event) => {
            const { detail } = /** @type {CustomEvent} */ (event);
            const sent = this.held.send(detail);
            // It is there on every device for as long as it can be taken back.
            if (this.held.has(detail.conversation)) this.drafts.set(detail.conversation, detail.kind, detail.body);
            if (detail.kind === "text") void this.macroRun.after(detail.conversation, sent);
        });
        deck.addEventListener("typing", (event) => {
            const { conversation, kind } = /** @type {CustomEvent} */ (event).detail;
            pane.typed(conversation, kind);
        });
        for (const source of [actions, customer]) {
            source.addEventListener("details", (event) => this.detailsKnown(/** @type {CustomEvent} */ (event).detail));
        }
        listenToCustomerPane(this);
        const part = (/** @type {string} */ name) => required(this.root, `[data-part=${name}]`, HTMLElement);
        watchApprovals(part("approvals"), part("approvals-count"), connection);
        showUnderWay(part("under-way"), connection);
        customer.addEventListener("missing", (event) => this.#missing(/** @type {CustomEvent} */ (event).detail));
        this.layout.addEventListener("address", (event) => this.#wentTo(/** @type {CustomEvent} */ (event).detail));
    }

    #listenToButtons() {
        const press = (/** @type {string} */ selector, /** @type {() => void} */ run) =>
            required(this.root, selector, HTMLElement).addEventListener("click", run);
        for (const action of /** @type {const} */ (["take", "transfer", "resolve", "reopen"])) {
            press(`[data-action=${action}]`, () => this.act(action));
        }
        press("[data-action=back]", () => this.layout.back());
        press("[data-action=details]", () => this.layout.toggleDetails());
        press("[data-action=macros]", () => this.openMacros());
        press("[data-action=quick-replies]", () => this.openQuickReplies());
        press("[data-tool=palette]", () => this.openPalette());
        press("[data-tool=keys]", () => this.shortcuts.open());
        required(this.root, "[data-part=palette-key]", HTMLElement).textContent = PALETTE_KEY;
        menuButton({
            button: required(this.root, "[data-action=more]", HTMLButtonElement),
            items: () => this.#moreItems(),
            choose: (id) => this.commands.find((command) => command.id === id)?.run(),
        });
    }

    openMacros() {
        this.pane.write("text");
        this.deck.openMacros();
    }

    openQuickReplies() {
        this.pane.write("text");
        this.deck.openQuickReplies();
    }

    #moreItems() {
        const items = this.commands.filter(({ id, isPossible }) => MORE.has(id) && (isPossible?.() ?? true));
        return items.map(({ id }) => ({ id, label: text(`desk.command.${id}`) }));
    }

    /** @param {{counts?: import("./types.js").Counts, conversation?: InboxRow|null}} frame */
    #inboxChanged(frame) {
        this.inbox.list.changed(frame);
        if (!frame.conversation) return;
        this.alerts.changed(frame.conversation, this.personal.isFollowed(frame.conversation.id));
        this.pane.changed(frame.conversation);
    }

    #wasCut = false;

    /** What changed while the connection was gone is asked for. */
    #stateChanged() {
        const isOpen = this.connection.state === "open";
        if (isOpen && this.#wasCut && this.inbox.list.isLoaded) void this.inbox.list.refresh();
        if (isOpen) this.#wasCut = false;
        else if (this.connection.state !== "connecting") this.#wasCut = true;
    }

    /** @param {string|null} id */
    #selected(id) {
        const row = id ? this.inbox.list.row(id) : null;
        this.alerts.open = id;
        if (id) void this.personal.read(id);
        this.pane.show(id, row);
        this.heldBar.show();
        this.customer.show(id);
        this.layout.address(this.inbox.list.view, id);
    }

    #viewChanged() {
        const { view, filter } = this.inbox.list;
        this.layout.address(view, this.pane.id);
        this.filters.show({ view, ...filter });
    }

    #listLoaded() {
        const { rows, selected } = this.inbox.list;
        this.alerts.known(rows);
        const row = selected ? this.inbox.list.row(selected) : null;
        if (row) this.pane.changed(row);
    }

    /** @param {{row: InboxRow, seq: number|null, note: number|null}} hit */
    #foundOpened({ row, seq, note }) {
        this.open(row.id);
        this.pane.changed(row);
        this.pane.reveal({ seq, note });
    }

    /** @param {ConversationDetails} details */
    detailsKnown(details) {
        this.customer.put(details);
        this.pane.changed(details.conversation);
        if (this.inbox.list.row(details.conversation.id)) this.inbox.list.put(details.conversation);
    }

    /** @param {{id: string, error: any}} problem */
    #missing({ id, error }) {
        if (error?.status !== 404 || this.pane.id !== id) return;
        this.toasts.warn(text("desk.case.missing"));
        this.inbox.list.select(null);
        this.layout.show("list");
    }

    /** @param {{view: import("./types.js").View|null, conversation: string|null}} address */
    #wentTo({ view, conversation }) {
        if (view && view !== this.inbox.list.view) void this.inbox.show(view);
        this.inbox.list.select(conversation);
        this.layout.show(conversation ? "case" : "list");
    }
}

enhance("desk", (/** @type {HTMLElement} */ root) => new Desk(root).start());
