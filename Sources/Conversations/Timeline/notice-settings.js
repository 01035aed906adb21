import { text } from "../../Web/Client/strings.js";
import { drawing, element } from "./elements.js";

/** @typedef {import("./attention.js").Attention} Attention */

/**
 * Where a customer asks to be told of answers: nothing is asked of the browser before they do.
 *
 * @param {Attention} attention
 * @returns {HTMLDetailsElement}
 */
export function noticeSettings(attention) {
    const notices = element("input", { type: "checkbox" });
    const sound = element("input", { type: "checkbox" });
    const blocked = element("p", { class: "notice-settings__note", role: "status", hidden: true }, text("notices.blocked"));
    const summary = element("span", {});
    const view = element(
        "details",
        { class: "notice-settings" },
        element("summary", { class: "chip notice-settings__summary" }, drawing("bell"), summary),
        element(
            "div",
            { class: "notice-settings__panel" },
            element("label", { class: "notice-settings__choice" }, notices, text("notices.notifications")),
            blocked,
            element("label", { class: "notice-settings__choice" }, sound, text("notices.sound")),
        ),
    );
    const show = () => {
        const { permission } = attention;
        notices.checked = attention.hasNotices;
        notices.disabled = permission === "denied" || permission === "unsupported";
        blocked.hidden = permission !== "denied";
        sound.checked = attention.hasSound;
        summary.textContent = text(notices.checked || sound.checked ? "notices.on" : "notices.off");
    };
    notices.addEventListener("change", () => void attention.turnNotices(notices.checked));
    sound.addEventListener("change", () => attention.turnSound(sound.checked));
    attention.addEventListener("change", show);
    view.addEventListener("toggle", show);
    view.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || !view.open) return;
        event.preventDefault();
        event.stopPropagation();
        view.open = false;
        view.querySelector("summary")?.focus();
    });
    document.addEventListener("pointerdown", (event) => {
        if (event.target instanceof Node && !view.contains(event.target)) view.open = false;
    });
    show();
    return view;
}
