import { element } from "../../../Web/Client/elements.js";
import { languageName } from "../../../Web/Client/format.js";
import { text } from "../../../Web/Client/strings.js";
import { labelled } from "../../Authoring/article-dialogs.js";
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
    let known = video;
    const fields = languages.map((language) => {
        const field = element("input", { class: "input", maxlength: 160, dir: "auto", readonly: !mayEdit, value: video.titles[language] ?? "" });
        return { language, field };
    });
    const save = element("button", { type: "submit", class: "button" }, text("videos.save_titles"));
    const problem = element("p", { class: "field__error", role: "alert" });
    const form = element("form", { class: "videos__titles" },
        ...fields.map(({ language, field }) => labelled(text("videos.title_in", { language: languageName(language) }), field)),
        mayEdit && element("div", {}, save, problem));
    const note = () => typed(fields.some(({ language, field }) => field.value.trim() !== (known.titles[language] ?? "")));
    form.addEventListener("input", note);
    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        save.disabled = true;
        problem.textContent = "";
        const others = Object.entries(known.titles).filter(([language]) => !languages.includes(language));
        const titles = Object.fromEntries([...others, ...fields.map(({ language, field }) => [language, field.value])]);
        try {
            known = await videos.save(video.name, titles, known.revision);
            saved(known);
            if (form.isConnected) note();
        } catch (error) {
            problem.textContent = videoProblem(error);
        }
        save.disabled = false;
    });
    return form;
}
