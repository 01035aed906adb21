import { RealtimeConnection } from "../../Realtime/Client/connection.js";
import { clockTime } from "../../Web/Client/format.js";
import { ProblemError } from "../../Web/Client/http.js";
import { enhance, required } from "../../Web/Client/modules.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";
import { api } from "../Timeline/api.js";
import { agentRow, numberTexts, queueRow, waitingRow } from "./board-rows.js";
import { boardView, span } from "./board-view.js";
import { HolderPanel } from "./holder-panel.js";
import { KeyedRows, say } from "./keyed-rows.js";

/** A short interruption is nobody's business, in milliseconds. */
const GRACE = 2000;

/** The live board: what the server tells is shown at once, waits go on by the second. */
class LiveBoard {
    /** @type {import("./board-view.js").Board|null} */
    #board = null;
    /** How far this clock is behind the server's, in milliseconds. */
    #behind = 0;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #late;

    /** @param {HTMLElement} root */
    constructor(root) {
        this.root = root;
        const isWall = root.hasAttribute("data-wall");
        const me = root.dataset.agent ?? "";
        const holder = isWall ? null : new HolderPanel(this.#part("holder"), me);
        const rows = (/** @type {string} */ name) => this.#part(name);
        this.queues = new KeyedRows(rows("queues"), queueRow);
        this.agents = new KeyedRows(rows("agents"), agentRow(holder && ((agent) => void holder.show(agent))));
        this.waiting = new KeyedRows(rows("waiting"), waitingRow(isWall ? null : (row) => void this.#take(row.id)));
        const url = new URL("/api/v1/realtime?as=agent", location.href);
        url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
        this.connection = new RealtimeConnection({
            url: url.href,
            scope: me,
            isAgent: true,
            // The board sends nothing: what the desk has yet to send is the desk's.
            storage: null,
            checkSession: () => api.isSignedIn("/api/v1/agent/me"),
        });
    }

    start() {
        const { connection } = this;
        connection.addEventListener("board", (event) => this.#told(/** @type {CustomEvent} */ (event).detail.board));
        connection.addEventListener("state", () => this.#stateChanged());
        connection.subscribeFeed("board");
        connection.start();
        setInterval(() => this.#show(), 1000);
    }

    /** @param {import("./board-view.js").Board} board */
    #told(board) {
        this.#board = board;
        this.#behind = Date.parse(board.at) - Date.now();
        this.#show();
    }

    #show() {
        // Nobody looks: the next second that somebody does shows everything.
        if (!this.#board || document.hidden) return;
        const view = boardView(this.#board, Date.now() + this.#behind);
        this.root.removeAttribute("aria-busy");
        this.queues.show(view.queues);
        this.agents.show(view.agents);
        this.waiting.show(view.waiting);
        for (const [name, count] of [["no-agents", view.agents.length], ["no-waiting", view.waiting.length]]) {
            this.#part(String(name)).hidden = count !== 0;
        }
        const { waiting, tickets, longest, overdue, online, away } = view.totals;
        const figures = { waiting, tickets, longest: span(longest), overdue, online, away };
        for (const [name, value] of Object.entries(figures)) say(this.#part(`total-${name}`), String(value));
        this.#part("total-overdue").classList.toggle("board-total__value--danger", overdue > 0);
        const columns = ["entered", "handed_over", "average", "percent", "abandoned", "resolved"];
        numberTexts(view.today).forEach((words, index) => say(this.#part(`today-${columns[index]}`), words));
        say(this.#part("since"), text("board.today", { time: clockTime(view.countedSince) }));
    }

    #stateChanged() {
        clearTimeout(this.#late);
        const { state } = this.connection;
        if (state === "open") this.#sayConnection("");
        else if (state === "signed-out" || state === "refused") this.#sayConnection(text("board.connection.signed_out"));
        else this.#late = setTimeout(() => this.#sayConnection(text("board.connection.lost")), GRACE);
    }

    /** @param {string} words */
    #sayConnection(words) {
        const line = this.#part("connection");
        say(line, words);
        line.hidden = words === "";
    }

    /** @param {string} id Of a conversation that waits. */
    async #take(id) {
        try {
            await api.post(`/api/v1/agent/conversations/${id}/assign`, { agent: "me", expected: null });
            location.assign(`/desk#${id}`);
        } catch (error) {
            const isTaken = error instanceof ProblemError && error.status === 409;
            say(this.#part("said"), isTaken ? text("board.taken") : problemText(error));
        }
    }

    /** @param {string} name */
    #part(name) {
        return required(this.root, `[data-part=${name}]`, HTMLElement);
    }
}

enhance("board", (/** @type {HTMLElement} */ root) => new LiveBoard(root).start());
