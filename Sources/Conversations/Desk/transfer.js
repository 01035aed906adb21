import { plural, text } from "../../Web/Client/strings.js";
import { PRESENCES } from "./desk-tools.js";

/** @typedef {import("./types.js").InboxRow} InboxRow */
/** @typedef {import("./types.js").Colleague} Colleague */

/** Asks whom a conversation is given to: who is there and how much they have. */
export class Transfer {
    #palette;
    #actions;
    #agent;

    /**
     * @param {import("./palette.js").Palette} palette
     * @param {import("./case-actions.js").CaseActions} actions
     * @param {string} agent Whose desk it is.
     */
    constructor(palette, actions, agent) {
        this.#palette = palette;
        this.#actions = actions;
        this.#agent = agent;
    }

    /** @param {InboxRow} row */
    async ask(row) {
        /** @type {Colleague[]} */
        let colleagues = [];
        const isWithAgent = row.status === "assigned" || row.status === "waiting_customer";
        await this.#palette.open({
            label: text("desk.transfer.question"),
            choices: async () => {
                const all = await this.#actions.colleagues();
                const possible = all.filter(({ id }) => !(isWithAgent && id === row.assignee?.id));
                colleagues = possible.sort(nearest);
                const back = row.status === "queued" ? [] : [{ id: "queue", label: text("desk.transfer.queue"), icon: "layers" }];
                return [...colleagues.map((colleague) => this.#choice(colleague)), ...back];
            },
            choose: (id) => {
                const colleague = colleagues.find((one) => one.id === id);
                if (id === "queue") void this.#actions.giveBack(row);
                else if (colleague) void this.#actions.give(row, colleague);
            },
        });
    }

    /** @param {Colleague} colleague */
    #choice({ id, name, badge, presence, open }) {
        const isMe = id === this.#agent;
        return {
            id,
            label: isMe ? text("desk.transfer.me", { name }) : `${name} · ${badge}`,
            detail: `${text(`desk.presence.${presence}`)} · ${plural("desk.transfer.open", open)}`,
            mark: `desk-presence desk-presence--${presence}`,
        };
    }
}

/**
 * Who is there first, then who has least.
 *
 * @param {Colleague} a
 * @param {Colleague} b
 */
function nearest(a, b) {
    return PRESENCES.indexOf(a.presence) - PRESENCES.indexOf(b.presence) || a.open - b.open || a.name.localeCompare(b.name);
}
