import { text } from "../../Web/Client/strings.js";
import { ConversationComposer } from "../Timeline/composer.js";
import { element } from "../Timeline/elements.js";
import { macroPicker } from "./macros.js";
import { QuickReplies } from "./quick-replies.js";
import { mentionPicker } from "./mention-picker.js";

/** @typedef {import("./types.js").Macro} Macro */
/** @typedef {import("./drafts.js").Drafts} Drafts */
/** @typedef {"text"|"note"|"whisper"} Kind */
/**
 * @typedef {object} Sheet
 * @property {string} conversation
 * @property {Kind} kind
 * @property {ConversationComposer} composer
 * @property {import("./field-picker.js").FieldPicker<any>} picker
 * @property {HTMLElement} box
 * @property {import("./quick-replies.js").QuickReplies|null} quick Only a reply has answers of one click.
 * @property {number|null} seen The last message that was there when something was written; null when nothing was.
 */

/** @type {Record<Kind, string>} */
const LABELS = { text: "desk.write.reply_label", note: "desk.write.note_label", whisper: "desk.write.whisper_label" };

/**
 * A composer for every conversation and for replies, notes and whispers apart: what was attached to a note can never be sent
 * to the customer, nor one customer's file to another. Events: `compose` {conversation, kind, body, attachments,
 * quick_replies, seen}, `typing` {conversation, kind}, `macro` {conversation, macro} when one was chosen.
 */
export class ComposerDeck extends EventTarget {
    /** The most composers kept; the texts of those that go are in the drafts. */
    static MOST = 24;

    #root;
    #drafts;
    #macros;
    #seqOf;
    #colleagues;
    /**
     * The longest untouched first.
     *
     * @type {Map<string, Sheet>}
     */
    #sheets = new Map();
    /** @type {Sheet|null} */
    #current = null;

    /**
     * @param {object} options
     * @param {HTMLElement} options.root
     * @param {Drafts} options.drafts
     * @param {(conversation: string) => Macro[]} options.macros With their variables filled in.
     * @param {(conversation: string) => number|null} options.seqOf The last message that is shown; null when it is not known.
     * @param {() => import("./types.js").Colleague[]} options.colleagues Whom a note can name.
     */
    constructor({ root, drafts, macros, seqOf, colleagues }) {
        super();
        this.#root = root;
        this.#drafts = drafts;
        this.#macros = macros;
        this.#seqOf = seqOf;
        this.#colleagues = colleagues;
    }

