import { element } from "../../../Web/Client/elements.js";
import { fullTime, timeAgo } from "../../../Web/Client/format.js";
import { ProblemError } from "../../../Web/Client/http.js";
import { enhance } from "../../../Web/Client/modules.js";
import { problemText } from "../../../Web/Client/problem-text.js";
import { locale, plural, text } from "../../../Web/Client/strings.js";
import { titled, way } from "../../Authoring/editor-parts.js";
import { ListBesideEditor } from "../../Authoring/list-beside-editor.js";
import { bringDialog, noticeDialog, removeDialog } from "./api-dialogs.js";
import { apiDocuments } from "./api-document-api.js";

/** @typedef {import("./api-document-api.js").DocumentedAPI} DocumentedAPI */
/** @typedef {import("./api-document-api.js").Version} Version */

/** The page on which API documents are brought: the APIs, and the versions of the one that is worked on. */
class APIDocumentsDesk {
    /** @type {ListBesideEditor<DocumentedAPI>} */
    #page;

    /** @param {HTMLElement} root */
    constructor(root) {
        this.#page = new ListBesideEditor(root, {
            load: () => apiDocuments.list(),
            key: ({ api }) => api,
            item: ({ api, title, versions }) => [
                element("strong", { class: "knowledge__item-title", dir: "auto" }, title),
                element("span", { class: "knowledge__item-about" }, `${api} · ${text(`api.format.${versions[0].format}`)}`),
                element("span", { class: "knowledge__item-texts" }, ...versions.map((one) => element("span", { class: "badge" }, one.deprecated ? `${one.version} · ${text("api_desk.deprecated")}` : one.version)))],
            open: async (name) => {
                const one = (await apiDocuments.list()).data.find(({ api }) => api === name);
                if (!one) throw new ProblemError({ status: 404, code: "api_not_found" });
                return () => this.#content(one);
            },
            none: () => text("api_desk.none"),
            words: { list: text("api_desk.list"), intro: text("api_desk.intro"), leave: "" },
        });
    }

    start() {
        return this.#page.start(() => this.#bring());
    }

    /** @param {{api?: string, version?: string}} [given] */
    async #bring(given) {
        const published = await bringDialog(this.#page.all, given);
        if (!published) return;
        await this.#page.go(published.api);
        this.#page.say(text("api_desk.published", { version: published.version }));
    }

    /** @param {DocumentedAPI} one */
    #content({ api, title, versions }) {
        const links = [outside(`/api-docs/${api}/${(versions.find((each) => !each.deprecated) ?? versions[0]).version}`, text("api_desk.public"))];
        if (versions.length > 1) links.push(outside(`/api-docs/${api}/changes`, text("api.changes.link")));
        return [
            element("div", {},
                element("h2", { class: "videos__title", dir: "auto" }, title),
                element("p", { class: "field__help" }, api),
                element("p", { class: "api-desk__links" }, ...links)),
            element("div", {}, way("api_desk.next", () => void this.#bring({ api }))),
            ...versions.map((version) => this.#version(api, version)),
        ];
    }

    /** @param {string} api @param {Version} version */
    #version(api, version) {
        const { deprecated, migration, ends_at: endsAt } = version;
        const changed = element("time", { datetime: version.changed_at, title: fullTime(version.changed_at) }, timeAgo(version.changed_at));
        const told = element("p", { class: "field__error", role: "alert" });
        const lift = async () => {
            try {
                await apiDocuments.deprecate(api, version.version, { deprecated: false, migration, ends_at: null });
                await this.#page.go(api);
                this.#page.say(text("api_desk.lifted", { version: version.version }));
            } catch (error) {
                told.textContent = problemText(error);
            }
        };
        return titled(version.version,
            element("p", { class: "field__help" }, `${text(`api.format.${version.format}`)} · ${plural("api_desk.entries", version.entries)} · `, changed),
            deprecated && element("p", {}, element("span", { class: "badge" }, text("api_desk.deprecated")), " ", text(endsAt ? "api_desk.ends_at" : "api_desk.ends_never", { date: endsAt ? day(endsAt) : "" })),
            deprecated && migration && element("p", { class: "api-desk__migration", dir: "auto" }, migration),
            element("p", { class: "api-desk__links" }, outside(version.url, text("api_desk.public_version"))),
            element("div", { class: "videos__way" },
                way("api_desk.replace", () => void this.#bring({ api, version: version.version })),
                way(deprecated ? "api_desk.change_notice" : "api_desk.deprecate", () => void this.#deprecate(api, version)),
                deprecated && way("api_desk.lift", () => void lift()),
                way("api_desk.remove", () => void this.#remove(api, version), "button--danger")),
            told);
    }

    /** @param {string} api @param {Version} version */
    async #deprecate(api, version) {
        if (!(await noticeDialog(api, version))) return;
        await this.#page.go(api);
        this.#page.say(text("api_desk.noted", { version: version.version }));
    }

    /** @param {string} api @param {Version} version */
    async #remove(api, version) {
        if (!(await removeDialog(api, version))) return;
        const isLast = (await apiDocuments.list()).data.every((one) => one.api !== api);
        await this.#page.go(isLast ? "" : api);
        this.#page.say(text("api_desk.removed", { version: version.version }));
    }
}

/** @param {string} address @param {string} words */
const outside = (address, words) => element("a", { href: address, target: "_blank", rel: "noopener" }, words);

/**
 * The day on which a version ends is one of UTC, for callers live everywhere.
 *
 * @param {string} when
 */
const day = (when) => new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeZone: "UTC" }).format(new Date(when));

enhance("api-documents-desk", (root) => void new APIDocumentsDesk(root).start());
