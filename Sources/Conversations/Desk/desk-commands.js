import { text } from "../../Web/Client/strings.js";
import { VIEWS } from "./desk-address.js";
import { PRESENCES } from "./desk-tools.js";

/** @typedef {import("./commands.js").Command} Command */
/** @typedef {import("./case-head.js").CaseAction} CaseAction */
/**
 * What the commands work on.
 * @typedef {object} CommandDesk
 * @property {{list: import("./inbox.js").Inbox, found: import("./search-pane.js").SearchPane, move: (step: number) => void, search: () => void, show: (view: import("./types.js").View) => unknown}} inbox
 * @property {import("./case-pane.js").CasePane} pane
 * @property {import("./desk-tools.js").DeskTools} tools
 * @property {import("./toasts.js").Toasts} toasts
 * @property {import("./layout.js").Layout} layout
 * @property {import("./types.js").InboxRow|null} row
 * @property {boolean} canAnswer
 * @property {boolean} canSupervise
 * @property {boolean} isAdmin
 * @property {import("./listening.js").Listening} listening
 * @property {import("./translations.js").Translations} translations
 * @property {(action: CaseAction) => boolean} can
 * @property {(action: CaseAction) => void} act
 * @property {(id: string) => void} open
 * @property {() => void} openMacros
 * @property {() => void} openQuickReplies
 * @property {import("./case-tools.js").CaseTools} cases
 * @property {import("./case-links.js").CaseLinks} links
 * @property {import("./verifications.js").Verifications} verifications
 * @property {import("./filter-bar.js").FilterBar} filters
 * @property {import("./bulk.js").BulkBar} bulk
 * @property {{open: () => void}} [shortcuts]
 */

/**
 * Everything that can be done at the desk.
 *
 * @param {CommandDesk} desk
 * @returns {Command[]}
 */
export function deskCommands(desk) {
    return [...listCommands(desk), ...caseCommands(desk), ...deskWideCommands(desk)];
}

/**
 * @param {CommandDesk} desk
 * @returns {Command[]}
 */
function listCommands({ inbox, pane, layout, filters, canAnswer }) {
    const { list } = inbox;
    const enter = () => {
        if (inbox.found.isOpen) return inbox.found.open();
        if (!list.selected) list.move(1);
        layout.show("case");
        pane.write("text");
    };
    return [
        { id: "next", group: "list", key: "j", run: () => inbox.move(1) },
        { id: "previous", group: "list", key: "k", run: () => inbox.move(-1) },
        { id: "open", group: "list", key: "Enter", run: enter },
        { id: "search", group: "list", key: "/", shown: "/", icon: "search", run: () => inbox.search() },
        { id: "choose", group: "list", key: "x", icon: "check", isPossible: () => canAnswer && list.selected !== null, run: () => list.chosen.toggle(list.selected) },
        { id: "choose_all", group: "list", icon: "check", isPossible: () => canAnswer, run: () => list.chosen.toggleAll(list.rows.map(({ id }) => id)) },
        { id: "filter", group: "list", key: "q", icon: "filter", run: () => filters.ask() },
        { id: "save_filter", group: "list", icon: "filter", run: () => filters.save() },
        ...VIEWS.map((view, index) => ({
            id: `view_${view}`,
            group: /** @type {const} */ ("list"),
            key: String(index + 1),
            icon: "listing",
            run: () => void inbox.show(view),
        })),
    ];
}

/**
 * @param {CommandDesk} desk
 * @returns {Command[]}
 */
