import { element } from "../../Web/Client/elements.js";
import { fullTime, languageName, timeAgo } from "../../Web/Client/format.js";
import { ProblemError } from "../../Web/Client/http.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { has, text } from "../../Web/Client/strings.js";
import { articles } from "./article-api.js";
import { audienceField } from "./audience-field.js";
import { differenceView } from "./difference-view.js";
import { labelled, select } from "./labelled-field.js";

export { labelled, select };

/** @typedef {import("./article-api.js").WorkingArticle} WorkingArticle */
/** @typedef {import("./article-api.js").Choices} Choices */

/**
 * A dialog that gives what `answer` makes of the pressed button, null when it is left.
 *
 * @template Value
 * @param {object} options
 * @param {string} options.title
 * @param {(Node|null|false)[]} options.content
 * @param {string} [options.action] What the button says; without it there is nothing to do but to close.
 * @param {() => Promise<Value>|Value} [options.answer] What it throws is told, and the dialog stays.
 * @param {boolean} [options.isWide]
 * @param {(finish: (value: Value) => void) => void} [options.begin]
 * @returns {Promise<Value|null>}
 */
export function ask({ title, content, action, answer, isWide = false, begin }) {
    return new Promise((resolve) => {
        const problem = element("p", { class: "field__error", role: "alert", hidden: true });
        const close = element("button", { type: "button", class: "button" }, text(action ? "knowledge.cancel" : "knowledge.close"));
        const press = action ? element("button", { type: "submit", class: "button button--primary" }, action) : null;
        const form = element("form", { class: "dialog-form", novalidate: true }, ...content, problem, element("div", { class: "dialog__actions dialog-form__actions" }, close, press));
        const dialog = element("dialog", { class: `dialog ${isWide ? "dialog--wide" : ""}`, "aria-label": title }, element("h2", { class: "dialog__title" }, title), form);
        /** @type {Value|null} */
        let value = null;
        const finish = (/** @type {Value} */ made) => {
            value = made;
            dialog.close();
        };
        close.addEventListener("click", () => dialog.close());
        form.addEventListener("submit", async (event) => {
            event.preventDefault();
            if (!answer || !press || press.disabled) return;
            press.disabled = true;
            try {
                finish(await answer());
            } catch (error) {
                problem.textContent = refusalText(error);
                problem.hidden = false;
                press.disabled = false;
                refuse(form, error);
            }
        });
        dialog.addEventListener("close", () => {
            dialog.remove();
            resolve(value);
        });
        document.body.append(dialog);
        begin?.(finish);
        dialog.showModal();
    });
}

/**
 * Goes to the field that was refused: in a long dialog it stands far from what is said of it.
 *
 * @param {HTMLFormElement} form Its controls are called as the members of what is sent.
 * @param {unknown} error
 */
function refuse(form, error) {
    const refused = form.elements.namedItem(refusedField(error) ?? "");
    for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
    if (!(refused instanceof HTMLElement)) return;
    refused.setAttribute("aria-invalid", "true");
    refused.focus();
}

/** @param {unknown} error The name of the member that was refused; null where it was something else. */
function refusedField(error) {
    return error instanceof ProblemError && error.code === "invalid_field" ? /** @type {{field?: string}} */ (error.problem).field ?? null : null;
}

/**
 * What a field that was refused lacks, where there are words for it.
 *
 * @param {unknown} error
 */
export function refusalText(error) {
    const field = refusedField(error);
    return field && has(`knowledge.refused.${field}`) ? text(`knowledge.refused.${field}`) : problemText(error);
}

/** @param {Choices} choices @returns {[string, string][]} */
const shelves = ({ categories }) => categories.map(({ slug, name }) => [slug, name]);
/** @returns {[string, string][]} */
const kinds = () => ["article", "faq", "tutorial"].map((kind) => [kind, text(`knowledge.kind.${kind}`)]);

/**
 * @param {Choices} choices
 * @param {{title?: string, locale?: string}} [wanted] What it is to be about.
 * @returns {Promise<WorkingArticle|null>}
 */
