import { drawing, element } from "../../Web/Client/elements.js";
import { clockTime, fullTime } from "../../Web/Client/format.js";
import { ProblemError } from "../../Web/Client/http.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";
import { linkNotice } from "../LinkCheck/link-notice.js";
import { articles } from "./article-api.js";
import { commentsDialog, differenceDialog, labelled, publishDialog, settingsDialog, translateDialog, versionsDialog } from "./article-dialogs.js";
import { conflictNotice, notReady, outOfDateNotice, stageBadge, stageNotices } from "./article-notices.js";
import { languageTabs, way } from "./editor-parts.js";
import { MarkdownField } from "./markdown-field.js";

/** @typedef {import("./article-api.js").WorkingArticle} WorkingArticle */
/** @typedef {import("./article-api.js").WorkingText} WorkingText */
/** @typedef {import("./article-api.js").Choices} Choices */

const SAVE_PAUSE = 1500;
// Stages in which nobody writes.
const FIXED = new Set(["scheduled", "archived"]);

/**
 * The article that is worked on, one language at a time. What is written is saved by itself; where somebody else saved in
 * between, nothing is written over before the author has decided.
 * Events: `changed` (the article), `left`.
 */
export class ArticleEditor extends EventTarget {
    #root;
    /** @type {Choices} */
    choices = { categories: [], owners: [], regions: [], locales: [], may_publish: false };
    /** @type {WorkingArticle|null} */
    article = null;
    #locale = "";
    #isDirty = false;
    /** @type {Promise<void>|null} */
    #saving = null;
    /** The article that was asked for last; answers to earlier ones are passed over. */
    #asked = 0;
    /** @type {WorkingText|null} What somebody else saved in between. */
    #theirs = null;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #pause;
    #field = new MarkdownField(() => this.choices);
    #title = element("input", { class: "input", id: "article-title", maxlength: 200, dir: "auto" });
    #summary = element("input", { class: "input", id: "article-summary", maxlength: 500, dir: "auto" });
    #keywords = element("input", { class: "input", id: "article-keywords", dir: "auto" });
    #state = element("p", { class: "editor__state", role: "status" });
    #notices = element("div", { class: "editor__notices" });