function caseCommands(desk) {
    const { pane, toasts, layout } = desk;
    const isOpen = () => desk.row !== null;
    const canWrite = () => pane.id !== null && desk.canAnswer;
    const action = (/** @type {string} */ id, /** @type {string} */ key, /** @type {CaseAction} */ what, /** @type {string} */ icon) => ({
        id, key, icon,
        group: /** @type {const} */ ("case"),
        isPossible: () => desk.can(what),
        run: () => desk.act(what),
    });
    const copy = (/** @type {string} */ words) => void navigator.clipboard?.writeText(words).then(() => toasts.say(text("desk.copied")));
    return [
        { id: "reply", group: "case", key: "r", icon: "chat", isPossible: () => canWrite() && desk.row?.status !== "closed", run: () => pane.write("text") },
        { id: "note", group: "case", key: "n", icon: "lock", isPossible: canWrite, run: () => pane.write("note") },
        { id: "whisper", group: "case", key: "w", icon: "headset", isPossible: () => canWrite() && pane.canWhisper, run: () => pane.write("whisper") },
        { id: "listening", group: "case", key: "h", icon: "eye", isPossible: () => pane.canWhisper, run: () => desk.listening.toggle() },
        { id: "macros", group: "case", icon: "article", isPossible: canWrite, run: () => desk.openMacros() },
        { id: "quick_replies", group: "case", key: "b", icon: "listing", isPossible: () => canWrite() && desk.row?.status !== "closed", run: () => desk.openQuickReplies() },
        action("take", "a", "take", "user"),
        action("transfer", "t", "transfer", "users"),
        action("queue", "u", "queue", "layers"),
        action("resolve", "e", "resolve", "check"),
        action("reopen", "o", "reopen", "refresh"),
        { id: "snooze", group: "case", key: "z", icon: "clock", isPossible: () => desk.cases.canSnooze, run: () => desk.cases.snooze() },
        { id: "wake", group: "case", icon: "clock", isPossible: () => desk.cases.canWake, run: () => desk.cases.wake() },
        { id: "tag", group: "case", key: "l", icon: "listing", isPossible: canWrite, run: () => desk.cases.tag() },
        { id: "follow", group: "case", key: "f", icon: "bell", isPossible: isOpen, run: () => desk.cases.toggleFollowed() },
        { id: "verify", group: "case", key: "i", icon: "shield-check", isPossible: () => canWrite() && desk.row?.status !== "closed", run: () => void desk.verifications.ask() },
        { id: "link", group: "case", key: "y", icon: "link", isPossible: canWrite, run: () => desk.links.link() },
        { id: "merge", group: "case", key: "g", icon: "layers", isPossible: () => canWrite() && desk.row?.status !== "closed", run: () => desk.links.merge() },
        { id: "split", group: "case", key: "s", icon: "layers", isPossible: canWrite, run: () => desk.links.split() },
        { id: "translate", group: "case", key: "v", icon: "globe", isPossible: () => isOpen() && desk.translations.areOffered, run: () => translate(desk) },
        { id: "details", group: "case", key: "d", icon: "id-card", isPossible: isOpen, run: () => layout.toggleDetails() },
        { id: "copy_reference", group: "case", key: "c", icon: "copy", isPossible: isOpen, run: () => copy(desk.row?.reference ?? "") },
        { id: "copy_link", group: "case", icon: "link", isPossible: isOpen, run: () => copy(`${location.origin}/desk#${pane.id}`) },
    ];
}

/**
 * Everything of the open conversation in the agent's language, or no longer.
 *
 * @param {CommandDesk} desk
 */
function translate({ pane, translations, toasts }) {
    if (!pane.id) return;
    toasts.say(text(translations.toggleWhole(pane.id) ? "desk.translation.on" : "desk.translation.off"));
}

/**
 * @param {CommandDesk} desk
 * @returns {Command[]}
 */
function deskWideCommands(desk) {
    const { tools } = desk;
    return [
        { id: "keys", group: "desk", key: "?", shown: "?", icon: "question", run: () => desk.shortcuts?.open() },
        { id: "board", group: "desk", icon: "chart", isPossible: () => desk.canSupervise, run: () => location.assign("/desk/board") },
        { id: "edit_macros", group: "desk", icon: "article", isPossible: () => desk.canAnswer, run: () => location.assign("/desk/macros") },
        { id: "edit_templates", group: "desk", icon: "article", isPossible: () => desk.canSupervise, run: () => location.assign("/desk/templates") },
        { id: "edit_articles", group: "desk", icon: "article", isPossible: () => desk.canAnswer, run: () => location.assign("/desk/knowledge") },
        { id: "edit_announcements", group: "desk", icon: "megaphone", isPossible: () => desk.canSupervise, run: () => location.assign("/desk/announcements") },
        { id: "phishing", group: "desk", icon: "shield", isPossible: () => desk.canSupervise, run: () => location.assign("/desk/phishing") },
        { id: "privacy", group: "desk", icon: "user", isPossible: () => desk.isAdmin, run: () => location.assign("/desk/privacy") },
        { id: "people", group: "desk", icon: "users", isPossible: () => desk.isAdmin, run: () => location.assign("/desk/people") },
        { id: "undo_send", group: "desk", icon: "clock", isPossible: () => desk.canAnswer, run: () => tools.toggleHeld() },
        { id: "sound", group: "desk", key: "m", icon: "bell", run: () => tools.toggleSound() },
        { id: "notices", group: "desk", icon: "bell", run: () => void tools.toggleNotices() },
        ...PRESENCES.map((state) => ({
            id: `presence_${state}`,
            group: /** @type {const} */ ("desk"),
            icon: "user",
            run: () => void tools.setPresence(state),
        })),
        { id: "sign_out", group: "desk", icon: "arrow-right", run: () => void tools.signOut() },
    ];
}

/** What stands in the menu beside the conversation's buttons. */
export const MORE = new Set(["transfer", "snooze", "wake", "tag", "follow", "verify", "link", "merge", "split", "queue", "translate", "copy_reference", "copy_link", "details"]);
