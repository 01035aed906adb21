/** @typedef {Record<string, string|number|boolean|null|undefined>} Attributes */

/**
 * An element with attributes and children; texts are always text, never markup.
 *
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Attributes} [attributes] `true` stands without a value, `false`, null and undefined are left out.
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
        if (value === false || value === null || value === undefined) continue;
        made.setAttribute(key, value === true ? "" : String(value));
    }
    made.append(...children.filter(isThere));
    return made;
}

/**
 * The part of a page that a script cannot do without; its absence is a mistake in the template, told at once.
 *
 * @param {HTMLElement} root
 * @param {string} name Its `data-part`.
 * @returns {HTMLElement}
 */
export function part(root, name) {
    const found = root.querySelector(`[data-part="${name}"]`);
    if (!(found instanceof HTMLElement)) throw new Error(`the page has no part ${name}`);
    return found;
}

const SPRITE = new URL("../Design/icons.svg", import.meta.url).href;

/**
 * A drawing beside a text that says the same: screen readers pass over it.
 *
 * @param {string} name One of the design's icons.
 * @returns {SVGSVGElement}
 */
export function drawing(name) {
    const namespace = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(namespace, "svg");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS(namespace, "use");
    use.setAttribute("href", `${SPRITE}#${name}`);
    svg.append(use);
    return svg;
}

/**
 * @param {Node|string|null|undefined|false} child
 * @returns {child is Node|string}
 */
function isThere(child) {
    return child !== null && child !== undefined && child !== false;
}
