import { drawing, element, part } from "../../Web/Client/elements.js";
import { date, fullTime, languageName, timeAgo } from "../../Web/Client/format.js";
import { enhance } from "../../Web/Client/modules.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { locale as readers, text } from "../../Web/Client/strings.js";
import { articles } from "./article-api.js";
import { audienceWords } from "./audience-field.js";
import { newArticleDialog } from "./article-dialogs.js";
import { ArticleEditor } from "./article-editor.js";
import { STAGES } from "./article-notices.js";
import { addKeyword } from "./keyword-adding.js";
import { snippetsDialog } from "./snippet-dialogs.js";

/** @typedef {import("./article-api.js").WorkingArticle} WorkingArticle */
/** @typedef {import("./article-api.js").WorkingText} WorkingText */

const TYPING_PAUSE = 250;

/** The page on which the help centre is written: the list, and the article that is worked on. */
class KnowledgePage {
    #root;
    #filters;
    #items;
    #none;
    #more;
    #editor;
    /** @type {import("./article-api.js").Choices} */
    #choices = { categories: [], owners: [], regions: [], locales: [], may_publish: false };
    /** @type {WorkingArticle[]} */
    #articles = [];
    /** @type {string|null} */
    #cursor = null;
    /** The list that was asked for last; answers to earlier ones are passed over. */
    #asked = 0;

