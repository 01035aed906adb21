import { element } from "../../../Web/Client/elements.js";
import { ProblemError } from "../../../Web/Client/http.js";
import { locale, text } from "../../../Web/Client/strings.js";
import { clock } from "../kept-place.js";
import { frameOf, openFilm } from "./film-frames.js";
import { videoProblem, videos } from "./video-api.js";

/** @typedef {import("./video-api.js").Video} Video */
/** @typedef {import("./video-api.js").Moment} Moment */

/**
 * The pictures of a video's chapters, to be made from the film, brought and taken away.
 *
 * @param {Video} video
 * @param {Moment[]} moments
 * @param {object} ways
 * @param {boolean} ways.mayEdit
 * @param {(parts: string[], name: string, words: string) => Element} ways.choose A button that lets a file be chosen.
 * @param {(parts: string[], name: string, words: string) => Element} ways.drop One that takes it away.
 * @param {() => Promise<void>} ways.changed Hears that there are others.
 */
export function stillsOf(video, moments, { mayEdit, choose, drop, changed }) {
    const told = element("p", { class: "videos__told", role: "status" });
    const missing = moments.filter(({ picture }) => !picture);
    const every = element("button", { type: "button", class: "button" }, text("videos.take_stills"));
    /** @type {HTMLButtonElement[]} */
    const buttons = [every];
    /** @param {Moment[]} wanted */
    const take = async (wanted) => {
        for (const button of buttons) button.disabled = true;
        told.classList.remove("field__error");
        try {
            const film = await openFilm(video.film?.url ?? "");
            for (const [index, { second }] of wanted.entries()) {
                told.textContent = text("videos.taking_stills", { number: index + 1, count: wanted.length });
                await videos.putFile(video.name, ["stills", String(second)], await frameOf(film, second), () => {});
            }
            film.removeAttribute("src");
            film.load();
            await changed();
        } catch (error) {
            told.textContent = error instanceof ProblemError ? videoProblem(error) : text("videos.stills_not_taken");
            told.classList.add("field__error");
            for (const button of buttons) button.disabled = false;
        }
    };
    every.addEventListener("click", () => void take(missing));
    const rows = moments.map((moment) => {
        const { second, titles, picture } = moment;
        const title = titles[locale()] ?? titles.en ?? Object.values(titles)[0] ?? "";
        const parts = ["stills", String(second)];
        const name = `${clock(second)} ${title}`;
        const one = element("button", { type: "button", class: "button button--quiet", "aria-label": `${text("videos.take_still")}: ${name}` }, text("videos.take_still"));
        one.addEventListener("click", () => void take([moment]));
        buttons.push(one);
        return element("li", { class: "videos__row", "data-second": String(second) },
            element("span", { class: "videos__moment" },
                picture ? element("img", { class: "videos__still", src: picture.url, alt: "", width: picture.width ?? null, height: picture.height ?? null, loading: "lazy" }) : element("span", { class: "videos__still" }),
                element("span", { dir: "auto" }, element("time", { datetime: `PT${second}S` }, clock(second)), " ", title)),
            mayEdit && video.film && one,
            mayEdit && choose(parts, `${text("videos.choose_still")}: ${name}`, text("videos.choose_still")),
            mayEdit && picture && drop(parts, `${text("videos.remove_text")}: ${name}`, text("videos.remove_text")));
    });
    return [
        element("p", { class: "field__help" }, text(moments.length > 0 ? "videos.stills_help" : "videos.no_stills")),
        mayEdit && video.film && missing.length > 0 && element("div", { class: "videos__way" }, every),
        told,
        moments.length > 0 && element("ul", { class: "videos__rows", role: "list" }, ...rows),
    ];
}
