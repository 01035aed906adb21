import { element } from "../../Web/Client/elements.js";
import { fullTime, languageName } from "../../Web/Client/format.js";
import { ProblemError } from "../../Web/Client/http.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { locale as readers, text } from "../../Web/Client/strings.js";
import { ask, labelled, select } from "../Authoring/article-dialogs.js";
import { announcements, hasSpan, KINDS, STATES } from "./announcement-api.js";

/** @typedef {import("./announcement-api.js").Announcement} Announcement */
/** @typedef {import("./announcement-api.js").Choices} Choices */

/** The editor's own zone, in which times are written. */
export const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * A moment as a field for times shows it, in the editor's zone.
 *
 * @param {string|undefined} when
 */
export function fieldTime(when) {
    if (!when) return "";
    const moment = new Date(when);
    return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/**
 * The moment of a field for times; null where it is empty.
 *
 * @param {HTMLInputElement} field
 * @param {string} name Of the member, for who is told that it is no moment.
 * @returns {string|null}
 */
export function momentOf(field, name) {
    if (field.validity.badInput) throw new ProblemError({ status: 422, code: "invalid_field", ...{ field: name } });
    const { was } = field.dataset;
    // The field knows minutes alone: what nobody changed stays to the second.
    if (was && field.value === fieldTime(was)) return was;
    return field.value ? new Date(field.value).toISOString() : null;
}

/** @param {string} [when] */
export function timeField(when) {
    const field = element("input", { class: "input", type: "datetime-local", step: 60 });
    field.value = fieldTime(when);
    if (when) field.dataset.was = when;
    return field;
}

/** @param {Choices} choices @returns {Promise<Announcement|null>} */
export function newAnnouncementDialog(choices) {
    const kind = select(KINDS.map((one) => [one, text(`announcements.kind.${one}`)]), "incident");
    const title = element("input", { class: "input", name: "title", maxlength: 200, dir: "auto" });
    const own = choices.locales.includes(readers()) ? readers() : choices.locales[0];
    return ask({
        title: text("announcement_desk.new"),
        content: [labelled(text("announcement_desk.kind"), kind), labelled(text("announcement_desk.title_in", { language: languageName(own) }), title)],
        action: text("knowledge.begin"),
        answer: () => announcements.create({ kind: kind.value, texts: [{ locale: own, title: title.value }] }),
    });
}

/**
 * Now, or at a time of the editor's own zone.
 *
 * @param {Announcement} announcement
 * @returns {Promise<{at: string|null}|null>}
 */
export function publishDialog(announcement) {
    const at = timeField();
    const missing = element("p", { class: "field__help" }, text("announcement_desk.languages_are", { languages: announcement.texts.map((one) => languageName(one.locale)).join(", ") }));
    return ask({
        title: text("knowledge.publish"),
        content: [missing, labelled(text("knowledge.publish_at"), at, text("knowledge.publish_at_help", { zone: zone() }))],
        action: text("knowledge.publish"),
        answer: () => ({ at: momentOf(at, "at") }),
    });
}

/**
 * How it goes on: a state, a text in each language, when it is expected to end.
 *
 * @param {Announcement} announcement
 * @returns {Promise<Announcement|null>}
 */
export function updateDialog(announcement) {
    const isIncident = announcement.kind === "incident";
    const next = announcement.state && STATES[STATES.indexOf(announcement.state) + 1];
    /** @type {[string, string][]} */
    const states = isIncident
        ? STATES.map((one) => [one, text(`announcements.state.${one}`)])
        : [["", text("announcement_desk.goes_on")], ["resolved", text("announcements.state.done")]];
    const state = select(states, isIncident ? next ?? "resolved" : "");
    const isLasting = hasSpan(announcement.kind);
    const expected = timeField(announcement.expected_end_at);
    const shown = expected.value;
    const texts = announcement.texts.map((one) => ({ locale: one.locale, area: element("textarea", { class: "input", rows: 3, maxlength: 5000, lang: one.locale, dir: "auto" }) }));
    const end = labelled(text("announcements.expected_end"), expected, text("announcement_desk.zone", { zone: zone() }));
    const showEnd = () => { end.hidden = state.value === "resolved"; };
    state.addEventListener("change", showEnd);
    showEnd();
    return ask({
        title: text("announcement_desk.update"),
        content: [
            isLasting && labelled(text("announcement_desk.state"), state),
            ...texts.map(({ locale, area }) => labelled(text("announcement_desk.text_in", { language: languageName(locale) }), area)),
            isLasting && end,
        ],
        action: text("announcement_desk.tell"),
        answer: () => announcements.move(announcement.id, "updates", {
            revision: announcement.revision,
            state: isLasting && state.value ? state.value : undefined,
            expected_end_at: isLasting && state.value !== "resolved" && expected.value !== shown ? momentOf(expected, "expected_end_at") ?? undefined : undefined,
            texts: texts.map(({ locale, area }) => ({ locale, text: area.value })),
        }),
    });
}

/** @param {string} id */
export async function historyDialog(id) {
    const list = element("ol", { class: "versions", role: "list" });
    const shown = announcements.history(id).then(({ data }) => {
        list.append(...data.map((deed) => element("li", { class: "versions__item" },
            element("span", {}, text(`announcement_desk.deed.${deed.action.split(".")[1]}`), " ", deed.details.state && element("span", { class: "badge" }, text(`announcements.state.${deed.details.state}`))),
            element("span", { class: "knowledge__item-about" }, `${deed.actor || text("announcement_desk.by_itself")} · ${fullTime(deed.at)}`))));
        if (data.length === 0) list.append(element("li", { class: "desk-page__none" }, text("announcement_desk.no_history")));
    }).catch((error) => list.append(element("li", { class: "desk-page__none", role: "alert" }, problemText(error))));
    await Promise.all([shown, ask({ title: text("announcement_desk.history"), content: [list] })]);
}
