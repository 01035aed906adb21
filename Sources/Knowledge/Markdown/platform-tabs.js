import { element } from "../../Web/Client/elements.js";
import { enhance } from "../../Web/Client/modules.js";
import { storage } from "../../Web/Client/storage.js";

const KEPT = "switchboard.platform";

/** @param {string} label What is chosen on the next page too, where the browser has room for it. */
function keep(label) {
    try {
        storage()?.setItem(KEPT, label);
    } catch {
        // Full: the choice holds for this page.
    }
}

/** @typedef {{ choose: (label: string) => void, follow: () => void }} Tabs */

/** The tabs of what is on a page: a preview is made anew with every pause in writing, and what it replaced is let go. */
const made = /** @type {WeakMap<Element, Tabs>} */ (new WeakMap());

/** @param {(tabs: Tabs) => void} body */
function each(body) {
    for (const root of document.querySelectorAll("[data-ready]")) {
        const tabs = made.get(root);
        if (tabs) body(tabs);
    }
}

/** What a reader chose before; else what they read on, where that is plain. */
function preferred() {
    const kept = storage()?.getItem(KEPT);
    if (kept) return kept;
    const system = /iPhone|iPad|Android/u.exec(navigator.userAgent)?.[0];
    return system && (system === "Android" ? "Android" : "iOS");
}

/**
 * Sections of one thing on several platforms as tabs; without this script they stand one below the other.
 *
 * @param {HTMLElement} root
 */
export function showTabs(root) {
    const panels = [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(":scope > .platforms__panel"))];
    if (panels.length < 2 || root.dataset.ready !== undefined) return;
    const names = panels.map((panel) => panel.querySelector(":scope > .platforms__name"));
    const labels = names.map((name) => name?.textContent ?? "");
    const tabs = panels.map((panel, index) => {
        const id = `${names[index]?.id}-tab`;
        panel.id = `${names[index]?.id}-panel`;
        panel.tabIndex = 0;
        panel.setAttribute("role", "tabpanel");
        panel.setAttribute("aria-labelledby", id);
        return element("button", { type: "button", class: "tabs__tab", role: "tab", id, "aria-controls": panel.id }, labels[index]);
    });

    /** @param {number} index */
    const show = (index) => {
        for (const [at, tab] of tabs.entries()) {
            tab.setAttribute("aria-selected", at === index ? "true" : "false");
            tab.tabIndex = at === index ? 0 : -1;
            panels[at].toggleAttribute("data-shown", at === index);
        }
    };
    /**
     * What is chosen here is chosen in the other tabs of the page, and of the next one.
     *
     * @param {number} index
     */
    const choose = (index) => {
        each((tabs) => tabs.choose(labels[index]));
        keep(labels[index]);
    };
    for (const [index, tab] of tabs.entries()) {
        tab.addEventListener("click", () => choose(index));
        tab.addEventListener("keydown", (event) => {
            const steps = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: tabs.length - 1 };
            const next = steps[/** @type {keyof typeof steps} */ (event.key)];
            if (next === undefined) return;
            event.preventDefault();
            const to = (next + tabs.length) % tabs.length;
            choose(to);
            tabs[to].focus();
        });
    }
    // An address may lead into a tab that is not shown.
    const follow = () => {
        const target = document.querySelector(":target");
        const index = target ? panels.findIndex((panel) => panel.contains(target)) : -1;
        if (index < 0) return;
        show(index);
        (target === names[index] ? root : target)?.scrollIntoView();
    };
    made.set(root, {
        choose: (label) => {
            if (labels.includes(label)) show(labels.indexOf(label));
        },
        follow,
    });
    const first = labels.indexOf(preferred() ?? "");
    show(Math.max(0, first));
    root.prepend(element("div", { class: "tabs platforms__list", role: "tablist" }, ...tabs));
    root.dataset.ready = "";
    follow();
}

addEventListener("hashchange", () => each((tabs) => tabs.follow()));
enhance("platform-tabs", showTabs);
