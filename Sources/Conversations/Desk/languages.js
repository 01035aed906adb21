import { languageName } from "../../Web/Client/format.js";
import { locale, text } from "../../Web/Client/strings.js";
import { drawing, element } from "../Timeline/elements.js";

/** Languages that customers of an exchange write in, besides those that the product itself speaks. */
const OFFERED = ["ar", "de", "en", "es", "fr", "hi", "id", "it", "ja", "ko", "nl", "pl", "pt-BR", "ru", "th", "tr", "uk", "vi", "zh-CN", "zh-TW"];

/**
 * Where a text in one more language is begun.
 *
 * @param {() => string[]} taken The languages that are there.
 * @param {(code: string) => void} add
 */
export function languageAdder(taken, add) {
    const select = element("select", { class: "input", "aria-label": text("desk.languages.more") });
    const button = element("button", { type: "button", class: "button" }, drawing("plus"), text("desk.languages.add"));
    const offer = () => {
        const left = OFFERED.filter((code) => !taken().includes(code)).map((code) => ({ code, name: languageName(code) }));
        left.sort((a, b) => a.name.localeCompare(b.name, locale()));
        select.replaceChildren(...left.map(({ code, name }) => element("option", { value: code }, name)));
    };
    button.addEventListener("click", () => {
        if (!select.value) return;
        add(select.value);
        offer();
    });
    offer();
    return element("div", { class: "macros__languages" }, select, button);
}
