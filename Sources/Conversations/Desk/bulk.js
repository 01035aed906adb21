import { plural, text } from "../../Web/Client/strings.js";
import { drawing, element } from "../Timeline/elements.js";
import { snoozeQuestion, tagQuestion } from "./questions.js";

/** @typedef {import("./case-actions.js").CaseActions} CaseActions */
/** @typedef {import("./inbox.js").Inbox} Inbox */

/** Under the list while rows are chosen: what can be done with all of them at once. */
export class BulkBar {
    #root;
    #list;
    #actions;
    #palette;
    #count = element("span", { class: "desk-bulk__count", role: "status" });

    /**
     * @param {object} options
     * @param {HTMLElement} options.root
     * @param {Inbox} options.list
     * @param {CaseActions} options.actions
     * @param {import("./palette.js").Palette} options.palette
     */
    constructor({ root, list, actions, palette }) {
        this.#root = root;
        this.#list = list;
        this.#actions = actions;
        this.#palette = palette;
        const button = (/** @type {string} */ id, /** @type {() => void} */ run) => {
            const made = element("button", { type: "button", class: "button button--quiet", "data-bulk": id }, text(`desk.bulk.${id}`));
            made.addEventListener("click", run);
            return made;
        };
        const close = element("button", { type: "button", class: "button button--quiet button--icon", "aria-label": text("desk.bulk.clear"), title: text("desk.bulk.clear") }, drawing("close"));
        close.addEventListener("click", () => list.chosen.set([]));
        root.setAttribute("role", "toolbar");
        root.setAttribute("aria-label", text("desk.bulk.label"));
        root.append(
            this.#count,
            button("take", () => void this.#act([{ type: "take" }])),
            button("assign", () => void this.#assign()),
            button("snooze", () => this.snooze()),
            button("tag", () => this.#tag()),
            button("resolve", () => void this.#act([{ type: "resolve" }])),
            close,
        );
        list.chosen.addEventListener("change", () => this.#show());
        this.#show();
    }

    snooze() {
        void this.#palette.open(snoozeQuestion((until) => void this.#act([{ type: "snooze", ...(until ? { until } : {}) }])));
    }

    #tag() {
        const rows = this.#list.chosen.ids.map((id) => this.#list.row(id)?.tags ?? []);
        const shared = (rows[0] ?? []).filter((tag) => rows.every((tags) => tags.includes(tag)));
        void this.#palette.open(tagQuestion(shared, (tag, isOn) => void this.#act([{ type: isOn ? "tag" : "untag", tags: [tag] }])));
    }

    async #assign() {
        /** @type {import("./types.js").Colleague[]} */
        let colleagues = [];
        await this.#palette.open({
            label: text("desk.bulk.assign_question"),
            choices: async () => {
                colleagues = await this.#actions.colleagues();
                return colleagues.map(({ id, name, badge, presence, open }) => ({
                    id, label: `${name} · ${badge}`, detail: `${text(`desk.presence.${presence}`)} · ${plural("desk.transfer.open", open)}`, mark: `desk-presence desk-presence--${presence}`,
                }));
            },
            choose: (agent) => void this.#act([{ type: "assign", agent }]),
        });
    }

    /** @param {import("./case-actions.js").DeskAction[]} actions */
    async #act(actions) {
        const failed = await this.#actions.act(this.#list.chosen.ids, actions);
        // Those that could not be done stay chosen, to be looked at.
        if (failed) this.#list.chosen.set(failed);
    }

    #show() {
        const { length } = this.#list.chosen.ids;
        this.#root.hidden = length === 0;
        this.#count.textContent = length === 0 ? "" : plural("desk.bulk.count", length);
    }
}
