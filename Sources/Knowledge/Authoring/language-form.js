import { element } from "../../Web/Client/elements.js";
import { clockTime } from "../../Web/Client/format.js";
import { text } from "../../Web/Client/strings.js";
import { labelled } from "./article-dialogs.js";

/**
 * A line in each language, to be written and saved together. What there is in other languages stays.
 *
 * @param {object} options
 * @param {Record<string, string>} options.texts By language tag.
 * @param {string[]} options.languages Those that have a field.
 * @param {(language: string) => string} options.label
 * @param {number} options.longest Of a line, in characters.
 * @param {string} options.action What the button says.
 * @param {boolean} options.mayEdit
 * @param {(isTyped: boolean) => void} options.typed Hears whether something is typed that is not saved.
 * @param {(texts: Record<string, string>) => Promise<Record<string, string>>} options.save Gives them as they are saved.
 * @param {(error: unknown) => string} options.problem
 */
export function languageForm({ texts, languages, label, longest, action, mayEdit, typed, save, problem }) {
    let known = texts;
    const fields = languages.map((language) => {
        const field = element("input", { class: "input", maxlength: longest, dir: "auto", lang: language, readonly: !mayEdit, value: texts[language] ?? "" });
        return { language, field };
    });
    const button = element("button", { type: "submit", class: "button" }, action);
    const told = element("p", { role: "alert" });
    const form = element("form", { class: "videos__titles" },
        ...fields.map(({ language, field }) => labelled(label(language), field)),
        mayEdit && element("div", {}, button, told));
    const note = () => typed(fields.some(({ language, field }) => field.value.trim() !== (known[language] ?? "")));
    form.addEventListener("input", note);
    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        button.disabled = true;
        told.textContent = "";
        const others = Object.entries(known).filter(([language]) => !languages.includes(language));
        try {
            known = await save(Object.fromEntries([...others, ...fields.map(({ language, field }) => [language, field.value])]));
            told.className = "field__help";
            told.textContent = text("knowledge.saved", { time: clockTime(Date.now()) });
            if (form.isConnected) note();
        } catch (error) {
            told.className = "field__error";
            told.textContent = problem(error);
        }
        button.disabled = false;
    });
    return form;
}
