import { text } from "../../Web/Client/strings.js";

/** @typedef {import("./alerts.js").MentionNews} MentionNews */

/**
 * Tells of notes that name this agent, and of what is whispered to them.
 *
 * @param {object} options
 * @param {import("./personal-marks.js").PersonalMarks} options.personal
 * @param {import("./alerts.js").Alerts} options.alerts
 * @param {import("./toasts.js").Toasts} options.toasts
 * @param {() => string|null} options.conversation The open one.
 * @param {(id: string) => void} options.open
 */
export function watchMentions({ personal, alerts, toasts, conversation, open }) {
    personal.addEventListener("mentioned", (event) => {
        /** @type {MentionNews} */
        const mention = /** @type {CustomEvent} */ (event).detail;
        const { conversation: id, kind, author } = mention;
        alerts.mentioned(mention);
        if (conversation() === id && !document.hidden) return void personal.read(id);
        // It cannot wait until the list is looked at: somebody sees what goes wrong there now.
        const told = kind === "whisper" ? "desk.whispered" : kind === "event" ? "desk.stopped.told" : null;
        if (told) toasts.ask(text(told, { name: author.name }), { label: text("desk.whispered_open"), run: () => open(id) });
    });
}
