import { text } from "../../Web/Client/strings.js";

/**
 * Something that can be done at the desk, by key, from the palette or by a button.
 * @typedef {object} Command
 * @property {string} id Its name is the text `desk.command.<id>`, unless it has a label.
 * @property {string} [label]
 * @property {string} [detail]
 * @property {"list"|"case"|"desk"} group
 * @property {string} [key] The single key for it, as the keyboard event names it.
 * @property {string} [shown] How the key is written; the key in upper case without it.
 * @property {string} [icon]
 * @property {() => boolean} [isPossible] Always without it.
 * @property {() => void} run
 */

/** @typedef {import("./palette.js").Choice} Choice */

/**
 * Groups in the order in which they are listed.
 *
 * @type {Command["group"][]}
 */
export const GROUPS = ["list", "case", "desk"];

/**
 * How a command's key is written.
 *
 * @param {Command} command
 */
export function keyLabel({ key, shown }) {
    return shown ?? key?.toUpperCase() ?? "";
}

/**
 * The commands that are possible now, for the palette.
 *
 * @param {Command[]} commands
 * @returns {Choice[]}
 */
export function commandChoices(commands) {
    const possible = commands.filter(({ isPossible }) => isPossible?.() ?? true);
    return possible.map((command) => ({
        id: command.id,
        label: command.label ?? text(`desk.command.${command.id}`),
        ...(command.detail ? { detail: command.detail } : {}),
        keys: keyLabel(command),
        icon: command.icon ?? "chevron-right",
    }));
}

/**
 * The command that an event's key stands for, unless somebody is typing or another modifier is held.
 *
 * @param {Command[]} commands
 * @param {{key: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean, isComposing: boolean, repeat: boolean}} event
 * @returns {Command|null}
 */
export function commandFor(commands, event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null;
    const pressed = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const found = commands.find(({ key }) => key === pressed);
    // Held down, only going through the list makes sense.
    if (!found || (event.repeat && found.group !== "list")) return null;
    return found.isPossible?.() ?? true ? found : null;
}
