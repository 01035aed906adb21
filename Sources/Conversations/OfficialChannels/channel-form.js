import { languageName } from "../../Web/Client/format.js";
import { has, text } from "../../Web/Client/strings.js";
import { topicName } from "../Lifecycle/topic-name.js";
import { RecordForm } from "../Routing/record-form.js";
import { chipsField, optionsField } from "../Routing/routing-chips.js";
import { field, selectField, textField } from "../Routing/routing-fields.js";
import { languageCode } from "../Routing/routing-values.js";
import { api } from "../Timeline/api.js";
import { element } from "../Timeline/elements.js";
import { instant, localTime } from "./moments.js";

/** @typedef {"domain"|"page"|"email"|"phone"|"social"|"app"} Kind */
/** @typedef {import("../Routing/routing-fields.js").Field} Field */
/**
 * @typedef {object} Channel
 * @property {string} id
 * @property {Kind} kind
 * @property {string} value
 * @property {string} [platform]
 * @property {string} [region]
 * @property {string[]} languages
 * @property {string[]} topics
 * @property {{locale: string, text: string}[]} labels
 * @property {string[]} [user_content]
 * @property {string} [valid_from]
 * @property {string} [valid_until]
 */
/** @typedef {{locales: string[], topics: string[], platforms: {id: string, name: string}[], stores: {id: string, name: string}[], longestValue: number, longestLabel: number, mostChoices: number}} Known */

/** @type {Kind[]} */
export const KINDS = ["domain", "page", "email", "phone", "social", "app"];
const PATH = "/api/v1/admin/official-channels";
/** Two letters each, as ISO 3166-1 has them; the browser knows their names. */
const REGIONS = "AE AR AU BR CA CH CN DE ES FR GB HK ID IN IT JP KR MO MX MY NG NL PH PL RU SA SG TH TR TW UA US VN ZA".split(" ");

/**
 * @param {Channel|null} channel null for a new one.
 * @param {Known} known
 */
export function channelForm(channel, known) {
    const kind = selectField(text("channels.kind"), channel?.kind ?? "domain", KINDS.map((id) => ({ id, name: text(`channels.kind.${id}`) })));
    const value = textField(text("channels.value"), channel?.value ?? "", { most: known.longestValue, rule: text("channels.rule.value"), help: " " });
    const platform = selectField(text("channels.platform"), channel?.platform ?? known.platforms[0].id, known.platforms);
    const store = selectField(text("channels.store"), channel?.kind === "app" ? (channel.platform ?? null) : known.stores[0].id, known.stores);
    const content = linesField(text("channels.user_content"), channel?.user_content ?? null, text("channels.user_content_means"));
    const regions = [...new Set([...REGIONS, ...(channel?.region ? [channel.region] : [])])].map((id) => ({ id, name: regionName(id) })).sort((a, b) => a.name.localeCompare(b.name, document.documentElement.lang));
    const region = selectField(text("channels.region"), channel?.region ?? null, regions, { nothing: text("channels.everywhere") });
    const languages = chipsField({
        label: text("channels.languages"), help: text("channels.languages_means"), chosen: channel?.languages ?? [], known: known.locales,
        read: languageCode, say: languageName, add: text("routing.agent.language_add"), rule: text("routing.rule.language"), most: known.mostChoices,
    });
    const topics = optionsField(text("channels.topics"), channel?.topics ?? [], known.topics.map((id) => ({ id, name: topicName(id) })), { help: text("channels.topics_means") });
    const from = momentField(text("channels.valid_from"), channel?.valid_from, text("channels.valid_from_means"));
    const until = momentField(text("channels.valid_until"), channel?.valid_until, text("channels.valid_until_means"));
    const labels = Object.fromEntries(known.locales.map((locale) => [`label-${locale}`, textField(languageName(locale), channel?.labels.find((one) => one.locale === locale)?.text ?? "", { most: known.longestLabel, isOptional: true, rule: "" })]));
    const choose = () => {
        const chosen = /** @type {Kind} */ (kind.value());
        platform.node.hidden = chosen !== "social";
        store.node.hidden = chosen !== "app";
        content.node.hidden = chosen !== "domain";
        const help = value.node.querySelector(".field__help");
        if (help) help.textContent = text(`channels.value_of.${chosen}`);
    };
    kind.node.addEventListener("change", choose);
    choose();
    return new RecordForm({
        title: channel?.value ?? text("channels.new"),
        sections: [
            { title: "", fields: { kind, platform, store, value, region } },
            { title: text("channels.reach"), fields: { languages, topics } },
            { title: text("channels.labels"), fields: labels },
            { title: text("channels.when"), fields: { valid_from: from, valid_until: until } },
            { title: text("channels.more"), fields: { user_content: content } },
        ],
        refused: (code, name) => refusal(code, name, /** @type {string} */ (kind.value())),
        save: (written) => save(channel, written, known.locales),
        deletion: channel && { question: text("channels.delete", { value: channel.value }), means: text("channels.delete_means"), run: () => api.delete(`${PATH}/${channel.id}`) },
    });
}

