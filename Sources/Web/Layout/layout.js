import "../Client/times.js";
import { enhance } from "../Client/modules.js";

enhance("layout-language", (/** @type {HTMLDetailsElement} */ menu) => {
    document.addEventListener("click", (event) => {
        if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
    });
    menu.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || !menu.open) return;
        menu.open = false;
        menu.querySelector("summary")?.focus();
    });
});

enhance("layout-offline", (root) => {
    const line = root.querySelector("p");
    const show = () => line?.toggleAttribute("hidden", navigator.onLine);
    addEventListener("online", show);
    addEventListener("offline", show);
    show();
});
