import { drawing, element } from "../../Web/Client/elements.js";
import { clockTime, fullTime, languageName } from "../../Web/Client/format.js";
import { ProblemError } from "../../Web/Client/http.js";
import { text } from "../../Web/Client/strings.js";
import { linkNotice } from "../LinkCheck/link-notice.js";
import { way } from "./editor-parts.js";
import { flawWords } from "./text-flaws.js";

/** @typedef {import("./article-api.js").WorkingText} WorkingText */

/** The colour of each stage. */
export const STAGES = { draft: "", review: "badge--info", scheduled: "badge--accent", published: "badge--success", archived: "" };

/**
 * Somebody else saved in between: what they wrote, and the author decides.
 *
 * @param {WorkingText} theirs
 * @param {() => void} take
 * @param {() => void} keep
 */
export function conflictNotice(theirs, take, keep) {
    return element("div", { class: "notice notice--danger", role: "alert" }, drawing("users"),
        element("p", { class: "notice__title" }, text("knowledge.conflict", { name: theirs.editor ?? text("knowledge.import"), time: clockTime(theirs.edited_at) })),
        element("details", {}, element("summary", { class: "editor__summary" }, text("knowledge.conflict.show")), element("pre", { class: "editor__theirs" }, `${theirs.title}\n\n${theirs.body}`)),
        element("div", { class: "editor__ways" }, way("knowledge.conflict.take", take), way("knowledge.conflict.keep", keep)));
}

/**
 * The source was published anew since.
 *
 * @param {string} source Its language.
 * @param {() => void} show
 * @param {(() => void)|null} done null where nobody writes now.
 */
export function outOfDateNotice(source, show, done) {
    return element("div", { class: "notice notice--info" }, drawing("refresh"),
        element("p", {}, text("knowledge.out_of_date", { language: languageName(source) })),
        element("div", { class: "editor__ways" }, way("knowledge.out_of_date.show", show), done && way("knowledge.out_of_date.done", done)));
}

/**
 * Something to know of the text, with a drawing of it.
 *
 * @param {string} words
 * @param {string} [icon]
 */
export const told = (words, icon = "info") => element("div", { class: "notice notice--info" }, drawing(icon), element("p", {}, words));

/**
 * Where a text stands, as in the list.
 *
 * @param {WorkingText["stage"]} stage
 */
export function stageBadge(stage) {
    return element("span", { class: `badge ${STAGES[stage]}` }, text(`knowledge.stage.${stage}`));
}

/**
 * What readers see of it, and from when on; of what waits for a review also which links are not whole.
 *
 * @param {WorkingText} now
 * @param {string} article
 * @returns {Node[]}
 */
export function stageNotices(now, article) {
    const notices = [];
    if (now.publish_at) notices.push(told(text("knowledge.scheduled_for", { time: fullTime(now.publish_at) }), "clock"));
    if (now.stage === "archived") notices.push(told(text("knowledge.is_archived")));
    const isWaiting = now.stage === "draft" || now.stage === "review";
    if (isWaiting && now.live_version !== undefined) notices.push(told(text("knowledge.still_seen", { number: now.live_version })));
    if (now.stage === "review") notices.push(linkNotice(article, now.locale));
    return notices;
}

/**
 * Why readers cannot be shown a text; null where something else went wrong.
 *
 * @param {unknown} error
 */
export function notReady(error) {
    if (!(error instanceof ProblemError) || error.code !== "text_not_ready") return null;
    const { flaws } = /** @type {{flaws: import("./article-api.js").TextFlaw[]}} */ (/** @type {unknown} */ (error.problem));
    return [text("knowledge.not_ready"), ...flaws.map(flawWords)].join(" ");
}
