import { drawing, element, part } from "../../../Web/Client/elements.js";
import { fullTime, languageName, timeAgo } from "../../../Web/Client/format.js";
import { enhance } from "../../../Web/Client/modules.js";
import { problemText } from "../../../Web/Client/problem-text.js";
import { locale, plural, text } from "../../../Web/Client/strings.js";
import { ask, labelled } from "../../Authoring/article-dialogs.js";
import { clock } from "../kept-place.js";
import { videoProblem, videos } from "./video-api.js";

/** @typedef {import("./video-api.js").Video} Video */
/** @typedef {import("./video-api.js").VideoText} VideoText */

const FILMS = "video/mp4,video/webm,.mp4,.webm";
const PICTURES = "image/jpeg,image/png,image/webp";
const TEXTS = "text/vtt,.vtt";

/** The page on which videos are brought: the list, and the one that is worked on. */
class VideosDesk {
    #root;
    #items;
    #none;
    #editor;
    #mayEdit;
    #languages;
    /** @type {Video[]} */
    #videos = [];

    /** @param {HTMLElement} root */
    constructor(root) {
        this.#root = root;
        this.#items = part(root, "items");
        this.#none = part(root, "none");
        this.#editor = part(root, "editor");
        this.#mayEdit = root.dataset.mayEdit !== undefined;
        this.#languages = [...part(root, "languages").querySelectorAll("option")].map((option) => option.value);
        addEventListener("hashchange", () => void this.#show());
    }

    async start() {
        await this.#load();
        const add = this.#root.querySelector("[data-part=new]");
        if (add instanceof HTMLButtonElement) {
            add.disabled = false;
            add.addEventListener("click", () => void this.#begin());
        }
        await this.#show();
    }

    async #load() {
        try {
            this.#videos = (await videos.list()).data;
            this.#none.textContent = this.#videos.length > 0 ? "" : text("videos.none");
        } catch (error) {
            this.#none.textContent = problemText(error);
        }
        this.#list();
    }

    #list() {
        this.#items.replaceChildren(...this.#videos.map((video) => element("li", {},
            element("a", { class: "knowledge__item", href: `#${video.name}`, "aria-current": location.hash === `#${video.name}` ? "true" : null },
                element("strong", { class: "knowledge__item-title", dir: "auto" }, titleOf(video)),
                element("span", { class: "knowledge__item-about" }, video.name),
                element("span", { class: "knowledge__item-texts" },
                    !video.film && element("span", { class: "badge badge--caution" }, text("videos.no_film")),
                    ...video.captions.map((one) => element("span", { class: "badge" }, languageName(one.locale))))))));
    }

    async #begin() {
        const name = element("input", { class: "input", maxlength: 80, spellcheck: "false", autocapitalize: "none", pattern: "[a-z0-9]+(-[a-z0-9]+)*" });
        const title = element("input", { class: "input", maxlength: 160, dir: "auto" });
        const made = await ask({
            title: text("videos.new"),
            content: [
                labelled(text("videos.title_in", { language: languageName(locale()) }), title),
                labelled(text("videos.name"), name, text("videos.name_help")),
            ],
            action: text("knowledge.save"),
            answer: () => videos.save(name.value.trim(), { [locale()]: title.value }, 0),
        });
        if (!made) return;
        await this.#load();
        location.hash = made.name;
    }

    async #show() {
        const name = decodeURIComponent(location.hash.slice(1));
        this.#root.dataset.column = name ? "editor" : "list";
        this.#list();
        if (!name) {
            this.#editor.replaceChildren(element("p", { class: "desk-page__none" }, text("videos.intro")));
            return;
        }
        try {
            const { video, used_by: uses } = await videos.read(name);
            if (location.hash.slice(1) !== encodeURIComponent(name)) return;
            this.#render(video, uses);
        } catch (error) {
            this.#editor.replaceChildren(element("p", { role: "alert" }, videoProblem(error)));
        }
    }

    /** @param {Video} video @param {import("./video-api.js").Use[]} uses */
    #render(video, uses) {
        const back = element("a", { class: "desk-page__to-list", href: "#" }, drawing("arrow-left"), text("videos.list"));
        const time = element("time", { datetime: video.changed_at, title: fullTime(video.changed_at) }, timeAgo(video.changed_at));
        this.#editor.replaceChildren(
            back,
            element("h2", { class: "videos__title", dir: "auto" }, titleOf(video)),
            element("p", { class: "field__help" }, video.editor ? `${video.editor} · ` : "", time),
            element("p", { class: "videos__notation" }, text("videos.placed_by"), " ", element("code", {}, `:::video ${video.name}`)),
            this.#titles(video),
            this.#film(video),
            this.#poster(video),
            this.#texts(video, "captions", video.captions),
            this.#texts(video, "chapters", video.chapters),
            this.#uses(video, uses),
        );
    }

    /** @param {Video} video */
    #titles(video) {
        const fields = this.#languages.map((language) => {
            const field = element("input", { class: "input", maxlength: 160, dir: "auto", readonly: !this.#mayEdit, value: video.titles[language] ?? "" });
            return { language, field };
        });
        const save = element("button", { type: "submit", class: "button" }, text("videos.save_titles"));
        const told = element("p", { class: "field__error", role: "alert" });
        const form = element("form", { class: "videos__titles" },
            ...fields.map(({ language, field }) => labelled(text("videos.title_in", { language: languageName(language) }), field)),
            this.#mayEdit && element("div", {}, save, told));
        form.addEventListener("submit", async (event) => {
            event.preventDefault();
            save.disabled = true;
            told.textContent = "";
            const others = Object.entries(video.titles).filter(([language]) => !this.#languages.includes(language));
            const titles = Object.fromEntries([...others, ...fields.map(({ language, field }) => [language, field.value])]);
            try {
                await videos.save(video.name, titles, video.revision);
                await this.#changed();
            } catch (error) {
                told.textContent = videoProblem(error);
                save.disabled = false;
            }
        });
        return titled(text("videos.titles"), form);
    }

    /** @param {Video} video */
    #film(video) {
        const { film } = video;
        const facts = film && [film.media_type === "video/webm" ? "WebM" : "MP4", film.width && `${film.width} × ${film.height}`, film.seconds && clock(Math.round(film.seconds)), size(film.size)].filter(Boolean).join(" · ");
        const player = film && element("video", { class: "videos__player", controls: true, preload: "metadata", src: film.url, poster: video.poster?.url, "aria-label": titleOf(video) });
        return titled(text("videos.film"),
            player, element("p", { class: "field__help" }, facts || text("videos.film_help", { limit: this.#root.dataset.limit ?? "" })),
            this.#mayEdit && this.#choose(video, ["film"], FILMS, text(film ? "videos.replace_film" : "videos.choose_film")));
    }

    /** @param {Video} video */
    #poster(video) {
        return titled(text("videos.poster"),
            video.poster && element("img", { class: "videos__poster", src: video.poster.url, alt: text("videos.poster") }),
            element("p", { class: "field__help" }, text("videos.poster_help")),
            this.#mayEdit && this.#choose(video, ["poster"], PICTURES, text("videos.choose_poster")),
            this.#mayEdit && video.poster && this.#drop(video, ["poster"], text("videos.remove_poster")));
    }

    /** @param {Video} video @param {"captions"|"chapters"} role @param {VideoText[]} texts */
    #texts(video, role, texts) {
        const languages = [...new Set([...this.#languages, ...texts.map((one) => one.locale)])];
        const rows = languages.map((language) => {
            const known = texts.find((one) => one.locale === language);
            const name = languageName(language);
            return element("li", { class: "videos__row", "data-language": language },
                element("span", {}, name, " ", known ? element("a", { href: known.url, download: `${video.name}.${language}.vtt` }, text("videos.download")) : element("span", { class: "field__help" }, text("videos.missing"))),
                this.#mayEdit && this.#choose(video, [role, language], TEXTS, `${text("videos.choose_text")}: ${name}`, text("videos.choose_text")),
                this.#mayEdit && known && this.#drop(video, [role, language], `${text("videos.remove_text")}: ${name}`, text("videos.remove_text")));
        });
        return titled(text(`videos.${role}`), element("p", { class: "field__help" }, text(`videos.${role}_help`)), element("ul", { class: "videos__rows", role: "list" }, ...rows));
    }

    /**
     * A button that lets a file be chosen, and tells how far it is.
     *
     * @param {Video} video
     * @param {string[]} parts Which of its files.
     * @param {string} accept
     * @param {string} name What the button is called.
     * @param {string} [words] What stands on it, where that is less.
     */
    #choose(video, parts, accept, name, words = name) {
        const field = element("input", { type: "file", class: "visually-hidden", accept, "aria-label": name });
        const label = element("label", { class: "button videos__choose" }, field, words);
        const told = element("p", { class: "videos__told", role: "status" });
        field.addEventListener("change", async () => {
            const file = field.files?.[0];
            if (!file) return;
            field.disabled = true;
            told.classList.remove("field__error");
            try {
                await videos.putFile(video.name, parts, file, (share) => {
                    told.textContent = text(share < 1 ? "videos.uploading" : "videos.looking", { percent: Math.floor(share * 100) });
                });
                await this.#changed();
            } catch (error) {
                told.textContent = videoProblem(error);
                told.classList.add("field__error");
                field.value = "";
                field.disabled = false;
            }
        });
        return element("div", { class: "videos__way" }, label, told);
    }

    /** @param {Video} video @param {string[]} parts @param {string} name @param {string} [words] */
    #drop(video, parts, name, words = name) {
        const button = element("button", { type: "button", class: "button button--quiet", "aria-label": name }, words);
        button.addEventListener("click", async () => {
            button.disabled = true;
            try {
                await videos.removeFile(video.name, ...parts);
                await this.#changed();
            } catch (error) {
                button.replaceWith(element("p", { class: "field__error", role: "alert" }, videoProblem(error)));
            }
        });
        return button;
    }

    /** @param {Video} video @param {import("./video-api.js").Use[]} uses */
    #uses(video, uses) {
        const links = uses.map(({ article, slug, locale: language, title, live }) => element("li", {},
            element("a", { href: live ? `/help/${slug}?lang=${language}` : `/desk/knowledge#${article}/${language}`, target: "_blank", rel: "noopener", lang: language }, title),
            ` · ${languageName(language)}`, !live && element("span", { class: "badge" }, text("knowledge.stage.draft"))));
        const drop = element("button", { type: "button", class: "button button--danger" }, text("videos.remove"));
        drop.addEventListener("click", async () => {
            drop.disabled = true;
            try {
                await videos.remove(video.name);
                await this.#load();
                location.hash = "";
            } catch (error) {
                drop.replaceWith(element("p", { class: "field__error", role: "alert" }, videoProblem(error)));
            }
        });
        return titled(plural("videos.used", uses.length), links.length > 0 ? element("ul", {}, ...links) : this.#mayEdit && element("div", {}, drop));
    }

    async #changed() {
        await this.#load();
        await this.#show();
    }
}

/** @param {Video} video */
const titleOf = (video) => video.titles[locale()] ?? video.titles.en ?? Object.values(video.titles)[0] ?? video.name;

/** @param {number} bytes */
const size = (bytes) => new Intl.NumberFormat(locale(), { style: "unit", unit: "megabyte", maximumFractionDigits: 1 }).format(bytes / 1_000_000);

/** @param {string} heading @param {...(Node|string|null|undefined|false)} children */
function titled(heading, ...children) {
    return element("section", { class: "videos__part" }, element("h3", { class: "videos__heading" }, heading), ...children);
}

enhance("videos-desk", (root) => void new VideosDesk(root).start());
