/**
 * Runs a module's function on each element that asks for it (`data-module="search-box"`).
 *
 * @template {HTMLElement} Root
 * @param {string} name
 * @param {(root: Root) => void} enhance
 * @param {ParentNode} [within]
 */
export function enhance(name, enhance, within = document) {
    for (const root of within.querySelectorAll(`[data-module~="${name}"]`)) enhance(/** @type {Root} */ (root));
}

/**
 * The element that a module cannot do without; its absence is a mistake in the template, told at once.
 *
 * @template {Element} Kind
 * @param {ParentNode} root
 * @param {string} selector
 * @param {{new (): Kind}} kind
 * @returns {Kind}
 */
export function required(root, selector, kind) {
    const found = root.querySelector(selector);
    if (found instanceof kind) return found;
    throw new Error(`the page lacks ${selector}`);
}
