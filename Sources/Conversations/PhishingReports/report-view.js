import { fullTime, timeAgo } from "../../Web/Client/format.js";
import { plural, text } from "../../Web/Client/strings.js";
import { drawing, element } from "../Timeline/elements.js";

/** @typedef {import("./phishing.js").Report} Report */
/** @typedef {"confirm"|"dismiss"|"warn"|"end"} Action */

/**
 * One report: what it is, who told of it, what was decided, and what can be done.
 *
 * @param {Report} report
 * @param {string} note What was begun to be written.
 * @param {(action: Action) => void} act
 */
export function reportView(report, note, act) {
    const { kind, subject, count, first_reported_at, last_reported_at, decision, warning, picture, sightings = [] } = report;
    const field = element("textarea", { class: "input", id: "phishing-note", rows: 2, maxlength: 1000 });
    field.value = note;
    const facts = [
        text(`phishing.kind.${kind}`), plural("phishing.count", count),
        element("span", {}, text("phishing.first"), " ", time(first_reported_at)), element("span", {}, text("phishing.last"), " ", time(last_reported_at)),
    ];
    return element("article", { class: "phishing-report" },
        element("header", {},
            element("h2", { class: "phishing-report__subject", tabindex: "-1" }, element("bdi", {}, subject)),
            element("p", { class: "phishing-report__facts" }, ...facts.map((fact) => element("span", {}, fact)))),
        decision && element("div", { class: "notice notice--info phishing-report__decision" },
            element("strong", {}, text(`phishing.decided.${report.status}`, { name: decision.agent }), " ", time(decision.at)), decision.note && element("span", {}, decision.note)),
        warning && element("div", { class: "notice notice--caution" }, drawing("megaphone"),
            element("p", {}, text("phishing.warned_since"), " ", time(warning.at), " · ", element("a", { href: warning.url, target: "_blank", rel: "noopener" }, text("phishing.warning")))),
        picture && element("a", { class: "phishing-report__picture", href: picture.url, target: "_blank", rel: "noopener" },
            element("img", { src: picture.url, width: picture.width, height: picture.height, alt: text("phishing.picture") })),
        told(sightings),
        element("div", { class: "field" }, element("label", { class: "field__label", for: field.id }, text("phishing.note")), field),
        element("div", { class: "phishing-report__ways" }, ...ways(report).map(([action, key, look]) => way(action, key, look, act))));
}

/**
 * What can be done with it now, by its key.
 *
 * @param {Report} report
 * @returns {[Action, string, string][]}
 */
function ways({ status, kind, warning }) {
    /** @type {[Action, string, string]} */
    const warn = warning ? ["end", "w", "button"] : ["warn", "w", "button button--primary"];
    if (status === "confirmed") return [...(kind === "message" || kind === "picture" ? [] : [warn]), ["dismiss", "d", "button"]];
    /** @type {[Action, string, string]} */
    const confirm = ["confirm", "c", "button button--danger"];
    return status === "new" ? [confirm, ["dismiss", "d", "button"]] : [confirm];
}

/**
 * @param {Action} action
 * @param {string} key
 * @param {string} look
 * @param {(action: Action) => void} act
 */
function way(action, key, look, act) {
    const button = element("button", { type: "button", class: look, "data-key": key, "aria-keyshortcuts": key },
        text(`phishing.action.${action}`), element("kbd", { class: "key", "aria-hidden": "true" }, key.toUpperCase()));
    button.addEventListener("click", () => act(action));
    return button;
}

/** @param {import("./phishing.js").Sighting[]} sightings */
function told(sightings) {
    const rows = sightings.map(({ at, source, conversation, reference, comment }) => {
        const place = conversation
            ? element("a", { href: `/desk#${conversation}` }, text("phishing.source.conversation_of", { reference: reference ?? "" }))
            : element("span", {}, text(`phishing.source.${source}`));
        return element("li", { class: "phishing-report__sighting" }, place, element("span", { class: "phishing-report__time" }, time(at)),
            comment && element("p", { class: "phishing-report__comment", dir: "auto" }, comment));
    });
    return element("section", { "aria-labelledby": "phishing-told" },
        element("h3", { class: "phishing-report__heading", id: "phishing-told" }, text("phishing.told")), element("ul", { role: "list" }, ...rows));
}

/** @param {string} at */
function time(at) {
    return element("time", { datetime: at, title: fullTime(at) }, timeAgo(at));
}
