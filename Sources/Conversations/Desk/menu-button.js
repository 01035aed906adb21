import { drawing, element } from "../Timeline/elements.js";

/**
 * @typedef {object} MenuItem
 * @property {string} id
 * @property {string} label
 * @property {string} [detail]
 * @property {boolean} [isCurrent] One of several, of which it is the present one.
 * @property {boolean} [isOn] Something that can be turned on and off, and how it is.
 */

/**
 * A button with a menu under it, worked by mouse or keyboard (WAI-ARIA's menu button pattern).
 *
 * @param {object} options
 * @param {HTMLButtonElement} options.button
 * @param {() => MenuItem[]|Promise<MenuItem[]>} options.items Asked for each time it opens.
 * @param {(id: string) => void} options.choose
 * @returns {{open: () => Promise<void>}}
 */
export function menuButton({ button, items, choose }) {
    /** @type {HTMLElement|null} */
    let menu = null;
    button.setAttribute("aria-haspopup", "menu");
    button.setAttribute("aria-expanded", "false");

    /** @param {boolean} isReturning Whether the focus goes back to the button. */
    const close = (isReturning = true) => {
        menu?.remove();
        menu = null;
        button.setAttribute("aria-expanded", "false");
        document.removeEventListener("pointerdown", outside);
        if (isReturning) button.focus();
    };
    const outside = (/** @type {Event} */ event) => {
        if (event.target instanceof Node && !menu?.contains(event.target) && !button.contains(event.target)) close(false);
    };
    const open = async () => {
        if (menu) return close();
        const list = element("ul", { class: "menu desk-menu", role: "menu", "aria-label": button.getAttribute("aria-label") ?? button.textContent?.trim() });
        menu = list;
        for (const item of await items()) {
            list.append(element("li", { role: "none" }, entry(item)));
        }
        if (menu !== list) return;
        button.after(list);
        button.setAttribute("aria-expanded", "true");
        document.addEventListener("pointerdown", outside);
        list.addEventListener("click", (event) => {
            const chosen = event.target instanceof Element ? event.target.closest("[data-choice]") : null;
            if (!chosen) return;
            close();
            choose(chosen.getAttribute("data-choice") ?? "");
        });
        list.addEventListener("keydown", (event) => keyed(event, list, close));
        focusable(list)[0]?.focus();
    };
    button.addEventListener("click", () => void open());
    return { open };
}

/** @param {MenuItem} item */
function entry({ id, label, detail, isCurrent, isOn }) {
    const isSwitch = isOn !== undefined;
    const isMarked = isOn ?? isCurrent;
    return element(
        "button",
        {
            type: "button", role: isSwitch ? "menuitemcheckbox" : "menuitem", class: "menu__item desk-menu__item", "data-choice": id, tabindex: -1,
            "aria-checked": isSwitch ? String(isOn) : null, "aria-current": isCurrent ? "true" : null,
        },
        element("span", { class: "desk-menu__label" }, label),
        isMarked && drawing("check"),
        detail && element("span", { class: "desk-menu__detail" }, detail),
    );
}

/** @param {HTMLElement} list */
function focusable(list) {
    return [...list.querySelectorAll("button")];
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement} list
 * @param {(isReturning?: boolean) => void} close
 */
function keyed(event, list, close) {
    const all = focusable(list);
    const index = all.findIndex((button) => button === document.activeElement);
    const target = {
        ArrowDown: all[(index + 1) % all.length],
        ArrowUp: all[(index - 1 + all.length) % all.length],
        Home: all[0],
        End: all[all.length - 1],
    }[event.key];
    event.stopPropagation();
    if (event.key === "Escape" || event.key === "Tab") {
        if (event.key === "Escape") event.preventDefault();
        close(event.key === "Escape");
    } else if (target) {
        event.preventDefault();
        target.focus();
    } else if (event.key.length === 1) {
        // Typing a letter goes to the next entry that begins with it.
        const begins = (/** @type {HTMLElement} */ button) => button.textContent?.toLowerCase().startsWith(event.key.toLowerCase());
        [...all.slice(index + 1), ...all.slice(0, index + 1)].find(begins)?.focus();
    }
}