    /** @param {HTMLElement} root */
    constructor(root) {
        this.#root = root;
        this.#filters = /** @type {HTMLFormElement} */ (part(root, "filters"));
        this.#items = part(root, "items");
        this.#none = part(root, "none");
        this.#more = part(root, "more");
        this.#editor = new ArticleEditor(part(root, "editor"));
        this.#editor.addEventListener("changed", (event) => this.#changed(/** @type {CustomEvent} */ (event).detail));
        this.#editor.addEventListener("left", () => { location.hash = ""; });
        this.#more.addEventListener("click", () => void this.#load(true));
        part(root, "snippets").addEventListener("click", () => void snippetsDialog(this.#choices, false));
        part(root, "new").addEventListener("click", () => void this.#begin());
        /** @type {ReturnType<typeof setTimeout>|undefined} */
        let pause;
        this.#filters.addEventListener("input", () => {
            clearTimeout(pause);
            pause = setTimeout(() => void this.#load(), TYPING_PAUSE);
        });
        this.#filters.addEventListener("submit", (event) => event.preventDefault());
        addEventListener("hashchange", () => void this.#went());
        addEventListener("beforeunload", (event) => this.#editor.isUnsaved && event.preventDefault());
    }

    async start() {
        try {
            this.#choices = await articles.choices();
        } catch (error) {
            this.#none.textContent = problemText(error);
            return;
        }
        this.#editor.choices = this.#choices;
        for (const name of ["new", "snippets"]) /** @type {HTMLButtonElement} */ (part(this.#root, name)).disabled = false;
        const add = (/** @type {string} */ name, /** @type {[string, string][]} */ options) => {
            const select = /** @type {HTMLSelectElement} */ (this.#filters.elements.namedItem(name));
            select.append(...options.map(([value, words]) => element("option", { value }, words)));
        };
        add("category", this.#choices.categories.map(({ slug, name }) => [slug, name]));
        add("locale", this.#choices.locales.map((locale) => [locale, languageName(locale)]));
        await Promise.all([this.#load(), this.#went()]);
    }

    /** @param {boolean} [isMore] Whether the list goes on. */
    async #load(isMore = false) {
        const asked = ++this.#asked;
        const form = new FormData(this.#filters);
        const query = new URLSearchParams(["view", "readers"].map((name) => String(form.get(name) ?? "")).filter(Boolean).join("&"));
        for (const name of ["q", "category", "locale"]) {
            const value = String(form.get(name) ?? "").trim();
            if (value) query.set(name, value);
        }
        const isNarrowed = [...query].length > 0;
        if (isMore && this.#cursor) query.set("cursor", this.#cursor);
        try {
            const page = await articles.list(query);
            if (asked !== this.#asked) return;
            this.#articles = isMore ? [...this.#articles, ...page.data] : page.data;
            this.#cursor = page.next_cursor;
            this.#none.textContent = this.#articles.length > 0 ? "" : text(isNarrowed ? "knowledge.none_found" : "knowledge.none");
            this.#render();
        } catch (error) {
            if (asked === this.#asked) this.#none.textContent = problemText(error);
        }
    }

    #render() {
        const hadFocus = this.#items.contains(document.activeElement);
        this.#items.replaceChildren(...this.#articles.map((article) => this.#item(article)));
        this.#more.hidden = !this.#cursor;
        const current = this.#items.querySelector("[aria-current]");
        if (hadFocus && current instanceof HTMLElement) current.focus();
    }

    /** @param {WorkingArticle} article */
    #item(article) {
        const shown = article.texts.find((one) => one.locale === readers()) ?? article.texts[0];
        const category = this.#choices.categories.find(({ slug }) => slug === article.category)?.name ?? article.category;
        const facts = [category];
        if (article.owner) facts.push(article.owner.name);
        const isDue = article.review_by && Date.parse(article.review_by) <= Date.now();
        const link = element("a", { class: "knowledge__item", href: `#${article.id}`, "aria-current": this.#editor.article?.id === article.id ? "true" : null },
            element("strong", { class: "knowledge__item-title", dir: "auto" }, shown?.title || text("knowledge.untitled")),
            element("span", { class: "knowledge__item-about" }, facts.join(" · ")),
            element("span", { class: "knowledge__item-texts" },
                article.visibility !== "public" && element("span", { class: "badge badge--info knowledge__readers" }, audienceWords(article, this.#choices)),
                article.pin !== undefined && element("span", { class: "badge" }, text("knowledge.pinned", { number: article.pin })),
                ...article.texts.map((one) => languageMark(one)),
                isDue && element("span", { class: "badge badge--danger" }, text("knowledge.due_since", { date: date(article.review_by ?? "") }))));
        return element("li", {}, link);
    }

    async #went() {
        const [id, locale, encoded] = location.hash.slice(1).split("/");
        const words = new URLSearchParams(`words=${encoded ?? ""}`).get("words") ?? "";
        if (id === "new") return this.#begin({ locale, title: words });
        if (!id) {
            this.#root.dataset.column = "list";
            await this.#editor.close();
            this.#render();
            return;
        }
        this.#root.dataset.column = "editor";
        await this.#editor.open(id, locale ?? null);
        if (words) {
            // Once: what is reloaded adds nothing.
            history.replaceState(null, "", `#${id}/${locale}`);
            addKeyword(part(this.#root, "editor"), words);
        }
        this.#render();
    }

    /** @param {WorkingArticle} article */
    #changed(article) {
        const known = this.#articles.some(({ id }) => id === article.id);
        this.#articles = known ? this.#articles.map((one) => (one.id === article.id ? article : one)) : [article, ...this.#articles];
        this.#none.textContent = "";
        this.#render();
    }

    /** @param {{title?: string, locale?: string}} [wanted] */
    async #begin(wanted) {
        const article = await newArticleDialog(this.#choices, wanted);
        if (!article) {
            if (wanted) location.hash = "";
            return;
        }
        this.#changed(article);
        location.hash = article.id;
    }
}

/**
 * A language of an article with where its text stands.
 *
 * @param {WorkingText} one
 */
export function languageMark(one) {
    const words = text("knowledge.stage_in", { language: languageName(one.locale), stage: text(`knowledge.stage.${one.stage}`) });
    return element("span", { class: `badge ${STAGES[one.stage]}`, title: `${words}, ${timeAgo(one.edited_at)} (${fullTime(one.edited_at)})` },
        words, one.out_of_date && drawing("refresh"), one.out_of_date && element("span", {}, text("knowledge.out_of_date_short")));
}

enhance("knowledge", (/** @type {HTMLElement} */ root) => void new KnowledgePage(root).start());
