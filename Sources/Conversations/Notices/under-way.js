import { drawing, element } from "../../Web/Client/elements.js";
import { clockTime, date, fullTime } from "../../Web/Client/format.js";
import { has, locale, text } from "../../Web/Client/strings.js";

/** @typedef {{kind: "trouble"|"maintenance"|"warning", state?: string, url: string, expected_end_at?: string, texts: {locale: string, title: string}[]}} Notice */

const KINDS = { trouble: ["notice--danger", "incident"], maintenance: ["notice--info", "wrench"], warning: ["notice--caution", "warning"] };

/**
 * Shows what is under way, and goes on with every change while the connection is heard. What the server wrote stands until
 * the first word of it.
 *
 * @param {HTMLElement} root
 * @param {import("../../Realtime/Client/connection.js").RealtimeConnection} connection
 */
export function showUnderWay(root, connection) {
    connection.addEventListener("notices", (event) => show(root, /** @type {CustomEvent} */ (event).detail.notices));
    connection.subscribeFeed("notices");
}

/** @param {HTMLElement} root @param {Notice[]} notices */
function show(root, notices) {
    const list = element("ul", { class: "under-way__list", role: "list" }, ...notices.map((notice) => element("li", {}, line(notice))));
    // A region that says the same again is read out again.
    if (root.firstElementChild?.textContent?.trim() === list.textContent) return;
    root.hidden = notices.length === 0;
    root.replaceChildren(...(notices.length > 0 ? [list] : []));
}

/** @param {Notice} notice */
function line(notice) {
    const [kind, icon] = KINDS[notice.kind];
    const own = locale();
    const language = own.split("-")[0];
    const shown = notice.texts.find((one) => one.locale === own) ?? notice.texts.find((one) => one.locale.split("-")[0] === language) ?? notice.texts.find((one) => one.locale === "en") ?? notice.texts[0];
    const facts = [];
    if (notice.state && has(`under_way.state.${notice.state}`)) facts.push(element("span", {}, text(`under_way.state.${notice.state}`)));
    if (notice.expected_end_at) facts.push(element("span", { title: fullTime(notice.expected_end_at) }, text("under_way.expected_end", { time: `${date(notice.expected_end_at)} ${clockTime(notice.expected_end_at)}` })));
    return element("a", { class: `notice ${kind} under-way__notice`, href: `${notice.url}?lang=${own}`, target: "_blank", rel: "noopener" },
        drawing(icon), element("span", {}, element("strong", { lang: shown?.locale, dir: "auto" }, shown?.title ?? ""), facts.length > 0 && element("span", { class: "under-way__facts" }, ...facts)));
}
