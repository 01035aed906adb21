import { date } from "../../Web/Client/format.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";
import { api } from "../Timeline/api.js";
import { drawing, element } from "../Timeline/elements.js";

/** @typedef {import("./types.js").CustomField} CustomField */

/** The fields that this installation keeps of each conversation, asked for once. */
let known = /** @type {Promise<CustomField[]>|null} */ (null);

/** @returns {Promise<CustomField[]>} */
export function customFields() {
    known ??= api.get("/api/v1/agent/fields").then(({ data }) => data, (error) => {
        // The next conversation asks again.
        known = null;
        throw error;
    });
    return known;
}

/**
 * The tags of a conversation, with a way to take each off and to put one on.
 *
 * @param {string[]} tags
 * @param {{add: () => void, remove: (tag: string) => void, canEdit: boolean}} ways
 */
export function tagList(tags, { add, remove, canEdit }) {
    const list = element("ul", { class: "desk-tags__list", role: "list" });
    for (const tag of tags) {
        const item = element("li", { class: "desk-tag" }, element("span", {}, tag));
        if (canEdit) {
            const off = element("button", { type: "button", class: "desk-tag__off", "aria-label": text("desk.tags.take_off", { tag }) }, drawing("close"));
            off.addEventListener("click", () => remove(tag));
            item.append(off);
        }
        list.append(item);
    }
    if (canEdit) {
        const more = element("button", { type: "button", class: "desk-tags__add" }, drawing("plus"), text("desk.tags.add"));
        more.addEventListener("click", add);
        list.append(element("li", {}, more));
    }
    return element("section", { class: "desk-tags" }, element("h3", { class: "desk-customer__heading" }, text("desk.tags.title")), list);
}

/**
 * The custom fields of a conversation as a form of which each field saves itself.
 *
 * @param {Record<string, string>} values
 * @param {(key: string, value: string|null) => Promise<void>} save Throws what the server refused.
 * @param {boolean} canEdit
 */
export function fieldForm(values, save, canEdit) {
    const section = element("section", { class: "desk-fields", hidden: true }, element("h3", { class: "desk-customer__heading" }, text("desk.fields.title")));
    void customFields().then(
        (fields) => {
            section.hidden = fields.length === 0;
            section.append(...fields.map((field) => (canEdit ? editor(field, values[field.key] ?? "", save) : shown(field, values[field.key] ?? ""))));
        },
        () => {
            // Without them the rest of the panel is there.
        },
    );
    return section;
}

/** @param {CustomField} field */
function label({ labels, key }) {
    return labels[document.documentElement.lang] ?? labels.en ?? Object.values(labels)[0] ?? key;
}

/**
 * @param {CustomField} field
 * @param {string} value
 */
function shown(field, value) {
    const words = field.kind === "bool" && value ? text(`desk.fields.${value}`) : field.kind === "date" && value ? date(value) : value;
    return element("dl", { class: "desk-facts__fact" }, element("dt", {}, label(field)), element("dd", {}, words || "–"));
}

/**
 * @param {CustomField} field
 * @param {string} value
 * @param {(key: string, value: string|null) => Promise<void>} save
 */
function editor(field, value, save) {
    const id = `desk-field-${field.key}`;
    const problem = element("p", { class: "desk-fields__problem", role: "alert", hidden: true, id: `${id}-problem` });
    const input = control(field, value);
    input.id = id;
    let saved = value;
    input.addEventListener("change", async () => {
        const wanted = input.value.trim();
        if (wanted === saved) return;
        try {
            await save(field.key, wanted === "" ? null : wanted);
            saved = wanted;
            problem.hidden = true;
            input.removeAttribute("aria-invalid");
        } catch (error) {
            problem.textContent = problemText(error);
            problem.hidden = false;
            input.setAttribute("aria-invalid", "true");
            input.setAttribute("aria-describedby", problem.id);
        }
    });
    return element("div", { class: "desk-fields__field" }, element("label", { for: id }, label(field)), input, problem);
}

/**
 * @param {CustomField} field
 * @param {string} value
 */
function control({ kind, choices }, value) {
    if (kind === "choice" || kind === "bool") {
        const options = kind === "bool" ? ["true", "false"] : choices;
        const select = element("select", { class: "desk-fields__input" }, element("option", { value: "" }, "–"),
            ...options.map((option) => element("option", { value: option }, kind === "bool" ? text(`desk.fields.${option}`) : option)));
        select.value = value;
        return select;
    }
    const type = kind === "date" ? "date" : "text";
    const input = element("input", { class: "desk-fields__input", type, inputmode: kind === "number" ? "decimal" : null, maxlength: 500, autocomplete: "off" });
    input.value = value;
    return input;
}
