import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";
import { snoozeQuestion, tagQuestion } from "./questions.js";

/** @typedef {import("./types.js").Colleague} Colleague */
/**
 * What the tools work on.
 * @typedef {object} ToolDesk
 * @property {import("./types.js").InboxRow|null} row
 * @property {boolean} canAnswer
 * @property {import("./palette.js").Palette} palette
 * @property {import("./case-actions.js").CaseActions} actions
 * @property {import("./personal-marks.js").PersonalMarks} personal
 * @property {import("./toasts.js").Toasts} toasts
 */

const OPEN = new Set(["assistant", "queued", "assigned", "waiting_customer"]);

/** What is done with the open conversation besides giving and resolving it. */
export class CaseTools {
    #desk;
    /** @type {Colleague[]} */
    colleagues = [];

    /** @param {ToolDesk} desk */
    constructor(desk) {
        this.#desk = desk;
    }

    async loadColleagues() {
        try {
            this.colleagues = await this.#desk.actions.colleagues();
        } catch {
            // Nobody is offered then; a note names people all the same.
        }
    }

    get canSnooze() {
        const { row, canAnswer } = this.#desk;
        return canAnswer && row !== null && OPEN.has(row.status) && !row.snooze;
    }

    get canWake() {
        return this.#desk.canAnswer && Boolean(this.#desk.row?.snooze);
    }

    snooze() {
        const { row, palette, actions } = this.#desk;
        if (!row || !this.canSnooze) return;
        void palette.open(snoozeQuestion((until) => void actions.actOn(row.id, [{ type: "snooze", ...(until ? { until } : {}) }], text("desk.done.snoozed"))));
    }

    wake() {
        const { row, actions } = this.#desk;
        if (row) void actions.actOn(row.id, [{ type: "wake" }], text("desk.done.woken"));
    }

    tag() {
        const { row, palette, actions } = this.#desk;
        if (!row) return;
        void palette.open(tagQuestion(row.tags ?? [], (tag, isOn) => {
            if (isOn) void actions.actOn(row.id, [{ type: "tag", tags: [tag] }], text("desk.done.tagged", { tag }));
            else this.untag(tag);
        }));
    }

    /** @param {string} tag */
    untag(tag) {
        const { row, actions } = this.#desk;
        if (row) void actions.actOn(row.id, [{ type: "untag", tags: [tag] }], text("desk.done.untagged", { tag }));
    }

    async toggleFollowed() {
        const { row, personal, toasts } = this.#desk;
        if (!row) return;
        try {
            toasts.say(text((await personal.toggleFollowed(row.id)) ? "desk.done.followed" : "desk.done.unfollowed"));
        } catch (error) {
            toasts.warn(problemText(error));
        }
    }
}
