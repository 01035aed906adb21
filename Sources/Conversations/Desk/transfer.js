import { plural, text } from "../../Web/Client/strings.js";
import { PRESENCES } from "./desk-tools.js";

/** @typedef {import("./types.js").InboxRow} InboxRow */
/** @typedef {import("./types.js").Colleague} Colleague */

/** @typedef {import("./types.js").Place} Place */

/** Asks whom a conversation is given to: who is there and how much they have, then teams and queues. */
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
        /** @type {Place[]} */
        let places = [];
        const isWithAgent = row.status === "assigned" || row.status === "waiting_customer";
        await this.#palette.open({
            label: text("desk.transfer.question"),
            choices: async () => {
                const [all, found] = await Promise.all([this.#actions.colleagues(), this.#actions.places()]);
                places = found;
                const possible = all.filter(({ id }) => !(isWithAgent && id === row.assignee?.id));
                colleagues = possible.sort(nearest);
                const back = row.status === "queued" ? [] : [{ id: "queue", label: text("desk.transfer.queue"), icon: "layers" }];
                return [...colleagues.map((colleague) => this.#choice(colleague)), ...places.map(placeChoice), ...back];
            },
            choose: (id) => {
                const place = places.find((one) => one.id === id) ?? colleaguePlace(colleagues.find((one) => one.id === id));
                if (id === "queue") void this.#actions.giveBack(row);
                else if (id === this.#agent && place) void this.#actions.giveTo(row, place, "");
                else if (place) void this.#askNote(row, place);
            },
        });
    }

    /**
     * Whoever gets it there knows nothing of it yet: a note can go with it.
     *
     * @param {InboxRow} row
     * @param {Place} place
     */
    #askNote(row, place) {
        const { name } = place;
        return this.#palette.open({
            label: text("desk.transfer.note", { name }),
            choices: () => [{ id: "plain", label: text("desk.transfer.without_note", { name }), icon: "transfer" }],
            others: (note) => (note ? [{ id: "note", label: text("desk.transfer.with_note", { note }), icon: "lock" }] : []),
            choose: (id, note) => void this.#actions.giveTo(row, place, id === "note" ? note : ""),
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
 * @param {Colleague} [colleague]
 * @returns {Place|undefined}
 */
function colleaguePlace(colleague) {
    return colleague && { kind: "agent", id: colleague.id, name: colleague.name };
}

/** @param {Place} place */
function placeChoice({ kind, id, name }) {
    return { id, label: name, detail: text(kind === "team" ? "desk.transfer.team" : "desk.transfer.in_queue"), icon: kind === "team" ? "users" : "layers" };
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
