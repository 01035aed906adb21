import { text } from "../../Web/Client/strings.js";
import { actionWords } from "./action-words.js";

/** @typedef {import("./case-actions.js").DeskAction} DeskAction */

/**
 * What macros do besides their text: it is shown before, and done once the reply is sent, or at once when asked to.
 */
export class MacroRun {
    #actions;
    #notice;
    /** @type {Map<string, DeskAction[]>} */
    #pending = new Map();

    /**
     * @param {object} options
     * @param {import("./case-actions.js").CaseActions} options.actions
     * @param {import("./composer-deck.js").ComposerDeck} options.deck
     * @param {import("./write-notice.js").WriteNotice} options.notice
     */
    constructor({ actions, deck, notice }) {
        this.#actions = actions;
        this.#notice = notice;
        deck.addEventListener("macro", (event) => {
            const { conversation, macro } = /** @type {CustomEvent} */ (event).detail;
            if (macro.actions.length > 0) this.#plan(conversation, macro.actions, macro.body !== "");
        });
    }

    /**
     * A reply is on its way: what was planned with it is done when it has arrived.
     *
     * @param {string} conversation
     * @param {Promise<unknown>} sent
     */
    async after(conversation, sent) {
        const actions = this.#take(conversation);
        if (!actions) return;
        try {
            await sent;
            await this.#run(conversation, actions);
        } catch {
            // It goes with the reply once that is sent after all.
            this.#pending.set(conversation, actions);
        }
    }

    /**
     * @param {string} conversation
     * @param {DeskAction[]} actions
     * @param {boolean} hasText
     */
    #plan(conversation, actions, hasText) {
        this.#pending.set(conversation, actions);
        const leave = () => {
            this.#take(conversation);
            this.#notice.clear(conversation, "text");
        };
        this.#notice.put(conversation, "text", {
            title: text(hasText ? "desk.macro_run.with_reply" : "desk.macro_run.now"),
            quotes: actions.map((action) => ({ who: "", words: actionWords(action) })),
            ways: [
                { label: text("desk.macro_run.do"), run: () => (leave(), void this.#run(conversation, actions)) },
                { label: text("desk.macro_run.leave"), run: leave },
            ],
        });
    }

    /**
     * @param {string} conversation
     * @param {DeskAction[]} actions
     */
    #run(conversation, actions) {
        return this.#actions.actOn(conversation, actions, text("desk.macro_run.done"));
    }

    /** @param {string} conversation */
    #take(conversation) {
        const actions = this.#pending.get(conversation);
        this.#pending.delete(conversation);
        return actions;
    }
}
