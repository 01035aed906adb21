import { text } from "../../Web/Client/strings.js";
import { element } from "../Timeline/elements.js";
import { group } from "./routing-fields.js";

/**
 * Some of many short names, such as skills: those that are known are picked, others are added.
 *
 * @param {object} options
 * @param {string} options.label
 * @param {string} [options.help]
 * @param {string[]} options.chosen
 * @param {string[]} options.known
 * @param {(words: string) => string|null} options.read A name as it is stored; null when it cannot be one.
 * @param {(name: string) => string} [options.say] What is shown of a name.
 * @param {string} options.add What the field for others is called.
 * @param {string} options.rule What is said of a name that cannot be one.
 * @param {number} options.most
 * @returns {import("./routing-fields.js").Field}
 */
export function chipsField({ label, help, chosen, known, read, say = (name) => name, add, rule, most }) {
    const names = [...new Set([...known, ...chosen])].sort();
    const chips = element("div", { class: "routing-chips" });
    const boxes = new Map();
    const put = (/** @type {string} */ name, /** @type {boolean} */ isChosen) => {
        const box = element("input", { type: "checkbox", value: name, class: "routing-chip__box" });
        box.checked = isChosen;
        boxes.set(name, box);
        chips.append(element("label", { class: "chip" }, box, element("span", {}, say(name))));
    };
    for (const name of names) put(name, chosen.includes(name));
    const words = element("input", { class: "input", type: "text", autocomplete: "off", maxlength: 60, "aria-label": add, placeholder: add });
    const button = element("button", { type: "button", class: "button" }, text("routing.add"));
    const take = () => {
        const name = read(words.value);
        if (name === null) return false;
        const box = boxes.get(name);
        if (box) box.checked = true;
        else put(name, true);
        words.value = "";
        made.tell(null);
        // Whoever watches the form for changes hears of this one too.
        words.dispatchEvent(new Event("input", { bubbles: true }));
        return true;
    };
    const tried = () => {
        if (words.value.trim() !== "" && !take()) made.tell(rule);
        words.focus();
    };
    button.addEventListener("click", tried);
    words.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.isComposing || words.value.trim() === "") return;
        event.preventDefault();
        tried();
    });
    const made = group({
        label, help,
        controls: [chips, element("div", { class: "routing-pair" }, words, button)],
        value: () => [...boxes].filter(([, box]) => box.checked).map(([name]) => name).sort(),
        wrong() {
            // What was typed and not added is meant as well.
            if (words.value.trim() !== "" && !take()) return rule;
            return [...boxes.values()].filter((box) => box.checked).length > most ? text("routing.rule.most", { most }) : null;
        },
    });
    const { tell } = made;
    made.tell = (problem) => {
        tell(problem);
        words.setAttribute("aria-invalid", String(problem !== null));
    };
    return made;
}

/**
 * Some of a few that are all known.
 *
 * @param {string} label
 * @param {string[]} chosen Kept as well where they are not among the options.
 * @param {{id: string, name: string}[]} options In their order.
 * @param {{help?: string}} more
 * @returns {import("./routing-fields.js").Field}
 */
export function optionsField(label, chosen, options, { help } = {}) {
    const others = chosen.filter((id) => !options.some((option) => option.id === id)).map((id) => ({ id, name: id }));
    const boxes = [...options, ...others].map(({ id, name }) => {
        const box = element("input", { type: "checkbox", value: id, class: "routing-chip__box" });
        box.checked = chosen.includes(id);
        return { box, node: element("label", { class: "chip" }, box, element("span", {}, name)) };
    });
    return group({
        label, help,
        controls: [element("div", { class: "routing-chips" }, ...boxes.map(({ node }) => node))],
        value: () => boxes.filter(({ box }) => box.checked).map(({ box }) => box.value),
    });
}

/** From so many on, people are looked for by name. */
const MANY = 10;

/**
 * Some of the people.
 *
 * @param {string} label
 * @param {string[]} chosen
 * @param {{id: string, name: string, badge: string}[]} people
 * @returns {import("./routing-fields.js").Field}
 */
export function peopleField(label, chosen, people) {
    const rows = people.map((person) => {
        const box = element("input", { type: "checkbox", value: person.id });
        box.checked = chosen.includes(person.id);
        return { person, box, node: element("label", { class: "routing-choice" }, box, element("span", {}, element("bdi", {}, person.name), ` ${person.badge}`)) };
    });
    const search = element("input", { class: "input", type: "search", autocomplete: "off", "aria-label": text("routing.team.find"), placeholder: text("routing.team.find") });
    // It changes what is seen, not what is saved.
    search.addEventListener("input", (event) => {
        event.stopPropagation();
        const wanted = search.value.trim().toLowerCase();
        for (const { person, box, node } of rows) {
            node.hidden = !box.checked && !`${person.name} ${person.badge}`.toLowerCase().includes(wanted);
        }
    });
    // People who answer no more are no agent that can be picked, and are kept all the same.
    const others = chosen.filter((id) => !people.some((person) => person.id === id));
    return group({
        label,
        controls: [...(people.length > MANY ? [search] : []), element("div", { class: "routing-people" }, ...rows.map(({ node }) => node))],
        value: () => [...rows.filter(({ box }) => box.checked).map(({ person }) => person.id), ...others].sort(),
    });
}
