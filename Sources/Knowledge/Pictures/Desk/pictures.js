import { element, part } from "../../../Web/Client/elements.js";
import { fullTime, languageName, timeAgo } from "../../../Web/Client/format.js";
import { enhance } from "../../../Web/Client/modules.js";
import { problemText } from "../../../Web/Client/problem-text.js";
import { locale, plural, text } from "../../../Web/Client/strings.js";
import { ask } from "../../Authoring/article-dialogs.js";
import { titled, useLinks } from "../../Authoring/editor-parts.js";
import { languageForm } from "../../Authoring/language-form.js";
import { ListBesideEditor } from "../../Authoring/list-beside-editor.js";
import { ACCEPTED, pictures } from "./picture-api.js";
import { pictureDialog, wordsOf } from "./picture-dialog.js";

/** @typedef {import("./picture-api.js").Picture} Picture */

const TYPING_PAUSE = 250;
/** @type {Record<string, string>} What people call them. */
const FORMS = { "image/jpeg": "JPEG", "image/png": "PNG", "image/gif": "GIF", "image/webp": "WebP" };

/** The page on which pictures are brought: the list, and the one that is worked on. */
class PicturesDesk {
    #words;
    #mayEdit;
    #languages;
    /** @type {ListBesideEditor<Picture>} */
    #page;

    /** @param {HTMLElement} root */
    constructor(root) {
        this.#mayEdit = root.dataset.mayEdit !== undefined;
        this.#languages = [...part(root, "languages").querySelectorAll("option")].map((option) => option.value);
        const filter = /** @type {HTMLFormElement} */ (part(root, "filter"));
        this.#words = /** @type {HTMLInputElement} */ (filter.elements.namedItem("q"));
        this.#page = new ListBesideEditor(root, {
            load: (cursor) => pictures.list(this.#sought, cursor),
            key: ({ name }) => name,
            itemClass: "pictures__item",
            item: (picture) => [
                element("img", { class: "pictures__thumbnail", src: picture.small_url ?? picture.url, alt: "", loading: "lazy", width: 72, height: 54 }),
                element("strong", { class: "knowledge__item-title" }, picture.name),
                element("span", { class: "knowledge__item-about", dir: "auto" }, wordsOf(picture, locale()))],
            open: async (name) => {
                const { picture, used_by: uses } = await pictures.read(name);
                return () => this.#content(picture, uses);
            },
            none: () => text(this.#sought ? "pictures.none_found" : "pictures.none"),
            words: { list: text("pictures.list"), intro: text("pictures.intro"), leave: text("pictures.leave") },
        });
        /** @type {ReturnType<typeof setTimeout>|undefined} */
        let pause;
        filter.addEventListener("submit", (event) => event.preventDefault());
        filter.addEventListener("input", () => {
            clearTimeout(pause);
            pause = setTimeout(() => void this.#page.load(), TYPING_PAUSE);
        });
    }

    get #sought() {
        return this.#words.value.trim();
    }

    start() {
        return this.#page.start(() => this.#begin());
    }

    async #begin() {
        const made = await pictureDialog({ language: locale(), action: text("pictures.new"), hasShelf: false });
        if (made) await this.#page.go(made.picture.name);
    }

    /** @param {Picture} picture @param {import("./picture-api.js").Use[]} uses */
    #content(picture, uses) {
        return [
            this.#head(picture),
            element("p", { class: "videos__notation" }, text("pictures.placed_by"), " ", element("code", {}, `![…](/pictures/${picture.name})`)),
            this.#look(picture),
            this.#describe(picture),
            this.#uses(picture, uses),
        ];
    }

    /** @param {Picture} picture */
    #head(picture) {
        const time = element("time", { datetime: picture.changed_at, title: fullTime(picture.changed_at) }, timeAgo(picture.changed_at));
        return element("div", {},
            element("h2", { class: "videos__title" }, picture.name),
            element("p", { class: "field__help" }, picture.editor ? `${picture.editor} · ` : "", time));
    }

    /** @param {Picture} picture */
    #look(picture) {
        const facts = [FORMS[picture.media_type], `${picture.width} × ${picture.height}`, size(picture.size)].join(" · ");
        return titled(text("pictures.one"),
            element("a", { href: picture.url, target: "_blank", rel: "noopener" }, element("img", { class: "pictures__large", src: picture.url, alt: wordsOf(picture, locale()), width: picture.width, height: picture.height })),
            element("p", { class: "field__help" }, facts),
            this.#mayEdit && this.#replace(picture));
    }

    /** @param {Picture} picture */
    #replace(picture) {
        const field = element("input", { type: "file", class: "visually-hidden", accept: ACCEPTED, "aria-label": text("pictures.replace") });
        const told = element("p", { class: "videos__told", role: "status" });
        field.addEventListener("change", async () => {
            const file = field.files?.[0];
            if (!file) return;
            field.disabled = true;
            told.classList.remove("field__error");
            told.textContent = text("pictures.looking");
            try {
                const changed = await pictures.replace(picture.name, file);
                this.#page.changed(changed);
                if (this.#page.open === changed.name) {
                    field.closest("section")?.replaceWith(this.#look(changed));
                    this.#page.editor.focus();
                }
            } catch (error) {
                told.textContent = problemText(error);
                told.classList.add("field__error");
                field.value = "";
                field.disabled = false;
            }
        });
        return element("div", { class: "videos__way" }, element("label", { class: "button videos__choose" }, field, text("pictures.replace")), element("p", { class: "field__help" }, text("pictures.replace_help")), told);
    }

    /** @param {Picture} picture */
    #describe(picture) {
        let { revision } = picture;
        const form = languageForm({
            texts: picture.alts,
            languages: this.#languages,
            label: (language) => text("pictures.alt", { language: languageName(language) }),
            longest: 500,
            action: text("pictures.save_alts"),
            mayEdit: this.#mayEdit,
            typed: (isTyped) => {
                if (this.#page.open === picture.name) this.#page.isTyped = isTyped;
            },
            save: async (alts) => {
                const saved = await pictures.save(picture.name, alts, revision);
                revision = saved.revision;
                this.#page.changed(saved);
                return saved.alts;
            },
            problem: problemText,
        });
        return titled(text("pictures.alts"), element("p", { class: "field__help" }, text("pictures.alts_help")), form);
    }

    /** @param {Picture} picture @param {import("./picture-api.js").Use[]} uses */
    #uses(picture, uses) {
        const links = useLinks(uses);
        const drop = element("button", { type: "button", class: "button button--danger" }, text("pictures.remove"));
        drop.addEventListener("click", async () => {
            const isGone = await ask({
                title: text("pictures.remove"),
                content: [element("p", {}, text("pictures.remove_sure", { name: picture.name }))],
                action: text("pictures.remove"),
                answer: async () => {
                    await pictures.remove(picture.name);
                    return true;
                },
            });
            if (isGone) await this.#page.go("");
        });
        return titled(plural("pictures.used", uses.length), links.length > 0 ? element("ul", { class: "pictures__uses" }, ...links) : this.#mayEdit && element("div", {}, drop),
            links.length > 0 && this.#mayEdit && element("p", { class: "field__help" }, text("pictures.used_help")));
    }
}

/** @param {number} bytes */
const size = (bytes) => new Intl.NumberFormat(locale(), { style: "unit", unit: "kilobyte", maximumFractionDigits: 0 }).format(Math.max(1, bytes / 1_000));

enhance("pictures-desk", (root) => void new PicturesDesk(root).start());