/**
 * @param {Channel|null} channel
 * @param {Record<string, any>} written
 * @param {string[]} locales
 * @returns {Promise<Channel>}
 */
function save(channel, { kind, value, platform, store, region, languages, topics, user_content, valid_from, valid_until, ...labels }, locales) {
    const kept = channel?.labels.filter(({ locale }) => !locales.includes(locale)) ?? [];
    const body = {
        kind, value, region, languages, topics, valid_from, valid_until,
        platform: kind === "social" ? platform : kind === "app" ? store : null,
        user_content: kind === "domain" ? user_content : null,
        labels: [...kept, ...locales.flatMap((locale) => (labels[`label-${locale}`] ? [{ locale, text: labels[`label-${locale}`] }] : []))],
    };
    return channel ? api.put(`${PATH}/${channel.id}`, body) : api.post(PATH, body);
}

/**
 * What stands beside a field that the server refused.
 *
 * @param {string} code
 * @param {string} name The member, as the server has it.
 * @param {string} kind
 * @returns {{name: string, words: string}|null}
 */
function refusal(code, name, kind) {
    if (code === "official_channel_exists") return { name: "value", words: text("problem.official_channel_exists") };
    if (code !== "invalid_field") return null;
    if (name === "labels") return { name: `label-${document.documentElement.lang}`, words: text("channels.refused.labels") };
    if (name === "platform") return { name: kind === "app" ? "store" : "platform", words: text("routing.refused.field") };
    const key = name === "value" ? `channels.refused.value.${kind}` : `channels.refused.${name}`;
    return has(key) ? { name, words: text(key) } : null;
}

/**
 * Whether an entry counts at a moment.
 *
 * @param {Channel} channel
 * @param {number} now
 * @returns {"valid"|"not_yet"|"expired"}
 */
export function validity({ valid_from, valid_until }, now) {
    if (valid_from && now < Date.parse(valid_from)) return "not_yet";
    return valid_until && now >= Date.parse(valid_until) ? "expired" : "valid";
}

/** @param {string} code */
export function regionName(code) {
    return new Intl.DisplayNames([document.documentElement.lang], { type: "region" }).of(code) ?? code;
}

/**
 * A moment in the reader's own time zone.
 *
 * @param {string} label
 * @param {string|undefined} at RFC 3339
 * @param {string} help
 * @returns {Field}
 */
function momentField(label, at, help) {
    const control = element("input", { class: "input channels__moment", type: "datetime-local", step: 60 });
    control.value = at ? localTime(at) : "";
    const shown = control.value;
    // What was not touched keeps its seconds.
    return field({ label, help, control, value: () => (control.value === shown ? (at ?? null) : instant(control.value)), wrong: () => (control.validity.badInput ? text("channels.rule.moment") : null) });
}

/**
 * Several words, one a line.
 *
 * @param {string} label
 * @param {string[]|null} lines null for the usual ones.
 * @param {string} help
 * @returns {Field}
 */
function linesField(label, lines, help) {
    const control = element("textarea", { class: "input", rows: 4, spellcheck: "false" });
    control.value = (lines ?? []).join("\n");
    const read = () => control.value.split("\n").map((line) => line.trim()).filter(Boolean);
    return field({ label, help, control, value: () => (lines === null && read().length === 0 ? null : read()) });
}
