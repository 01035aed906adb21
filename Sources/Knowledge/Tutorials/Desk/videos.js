import { element, part } from "../../../Web/Client/elements.js";
import { languageName } from "../../../Web/Client/format.js";
import { enhance } from "../../../Web/Client/modules.js";
import { locale, plural, text } from "../../../Web/Client/strings.js";
import { ask } from "../../Authoring/article-dialogs.js";
import { titled, useLinks } from "../../Authoring/editor-parts.js";
import { ListBesideEditor } from "../../Authoring/list-beside-editor.js";
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
    #mayEdit;
    #languages;
    /** @type {ListBesideEditor<Video>} */
    #page;
    /** @type {Map<string, {node: Element, make: (video: Video) => Element}>} What is shown of the open one, and how it is made anew. */
    #shown = new Map();
    /** @type {import("./video-api.js").Moment[]} Where its chapters begin. */
    #moments = [];

    /** @param {HTMLElement} root */
    constructor(root) {
        this.#root = root;
        this.#mayEdit = root.dataset.mayEdit !== undefined;
        this.#languages = [...part(root, "languages").querySelectorAll("option")].map((option) => option.value);
        this.#page = new ListBesideEditor(root, {
            load: () => videos.list(),
            key: ({ name }) => name,
            item: (video) => [
                element("strong", { class: "knowledge__item-title", dir: "auto" }, titleOf(video)),
                element("span", { class: "knowledge__item-about" }, video.name),
                element("span", { class: "knowledge__item-texts" },
                    !video.film && element("span", { class: "badge badge--caution" }, text("videos.no_film")),
                    ...video.captions.map((one) => element("span", { class: "badge" }, languageName(one.locale))))],
            open: async (name) => {
                const { video, moments, used_by: uses } = await videos.read(name);
                return () => this.#content(video, moments, uses);
            },
            problem: videoProblem,
            none: () => text("videos.none"),
            words: { list: text("videos.list"), intro: text("videos.intro"), leave: text("videos.leave") },
        });
    }

    start() {
        return this.#page.start(() => this.#begin());
    }

    async #begin() {
        const made = await newVideoDialog();
        if (made) await this.#page.go(made.name);
    }

    /** @param {Video} video @param {import("./video-api.js").Moment[]} moments @param {import("./video-api.js").Use[]} uses */
    #content(video, moments, uses) {
        this.#shown.clear();
        this.#moments = moments;
        return [
            this.#part("head", video, headOf),
            element("p", { class: "videos__notation" }, text("videos.placed_by"), " ", element("code", {}, `:::video ${video.name}`)),
            this.#titles(video),
            this.#part("film", video, (one) => this.#film(one)),
            this.#part("poster", video, (one) => this.#poster(one)),
            this.#texts(video, "captions"),
            this.#texts(video, "chapters"),
            this.#part("stills", video, (one) => this.#stills(one)),
            this.#uses(video, uses),
        ];
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
        this.#page.changed(video);
        if (this.#page.open !== video.name) return;
        for (const key of ["head", ...keys]) {
            const part = this.#shown.get(key);
            if (!part) continue;
            const node = part.make(video);
            part.node.replaceWith(node);
            part.node = node;
        }
        const player = this.#page.editor.querySelector("video");
        if (player) player.poster = video.poster?.url ?? "";
    }

    /** @param {Video} video */
    #titles(video) {
        return titled(text("videos.titles"), titlesForm(video, this.#languages, this.#mayEdit, {
            typed: (isTyped) => {
                if (this.#page.open === video.name) this.#page.isTyped = isTyped;
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
        if (this.#page.open !== name) return;
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
            this.#page.uploads += 1;
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
            this.#page.uploads -= 1;
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
            if (isGone) await this.#page.go("");
        });
        return titled(plural("videos.used", uses.length), links.length > 0 ? element("ul", {}, ...links) : this.#mayEdit && element("div", {}, drop));
    }
}

/** @param {number} bytes */
const size = (bytes) => new Intl.NumberFormat(locale(), { style: "unit", unit: "megabyte", maximumFractionDigits: 1 }).format(bytes / 1_000_000);

enhance("videos-desk", (root) => void new VideosDesk(root).start());
