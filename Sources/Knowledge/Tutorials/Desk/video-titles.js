import { element } from "../../../Web/Client/elements.js";
import { fullTime, languageName, timeAgo } from "../../../Web/Client/format.js";
import { locale, text } from "../../../Web/Client/strings.js";
import { ask, labelled } from "../../Authoring/article-dialogs.js";
import { languageForm } from "../../Authoring/language-form.js";
import { videoProblem, videos } from "./video-api.js";

/** @typedef {import("./video-api.js").Video} Video */

/** @param {Video} video */
export const titleOf = (video) => video.titles[locale()] ?? video.titles.en ?? Object.values(video.titles)[0] ?? video.name;

/**
 * What stands over a video.
 *
 * @param {Video} video
 */
export function headOf(video) {
    const time = element("time", { datetime: video.changed_at, title: fullTime(video.changed_at) }, timeAgo(video.changed_at));
    return element("div", {},
        element("h2", { class: "videos__title", dir: "auto" }, titleOf(video)),
        element("p", { class: "field__help" }, video.editor ? `${video.editor} · ` : "", time));
}

/**
 * Begins a video with a name, and a title in the reader's language.
 *
 * @returns {Promise<Video|null>}
 */
export function newVideoDialog() {
    const name = element("input", { class: "input", maxlength: 80, spellcheck: "false", autocapitalize: "none", pattern: "[a-z0-9]+(-[a-z0-9]+)*" });
    const title = element("input", { class: "input", maxlength: 160, dir: "auto" });
    return ask({
        title: text("videos.new"),
        content: [
            labelled(text("videos.title_in", { language: languageName(locale()) }), title),
            labelled(text("videos.name"), name, text("videos.name_help")),
        ],
        action: text("knowledge.save"),
        answer: () => videos.save(name.value.trim(), { [locale()]: title.value }, 0),
    });
}

/**
 * The titles of a video by language, to be written and saved.
 *
 * @param {Video} video
 * @param {string[]} languages
 * @param {boolean} mayEdit
 * @param {object} told
 * @param {(isTyped: boolean) => void} told.typed Hears whether something is typed that is not saved.
 * @param {(video: Video) => void} told.saved Hears of the video as it is saved.
 */
export function titlesForm(video, languages, mayEdit, { typed, saved }) {
    let { revision } = video;
    return languageForm({
        texts: video.titles,
        languages,
        label: (language) => text("videos.title_in", { language: languageName(language) }),
        longest: 160,
        action: text("videos.save_titles"),
        mayEdit,
        typed,
        save: async (titles) => {
            const now = await videos.save(video.name, titles, revision);
            revision = now.revision;
            saved(now);
            return now.titles;
        },
        problem: videoProblem,
    });
}