    /** @param {HTMLElement} root */
    constructor(root) {
        super();
        this.#root = root;
        for (const field of [this.#title, this.#summary, this.#keywords, this.#field]) field.addEventListener("input", () => this.#wrote());
        root.addEventListener("keydown", (event) => {
            if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
            event.preventDefault();
            void this.save();
        });
    }

    /** Whether something would be lost. */
    get isUnsaved() {
        return this.#isDirty || this.#saving !== null;
    }

    /** @returns {WorkingText|undefined} */
    get #text() {
        return this.article?.texts.find(({ locale }) => locale === this.#locale);
    }

    async close() {
        const asked = ++this.#asked;
        await this.save();
        if (asked !== this.#asked) return;
        this.article = null;
        this.#root.replaceChildren(element("p", { class: "desk-page__none" }, text("knowledge.choose")));
    }

    /**
     * Opens an article; of two that are asked for at once, the later one.
     *
     * @param {string} id
     * @param {string|null} locale null for the source.
     */
    async open(id, locale) {
        const asked = ++this.#asked;
        try {
            let article, wasRefused;
            // What is written while the answer is on its way would be written over.
            do {
                await this.save();
                wasRefused = this.#isDirty;
                article = await articles.read(id);
                if (asked !== this.#asked) return;
            } while (this.#isDirty && !wasRefused);
            this.article = article;
            this.#locale = article.texts.find((one) => one.locale === locale)?.locale ?? article.texts[0]?.locale ?? article.source_locale;
            this.#theirs = null;
            this.#fill();
            this.#render();
        } catch (error) {
            if (asked !== this.#asked) return;
            this.article = null;
            this.#root.replaceChildren(this.#backToList(), element("p", { class: "desk-page__none", role: "alert" }, problemText(error)));
        }
    }

    #fill() {
        const now = this.#text;
        this.#isDirty = false;
        this.#title.value = now?.title ?? "";
        this.#summary.value = now?.summary ?? "";
        this.#keywords.value = (now?.keywords ?? []).join(", ");
        this.#field.value = now?.body ?? "";
    }

    #backToList = () => element("a", { class: "desk-page__to-list", href: "#" }, drawing("arrow-left"), text("knowledge.list"));

    #render() {
        const now = this.#text;
        const { article } = this;
        if (!now || !article) return;
        const isFixed = FIXED.has(now.stage);
        for (const field of [this.#title, this.#summary, this.#keywords]) field.readOnly = isFixed;
        this.#field.isFixed = isFixed;
        for (const field of [this.#title, this.#summary, this.#field.area]) field.lang = this.#locale;
        this.#root.replaceChildren(
            this.#backToList(),
            this.#languages(article),
            element("div", { class: "editor__bar" }, stageBadge(now.stage), this.#state, this.#ways(now)),
            this.#notices,
            labelled(text("knowledge.title_field"), this.#title),
            this.#field.root,
            element("details", { class: "editor__more" }, element("summary", { class: "editor__summary" }, text("knowledge.about_it")),
                labelled(text("knowledge.summary"), this.#summary, text("knowledge.summary_help")),
                labelled(text("knowledge.keywords"), this.#keywords, text("knowledge.keywords_help"))),
        );
        this.#notice();
        this.#say(now.editor ? text("knowledge.saved_by", { name: now.editor, time: clockTime(now.edited_at) }) : "");
        this.#state.title = fullTime(now.edited_at);
        this.#field.show();
    }

    /** @param {WorkingArticle} article */
    #languages(article) {
        const tabs = article.texts.map(({ locale, out_of_date: isOutOfDate }) => ({ locale, way: `#${article.id}/${locale}`, mark: isOutOfDate && element("span", { class: "badge badge--info" }, text("knowledge.out_of_date_short")) }));
        const missing = this.choices.locales.filter((locale) => !article.texts.some((one) => one.locale === locale));
        const add = element("button", { type: "button", class: "button button--quiet" }, drawing("plus"), text("knowledge.translate"));
        add.addEventListener("click", () => void this.#translate(missing));
        return languageTabs(tabs, this.#locale, missing.length > 0 && add);
    }

    /**
     * What can be done with the text.
     *
     * @param {WorkingText} now
     */
    #ways(now) {
        const { may_publish: mayPublish } = this.choices;
        const { stage } = now;
        const move = (/** @type {import("./article-api.js").Move} */ name) => () => void this.#move(name);
        const isOpen = stage === "draft" || stage === "review";
        const quiet = "button--quiet";
        return element("div", { class: "editor__ways" }, element("div", { class: "editor__ways-quiet" },
            way("knowledge.versions", () => void this.#versions(), quiet),
            way("knowledge.comments", () => void commentsDialog(this.article?.id ?? "", this.#locale), quiet),
            mayPublish && way("knowledge.settings", () => void this.#settings(), quiet),
            now.live_version !== undefined && element("a", { class: "button button--quiet", href: `/help/${this.article?.slug}?lang=${this.#locale}`, target: "_blank", rel: "noopener" }, text("knowledge.on_portal")),
            mayPublish && isOpen && now.live_version !== undefined && way("knowledge.discard", move("discard"), quiet),
            mayPublish && stage !== "archived" && way("knowledge.archive", move("archive"), quiet)),
            mayPublish && stage === "archived" && way("knowledge.reopen", move("reopen")),
            mayPublish && (stage === "review" || stage === "scheduled") && way(`knowledge.return.${stage}`, move("return")),
            stage === "draft" && way("knowledge.ask_review", move("review"), mayPublish ? "" : "button--primary"),
            mayPublish && (isOpen || stage === "scheduled") && way("knowledge.publish", () => void this.#publish(), "button--primary"));
    }

    #notice() {
        const now = this.#text;
        const { article } = this;
        if (!now || !article) return;
        const source = article.texts.find(({ locale }) => locale === article.source_locale);
        const showSource = () => void differenceDialog(article.id, article.source_locale, now.source_version ?? 0, source?.live_version ?? null);
        const isFollowed = FIXED.has(now.stage) ? null : () => void this.#write(source?.live_version);
        const parts = /** @type {(Node|null|false)[]} */ ([
            this.#theirs && conflictNotice(this.#theirs, () => this.#takeTheirs(), () => this.#keepMine()),
            now.out_of_date && outOfDateNotice(article.source_locale, showSource, isFollowed),
            ...stageNotices(now, article.id),
        ]);
        this.#notices.replaceChildren(...parts.flatMap((one) => one || []));
    }

    #takeTheirs() {
        this.#isDirty = false;
        if (this.article) void this.open(this.article.id, this.#locale);
    }

    #keepMine() {
        const now = this.#text;
        const theirs = this.#theirs;
        if (now && theirs) Object.assign(now, { revision: theirs.revision, stage: theirs.stage });
        this.#theirs = null;
        this.#notice();
        void this.save();
    }

    // Saving

    #wrote() {
        this.#isDirty = true;
        this.#say(text("knowledge.unsaved"));
        clearTimeout(this.#pause);
        this.#pause = setTimeout(() => void this.save(), SAVE_PAUSE);
    }

    /** Saves what was written, after what is being saved already. */
    async save() {
        clearTimeout(this.#pause);
        while (this.#saving) await this.#saving;
        if (!this.#isDirty || this.#theirs) return;
        await this.#write();
    }

    /** @param {number} [sourceVersion] The version of the source that the text says the same as. */
    async #write(sourceVersion) {
        while (this.#saving) await this.#saving;
        const { article } = this;
        const now = this.#text;
        if (!article || !now) return;
        const written = {
            title: this.#title.value,
            summary: this.#summary.value,
            keywords: this.#keywords.value.split(/[,，、;；]/u).map((word) => word.trim()).filter(Boolean),
            body: this.#field.value,
        };
        this.#isDirty = false;
        this.#say(text("knowledge.saving"));
        this.#saving = articles.save(article.id, this.#locale, { ...written, revision: now.revision, source_version: sourceVersion }).then(
            (saved) => this.#took(saved, now.stage !== saved.texts.find(({ locale }) => locale === this.#locale)?.stage || sourceVersion !== undefined),
            (error) => this.#refused(error),
        ).finally(() => { this.#saving = null; });
        await this.#saving;
    }

    /**
     * @param {WorkingArticle} article
     * @param {boolean} isOther Whether what stands around the fields is another now.
     */
    #took(article, isOther) {
        if (this.article?.id !== article.id) return;
        this.article = article;
        this.dispatchEvent(new CustomEvent("changed", { detail: article }));
        const focused = document.activeElement;
        if (isOther) this.#render();
        if (focused instanceof HTMLElement) focused.focus();
        this.#say(this.#isDirty ? text("knowledge.unsaved") : text("knowledge.saved", { time: clockTime(Date.now()) }));
    }

    /** @param {unknown} error */
    #refused(error) {
        this.#isDirty = true;
        if (error instanceof ProblemError && error.code === "draft_conflict") {
            this.#theirs = /** @type {{current: WorkingText}} */ (/** @type {unknown} */ (error.problem)).current;
            this.#notice();
        }
        this.#say(notReady(error) ?? `${text("knowledge.not_saved")} ${problemText(error)}`);
    }

    #say = (/** @type {string} */ words) => void (this.#state.textContent = words);

    // Moves

    /** @param {import("./article-api.js").Move} name @param {object} [body] */
    async #move(name, body = {}) {
        await this.save();
        const now = this.#text;
        if (!this.article || !now || this.#theirs) return;
        try {
            const article = await articles.move(this.article.id, this.#locale, name, { revision: now.revision, ...body });
            this.article = article;
            this.#fill();
            this.#render();
            this.dispatchEvent(new CustomEvent("changed", { detail: article }));
            this.#say(text(`knowledge.done.${name}`));
            this.#root.focus();
        } catch (error) {
            this.#refused(error);
            this.#isDirty = false;
        }
    }

    async #publish() {
        await this.save();
        const chosen = await publishDialog(linkNotice(this.article?.id ?? "", this.#locale));
        if (chosen) await this.#move("publish", chosen);
    }

    async #versions() {
        await this.save();
        const number = await versionsDialog(this.article?.id ?? "", this.#locale, !FIXED.has(this.#text?.stage ?? ""));
        if (number !== null) await this.#move("restore", { version: number });
    }

    async #settings() {
        if (!this.article) return;
        const article = await settingsDialog(this.article, this.choices);
        if (!article) return;
        this.article = article;
        this.#render();
        this.dispatchEvent(new CustomEvent("changed", { detail: article }));
    }

    /** @param {string[]} missing */
    async #translate(missing) {
        await this.save();
        const made = this.article && await translateDialog(this.article, missing);
        if (!made) return;
        this.dispatchEvent(new CustomEvent("changed", { detail: made.article }));
        location.hash = `${made.article.id}/${made.locale}`;
    }
}