export function newArticleDialog(choices, wanted = {}) {
    const title = element("input", { class: "input", name: "title", maxlength: 200, dir: "auto" });
    title.value = wanted.title ?? "";
    const language = [wanted.locale, document.documentElement.lang].find((one) => one && choices.locales.includes(one)) ?? choices.locales[0];
    const category = select(shelves(choices), choices.categories[0]?.slug ?? "");
    const kind = select(kinds(), "article");
    const locale = select(choices.locales.map((one) => [one, languageName(one)]), language);
    return ask({
        title: text("knowledge.new"),
        content: [labelled(text("knowledge.title_field"), title), labelled(text("knowledge.language"), locale, text("knowledge.source_help")), labelled(text("knowledge.category"), category), labelled(text("knowledge.kind"), kind)],
        action: text("knowledge.begin"),
        answer: () => articles.create({ title: title.value, category: category.value, kind: kind.value, locale: locale.value }),
    });
}

/**
 * Begins a translation with the text of the source.
 *
 * @param {import("./article-api.js").WorkingArticle} article
 * @param {string[]} locales Those it can be in.
 * @returns {Promise<{article: import("./article-api.js").WorkingArticle, locale: string}|null>}
 */
export function translateDialog(article, locales) {
    const locale = select(locales.map((one) => [one, languageName(one)]), locales[0]);
    const source = article.texts.find((one) => one.locale === article.source_locale);
    return ask({
        title: text("knowledge.translate"),
        content: [labelled(text("knowledge.language"), locale, text("knowledge.translate_help"))],
        action: text("knowledge.begin"),
        answer: async () => ({
            article: await articles.save(article.id, locale.value, { ...source, revision: 0, source_version: source?.live_version ?? null }),
            locale: locale.value,
        }),
    });
}

/**
 * Now, or at a time of the editor's own zone.
 *
 * @param {HTMLElement} notice What there is to say before.
 * @returns {Promise<{at: string|null, note: string}|null>}
 */
export function publishDialog(notice) {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const at = element("input", { class: "input", name: "at", type: "datetime-local", step: 60 });
    const note = element("input", { class: "input", maxlength: 500, dir: "auto" });
    return ask({
        title: text("knowledge.publish"),
        content: [notice, labelled(text("knowledge.publish_at"), at, text("knowledge.publish_at_help", { zone })), labelled(text("knowledge.note"), note, text("knowledge.note_help"))],
        action: text("knowledge.publish"),
        answer: () => {
            const time = at.value ? new Date(at.value) : null;
            if (at.validity.badInput || (time && !(time.getTime() > Date.now()))) throw new ProblemError({ status: 422, code: "invalid_field", ...{ field: "at" } });
            return { at: time?.toISOString() ?? null, note: note.value };
        },
    });
}

/** @param {WorkingArticle} article @param {Choices} choices @returns {Promise<WorkingArticle|null>} */
export function settingsDialog(article, choices) {
    const slug = element("input", { class: "input", name: "slug", maxlength: 80, spellcheck: "false", autocapitalize: "none" });
    slug.value = article.slug;
    const known = shelves(choices);
    if (!known.some(([value]) => value === article.category)) known.push([article.category, article.category]);
    const category = select(known, article.category);
    const kind = select(kinds(), article.kind);
    const audience = audienceField(article, choices);
    const owner = select([["", text("knowledge.nobody")], ...choices.owners.map(/** @returns {[string, string]} */ ({ id, name }) => [id, name])], article.owner?.id ?? "");
    const review = element("input", { class: "input", type: "date" });
    review.value = article.review_by?.slice(0, 10) ?? "";
    const shown = review.value;
    const pin = element("input", { class: "input", name: "pin", type: "number", min: 1, max: 1000, step: 1, inputmode: "numeric" });
    pin.value = article.pin === undefined ? "" : String(article.pin);
    return ask({
        title: text("knowledge.settings"),
        content: [
            labelled(text("knowledge.slug"), slug, text("knowledge.slug_help")), labelled(text("knowledge.category"), category), labelled(text("knowledge.kind"), kind),
            audience.field, labelled(text("knowledge.owner"), owner), labelled(text("knowledge.review_by"), review, text("knowledge.review_by_help")), labelled(text("knowledge.pin"), pin, text("knowledge.pin_help")),
        ],
        action: text("knowledge.save"),
        answer: () => {
            // What is no whole number is empty to the script.
            if (!pin.validity.valid) throw new ProblemError({ status: 422, code: "invalid_field", ...{ field: "pin" } });
            return articles.set(article.id, {
                slug: slug.value.trim(), category: category.value, kind: kind.value, ...audience.value(), pin: pin.value ? Number(pin.value) : null, owner: owner.value || null,
                review_by: review.value === shown ? (article.review_by ?? null) : review.value ? `${review.value}T00:00:00Z` : null,
            });
        },
    });
}

