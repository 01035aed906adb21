import { problemText } from "../../Web/Client/problem-text.js";
import { has, text } from "../../Web/Client/strings.js";
import { drawing, element } from "../Timeline/elements.js";

/** @typedef {import("../../Realtime/Client/wire.js").GuardedLink} GuardedLink */
/** @typedef {(comment: string) => Promise<unknown>} Report */

/** @typedef {(seq: number, value: string, comment: string) => Promise<unknown>} ReportMessage */

/**
 * Warns of the fakes in a timeline, and lets its messages be reported.
 *
 * @param {HTMLElement} log
 * @param {() => ReportMessage|null} reporting
 */
export function guardLinks(log, reporting) {
    log.addEventListener("suspect", (event) => {
        const { link, seq } = /** @type {CustomEvent<{link: GuardedLink, seq?: number}>} */ (event).detail;
        const report = reporting();
        warnOfLink(link, report && seq !== undefined ? (comment) => report(seq, link.text, comment) : null);
    });
    log.addEventListener("click", (event) => {
        const button = event.target instanceof Element ? event.target.closest("[data-report]") : null;
        const report = reporting();
        if (button && report) askToReport((comment) => report(Number(button.getAttribute("data-report")), "", comment));
    });
}

/**
 * Stands between a fake and who pressed it: where it leads, why it is one, and a way to open it all the same.
 *
 * @param {GuardedLink} link
 * @param {Report|null} report null where it cannot be reported.
 */
function warnOfLink(link, report) {
    const { dialog, close } = made("link-warning", text("timeline.link.title"));
    const reason = `verify.reason.${link.reason}`;
    const why = has(reason) ? text(reason, { matched: link.matched ?? "", subject: link.host }) : text("timeline.link.unknown");
    const stay = element("button", { type: "button", class: "button button--primary", autofocus: true }, text("timeline.link.stay"));
    stay.addEventListener("click", close);
    const tell = report && element("button", { type: "button", class: "button" }, text("timeline.report.action"));
    tell?.addEventListener("click", () => {
        close();
        askToReport(/** @type {Report} */ (report));
    });
    const address = safeAddress(link);
    const open = address === null ? null : element("a", { class: "link-warning__open", href: address, target: "_blank", rel: "noopener noreferrer nofollow" }, text("timeline.link.open"));
    open?.addEventListener("click", close);
    dialog.append(
        element("p", {}, why),
        element("dl", { class: "link-warning__facts" }, element("dt", {}, text("timeline.link.leads")), element("dd", {}, element("bdi", {}, link.host))),
        element("div", { class: "dialog__actions link-warning__ways" }, open, tell, stay));
    dialog.showModal();
}

/**
 * Asks where a fake came from, and reports it.
 *
 * @param {Report} report
 */
function askToReport(report) {
    const { dialog, close } = made("report", text("timeline.report.title"));
    const field = element("input", { class: "input", id: "report-comment", type: "text", maxlength: 500, autocomplete: "off" });
    const problem = element("p", { class: "field__error", role: "alert", hidden: true });
    const cancel = element("button", { type: "button", class: "button" }, text("timeline.report.cancel"));
    const send = element("button", { type: "submit", class: "button button--primary" }, text("timeline.report.send"));
    const form = element("form", { class: "link-report", novalidate: true },
        element("p", {}, text("timeline.report.lead")),
        element("div", { class: "field" }, element("label", { class: "field__label", for: field.id }, text("timeline.report.comment")), field),
        problem, element("div", { class: "dialog__actions" }, cancel, send));
    cancel.addEventListener("click", close);
    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        if (send.getAttribute("aria-disabled") === "true") return;
        send.setAttribute("aria-disabled", "true");
        problem.hidden = true;
        try {
            await report(field.value.trim());
            const done = element("button", { type: "button", class: "button button--primary" }, text("timeline.report.close"));
            done.addEventListener("click", close);
            form.replaceWith(element("p", { role: "status" }, text("timeline.report.thanks")), element("div", { class: "dialog__actions" }, done));
            done.focus();
        } catch (error) {
            problem.textContent = problemText(error);
            problem.hidden = false;
            send.removeAttribute("aria-disabled");
        }
    });
    dialog.append(form);
    dialog.showModal();
    field.focus();
}

/**
 * @param {string} id
 * @param {string} title
 */
function made(id, title) {
    const heading = element("h2", { class: "dialog__title link-warning__title", id: `${id}-title` }, drawing("warning"), title);
    const dialog = element("dialog", { class: "dialog link-warning", "aria-labelledby": heading.id }, heading);
    const close = () => dialog.close();
    dialog.addEventListener("close", () => dialog.remove());
    // Escape closes this alone; single keys of the desk are not meant here.
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    document.body.append(dialog);
    return { dialog, close };
}

/**
 * What the browser would open; nothing that runs.
 *
 * @param {GuardedLink} link
 * @returns {string|null}
 */
function safeAddress({ text: written, kind }) {
    if (kind === "email") return null;
    try {
        const url = new URL(/^https?:/iu.test(written) ? written : `https://${written}`);
        return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
    } catch {
        return null;
    }
}
