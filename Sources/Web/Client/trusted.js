/**
 * The one place where a text becomes markup or the address of a script: browsers with Trusted Types refuse it anywhere
 * else, and no second policy may be made.
 *
 * @typedef {{createHTML: (text: string) => string, createScriptURL: (address: string) => string}} Policy
 */

/** @type {Policy} */
const rules = {
    createHTML: (text) => text,
    createScriptURL: (address) => {
        const { origin, pathname, href } = new URL(address, location.href);
        if (origin !== location.origin || !pathname.startsWith("/assets/")) throw new TypeError("not a script of ours");
        return href;
    },
};

/** @type {Policy} */
const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("switchboard", rules) ?? rules;

/**
 * A page of ours that was fetched, to take a part of it over. Nothing in it runs or loads.
 *
 * @param {Response} response
 * @returns {Promise<Document>}
 * @throws {TypeError} When it came from elsewhere or is no page.
 */
export async function pageOf(response) {
    const isOurs = new URL(response.url).origin === location.origin;
    if (!isOurs || !response.headers.get("content-type")?.startsWith("text/html")) throw new TypeError("not a page of ours");
    return new DOMParser().parseFromString(policy.createHTML(await response.text()), "text/html");
}

/**
 * What people read of some markup.
 *
 * @param {string} markup
 * @returns {string}
 */
export function textOf(markup) {
    return new DOMParser().parseFromString(policy.createHTML(markup), "text/html").body.textContent?.trim() ?? "";
}

/**
 * A text that our server rendered and cleaned, as elements of this page.
 *
 * @param {string} html
 * @returns {Node[]}
 * @throws {TypeError} When there is anything in it that runs or loads a page of its own.
 */
export function cleanedNodes(html) {
    const { body } = new DOMParser().parseFromString(policy.createHTML(html), "text/html");
    if (body.querySelector("script, iframe, object, embed, form, style, link, meta, base")) throw new TypeError("not cleaned");
    return [...body.childNodes].map((node) => document.importNode(node, true));
}

/**
 * A drawing that our server made, as an element of this page.
 *
 * @param {string} drawing SVG.
 * @returns {Element}
 * @throws {TypeError} When there is anything in it but shapes.
 */
export function drawingOf(drawing) {
    const root = new DOMParser().parseFromString(policy.createHTML(drawing), "image/svg+xml").documentElement;
    const shapes = new Set(["svg", "g", "path", "rect", "title"]);
    if (![root, ...root.querySelectorAll("*")].every(({ localName }) => shapes.has(localName))) throw new TypeError("not a drawing");
    return document.importNode(root, true);
}

/**
 * Starts a module of ours beside the page.
 *
 * @param {URL} address
 * @returns {Worker}
 */
export function startWorker(address) {
    return new Worker(policy.createScriptURL(address.href), { type: "module" });
}
