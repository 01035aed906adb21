import { element } from "../../../Web/Client/elements.js";
import { languageName } from "../../../Web/Client/format.js";
import { ProblemError } from "../../../Web/Client/http.js";
import { problemText } from "../../../Web/Client/problem-text.js";
import { text } from "../../../Web/Client/strings.js";
import { ask, labelled } from "../../Authoring/article-dialogs.js";
import { ACCEPTED, pictures } from "./picture-api.js";

/** @typedef {import("./picture-api.js").Picture} Picture */

const TYPING_PAUSE = 250;

/** @returns {never} @param {string} code @param {string} [field] */
function refuse(code, field) {
    throw new ProblemError({ status: 422, code, ...(field && { field }) });
}

/**
 * Lets a picture be brought, or taken from those that there are, with what it shows.
 *
 * @param {object} options
 * @param {string} options.language Of what it shows.
 * @param {File|null} [options.file] One that was pasted or dropped.
 * @param {string} [options.action] What the button says.
 * @param {boolean} [options.hasShelf] Whether it may be one that there is.
 * @returns {Promise<{picture: Picture, alt: string}|null>}
 */
export function pictureDialog({ language, file = null, action = text("pictures.insert"), hasShelf = true }) {
    /** @type {{file: File|null, picture: Picture|null}} */
    const chosen = { file, picture: null };
    const alt = element("input", { class: "input", name: "alt", maxlength: 500, dir: "auto", lang: language, required: true, autocomplete: "off" });
    const shown = element("div", { class: "pictures__chosen" });
    const field = element("input", { type: "file", class: "visually-hidden", accept: ACCEPTED, "aria-label": text("pictures.choose") });
    const shelf = hasShelf ? new Shelf(language, (picture) => take(null, picture)) : null;
    /** @type {string|null} */
    let address = null;
    const release = () => address && URL.revokeObjectURL(address);
    const show = () => {
        release();
        address = chosen.file ? URL.createObjectURL(chosen.file) : null;
        const source = address ?? chosen.picture?.small_url ?? chosen.picture?.url;
        const image = source && element("img", { class: "pictures__preview", src: source, alt: "" });
        // What is no picture is told once it is sent; here is its name.
        if (image) image.addEventListener("error", () => image.remove());
        shown.replaceChildren(...(image ? [image] : []), element("span", { class: "field__help" }, chosen.file?.name ?? chosen.picture?.name ?? text("pictures.choose_help")));
    };
    /** @param {File|null} file @param {Picture|null} picture */
    const take = (file, picture) => {
        Object.assign(chosen, { file, picture });
        if (picture?.alts[language] && !alt.value.trim()) alt.value = picture.alts[language];
        shelf?.mark(picture);
        show();
        alt.focus();
    };
    field.addEventListener("change", () => field.files?.[0] && take(field.files[0], null));
    show();
    const made = ask({
        title: text("pictures.put"),
        content: [
            element("div", { class: "pictures__choice" }, element("label", { class: "button videos__choose" }, field, text("pictures.choose")), shown),
            labelled(text("pictures.alt", { language: languageName(language) }), alt, text("pictures.alt_help")),
            shelf?.root ?? null,
        ],
        action,
        begin: () => {
            void shelf?.load();
            if (file) queueMicrotask(() => alt.focus());
        },
        answer: async () => {
            const words = alt.value.trim();
            if (!chosen.file && !chosen.picture) refuse("picture_not_chosen");
            if (!words) refuse("invalid_field", "alt");
            const picture = chosen.file ? await pictures.add(chosen.file, words, language) : /** @type {Picture} */ (chosen.picture);
            return { picture, alt: words };
        },
    });
    return made.finally(release);
}

/** The pictures that there are, to take one of. */
class Shelf {
    #list = element("ul", { class: "pictures__shelf", role: "list" });
    #told = element("p", { class: "field__help", role: "status" });
    #more = element("button", { type: "button", class: "button button--quiet", hidden: true }, text("knowledge.more"));
    #words = element("input", { class: "input", type: "search", autocomplete: "off" });
    #language;
    #take;
    /** @type {string|null} */
    #cursor = null;
    /** The list that was asked for last; answers to earlier ones are passed over. */
    #asked = 0;
    /** The name of the one that is taken. */
    #taken = "";
    root;

    /** @param {string} language @param {(picture: Picture) => void} take */
    constructor(language, take) {
        this.#language = language;
        this.#take = take;
        /** @type {ReturnType<typeof setTimeout>|undefined} */
        let pause;
        this.#words.addEventListener("input", () => {
            clearTimeout(pause);
            pause = setTimeout(() => void this.load(), TYPING_PAUSE);
        });
        // In a form Enter would send it.
        this.#words.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
        this.#more.addEventListener("click", () => void this.load(true));
        this.root = element("details", { class: "pictures__there" }, element("summary", { class: "editor__summary" }, text("pictures.take")),
            labelled(text("pictures.find"), this.#words), this.#list, this.#told, element("div", {}, this.#more));
    }

    /** @param {boolean} [isMore] Whether it goes on. */
    async load(isMore = false) {
        const asked = ++this.#asked;
        try {
            const page = await pictures.list(this.#words.value.trim(), isMore ? this.#cursor : null);
            if (asked !== this.#asked) return;
            const items = page.data.map((picture) => this.#item(picture));
            if (isMore) this.#list.append(...items);
            else this.#list.replaceChildren(...items);
            this.#told.textContent = this.#list.childElementCount === 0 ? text(this.#words.value.trim() ? "pictures.none_found" : "pictures.none") : "";
            this.#cursor = page.next_cursor;
            this.#more.hidden = page.next_cursor === null;
        } catch (error) {
            if (asked === this.#asked) this.#told.textContent = problemText(error);
        }
    }

    /** @param {Picture|null} picture The one that is taken. */
    mark(picture) {
        this.#taken = picture?.name ?? "";
        for (const button of this.#list.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.dataset.name === this.#taken));
    }

    /** @param {Picture} picture */
    #item(picture) {
        const button = element("button", { type: "button", class: "pictures__take", "data-name": picture.name, "aria-pressed": String(picture.name === this.#taken) },
            element("img", { class: "pictures__thumbnail", src: picture.small_url ?? picture.url, alt: "", loading: "lazy", width: 96, height: 72 }),
            element("span", { class: "pictures__name" }, picture.name));
        button.title = wordsOf(picture, this.#language);
        button.addEventListener("click", () => this.#take(picture));
        return element("li", {}, button);
    }
}

/**
 * What a picture shows, in a language or whichever there is.
 *
 * @param {Picture} picture
 * @param {string} language
 */
export const wordsOf = ({ alts, name }, language) => alts[language] ?? alts.en ?? Object.values(alts)[0] ?? name;
