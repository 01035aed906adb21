import { get, post, ProblemError, put, remove } from "../../../Web/Client/http.js";

/** @typedef {{version: string, title: string, format: "openapi"|"asyncapi"|"fix", entries: number, deprecated: boolean, migration: string, ends_at?: string, url: string, imported_at: string, changed_at: string}} Version */
/** @typedef {{api: string, title: string, versions: Version[]}} DocumentedAPI Its versions are the newest first. */
/** @typedef {{kind: "added"|"removed"|"changed", rule: string, breaking: boolean, entry: string, place: string, before: string, after: string}} Change */
/** @typedef {{from?: string, to: string, breaking: number, is_cut: boolean, data: Change[]}} Difference */
/** @typedef {{title: string, format: Version["format"], entries: number, outcome: "added"|"changed"|"unchanged", difference: Difference}} Preview */
/** @typedef {{deprecated: boolean, migration: string, ends_at: string|null}} Notice Whether callers are to leave a version, how and until when. */

/** The largest file, in bytes. */
const LARGEST = 8 * 1_048_576;

/** @param {string} api @param {string} version @param {string[]} rest */
const place = (api, version, ...rest) => ["/api/v1/agent/api-documents", encodeURIComponent(api), encodeURIComponent(version), ...rest].join("/");

/** The API of API documents. */
export const apiDocuments = {
    /** @returns {Promise<{data: DocumentedAPI[]}>} */
    list: () => get("/api/v1/api-docs"),
    /** @param {string} api @param {string} version @param {string} document @returns {Promise<Preview>} */
    preview: (api, version, document) => post(place(api, version, "preview"), { document }),
    /** @param {string} api @param {string} version @param {string} document @param {Notice} notice @returns {Promise<{outcome: string, version: Version}>} */
    publish: (api, version, document, notice) => put(place(api, version), { document, ...notice }),
    /** @param {string} api @param {string} version @param {Notice} notice @returns {Promise<Version>} */
    deprecate: (api, version, notice) => put(place(api, version, "deprecation"), notice),
    /** @param {string} api @param {string} version */
    remove: (api, version) => remove(place(api, version)),
};

/**
 * What is said of a version, as it is sent again.
 *
 * @param {Version|undefined} version
 * @returns {Notice}
 */
export const noticeOf = (version) => ({ deprecated: version?.deprecated ?? false, migration: version?.migration ?? "", ends_at: version?.ends_at ?? null });

/**
 * The text of a file.
 *
 * @param {File|null} file
 * @returns {Promise<string>} Rejected with {@link ProblemError} where it is too large or no text.
 */
export async function textOf(file) {
    if (!file) throw new ProblemError({ status: 422, code: "api_document_not_chosen" });
    if (file.size > LARGEST) throw new ProblemError({ status: 422, code: "api_document_too_large" });
    try {
        return new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    } catch {
        throw new ProblemError({ status: 422, code: "api_document_not_text" });
    }
}
