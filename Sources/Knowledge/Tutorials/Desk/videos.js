import { drawing, element, part } from "../../../Web/Client/elements.js";
import { languageName } from "../../../Web/Client/format.js";
import { enhance } from "../../../Web/Client/modules.js";
import { problemText } from "../../../Web/Client/problem-text.js";
import { locale, plural, text } from "../../../Web/Client/strings.js";
import { ask } from "../../Authoring/article-dialogs.js";
import { titled, useLinks } from "../../Authoring/editor-parts.js";
import { clock } from "../kept-place.js";
import { tooLarge, videoProblem, videos } from "./video-api.js";
import { stillsOf } from "./video-stills.js";
import { headOf, newVideoDialog, titleOf, titlesForm } from "./video-titles.js";

/** @typedef {import("./video-api.js").Video} Video */

/** @type {Record<string, string>} What may be chosen, by the role of the file. */
const ACCEPTED = { film: "video/mp4,video/webm,.mp4,.webm", poster: "image/jpeg,image/png,image/webp", stills: "image/jpeg,image/png,image/webp", captions: "text/vtt,.vtt", chapters: "text/vtt,.vtt" };

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
    /** @type {Map<string, {node: Element, make: (video: Video) => Element}>} What is shown of the open one, and how it is made anew. */
    #shown = new Map();
    /** Files that are on their way. */
    #uploads = 0;
    /** Whether titles were typed that nobody saved. */
    #isTyped = false;
    /** The video that is worked on. */
    #open = "";
    /** @type {import("./video-api.js").Moment[]} Where its chapters begin. */
    #moments = [];

    /** @param {HTMLElement} root */
    constructor(root) {
        this.#root = root;
        this.#items = part(root, "items");
        this.#none = part(root, "none");
        this.#editor = part(root, "editor");
        this.#mayEdit = root.dataset.mayEdit !== undefined;
        this.#languages = [...part(root, "languages").querySelectorAll("option")].map((option) => option.value);
        addEventListener("hashchange", () => void this.#follow());
        addEventListener("beforeunload", (event) => (this.#uploads > 0 || this.#isTyped) && event.preventDefault());
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
        const made = await newVideoDialog();
        if (!made) return;
        await this.#load();
        location.hash = made.name;
    }

    /** Goes where the address says, unless that throws away what is typed. */
    async #follow() {
        if (location.hash === `#${this.#open}`) return;
        if (this.#isTyped && !confirm(text("videos.leave"))) {
            history.replaceState(null, "", `#${this.#open}`);
            return;
        }
        await this.#show();
    }

    async #show() {
        const name = decodeURIComponent(location.hash.slice(1));
        this.#open = name;
        this.#isTyped = false;
        this.#root.dataset.column = name ? "editor" : "list";
        this.#list();
        if (!name) {
            this.#editor.replaceChildren(element("p", { class: "desk-page__none" }, text("videos.intro")));
            return;
        }
        try {
            const { video, moments, used_by: uses } = await videos.read(name);
            if (location.hash.slice(1) !== encodeURIComponent(name)) return;
            this.#moments = moments;
            this.#render(video, uses);
        } catch (error) {
            this.#editor.replaceChildren(element("p", { role: "alert" }, videoProblem(error)));
        }
    }

    /** @param {Video} video @param {import("./video-api.js").Use[]} uses */
    #render(video, uses) {
        this.#shown.clear();
        this.#editor.replaceChildren(
            element("a", { class: "desk-page__to-list", href: "#" }, drawing("arrow-left"), text("videos.list")),
            this.#part("head", video, headOf),
            element("p", { class: "videos__notation" }, text("videos.placed_by"), " ", element("code", {}, `:::video ${video.name}`)),
            this.#titles(video),
            this.#part("film", video, (one) => this.#film(one)),
            this.#part("poster", video, (one) => this.#poster(one)),
            this.#texts(video, "captions"),
            this.#texts(video, "chapters"),
            this.#part("stills", video, (one) => this.#stills(one)),
            this.#uses(video, uses),
        );
    }

    /**
     * Something of a video that is shown, and made anew when that changes and nothing else is.
     *
     * @param {string} key
     * @param {Video} video
     * @param {(video: Video) => Element} make
     */
    #part(key, video, make) {
        const node = make(video);
        this.#shown.set(key, { node, make });
        return node;
    }

    /**
     * Shows what changed of a video. The rest stays as it is: titles may be half typed, and other files on their way.
     *
     * @param {Video} video As it is now.
     * @param {...string} keys What of it.
     */
    #changed(video, ...keys) {
        this.#videos = this.#videos.map((one) => (one.name === video.name ? video : one));
        this.#list();
        if (this.#open !== video.name) return;
        for (const key of ["head", ...keys]) {
            const part = this.#shown.get(key);
            if (!part) continue;
            const node = part.make(video);
            part.node.replaceWith(node);
            part.node = node;
        }
        const player = this.#editor.querySelector("video");
        if (player) player.poster = video.poster?.url ?? "";
    }

    /** @param {Video} video */
    #titles(video) {
        return titled(text("videos.titles"), titlesForm(video, this.#languages, this.#mayEdit, {
            typed: (isTyped) => {
                if (this.#open === video.name) this.#isTyped = isTyped;
            },
            saved: (saved) => this.#changed(saved),
        }));
    }

    /** @param {Video} video */
    #film(video) {
        const { film } = video;
        const facts = film && [film.media_type === "video/webm" ? "WebM" : "MP4", film.width && `${film.width} × ${film.height}`, film.seconds && clock(Math.round(film.seconds)), size(film.size)].filter(Boolean).join(" · ");
        const player = film && element("video", { class: "videos__player", controls: true, preload: "metadata", src: film.url, poster: video.poster?.url, "aria-label": titleOf(video) });
        return titled(text("videos.film"),
            player, element("p", { class: "field__help" }, facts || text("videos.film_help", { limit: this.#root.dataset.limit ?? "" })),
            this.#mayEdit && this.#choose(video, ["film"], text(film ? "videos.replace_film" : "videos.choose_film")));
    }

    /** @param {Video} video */
    #poster(video) {
        return titled(text("videos.poster"),
            video.poster && element("img", { class: "videos__poster", src: video.poster.url, alt: text("videos.poster") }),
            element("p", { class: "field__help" }, text("videos.poster_help")),
            this.#mayEdit && this.#choose(video, ["poster"], text("videos.choose_poster")),
            this.#mayEdit && video.poster && this.#drop(video, ["poster"], text("videos.remove_poster")));
    }

    /** @param {Video} video @param {"captions"|"chapters"} role */
    #texts(video, role) {
        const languages = [...new Set([...this.#languages, ...video[role].map((one) => one.locale)])];
        const rows = languages.map((language) => this.#part(`${role}/${language}`, video, (one) => this.#text(one, role, language)));
        return titled(text(`videos.${role}`), element("p", { class: "field__help" }, text(`videos.${role}_help`)), element("ul", { class: "videos__rows", role: "list" }, ...rows));
    }

    /** @param {Video} video @param {"captions"|"chapters"} role @param {string} language */
    #text(video, role, language) {
        const known = video[role].find((one) => one.locale === language);
        const name = languageName(language);
        return element("li", { class: "videos__row", "data-language": language },
            element("span", {}, name, " ", known ? element("a", { href: known.url, download: `${video.name}.${language}.vtt` }, text("videos.download")) : element("span", { class: "field__help" }, text("videos.missing"))),
            this.#mayEdit && this.#choose(video, [role, language], `${text("videos.choose_text")}: ${name}`, text("videos.choose_text")),
            this.#mayEdit && known && this.#drop(video, [role, language], `${text("videos.remove_text")}: ${name}`, text("videos.remove_text")));
    }

    /** @param {Video} video */
    #stills(video) {
        return titled(text("videos.stills"), ...stillsOf(video, this.#moments, {
            mayEdit: this.#mayEdit,
            choose: (parts, name, words) => this.#choose(video, parts, name, words),
            drop: (parts, name, words) => this.#drop(video, parts, name, words),
            changed: () => this.#again(video.name),
        }));
    }

    /**
     * Shows the pictures of chapters as they are now.
     *
     * @param {string} name
     */
    async #again(name) {
        const { video, moments } = await videos.read(name);
        if (this.#open !== name) return;
        this.#moments = moments;
        this.#changed(video, "stills");
    }

    /**
     * A button that lets a file be chosen, and tells how far it is.
     *
     * @param {Video} video
     * @param {string[]} parts Which of its files.
     * @param {string} name What the button is called.
     * @param {string} [words] What stands on it, where that is less.
     */
    #choose(video, parts, name, words = name) {
        const [role] = parts;
        const field = element("input", { type: "file", class: "visually-hidden", accept: ACCEPTED[role], "aria-label": name });
        const label = element("label", { class: "button videos__choose" }, field, words);
        const told = element("p", { class: "videos__told", role: "status" });
        field.addEventListener("change", async () => {
            const file = field.files?.[0];
            if (!file) return;
            const refused = tooLarge(file, role, Number(this.#root.dataset.limit));
            told.textContent = refused ?? "";
            told.classList.toggle("field__error", refused !== null);
            if (refused !== null) return void (field.value = "");
            field.disabled = true;
            this.#uploads += 1;
            try {
                const changed = await videos.putFile(video.name, parts, file, (share) => {
                    told.textContent = text(share < 1 ? "videos.uploading" : "videos.looking", { percent: Math.floor(share * 100) });
                });
                this.#changed(changed, parts.join("/"));
                if (role !== "poster" && role !== "captions") await this.#again(video.name);
            } catch (error) {
                told.textContent = videoProblem(error);
                told.classList.add("field__error");
                field.value = "";
                field.disabled = false;
            }
            this.#uploads -= 1;
        });
        return element("div", { class: "videos__way" }, label, told);
    }

    /** @param {Video} video @param {string[]} parts @param {string} name @param {string} [words] */
    #drop(video, parts, name, words = name) {
        const button = element("button", { type: "button", class: "button button--quiet", "aria-label": name }, words);
        button.addEventListener("click", async () => {
            button.disabled = true;
            try {
                this.#changed(await videos.removeFile(video.name, ...parts), parts.join("/"));
                await this.#again(video.name);
            } catch (error) {
                button.replaceWith(element("p", { class: "field__error", role: "alert" }, videoProblem(error)));
            }
        });
        return button;
    }

    /** @param {Video} video @param {import("./video-api.js").Use[]} uses */
    #uses(video, uses) {
        const links = useLinks(uses);
        const drop = element("button", { type: "button", class: "button button--danger" }, text("videos.remove"));
        drop.addEventListener("click", async () => {
            const isGone = await ask({
                title: text("videos.remove"),
                content: [element("p", {}, text("videos.remove_sure", { title: titleOf(video) }))],
                action: text("videos.remove"),
                answer: async () => {
                    await videos.remove(video.name);
                    return true;
                },
            });
            if (!isGone) return;
            this.#isTyped = false;
            await this.#load();
            location.hash = "";
        });
        return titled(plural("videos.used", uses.length), links.length > 0 ? element("ul", {}, ...links) : this.#mayEdit && element("div", {}, drop));
    }
}

/** @param {number} bytes */
const size = (bytes) => new Intl.NumberFormat(locale(), { style: "unit", unit: "megabyte", maximumFractionDigits: 1 }).format(bytes / 1_000_000);

enhance("videos-desk", (root) => void new VideosDesk(root).start());
