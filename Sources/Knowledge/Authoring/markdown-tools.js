// What the buttons over a Markdown text do: pure.

/** @typedef {{text: string, start: number, end: number}} Selection A text and what is selected of it. */

/** @type {Record<string, [string, string, string]>} What stands before and behind a word, and the word where none is selected. */
const AROUND = { bold: ["**", "**", ""], italic: ["*", "*", ""], code: ["`", "`", ""], link: ["[", "](https://)", ""] };

/** @type {Record<string, (number: number) => string>} What stands before each line. */
const BEFORE = { heading: () => "## ", list: () => "- ", steps: (number) => `${number}. `, quote: () => "> " };

/** @type {Record<string, [string, string]>} What is put in on lines of its own, before and behind where writing goes on. */
const BLOCKS = {
    table: ["| ", " |  |\n| --- | --- |\n|  |  |\n"],
    callout: ["> [!NOTE]\n> ", "\n"],
    guide: [":::steps\n1. ", "\n2. \n3. \n:::\n"],
    flowchart: ["```flowchart\ntitle: ", "\nask([ ]) --> check{ }\ncheck -->|yes| done[ ]\n```\n"],
    sequence: ["```sequence\ntitle: ", "\nA -> B: \nB --> A: \n```\n"],
    video: [":::video ", "\n"],
    platforms: [":::tabs\n:::tab iOS\n", "\n\n:::tab Android\n\n\n:::tab Web\n\n\n:::\n"],
};

/**
 * How a text shows a picture.
 *
 * @param {string} name
 * @param {string} alt What it shows, in words.
 */
export function pictureNotation(name, alt) {
    const words = alt.replace(/\s+/gu, " ").trim().replace(/[\\[\]`*_<>&!~{}|$]/gu, "\\$&");
    return `![${words}](/pictures/${name})`;
}

/** The buttons in their order. */
export const TOOLS = [...Object.keys(BEFORE).slice(0, 1), ...Object.keys(AROUND), ...Object.keys(BEFORE).slice(1), ...Object.keys(BLOCKS)];

/**
 * A text after a button was pressed. What the button puts there it takes away again.
 *
 * @param {string} tool One of `TOOLS`.
 * @param {Selection} selection
 * @returns {Selection}
 */
export function apply(tool, selection) {
    if (tool in AROUND) return around(AROUND[tool], selection);
    if (tool in BEFORE) return before(BEFORE[tool], selection);
    const { text, start } = selection;
    const line = text.lastIndexOf("\n", start - 1) + 1;
    const gap = text.slice(line, start).trim() ? "\n\n" : "";
    const [first, rest] = BLOCKS[tool];
    const cursor = start + gap.length + first.length;
    return { text: text.slice(0, start) + gap + first + rest + text.slice(start), start: cursor, end: cursor };
}

/** @param {[string, string, string]} marks @param {Selection} selection @returns {Selection} */
function around([open, close], { text, start, end }) {
    const inner = text.slice(start, end);
    if (text.slice(start - open.length, start) === open && text.slice(end, end + close.length) === close) {
        return { text: text.slice(0, start - open.length) + inner + text.slice(end + close.length), start: start - open.length, end: end - open.length };
    }
    return { text: text.slice(0, start) + open + inner + close + text.slice(end), start: start + open.length, end: end + open.length };
}

/** @param {(number: number) => string} mark @param {Selection} selection @returns {Selection} */
function before(mark, { text, start, end }) {
    const first = text.lastIndexOf("\n", start - 1) + 1;
    const next = text.indexOf("\n", Math.max(start, end - 1));
    const last = next < 0 ? text.length : next;
    const lines = text.slice(first, last).split("\n");
    const isMarked = lines.every((line, index) => line.startsWith(mark(index + 1)));
    const changed = lines.map((line, index) => (isMarked ? line.slice(mark(index + 1).length) : mark(index + 1) + line)).join("\n");
    return { text: text.slice(0, first) + changed + text.slice(last), start: lines.length > 1 ? first : first + changed.length, end: first + changed.length };
}
