import { element } from "../../Web/Client/elements.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";
import { articles } from "../Authoring/article-api.js";

const MOST = 8;

/**
 * What readers would meet behind the links of a working text, as soon as that is known; nothing where all are whole.
 *
 * @param {string} id
 * @param {string} locale
 */
export function linkNotice(id, locale) {
    const notice = element("div", { class: "notice notice--caution", role: "status", hidden: true });
    void fill(notice, id, locale);
    return notice;
}

/** @param {HTMLElement} notice @param {string} id @param {string} locale */
async function fill(notice, id, locale) {
    try {
        const { data } = await articles.links(id, locale);
        if (data.length === 0) return;
        const rest = data.length - MOST;
        notice.append(element("div", {}, element("p", {}, text("knowledge.links.notice")),
            element("ul", { class: "editor__links" }, ...data.slice(0, MOST).map(item), rest > 0 && element("li", {}, text("knowledge.links.more", { count: rest })))));
    } catch (error) {
        notice.append(problemText(error));
    }
    notice.hidden = false;
}

/** @param {import("../Authoring/article-api.js").LinkFinding} finding */
function item({ address, line, reason, status, suggestion }) {
    const place = line === undefined ? "" : text("links.line", { line });
    const why = text(`links.reason.${reason ?? "none"}`, { status: status ?? "" });
    return element("li", {}, element("code", {}, address), ` ${[place, why].filter(Boolean).join(" · ")}`, suggestion && element("span", {}, ` · ${text("links.write")} `, element("code", {}, suggestion)));
}