/**
 * What was published, with what changed since; gives the number of the one to take up again.
 *
 * @param {string} id
 * @param {string} locale
 * @param {boolean} mayRestore
 * @returns {Promise<number|null>}
 */
export function versionsDialog(id, locale, mayRestore) {
    const list = element("ul", { class: "versions", role: "list" }, element("li", {}, text("knowledge.loading")));
    const shown = element("div", { class: "versions__difference", role: "region", "aria-label": text("knowledge.difference"), tabindex: 0 });
    return ask({
        title: text("knowledge.versions"),
        isWide: true,
        content: [list, shown],
        begin: async (finish) => {
            try {
                const { data } = await articles.versions(id, locale);
                const item = (/** @type {import("./article-api.js").Version} */ version) => {
                    const compare = element("button", { type: "button", class: "button button--quiet" }, text("knowledge.compare"));
                    const restore = element("button", { type: "button", class: "button" }, text("knowledge.restore"));
                    compare.addEventListener("click", async () => shown.replaceChildren(await difference(id, locale, version.number, null)));
                    restore.addEventListener("click", () => finish(version.number));
                    const time = element("time", { datetime: version.created_at, title: fullTime(version.created_at) }, timeAgo(version.created_at));
                    return element("li", { class: "versions__item" },
                        element("div", { class: "versions__what" }, element("strong", {}, text("knowledge.version", { number: version.number })), " · ", version.author ?? text("knowledge.import"), " · ", time, version.note && element("p", { class: "field__help", dir: "auto" }, version.note)),
                        element("div", { class: "editor__ways" }, compare, mayRestore && restore));
                };
                list.replaceChildren(...(data.length > 0 ? data.map(item) : [element("li", { class: "field__help" }, text("knowledge.no_versions"))]));
            } catch (error) {
                list.replaceChildren(element("li", { role: "alert" }, problemText(error)));
            }
        },
    });
}

/** @param {string} id @param {string} locale @param {number} from @param {number|null} to @returns {Promise<Node>} */
async function difference(id, locale, from, to) {
    try {
        return differenceView(await articles.difference(id, locale, from, to));
    } catch (error) {
        return element("p", { role: "alert" }, problemText(error));
    }
}

/**
 * What changed in the source.
 *
 * @param {string} id
 * @param {string} locale
 * @param {number} from
 * @param {number|null} to
 */
export async function differenceDialog(id, locale, from, to) {
    const view = await difference(id, locale, from, to);
    await ask({ title: text("knowledge.out_of_date.title", { language: languageName(locale) }), isWide: true, content: [element("div", { class: "versions__difference", tabindex: 0, role: "region", "aria-label": text("knowledge.difference") }, view)] });
}

/**
 * What the desk says about a text.
 *
 * @param {string} id
 * @param {string} locale
 */
export function commentsDialog(id, locale) {
    const list = element("ul", { class: "versions", role: "list" }, element("li", {}, text("knowledge.loading")));
    const body = element("textarea", { class: "input", name: "body", rows: 3, maxlength: 2000, dir: "auto" });
    const load = async () => {
        try {
            const { data } = await articles.comments(id, locale);
            list.replaceChildren(...(data.length > 0
                ? data.map((one) => element("li", { class: "versions__item" }, element("div", {}, element("strong", {}, one.author), " · ", element("time", { datetime: one.created_at, title: fullTime(one.created_at) }, timeAgo(one.created_at)), element("p", { class: "comment", dir: "auto" }, one.body))))
                : [element("li", { class: "field__help" }, text("knowledge.no_comments"))]));
        } catch (error) {
            list.replaceChildren(element("li", { role: "alert" }, problemText(error)));
        }
    };
    return ask({
        title: text("knowledge.comments"),
        content: [list, labelled(text("knowledge.comment"), body)],
        action: text("knowledge.comment_send"),
        begin: () => void load(),
        answer: async () => {
            await articles.comment(id, locale, body.value);
            return true;
        },
    });
}
