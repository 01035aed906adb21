/** @typedef {import("../Timeline/notice-surface.js").NoticePermission} NoticePermission */
/** @typedef {import("../Timeline/notice-surface.js").NoticeSurface} NoticeSurface */
/** @typedef {{type: string, token?: string|null, isOpen?: boolean, notices?: NoticePermission}} HostMessage */

/**
 * The page around the iframe. Only the page that the launcher named, and only the window right above, is spoken to.
 */
export class HostPage {
    #origin;

    /** @param {string|null} origin As the launcher gave it in the address. */
    constructor(origin) {
        this.#origin = window.parent !== window ? origin : null;
    }

    /**
     * @param {{type: string, [member: string]: unknown}} message
     */
    tell(message) {
        if (this.#origin) window.parent.postMessage(message, this.#origin);
    }

    /**
     * @param {(message: HostMessage) => void} listener
     */
    listen(listener) {
        window.addEventListener("message", (event) => {
            if (event.source !== window.parent || event.origin !== this.#origin) return;
            if (typeof event.data?.type === "string") listener(event.data);
        });
    }
}

/**
 * Notices for somebody who looks at the page around the widget: it asks for leave and shows them, for browsers let no
 * frame of another site do so.
 *
 * @implements {NoticeSurface}
 */
export class HostSurface {
    /** @type {NoticePermission} */
    permission = "unsupported";

    #host;
    /** @type {((permission: NoticePermission) => void)|null} */
    #answer = null;

    /** @param {HostPage} host */
    constructor(host) {
        this.#host = host;
        host.listen(({ notices }) => {
            if (!notices) return;
            this.permission = notices;
            this.#answer?.(notices);
            this.#answer = null;
        });
    }

    /** @returns {Promise<NoticePermission>} */
    ask() {
        return new Promise((resolve) => {
            this.#answer = resolve;
            this.#host.tell({ type: "switchboard:ask-notices" });
        });
    }

    /** @param {{title: string, body: string, tag: string}} notice */
    show(notice) {
        this.#host.tell({ type: "switchboard:notify", ...notice });
    }

    /** The launcher counts by itself. */
    count() {}
}

/**
 * The operator's colour in place of ours, with black or white on it, whichever reads better.
 *
 * @param {string|null} accent `#rrggbb`; anything else is passed over.
 */
export function applyAccent(accent) {
    if (!accent || !/^#[0-9a-f]{6}$/i.test(accent)) return;
    const root = document.documentElement.style;
    root.setProperty("--widget-accent", accent);
    root.setProperty("--widget-on-accent", luminance(accent) > 0.18 ? "#000" : "#fff");
}

/**
 * WCAG's relative luminance, 0 to 1.
 *
 * @param {string} hex
 */
function luminance(hex) {
    const [red, green, blue] = [1, 3, 5].map((start) => {
        const share = parseInt(hex.slice(start, start + 2), 16) / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
