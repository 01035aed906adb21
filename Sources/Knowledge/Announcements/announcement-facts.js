import { element } from "../../Web/Client/elements.js";
import { text } from "../../Web/Client/strings.js";
import { labelled, select } from "../Authoring/article-dialogs.js";
import { namesIn } from "./affected-names.js";
import { hasSpan, KINDS } from "./announcement-api.js";
import { momentOf, timeField, zone } from "./announcement-dialogs.js";

/** @typedef {import("./announcement-api.js").Announcement} Announcement */
/** @typedef {import("./announcement-api.js").Kind} Kind */

const SETS = /** @type {const} */ (["products", "networks", "regions"]);

/**
 * What holds for all languages of an announcement: its kind, its times, what it affects.
 * Events: `input`.
 */
export class AnnouncementFacts extends EventTarget {
    #kind;
    #starts;
    #expected;
    #ended;
    #slug = element("input", { class: "input", maxlength: 80, spellcheck: "false", autocapitalize: "none" });
    /** @type {Map<string, HTMLInputElement>} */
    #names = new Map();
    /** @type {HTMLInputElement[]} */
    #topics;
    root;

    /** @param {string[]} topics @param {Announcement} [announcement] */
    constructor(topics, announcement) {
        super();
        this.#kind = select(KINDS.map((kind) => [kind, text(`announcements.kind.${kind}`)]), announcement?.kind ?? "incident");
        this.#starts = timeField(announcement?.starts_at);
        this.#expected = timeField(announcement?.expected_end_at);
        this.#ended = timeField(announcement?.ended_at);
        this.#slug.value = announcement?.slug ?? "";
        const help = text("announcement_desk.zone", { zone: zone() });
        const times = [
            labelled(text("announcements.began"), this.#starts, help),
            labelled(text("announcements.expected_end"), this.#expected, help),
            labelled(text("announcements.ended"), this.#ended, text("announcement_desk.ended_help")),
        ];
        const showTimes = () => times.forEach((field) => { field.hidden = !hasSpan(/** @type {Kind} */ (this.#kind.value)); });
        this.#kind.addEventListener("change", showTimes);
        showTimes();
        const sets = SETS.map((name) => {
            const field = element("input", { class: "input", spellcheck: "false", autocapitalize: "none" });
            field.value = (announcement?.scope[name] ?? []).join(", ");
            this.#names.set(name, field);
            return labelled(text(`announcement_desk.${name}`), field, text(`announcement_desk.${name}_help`));
        });
        this.#topics = topics.map((topic) => element("input", { type: "checkbox", value: topic, checked: announcement?.scope.topics.includes(topic) ?? false }));
        this.root = element("div", { class: "announcement-facts" },
            labelled(text("announcement_desk.kind"), this.#kind), ...times, ...sets, labelled(text("knowledge.slug"), this.#slug),
            element("fieldset", { class: "announcement-topics" }, element("legend", { class: "field__label" }, text("announcement_desk.topics")),
                element("div", { class: "announcement-topics__list" }, ...this.#topics.map((box) => element("label", { class: "announcement-topics__topic" }, box, text(`topic.${box.value}`))))));
        this.root.addEventListener("input", () => this.dispatchEvent(new Event("input")));
    }

    /** @param {boolean} isFixed Whether it can only be read. */
    set isFixed(isFixed) {
        for (const field of this.root.querySelectorAll("input, select")) /** @type {HTMLInputElement} */ (field).disabled = isFixed;
    }

    /** As the API takes it. */
    get value() {
        const isLasting = hasSpan(/** @type {Kind} */ (this.#kind.value));
        const names = (/** @type {string} */ set) => namesIn(this.#names.get(set)?.value ?? "");
        return {
            kind: this.#kind.value,
            slug: this.#slug.value.trim(),
            starts_at: isLasting ? momentOf(this.#starts, "starts_at") : null,
            expected_end_at: isLasting ? momentOf(this.#expected, "expected_end_at") : null,
            ended_at: isLasting ? momentOf(this.#ended, "ended_at") : null,
            scope: { products: names("products"), networks: names("networks"), regions: names("regions"), topics: this.#topics.filter((box) => box.checked).map((box) => box.value) },
        };
    }
}
