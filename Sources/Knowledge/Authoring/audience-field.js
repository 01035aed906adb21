import { element } from "../../Web/Client/elements.js";
import { locale, text } from "../../Web/Client/strings.js";
import { labelled, select } from "./labelled-field.js";

/** @typedef {import("./article-api.js").Choices} Choices */
/** @typedef {{visibility: string, tiers: string[], regions: string[]}} Audience */

/** Names shown before the rest is only counted. */
const MOST_NAMED = 5;

/** @param {string} code @param {Choices} choices */
const regionName = (code, { regions }) => regions.find((one) => one.code === code)?.name ?? code;

/**
 * Who may read an article, in words.
 *
 * @param {Audience} audience
 * @param {Choices} choices
 */
export function audienceWords({ visibility, tiers, regions }, choices) {
    const named = (/** @type {string[]} */ names) => {
        const shown = names.slice(0, MOST_NAMED).join(text("knowledge.comma"));
        return names.length > MOST_NAMED ? text("knowledge.and_more", { names: shown, count: names.length - MOST_NAMED }) : shown;
    };
    const who = text(`knowledge.visibility.${visibility}`);
    const limits = [named(tiers), named(regions.map((code) => regionName(code, choices)))].filter(Boolean);
    return limits.length > 0 ? text("knowledge.limited_to", { who, limits: limits.join(" · ") }) : who;
}

/**
 * Who may read it: a choice, and for signed-in customers the tiers and regions that it is limited to.
 *
 * @param {Audience} audience What it is now.
 * @param {Choices} choices
 * @returns {{field: HTMLElement, value: () => Audience}}
 */
export function audienceField(audience, choices) {
    const visibility = select(["public", "signed_in", "staff"].map((one) => [one, text(`knowledge.visibility.${one}`)]), audience.visibility);
    const tiers = element("input", { class: "input", name: "tiers", maxlength: 1000, spellcheck: "false", autocapitalize: "none" });
    tiers.value = audience.tiers.join(", ");
    const regions = regionsField(audience.regions, choices);
    const limits = element("fieldset", { class: "audience__limits" },
        element("legend", { class: "field__label" }, text("knowledge.limits")), element("p", { class: "field__help" }, text("knowledge.limits_help")),
        labelled(text("knowledge.tiers"), tiers, text("knowledge.tiers_help")), regions.field);
    const show = () => { limits.hidden = visibility.value !== "signed_in"; };
    visibility.addEventListener("change", show);
    show();
    return {
        field: element("div", { class: "audience" }, labelled(text("knowledge.visibility"), visibility, text("knowledge.visibility_help")), limits),
        value: () => limits.hidden
            ? { visibility: visibility.value, tiers: [], regions: [] }
            : { visibility: visibility.value, tiers: tiers.value.split(/[,，、;；]/).map((one) => one.trim()).filter(Boolean), regions: regions.value() },
    };
}

/** @param {string[]} before @param {Choices} choices @returns {{field: HTMLElement, value: () => string[]}} */
function regionsField(before, choices) {
    const chosen = new Set(before);
    const order = new Intl.Collator(locale());
    const named = [...choices.regions].sort((one, other) => order.compare(one.name, other.name));
    const list = element("select", { class: "input", name: "regions" });
    const add = element("button", { type: "button", class: "button" }, text("knowledge.region_add"));
    const shown = element("ul", { class: "audience__regions", role: "list", "aria-label": text("knowledge.regions") });
    const told = element("p", { class: "visually-hidden", role: "status" });
    const render = () => {
        list.replaceChildren(element("option", { value: "" }, text("knowledge.region_choose")),
            ...named.filter(({ code }) => !chosen.has(code)).map(({ code, name }) => element("option", { value: code }, name)));
        shown.replaceChildren(...named.filter(({ code }) => chosen.has(code)).map(({ code, name }) => {
            const remove = element("button", { type: "button", class: "chip", "aria-label": text("knowledge.region_remove", { region: name }) }, name, element("span", { "aria-hidden": "true" }, " ×"));
            remove.addEventListener("click", () => {
                chosen.delete(code);
                told.textContent = text("knowledge.region_removed", { region: name });
                render();
                list.focus();
            });
            return element("li", {}, remove);
        }));
        shown.hidden = chosen.size === 0;
    };
    add.addEventListener("click", () => {
        const name = list.selectedOptions[0]?.textContent ?? "";
        if (list.value) {
            chosen.add(list.value);
            told.textContent = text("knowledge.region_added", { region: name });
            render();
        }
        list.focus();
    });
    render();
    const field = labelled(text("knowledge.regions"), list, text("knowledge.regions_help"));
    const row = element("div", { class: "audience__region" });
    list.before(row);
    row.append(list, add);
    field.append(shown, told);
    // What stands in the list and was not added is meant as well.
    return { field, value: () => [...new Set([...chosen, list.value])].filter(Boolean) };
}
