/**
 * The rows of a list that changes by itself: a row keeps its element, and with it the focus, for as long as it is
 * there; the elements of those that left are let go.
 *
 * @template {{id: string}} Item
 */
export class KeyedRows {
    #root;
    #make;
    /** @type {Map<string, {node: HTMLElement, update: (item: Item) => void}>} */
    #rows = new Map();

    /**
     * @param {HTMLElement} root Empty.
     * @param {(item: Item) => {node: HTMLElement, update: (item: Item) => void}} make
     */
    constructor(root, make) {
        this.#root = root;
        this.#make = make;
    }

    /** @param {Item[]} items Each id once. */
    show(items) {
        const wanted = new Set(items.map(({ id }) => id));
        for (const [id, { node }] of this.#rows) {
            if (wanted.has(id)) continue;
            node.remove();
            this.#rows.delete(id);
        }
        items.forEach((item, index) => {
            let row = this.#rows.get(item.id);
            if (!row) {
                row = this.#make(item);
                this.#rows.set(item.id, row);
            }
            // An element is moved only when it must be: moving takes the focus from it.
            const there = this.#root.children[index];
            if (there !== row.node) this.#root.insertBefore(row.node, there ?? null);
            row.update(item);
        });
    }
}

/**
 * Changes a text only when it is another one.
 *
 * @param {Element} node
 * @param {string} words
 */
export function say(node, words) {
    if (node.textContent !== words) node.textContent = words;
}
