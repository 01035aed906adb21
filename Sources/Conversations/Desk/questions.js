import { fullTime } from "../../Web/Client/format.js";
import { text } from "../../Web/Client/strings.js";
import { api } from "../Timeline/api.js";
import { snoozeTimes, typedTime } from "./snooze-times.js";

/** @typedef {import("./palette.js").Question} Question */

/**
 * Until when something is put aside.
 *
 * @param {(until: string|null) => void} choose null until the customer writes.
 * @returns {Question}
 */
export function snoozeQuestion(choose) {
    const now = new Date();
    const times = snoozeTimes(now);
    /** @type {Date|null} */
    let typed = null;
    return {
        label: text("desk.snooze.question"),
        choices: () => [
            ...times.map(({ id, until }) => ({ id, label: text(`desk.snooze.${id}`), detail: fullTime(until.toISOString()), icon: "clock" })),
            { id: "reply", label: text("desk.snooze.reply"), icon: "chat" },
        ],
        others: (query) => {
            typed = typedTime(query, now);
            return typed ? [{ id: "typed", label: text("desk.snooze.typed", { time: fullTime(typed.toISOString()) }), icon: "clock" }] : [];
        },
        choose: (id) => {
            if (id === "reply") return choose(null);
            const until = id === "typed" ? typed : times.find((time) => time.id === id)?.until;
            if (until) choose(until.toISOString());
        },
    };
}

/**
 * Which tag is put on, or taken off when all have it.
 *
 * @param {string[]} present The tags that are on it.
 * @param {(tag: string, isOn: boolean) => void} choose
 * @returns {Question}
 */
export function tagQuestion(present, choose) {
    /** @type {string[]} */
    let all = [];
    const label = (/** @type {string} */ tag) => (present.includes(tag) ? text("desk.tags.take_off", { tag }) : tag);
    return {
        label: text("desk.tags.question"),
        choices: async () => {
            all = (await api.get("/api/v1/agent/tags")).data;
            return [...present, ...all.filter((tag) => !present.includes(tag))].map((tag) => ({ id: `tag ${tag}`, label: label(tag), icon: present.includes(tag) ? "check" : "listing" }));
        },
        others: (query) => {
            const tag = tidy(query);
            return tag === "" || all.includes(tag) ? [] : [{ id: "new", label: text("desk.tags.new", { tag }), icon: "plus" }];
        },
        choose: (id, query) => {
            const tag = id === "new" ? tidy(query) : id.slice("tag ".length);
            choose(tag, !present.includes(tag));
        },
    };
}

/**
 * A tag as the server keeps it.
 *
 * @param {string} typed
 */
function tidy(typed) {
    return typed.toLowerCase().replaceAll(",", " ").split(/\s+/u).filter(Boolean).join(" ").slice(0, 40);
}
