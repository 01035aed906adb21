import { element, part } from "../../Web/Client/elements.js";
import { fullTime } from "../../Web/Client/format.js";
import { enhance } from "../../Web/Client/modules.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { locale as readers, text } from "../../Web/Client/strings.js";
import { announcements, KINDS } from "./announcement-api.js";
import { newAnnouncementDialog } from "./announcement-dialogs.js";
import { AnnouncementEditor, stageBadges } from "./announcement-editor.js";

/** @typedef {import("./announcement-api.js").Announcement} Announcement */

/** The page on which announcements are written: the list, and the one that is worked on. */
class AnnouncementDesk {
    #root;
    #filters;
    #items;
    #none;
    #more;
    #editor;
    /** @type {import("./announcement-api.js").Choices} */
    #choices = { locales: [], topics: [] };
    /** @type {Announcement[]} */
    #listed = [];
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
        this.#editor = new AnnouncementEditor(part(root, "editor"));
        this.#editor.addEventListener("changed", (event) => this.#changed(/** @type {CustomEvent} */ (event).detail));
        this.#more.addEventListener("click", () => void this.#load(true));
        part(root, "new").addEventListener("click", () => void this.#begin());
        this.#filters.addEventListener("input", () => void this.#load());
        this.#filters.addEventListener("submit", (event) => event.preventDefault());
        addEventListener("hashchange", () => void this.#went());
        addEventListener("beforeunload", (event) => this.#editor.isUnsaved && event.preventDefault());
        const kinds = /** @type {HTMLSelectElement} */ (this.#filters.elements.namedItem("kind"));
        kinds.append(...KINDS.map((kind) => element("option", { value: kind }, text(`announcements.kind.${kind}`))));
    }

    async start() {
        try {
            this.#choices = await announcements.choices();
        } catch (error) {
            this.#none.textContent = problemText(error);
            return;
        }
        this.#editor.choices = this.#choices;
        /** @type {HTMLButtonElement} */ (part(this.#root, "new")).disabled = false;
        await Promise.all([this.#load(), this.#went()]);
    }

    /** @param {boolean} [isMore] Whether the list goes on. */
    async #load(isMore = false) {
        const asked = ++this.#asked;
        const query = new URLSearchParams();
        for (const [name, value] of new FormData(this.#filters)) if (value) query.set(name, String(value));
        if (isMore && this.#cursor) query.set("cursor", this.#cursor);
        try {
            const page = await announcements.list(query);
            if (asked !== this.#asked) return;
            this.#listed = isMore ? [...this.#listed, ...page.data] : page.data;
            this.#cursor = page.next_cursor;
            this.#none.textContent = this.#listed.length > 0 ? "" : text("announcement_desk.none");
            this.#render();
        } catch (error) {
            if (asked === this.#asked) this.#none.textContent = problemText(error);
        }
    }

    #render() {
        this.#items.replaceChildren(...this.#listed.map((one) => this.#item(one)));
        this.#more.hidden = !this.#cursor;
    }

    /** @param {Announcement} one */
    #item(one) {
        const shown = one.texts.find(({ locale }) => locale === readers()) ?? one.texts[0];
        const when = one.publish_at ? text("announcement_desk.scheduled_for", { time: fullTime(one.publish_at) }) : fullTime(one.starts_at);
        return element("li", {}, element("a", { class: "knowledge__item", href: `#${one.id}`, "aria-current": this.#editor.announcement?.id === one.id ? "true" : null },
            element("strong", { class: "knowledge__item-title", dir: "auto" }, shown?.title || text("knowledge.untitled")),
            element("span", { class: "knowledge__item-about" }, `${text(`announcements.kind.${one.kind}`)} · ${when}`),
            element("span", { class: "knowledge__item-texts" }, ...stageBadges(one))));
    }

    async #went() {
        const id = location.hash.slice(1);
        const { announcement } = this.#editor;
        if (announcement && announcement.id !== id && this.#editor.isUnsaved && !confirm(text("announcement_desk.leave"))) {
            history.replaceState(null, "", `#${announcement.id}`);
            return;
        }
        this.#root.dataset.column = id ? "editor" : "list";
        if (id) await this.#editor.open(id);
        else this.#editor.close();
        this.#render();
    }

    /** @param {Announcement} announcement */
    #changed(announcement) {
        const isKnown = this.#listed.some(({ id }) => id === announcement.id);
        this.#listed = isKnown ? this.#listed.map((one) => (one.id === announcement.id ? announcement : one)) : [announcement, ...this.#listed];
        this.#none.textContent = "";
        this.#render();
    }

    async #begin() {
        const announcement = await newAnnouncementDialog(this.#choices);
        if (!announcement) return;
        this.#changed(announcement);
        location.hash = announcement.id;
    }
}

enhance("announcement-desk", (/** @type {HTMLElement} */ root) => void new AnnouncementDesk(root).start());
