// Served as /widget.js and run on other people's pages: one file, no imports, nothing global but `Switchboard`, and
// a closed shadow root, so that neither side's styles reach the other.
(() => {
    "use strict";

    const script = /** @type {HTMLScriptElement|null} */ (document.currentScript);
    if (!script || "Switchboard" in window) return;

    /**
     * The few words on the host's page, by language: one file alone cannot reach the strings, so the server writes those
     * of every language into it.
     *
     * @type {Record<string, {open: string, close: string, unread: string, frame: string}>}
     */
    const WORDS = {/* words */};
    const origin = new URL(script.src).origin;
    const settings = script.dataset;
    const locale = settings.locale || document.documentElement.lang || navigator.language || "en";
    const words = wordsIn(locale);
    const accent = /^#[0-9a-f]{6}$/i.test(settings.accent ?? "") ? String(settings.accent) : "";
    const isLeft = settings.position === "left" || settings.position === "bottom-left";

    const STYLE = `
        :host { all: initial; }
        .root { --accent: ${accent || "#0f6b66"}; --edge: 20px; font-family: system-ui, sans-serif; }
        .launcher { position: fixed; bottom: calc(20px + env(safe-area-inset-bottom)); ${isLeft ? "left" : "right"}: var(--edge);
            z-index: 2147483000; width: 56px; height: 56px; padding: 0; border: 0; border-radius: 28px; cursor: pointer;
            background: var(--accent); color: ${onAccent(accent || "#0f6b66")}; box-shadow: 0 2px 12px rgb(0 0 0 / .24);
            display: grid; place-items: center; }
        .launcher:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
        .launcher svg { width: 26px; height: 26px; fill: none; stroke: currentColor; stroke-width: 1.8;
            stroke-linecap: round; stroke-linejoin: round; }
        .badge { position: absolute; top: -4px; right: -4px; min-width: 20px; height: 20px; padding: 0 6px; box-sizing: border-box;
            border-radius: 10px; background: #b42318; color: #fff; font: 600 12px/20px system-ui, sans-serif; text-align: center; }
        .panel { position: fixed; bottom: calc(88px + env(safe-area-inset-bottom)); ${isLeft ? "left" : "right"}: var(--edge);
            z-index: 2147483001; width: 400px; height: min(640px, calc(100vh - 108px)); border-radius: 10px; overflow: hidden;
            box-shadow: 0 8px 40px rgb(0 0 0 / .22); background: Canvas; }
        .panel iframe { display: block; width: 100%; height: 100%; border: 0; color-scheme: normal; }
        [hidden] { display: none !important; }
        @media (max-width: 480px) {
            .root { --edge: 16px; }
            .panel { inset: 0; width: auto; height: auto; border-radius: 0; }
            .root.open .launcher { display: none; }
        }
        @media (prefers-reduced-motion: no-preference) {
            .panel:not([hidden]) { animation: rise 140ms ease-out; }
            @keyframes rise { from { opacity: 0; transform: translateY(8px); } }
        }`;

    const host = document.createElement("div");
    const shadow = host.attachShadow({ mode: "closed" });
    // A constructed sheet is not an inline style: it works under a page's strict content policy.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    shadow.adoptedStyleSheets = [sheet];

    const root = make("div", { class: "root" });
    const launcher = make("button", { class: "launcher", type: "button", "aria-haspopup": "dialog", "aria-expanded": "false" });
    const badge = make("span", { class: "badge", "aria-hidden": "true" });
    const panel = make("div", { class: "panel", role: "dialog", "aria-label": words.frame });
    const [before, after] = [make("span", { tabindex: "0" }), make("span", { tabindex: "0" })];
    badge.hidden = true;
    panel.hidden = true;
    launcher.append(glyph("M4 5h16v11h-8l-4.500 4v-4H4z"), badge);
    root.append(panel, launcher);
    shadow.append(root);

    /** @type {HTMLIFrameElement|null} */
    let frame = null;
    let isReady = false;
    let isOpen = false;
    let unread = 0;
    let titleMark = "";
    let identity = settings.identityToken ?? null;
    /** @type {Element|null} */
    let opener = null;
    /** @type {Map<string, Set<(detail: any) => void>>} */
    const listeners = new Map();
    const fullScreen = matchMedia("(max-width: 480px)");

    function load() {
        if (frame) return;
        const query = new URLSearchParams({ lang: locale, origin: location.origin, page: location.pathname });
        if (settings.topic) query.set("topic", settings.topic);
        if (accent) query.set("accent", accent);
        frame = make("iframe", { src: `${origin}/widget?${query}`, title: words.frame, allow: "clipboard-write" });
        // In full screen there is nothing else to reach; beside the page, Tab leaves the panel as it leaves any other.
        for (const edge of [before, after]) {
            edge.addEventListener("focus", () => (fullScreen.matches ? frame?.focus() : launcher.focus()));
        }
        panel.append(before, frame, after);
    }

    function open() {
        load();
        if (isOpen) return;
        isOpen = true;
        opener = document.activeElement;
        panel.hidden = false;
        show();
        tell({ type: "switchboard:opened" });
        frame?.focus();
        emit("open", {});
    }

    function close() {
        if (!isOpen) return;
        isOpen = false;
        panel.hidden = true;
        show();
        tell({ type: "switchboard:closed" });
        if (opener instanceof HTMLElement && opener !== host && opener !== document.body && opener.isConnected) opener.focus();
        else launcher.focus();
        emit("close", {});
    }

    function show() {
        root.classList.toggle("open", isOpen);
        panel.setAttribute("aria-modal", String(isOpen && fullScreen.matches));
        launcher.setAttribute("aria-expanded", String(isOpen));
        const count = unread > 0 ? ` (${unread} ${words.unread})` : "";
        launcher.setAttribute("aria-label", (isOpen ? words.close : words.open) + count);
        badge.textContent = unread > 99 ? "99+" : String(unread);
        badge.hidden = unread === 0 || isOpen;
        showTitle();
        keep(storage("sessionStorage"), "switchboard.open", isOpen ? "1" : null);
    }

    /** In a tab that nobody looks at, its title is all that is seen. */
    function showTitle() {
        const shown = document.hidden && unread > 0 ? `(${unread}) ` : "";
        // The page may have changed its title meanwhile: only our number comes and goes.
        const own = titleMark && document.title.startsWith(titleMark) ? document.title.slice(titleMark.length) : document.title;
        titleMark = shown;
        if (document.title !== shown + own) document.title = shown + own;
    }

    /** What the browser says of notifications on this page. */
    function permission() {
        return globalThis.Notification?.permission ?? "unsupported";
    }

    async function askForNotices() {
        // The click in the frame counts for the page around it.
        await globalThis.Notification?.requestPermission();
        tell({ type: "switchboard:notices", notices: permission() });
    }

    /** @param {{title?: unknown, body?: unknown, tag?: unknown}} notice */
    function notify({ title, body, tag }) {
        if (permission() !== "granted" || !document.hidden) return;
        try {
            const shown = new Notification(String(title), { body: String(body), tag: String(tag) });
            shown.addEventListener("click", () => {
                window.focus();
                shown.close();
                open();
            });
        } catch {
            // Phones show notifications of installed apps alone.
        }
    }

    /** @param {string|null} token Signed by the exchange; null goes on as a guest. */
    function identify(token) {
        identity = token;
        if (isReady) tell({ type: "switchboard:identify", token });
        else if (token) load();
    }

    /** @param {object} message */
    function tell(message) {
        if (isReady) frame?.contentWindow?.postMessage(message, origin);
    }

    /** @param {MessageEvent} event */
    function heard(event) {
        if (event.origin !== origin || !frame || event.source !== frame.contentWindow) return;
        const message = event.data ?? {};
        switch (message.type) {
            case "switchboard:ready":
                isReady = true;
                tell({ type: "switchboard:start", token: identity, isOpen, notices: permission() });
                emit("ready", {});
                break;
            case "switchboard:close":
                close();
                break;
            case "switchboard:unread":
                unread = Math.max(0, Number(message.count) || 0);
                show();
                emit("unread", { count: unread });
                break;
            case "switchboard:ask-notices":
                void askForNotices();
                break;
            case "switchboard:notify":
                notify(message);
                break;
            case "switchboard:active":
                keep(storage("localStorage"), "switchboard.active", message.isActive ? "1" : null);
                break;
        }
    }

    /** @param {string} name @param {object} detail */
    function emit(name, detail) {
        for (const listener of listeners.get(name) ?? []) listener(detail);
    }

    /** @param {string} name @param {(detail: any) => void} listener */
    function on(name, listener) {
        const known = listeners.get(name) ?? new Set();
        listeners.set(name, known.add(listener));
        return () => known.delete(listener);
    }

    launcher.addEventListener("click", () => (isOpen ? close() : open()));
    panel.addEventListener("keydown", (event) => event.key === "Escape" && close());
    launcher.addEventListener("keydown", (event) => event.key === "Escape" && close());
    fullScreen.addEventListener("change", show);
    document.addEventListener("visibilitychange", showTitle);
    window.addEventListener("message", heard);
    Object.defineProperty(window, "Switchboard", { value: Object.freeze({ open, close, identify, on }) });

    const begin = () => {
        document.body.append(host);
        show();
        if (wasOpen) open();
        // Somebody who has a conversation here sees its unread messages without opening it.
        else if (identity || read(storage("localStorage"), "switchboard.active")) load();
    };
    const wasOpen = read(storage("sessionStorage"), "switchboard.open");
    if (document.body) begin();
    else document.addEventListener("DOMContentLoaded", begin, { once: true });

    /**
     * @template {keyof HTMLElementTagNameMap} Name
     * @param {Name} name
     * @param {Record<string, string>} attributes
     */
    function make(name, attributes) {
        const made = document.createElement(name);
        for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
        return made;
    }

    /** @param {string} path */
    function glyph(path) {
        const namespace = "http://www.w3.org/2000/svg";
        const svg = document.createElementNS(namespace, "svg");
        svg.setAttribute("viewBox", "0 0 24 24");
        svg.setAttribute("aria-hidden", "true");
        const line = document.createElementNS(namespace, "path");
        line.setAttribute("d", path);
        svg.append(line);
        return svg;
    }

    /**
     * Black or white, whichever is read better on a colour (WCAG's relative luminance).
     *
     * @param {string} hex
     */
    function onAccent(hex) {
        const [red, green, blue] = [1, 3, 5].map((start) => {
            const share = parseInt(hex.slice(start, start + 2), 16) / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18 ? "#000" : "#fff";
    }

    /**
     * The words for a page's language: the tag's own, those of its language in the same script, of its language, English.
     *
     * @param {string} tag
     */
    function wordsIn(tag) {
        const known = Object.keys(WORDS);
        const language = (/** @type {string} */ one) => one.split("-")[0].toLowerCase();
        const isTraditional = (/** @type {string} */ one) => /-(hant|tw|hk|mo)\b/i.test(one);
        const alike = known.filter((one) => language(one) === language(tag));
        const own = known.find((one) => one.toLowerCase() === tag.toLowerCase());
        return WORDS[own ?? alike.find((one) => isTraditional(one) === isTraditional(tag)) ?? alike[0] ?? "en"];
    }

    /**
     * A sandboxed page throws on the mere mention.
     *
     * @param {"localStorage"|"sessionStorage"} name
     */
    function storage(name) {
        try {
            return window[name];
        } catch {
            return null;
        }
    }

    /** @param {Storage|null} storage @param {string} key */
    function read(storage, key) {
        try {
            return storage?.getItem(key) ?? null;
        } catch {
            return null;
        }
    }

    /** @param {Storage|null} storage @param {string} key @param {string|null} value */
    function keep(storage, key, value) {
        try {
            if (value === null) storage?.removeItem(key);
            else storage?.setItem(key, value);
        } catch {
            // A page that forbids storage forgets whether the chat was open.
        }
    }
})();
