import { element } from "../../../Web/Client/elements.js";
import { ProblemError } from "../../../Web/Client/http.js";
import { plural, text } from "../../../Web/Client/strings.js";
import { ask, labelled } from "../../Authoring/article-dialogs.js";
import { fileChoice } from "../../Authoring/file-choice.js";
import { differencesView } from "./api-differences.js";
import { apiDocuments, noticeOf, textOf } from "./api-document-api.js";

/** @typedef {import("./api-document-api.js").DocumentedAPI} DocumentedAPI */
/** @typedef {import("./api-document-api.js").Version} Version */
/** @typedef {{api: string, version: string, document: string, preview: import("./api-document-api.js").Preview}} Brought */

/** Lines of the file that are shown before and after the one with a mistake. */
const AROUND = 2;
/** Characters of a line that are shown: some files are one line. */
const WIDEST = 200;

/**
 * Lets a file be brought, shows what it would change, and publishes it.
 *
 * @param {DocumentedAPI[]} apis Those that there are.
 * @param {{api?: string, version?: string}} [given] What is not asked for any more.
 * @returns {Promise<{api: string, version: string}|null>} What was published.
 */
export async function bringDialog(apis, given = {}) {
    const brought = await fileDialog(given);
    if (!brought) return null;
    const { api, version, document, preview } = brought;
    const known = apis.find((one) => one.api === api)?.versions.find((one) => one.version === version);
    return ask({
        title: text("api_desk.preview", { title: preview.title, version }),
        isWide: true,
        content: previewOf(brought),
        action: preview.outcome === "unchanged" ? undefined : text("knowledge.publish"),
        answer: async () => {
            await apiDocuments.publish(api, version, document, noticeOf(known));
            return { api, version };
        },
    });
}

/** @param {Brought} brought */
function previewOf({ version, preview }) {
    const { format, entries, outcome, difference } = preview;
    const facts = element("p", { class: "field__help" }, `${text(`api.format.${format}`)} · ${plural("api_desk.entries", entries)}`);
    if (outcome === "unchanged") return [facts, element("p", {}, text("api_desk.unchanged", { version }))];
    if (!difference.from) return [facts, element("p", {}, text("api_desk.first"))];
    const compared = difference.from === version ? text("api_desk.replaces", { version }) : text("api_desk.compared", { version: difference.from });
    return [facts, element("p", {}, compared), differencesView(difference)];
}

/**
 * Which file, and what it is of.
 *
 * @param {{api?: string, version?: string}} given
 * @returns {Promise<Brought|null>}
 */
function fileDialog(given) {
    const flaw = element("div", { hidden: true });
    const choice = fileChoice({
        label: text("api_desk.choose"),
        help: text("api_desk.choose_help"),
        accept: ".json,.yaml,.yml,.xml,application/json,application/yaml,text/xml",
        taken: () => { flaw.hidden = true; },
    });
    const written = { maxlength: 80, spellcheck: "false", autocapitalize: "none", autocomplete: "off" };
    const api = element("input", { class: "input", name: "api", ...written, value: given.api ?? null, readonly: given.api !== undefined });
    const version = element("input", { class: "input", name: "version", ...written, maxlength: 30, value: given.version ?? null, readonly: given.version !== undefined });
    return ask({
        title: text(given.version === undefined ? "api_desk.new" : "api_desk.replace"),
        content: [
            choice.root,
            labelled(text("api_desk.api"), api, text("api_desk.api_help")),
            labelled(text("api_desk.version"), version, text("api_desk.version_help")),
            flaw,
        ],
        action: text("api_desk.compare"),
        answer: async () => {
            flaw.hidden = true;
            const document = await textOf(choice.file);
            const names = { api: api.value.trim(), version: version.value.trim() };
            // An empty one would be another address.
            for (const [field, name] of Object.entries(names)) if (!name) throw new ProblemError({ status: 422, code: "invalid_field", ...{ field } });
            try {
                return { ...names, document, preview: await apiDocuments.preview(names.api, names.version, document) };
            } catch (error) {
                flaw.replaceChildren(...flawOf(error, document));
                flaw.hidden = flaw.childElementCount === 0;
                throw error;
            }
        },
    });
}

/**
 * What is wrong with a file, and where: the line that the API names, with those around it.
 *
 * @param {unknown} error
 * @param {string} document
 */
function flawOf(error, document) {
    if (!(error instanceof ProblemError)) return [];
    const { line, detail = "" } = /** @type {{line?: number|string, detail?: string}} */ (error.problem);
    const at = Number(line);
    // The API says it in English, as it says everything of a description.
    const said = element("p", { lang: "en" }, detail.replace(/^Line \d+: /, ""));
    if (!at) return error.code.startsWith("api_document_") ? [said] : [];
    const lines = document.split("\n");
    const shown = lines.slice(Math.max(0, at - 1 - AROUND), at + AROUND).map((words, index) => {
        const number = Math.max(1, at - AROUND) + index;
        return element("li", { value: number, class: number === at ? "api-flaw__line" : null }, element("code", {}, words.slice(0, WIDEST)));
    });
    return [element("p", { class: "field__label" }, text("api_desk.flaw", { line: at })), said, element("ol", { class: "api-flaw", lang: "en", dir: "ltr" }, ...shown)];
}

/**
 * That callers are to leave a version: until when, and how.
 *
 * @param {string} api
 * @param {Version} version
 * @returns {Promise<Version|null>}
 */
export function noticeDialog(api, version) {
    const ends = element("input", { class: "input", name: "ends_at", type: "date", value: version.ends_at?.slice(0, 10) ?? null });
    const migration = element("textarea", { class: "input", name: "migration", rows: 8, maxlength: 5000, dir: "auto" });
    migration.value = version.migration;
    return ask({
        title: text("api_desk.deprecate_title", { version: version.version }),
        content: [
            labelled(text("api_desk.ends"), ends, text("api_desk.ends_help")),
            labelled(text("api_desk.migration"), migration, text("api_desk.migration_help")),
        ],
        action: text(version.deprecated ? "knowledge.save" : "api_desk.deprecate"),
        answer: () => {
            if (ends.validity.badInput) throw new ProblemError({ status: 422, code: "invalid_field", ...{ field: "ends_at" } });
            return apiDocuments.deprecate(api, version.version, { deprecated: true, migration: migration.value, ends_at: ends.value ? `${ends.value}T00:00:00Z` : null });
        },
    });
}

/**
 * Asks once more before a version is deleted.
 *
 * @param {string} api
 * @param {Version} version
 * @returns {Promise<boolean|null>}
 */
export function removeDialog(api, version) {
    return ask({
        title: text("api_desk.remove_title", { version: version.version }),
        content: [element("p", {}, text("api_desk.remove_sure", { title: version.title, version: version.version }))],
        action: text("api_desk.remove"),
        answer: async () => {
            await apiDocuments.remove(api, version.version);
            return true;
        },
    });
}
