import { languageName } from "../../../Web/Client/format.js";
import { text } from "../../../Web/Client/strings.js";
import { languageForm } from "../../Authoring/language-form.js";
import { videoProblem, videos } from "./video-api.js";

/** @typedef {import("./video-api.js").Video} Video */

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
