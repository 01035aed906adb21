import { drawing, element } from "../../Web/Client/elements.js";
import { clockTime, fullTime } from "../../Web/Client/format.js";
import { ProblemError } from "../../Web/Client/http.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { has, locale as readers, text } from "../../Web/Client/strings.js";
import { labelled } from "../Authoring/article-dialogs.js";
import { told } from "../Authoring/article-notices.js";
import { languageTabs, way } from "../Authoring/editor-parts.js";
import { MarkdownField } from "../Authoring/markdown-field.js";
import { announcements, hasSpan } from "./announcement-api.js";
import { historyDialog, publishDialog, updateDialog } from "./announcement-dialogs.js";
import { AnnouncementFacts } from "./announcement-facts.js";

/** @typedef {import("./announcement-api.js").Announcement} Announcement */
/** @typedef {{title: string, summary: string, affects: string[], body: string}} Written */

/**
 * The announcement that is worked on: when and what it is about, and its text, one language at a time. What is written is
 * saved when somebody says so: readers see a published one at once.
 * Events: `changed` (the announcement).
 */
export class AnnouncementEditor extends EventTarget {
    #root;
    /** @type {import("./announcement-api.js").Choices} */
    choices = { locales: [], topics: [] };
    /** @type {Announcement|null} */
    announcement = null;
    #isDirty = false;
    /** @type {Promise<boolean>|null} */
    #saving = null;
    /** The announcement that was asked for last; answers to earlier ones are passed over. */
    #asked = 0;
    /** @type {Announcement|null} What somebody else saved in between. */
    #theirs = null;
    /** @type {Map<string, Written>} */
    #texts = new Map();
    #locale = "";
    /** @type {AnnouncementFacts} */
    #facts = new AnnouncementFacts([]);
    #field = new MarkdownField();
    #title = element("input", { class: "input", id: "announcement-title", maxlength: 200, dir: "auto" });
    #summary = element("input", { class: "input", id: "announcement-summary", maxlength: 500, dir: "auto" });
    #affects = element("input", { class: "input", id: "announcement-affects", dir: "auto" });
    #state = element("p", { class: "editor__state", role: "status" });
    #notices = element("div", { class: "editor__notices" });