    /**
     * @param {string} conversation
     * @param {Kind} kind
     */
    show(conversation, kind) {
        const key = `${conversation} ${kind}`;
        const sheet = this.#sheets.get(key) ?? this.#make(conversation, kind);
        this.#sheets.delete(key);
        this.#sheets.set(key, sheet);
        if (this.#current) this.#current.box.hidden = true;
        sheet.box.hidden = false;
        this.#current = sheet;
        // Its height could not be known while it was hidden.
        sheet.composer.value = sheet.composer.value;
        for (const [oldest, { box }] of this.#sheets) {
            if (this.#sheets.size <= ComposerDeck.MOST) break;
            box.remove();
            this.#sheets.delete(oldest);
        }
    }

    focus() {
        this.#current?.composer.focus();
    }

    /** @param {boolean} isDisabled */
    set disabled(isDisabled) {
        if (this.#current) this.#current.composer.disabled = isDisabled;
    }

    /** Opens the canned replies at the cursor. */
    openMacros() {
        this.#current?.picker.open();
    }

    /** Asks for answers of one click under the reply. */
    openQuickReplies() {
        this.#current?.quick?.open();
    }

    /**
     * Puts a text where the cursor is.
     *
     * @param {string} words
     */
    insert(words) {
        const field = this.#current?.composer.field;
        if (!field) return;
        const before = field.value.slice(0, field.selectionStart);
        const gap = before === "" || /\s$/u.test(before) ? "" : " ";
        field.setRangeText(`${gap}${words} `, field.selectionStart, field.selectionEnd, "end");
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.focus();
    }

    /**
     * Takes back what was sent and not taken, before what was written since.
     *
     * @param {{conversation: string, kind: Kind, body: string, attachments: import("../../Realtime/Client/wire.js").Attachment[], quick_replies?: string[]}} sent
     * @param {number|null} seen The last message that its author is told of now.
     */
    restore({ conversation, kind, body, attachments, quick_replies = [] }, seen) {
        const key = `${conversation} ${kind}`;
        const sheet = this.#sheets.get(key) ?? this.#make(conversation, kind);
        this.#sheets.set(key, sheet);
        sheet.composer.value = [body, sheet.composer.value].filter(Boolean).join("\n");
        sheet.composer.restore(attachments);
        if (sheet.quick) sheet.quick.values = [...new Set([...quick_replies, ...sheet.quick.values])];
        sheet.seen = seen;
        this.#drafts.set(conversation, kind, sheet.composer.value);
    }

    /**
     * The text was changed elsewhere.
     *
     * @param {string} conversation
     * @param {Kind} kind
     * @param {string} body
     */
    replace(conversation, kind, body) {
        const sheet = this.#sheets.get(`${conversation} ${kind}`);
        if (sheet) sheet.composer.value = body;
    }

    /**
     * Whether nothing is written.
     *
     * @param {string} conversation
     * @param {Kind} kind
     */
    isEmpty(conversation, kind) {
        return (this.#sheets.get(`${conversation} ${kind}`)?.composer.value ?? "") === "";
    }

    /** Sends what is written in the composer that is seen. */
    submit() {
        this.#current?.composer.submit();
    }

    /**
     * Files that were dropped beside the composer.
     *
     * @param {DataTransfer} files
     */
    drop(files) {
        this.#current?.composer.dispatchEvent(new DragEvent("drop", { dataTransfer: files, cancelable: true }));
    }

    /**
     * @param {string} conversation
     * @param {Kind} kind
     * @returns {Sheet}
     */
    #make(conversation, kind) {
        const composer = new ConversationComposer();
        const box = element("div", { class: "desk-write__sheet", hidden: true }, composer);
        composer.setAttribute("label", text(LABELS[kind]));
        composer.uploads = { url: "/api/v1/attachments?as=agent" };
        this.#root.append(box);
        composer.value = this.#drafts.get(conversation, kind);
        const picker = kind !== "text"
            ? mentionPicker(composer.field, box, this.#colleagues)
            : macroPicker({
                field: composer.field,
                anchor: box,
                macros: () => this.#macros(conversation),
                chosen: (macro) => this.dispatchEvent(new CustomEvent("macro", { detail: { conversation, macro } })),
            });
        const quick = kind === "text" ? new QuickReplies(() => composer.focus()) : null;
        if (quick) box.append(quick.view);
        /** @type {Sheet} */
        const sheet = { conversation, kind, composer, picker, box, quick, seen: null };
        composer.addEventListener("compose-input", (event) => {
            const { value } = /** @type {CustomEvent} */ (event).detail;
            this.#drafts.set(conversation, kind, value);
            if (value === "") return;
            sheet.seen = this.#seqOf(conversation);
            this.dispatchEvent(new CustomEvent("typing", { detail: { conversation, kind } }));
        });
        composer.addEventListener("compose", (event) => {
            const { body, attachments } = /** @type {CustomEvent} */ (event).detail;
            const seen = sheet.seen ?? this.#seqOf(conversation);
            sheet.seen = null;
            const quick_replies = quick?.values ?? [];
            if (quick) quick.values = [];
            this.dispatchEvent(new CustomEvent("compose", { detail: { conversation, kind, body, attachments, quick_replies, seen } }));
        });
        return sheet;
    }
}