    /** @param {HTMLElement} root */
    constructor(root) {
        super();
        this.#root = root;
        for (const field of [this.#title, this.#summary, this.#affects, this.#field]) field.addEventListener("input", () => this.#wrote());
        root.addEventListener("keydown", (event) => {
            if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
            event.preventDefault();
            void this.save();
        });
    }

    get isUnsaved() {
        return this.#isDirty || this.#saving !== null;
    }

    close() {
        this.#asked++;
        this.announcement = null;
        this.#isDirty = false;
        this.#root.replaceChildren(element("p", { class: "desk-page__none" }, text("announcement_desk.choose")));
    }

    /**
     * Opens an announcement; of two that are asked for at once, the later one.
     *
     * @param {string} id
     */
    async open(id) {
        const asked = ++this.#asked;
        try {
            const announcement = await announcements.read(id);
            // Asked for twice, it may be written in by now.
            if (asked !== this.#asked || (this.isUnsaved && this.announcement?.id === id && !this.#theirs)) return;
            this.#take(announcement);
        } catch (error) {
            if (asked !== this.#asked) return;
            this.announcement = null;
            this.#root.replaceChildren(this.#backToList(), element("p", { class: "desk-page__none", role: "alert" }, problemText(error)));
        }
    }

    /** @param {Announcement} announcement Shows it as it is stored. */
    #take(announcement) {
        this.announcement = announcement;
        this.#isDirty = false;
        this.#theirs = null;
        this.#texts = new Map(announcement.texts.map((one) => [one.locale, one]));
        this.#facts = new AnnouncementFacts(this.choices.topics, announcement);
        this.#facts.addEventListener("input", () => this.#wrote());
        const known = this.#texts.has(this.#locale) ? this.#locale : this.#texts.has(readers()) ? readers() : announcement.texts[0]?.locale;
        this.#show(known ?? this.choices.locales[0]);
    }

    /** @param {string} locale The language that is worked on from now on. */
    #show(locale) {
        this.#locale = locale;
        const now = this.#texts.get(locale);
        this.#title.value = now?.title ?? "";
        this.#summary.value = now?.summary ?? "";
        this.#affects.value = (now?.affects ?? []).join(", ");
        for (const field of [this.#title, this.#summary, this.#affects, this.#field.area]) field.lang = locale;
        this.#field.value = now?.body ?? "";
        this.#render();
    }

    #backToList = () => element("a", { class: "desk-page__to-list", href: "#" }, drawing("arrow-left"), text("announcement_desk.list"));

    #render() {
        const { announcement } = this;
        if (!announcement) return;
        const isFixed = announcement.stage === "scheduled";
        for (const field of [this.#title, this.#summary, this.#affects]) field.readOnly = isFixed;
        this.#field.isFixed = isFixed;
        this.#facts.isFixed = isFixed;
        this.#root.replaceChildren(
            this.#backToList(),
            element("div", { class: "editor__bar" }, ...stageBadges(announcement), this.#state, this.#ways(announcement)),
            this.#notices,
            this.#facts.root,
            this.#languages(),
            labelled(text("knowledge.title_field"), this.#title),
            labelled(text("knowledge.summary"), this.#summary, text("announcement_desk.summary_help")),
            labelled(text("announcements.affects"), this.#affects, text("announcement_desk.affects_help")),
            this.#field.root,
            this.#updates(announcement),
        );
        this.#notice();
        this.#say("");
    }

    #languages() {
        const go = (/** @type {string} */ locale) => {
            this.#keep();
            this.#show(locale);
            this.#say(this.isUnsaved ? text("knowledge.unsaved") : "");
        };
        return languageTabs(this.choices.locales.map((locale) => ({ locale, way: () => go(locale), mark: !this.#texts.get(locale)?.title && element("span", { class: "badge" }, text("announcement_desk.not_written")) })), this.#locale);
    }

    /** @param {Announcement} announcement What can be done with it. */
    #ways({ stage, slug, published_at: publishedAt }) {
        const isOpen = stage === "draft" || stage === "withdrawn";
        return element("div", { class: "editor__ways" }, element("div", { class: "editor__ways-quiet" },
            way("announcement_desk.history", () => void historyDialog(this.announcement?.id ?? ""), "button--quiet"),
            stage === "published" && publishedAt && element("a", { class: "button button--quiet", href: `/announcements/${slug}?lang=${this.#locale}`, target: "_blank", rel: "noopener" }, text("knowledge.on_portal")),
            stage !== "withdrawn" && way("announcement_desk.withdraw", () => void this.#move("withdraw"), "button--quiet")),
            stage === "scheduled" && way("knowledge.return.scheduled", () => void this.#move("unschedule")),
            stage !== "scheduled" && way(stage === "published" ? "announcement_desk.save_live" : "knowledge.save", () => void this.save()),
            stage === "published" && way("announcement_desk.update", () => void this.#update(), "button--primary"),
            (isOpen || stage === "scheduled") && way("knowledge.publish", () => void this.#publish(), "button--primary"));
    }

    /** @param {Announcement} announcement How it went on, in the language that is worked on. */
    #updates(announcement) {
        const updates = announcement.texts.find(({ locale }) => locale === this.#locale)?.updates ?? [];
        if (updates.length === 0) return "";
        return element("section", { "aria-label": text("announcements.updates") },
            element("h2", { class: "announcement-section-title" }, text("announcements.updates")),
            element("ol", { class: "announcement-updates", role: "list" }, ...updates.map((one) => element("li", {},
                element("p", { class: "announcement-updates__facts" }, one.state && element("span", { class: "badge" }, stateName(announcement.kind, one.state)), fullTime(one.created_at)),
                element("p", { class: "announcement-updates__text", lang: this.#locale, dir: "auto" }, one.text)))));
    }

    #notice() {
        const { announcement } = this;
        const theirs = this.#theirs;
        const keep = () => {
            if (this.announcement && theirs) Object.assign(this.announcement, { revision: theirs.revision, stage: theirs.stage });
            void this.save();
        };
        const parts = /** @type {(Node|null|undefined|false)[]} */ ([
            theirs && element("div", { class: "notice notice--danger", role: "alert" }, drawing("users"),
                element("p", { class: "notice__title" }, text("announcement_desk.conflict", { time: clockTime(theirs.changed_at) })),
                element("div", { class: "editor__ways" }, way("knowledge.conflict.take", () => this.#changed(theirs)), way("knowledge.conflict.keep", keep))),
            announcement?.publish_at && told(text("knowledge.scheduled_for", { time: fullTime(announcement.publish_at) }), "clock"),
            announcement?.stage === "withdrawn" && told(text("announcement_desk.is_withdrawn")),
        ]);
        this.#notices.replaceChildren(...parts.flatMap((one) => one || []));
    }

    #wrote() {
        this.#isDirty = true;
        this.#say(text("knowledge.unsaved"));
    }

    /** Remembers what is written in the language that is shown. */
    #keep() {
        this.#texts.set(this.#locale, {
            title: this.#title.value,
            summary: this.#summary.value,
            affects: this.#affects.value.split(/[,，、;；]/u).map((word) => word.trim()).filter(Boolean),
            body: this.#field.value,
        });
    }

    /**
     * Saves what is written, after what is being saved already.
     *
     * @returns {Promise<boolean>} Whether nothing is left to be saved.
     */
    async save() {
        while (this.#saving) await this.#saving;
        this.#saving = this.#write().finally(() => { this.#saving = null; });
        return this.#saving;
    }

    async #write() {
        const { announcement } = this;
        if (!announcement) return false;
        this.#keep();
        const texts = [...this.#texts].filter(([, one]) => one.title.trim() || one.body.trim()).map(([locale, one]) => ({ locale, title: one.title, summary: one.summary, affects: one.affects, body: one.body }));
        this.#say(text("knowledge.saving"));
        this.#isDirty = false;
        try {
            const saved = await announcements.save(announcement.id, { ...this.#facts.value, texts, revision: announcement.revision });
            if (this.announcement?.id !== saved.id) return true;
            if (this.#isDirty) {
                // What was written meanwhile stays where it is and waits to be saved.
                this.announcement = saved;
                this.#theirs = null;
                this.#notice();
                this.dispatchEvent(new CustomEvent("changed", { detail: saved }));
                this.#say(text("knowledge.unsaved"));
                return false;
            }
            this.#changed(saved);
            this.#say(text("knowledge.saved", { time: clockTime(Date.now()) }));
            return true;
        } catch (error) {
            if (this.announcement?.id !== announcement.id) return false;
            this.#isDirty = true;
            this.#refused(error);
            return false;
        }
    }

    /** @param {unknown} error */
    #refused(error) {
        if (error instanceof ProblemError && error.code === "announcement_conflict") {
            this.#theirs = /** @type {{current: Announcement}} */ (/** @type {unknown} */ (error.problem)).current;
            this.#notice();
        }
        const field = error instanceof ProblemError && error.code === "invalid_field" ? /** @type {{field?: string}} */ (error.problem).field : null;
        const words = field && has(`announcement_desk.refused.${field}`) ? text(`announcement_desk.refused.${field}`) : problemText(error);
        this.#say(`${text("knowledge.not_saved")} ${words}`);
    }

    /** @param {Announcement} announcement */
    #changed(announcement) {
        this.#take(announcement);
        this.dispatchEvent(new CustomEvent("changed", { detail: announcement }));
    }

    #say = (/** @type {string} */ words) => void (this.#state.textContent = words);

    /** @param {"publish"|"unschedule"|"withdraw"} name @param {object} [body] */
    async #move(name, body = {}) {
        if (this.isUnsaved && name !== "withdraw" && !(await this.save())) return;
        const { announcement } = this;
        if (!announcement) return;
        try {
            this.#changed(await announcements.move(announcement.id, name, { revision: announcement.revision, ...body }));
            this.#say(text(`announcement_desk.done.${name}`));
            this.#root.focus();
        } catch (error) {
            this.#refused(error);
        }
    }

    async #publish() {
        if (this.isUnsaved && !(await this.save())) return;
        const chosen = this.announcement && await publishDialog(this.announcement);
        if (chosen) await this.#move("publish", chosen);
    }

    async #update() {
        if (this.isUnsaved && !(await this.save())) return;
        const announcement = this.announcement && await updateDialog(this.announcement);
        if (!announcement) return;
        this.#changed(announcement);
        this.#say(text("announcement_desk.done.updates"));
        this.#root.focus();
    }
}

/**
 * What a state is called: of a maintenance that it is done.
 *
 * @param {import("./announcement-api.js").Kind} kind
 * @param {import("./announcement-api.js").State} state
 */
const stateName = (kind, state) => text(kind === "maintenance" ? "announcements.state.done" : `announcements.state.${state}`);

/** @param {Announcement} one Where it stands. */
export function stageBadges(one) {
    const kind = { draft: "", scheduled: "badge--accent", published: "badge--success", withdrawn: "" }[one.stage];
    const isOver = hasSpan(one.kind) && one.ended_at !== undefined;
    return [
        element("span", { class: `badge ${kind}` }, text(`announcement_desk.stage.${one.stage}`)),
        one.state && one.stage === "published" && element("span", { class: `badge ${isOver ? "" : "badge--danger"}` }, stateName(one.kind, one.state)),
    ];
}
